"""`linli areas locate` on tables: near borders, outside all grids, as of a day, block by block."""

import csv
import datetime as dt
import io

import pytest
import shapely
from click.testing import CliRunner
from django.utils import timezone

from linli.places.cli import areas
from linli.places.importing import point_lines as reading
from linli.places.testing import (
    COMMUNITIES,
    GRIDS,
    SIDE,
    WEST,
    draft,
    make_areas,
    make_town,
    middle,
    redraw_area,
    square,
)

pytestmark = pytest.mark.django_db

BORDER = WEST + SIDE  # between the first two grids
METRE = 1 / 95_700  # degrees of longitude here, to some millimetres
_, MIDDLE = middle(0, 0)


@pytest.fixture
def table(tmp_path):
    """Write points to a table and give its path."""

    def write(*points, head="id,lon,lat"):
        rows = [",".join(map(str, (number, *point))) for number, point in enumerate(points, start=1)]
        path = tmp_path / "points.csv"
        path.write_text("\n".join([head, *rows]), encoding="utf-8")
        return path

    return write


def locate(path, *options):
    result = CliRunner().invoke(areas, ["locate", str(path), *map(str, options)], catch_exceptions=False)
    return result, list(csv.DictReader(result.stdout.splitlines()))


def read(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_a_point_within_twenty_metres_of_another_grid_says_so(table):
    make_town()
    result, rows = locate(table((BORDER - 19 * METRE, MIDDLE), (BORDER - 21 * METRE, MIDDLE)))
    assert [(row["grid_code"], row["next_grid_code"]) for row in rows] == [(GRIDS[0], GRIDS[1]), (GRIDS[0], "")]
    assert float(rows[0]["next_grid_m"]) == pytest.approx(19, abs=0.2)
    assert "20" in result.stderr


def test_a_row_that_cannot_be_degrees_is_outside_and_stops_nothing(table, tmp_path):
    make_town()
    outside = tmp_path / "outside.csv"
    result, rows = locate(table(middle(0, 0), (500123.4, 3400567.8), middle(1, 0)), "--outside", outside)
    assert result.exit_code == 0
    assert [row["grid_code"] for row in rows] == [GRIDS[0], "", GRIDS[1]]
    assert [row["row"] for row in read(outside)] == ["3"]


def test_a_table_in_metres_is_refused(table):
    make_town()
    assert locate(table((500123.4, 3400567.8), (500124.4, 3400568.8), middle(0, 0)))[0].exit_code == 1


@pytest.mark.parametrize("mark", ["", '"'])
def test_a_row_with_more_cells_than_the_head_keeps_its_grid_under_its_head(table, mark):
    make_town()
    lon, lat = middle(0, 0)
    _result, rows = locate(table((f"{mark}{lon}{mark}", lat, "und", "mehr"), (lon, lat, "", "")), "--near", 0)
    assert [row["grid_code"] for row in rows] == [GRIDS[0], GRIDS[0]]
    assert [row["lat"] for row in rows] == [f"{lat},und,mehr", str(lat)]


def test_a_table_without_coordinates_is_told_what_its_columns_are_called(table):
    result, _rows = locate(table((1, 2), head="id;x1;y1"))
    assert (result.exit_code, "经度" in result.stderr, "--map" in result.stderr) == (1, True, False)


def test_how_near_is_near_can_be_said_and_left_out(table):
    make_town()
    path = table((BORDER - 40 * METRE, MIDDLE))
    assert locate(path, "--near", 50)[1][0]["next_grid_code"] == GRIDS[1]
    result, rows = locate(path, "--near", 0)
    assert "next_grid_code" not in rows[0]
    assert len(result.stderr.strip().splitlines()) == 1


def test_points_outside_are_listed_with_their_row_and_the_grid_they_just_missed(table, tmp_path):
    make_town()
    path = table(middle(0, 0), (WEST - 5 * METRE, MIDDLE), middle(9, 9))
    locate(path, "--outside", tmp_path / "outside.csv", "-o", tmp_path / "out.csv")
    lost = read(tmp_path / "outside.csv")
    assert [(row["id"], row["row"], row["next_grid_code"]) for row in lost] == [("2", "3", GRIDS[0]), ("3", "4", "")]
    assert [row["grid_code"] for row in read(tmp_path / "out.csv")] == [GRIDS[0], "", ""]


def test_a_point_in_no_grid_still_has_its_community(table):
    make_town()
    make_areas([draft(COMMUNITIES[0], "竹桥社区", square(0, 0, width=2, height=2))])
    _result, rows = locate(table(middle(0, 1)))
    assert (rows[0]["grid_code"], rows[0]["community_name"]) == ("", "竹桥社区")


def test_on_a_day_the_boundaries_of_that_day_decide(table):
    make_town()
    path = table(middle(0, 1))
    redrawn = shapely.to_wkb(square(0, 0, height=2))
    redraw_area(GRIDS[0], boundary=redrawn, by="王工", at=timezone.now(), on=dt.date(2023, 1, 1))
    assert [locate(path, "--on", day)[1][0]["grid_code"] for day in ("2022-12-31", "2023-01-01")] == ["", GRIDS[0]]


def test_a_table_of_many_blocks_is_located_whole(table, tmp_path, monkeypatch):
    make_town()
    monkeypatch.setattr(reading, "_BLOCK", 2)
    locate(table(*(middle(place, 0) for place in range(5))), "-o", tmp_path / "o.csv", "--outside", tmp_path / "x.csv")
    assert [row["grid_code"] for row in read(tmp_path / "o.csv")] == [*GRIDS, ""]
    assert [row["row"] for row in read(tmp_path / "x.csv")] == ["6"]


def test_a_table_that_turns_out_wrong_half_way_leaves_no_file_behind(table, tmp_path, monkeypatch):
    make_town()
    monkeypatch.setattr(reading, "_BLOCK", 1)
    out = tmp_path / "out.csv"
    out.write_text("before", encoding="utf-8")
    result, _rows = locate(table(middle(0, 0), (352000.0, 3456000.0)), "-o", out)
    assert result.exit_code == 1
    assert out.read_text(encoding="utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


def test_short_rows_and_words_for_numbers_keep_their_columns(table):
    make_town()
    path = table(middle(0, 0))
    path.write_text(f"{path.read_text(encoding='utf-8')}\n\n2\n3,x,30.7,more\n", encoding="utf-8")
    _result, rows = locate(path)
    assert [(row["id"], row["grid_code"]) for row in rows[:2]] == [("1", GRIDS[0]), ("2", "")]
    assert len(rows) == 3


def test_quoted_cells_come_back_as_they_were(table, tmp_path):
    make_town()
    path = table()
    lon, lat = middle(0, 0)
    path.write_text(
        f'note,lon,lat\r\n"a, ""b""\nc",{lon},{lat}\r\nplain,{lon},{lat}\r\nshort\r\n', encoding="utf-8", newline=""
    )
    locate(path, "-o", tmp_path / "out.csv")
    text = (tmp_path / "out.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    found = [(row["note"], row["grid_code"]) for row in rows]
    assert found == [('a, "b"\nc', GRIDS[0]), ("plain", GRIDS[0]), ("short", "")]


def test_a_name_with_a_comma_is_quoted(table):
    make_town()
    make_areas([draft(GRIDS[0], "甲,乙网格", square(0, 0))])
    assert locate(table(middle(0, 0)))[1][0]["grid_name"] == "甲,乙网格"
