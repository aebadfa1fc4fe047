"""`linli areas` on the command line: exit codes, JSON, tables."""

import csv
import json
from dataclasses import replace

import pytest
import shapely
from click.testing import CliRunner

from linli.places.cli import areas
from linli.places.coordinates import cgcs2000_to_gcj02
from linli.places.models import Area, AreaChange
from linli.places.rules import Kind
from linli.places.testing import COMMUNITIES, GRIDS, draft, make_areas, make_town, middle, square

pytestmark = pytest.mark.django_db


def run(*arguments):
    return CliRunner().invoke(areas, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture
def file(tmp_path):
    """Write a GeoJSON file of named communities."""

    def write(*names, swap=False):
        shapes = [square(place, 0) for place in range(len(names))]
        if swap:
            shapes = [shapely.transform(shape, lambda points: points[:, ::-1]) for shape in shapes]
        features = [
            {
                "type": "Feature",
                "properties": {"community": name, "street": "青溪街道", "district": "松门区"},
                "geometry": json.loads(shapely.to_geojson(shape)),
            }
            for name, shape in zip(names, shapes, strict=True)
        ]
        path = tmp_path / "areas.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        return path

    return write


@pytest.fixture
def points(tmp_path):
    """Write a table of points."""

    def write(*rows, head="id,lon,lat"):
        path = tmp_path / "points.csv"
        path.write_text("\n".join([head, *(",".join(map(str, row)) for row in rows)]) + "\n", encoding="gb18030")
        return path

    return write


def test_a_file_of_another_kind_is_told_which_endings_are_read(tmp_path):
    other = tmp_path / "areas.md"
    other.write_text("# Grenzen", encoding="utf-8")
    result = run("import", other, "--level", "grid")
    assert (result.exit_code, "结尾" in result.stderr) == (1, True)


def test_an_import_prints_what_it_did(file):
    result = run("import", file("竹桥社区", "柳塘社区"))
    assert result.exit_code == 0
    assert "4" in result.output
    assert Area.objects.filter(level="community").count() == 2
    assert AreaChange.objects.all()[0].by_name


def test_an_import_in_json_counts_everything(file):
    told = json.loads(run("import", file("竹桥社区", ""), "--json").stdout)
    assert (told["features"], told["added"], told["refused"]) == (2, 4, [])
    assert told["notes"][0]["number"] == 2
    assert told["provisional_codes"][0] == "980001"


def test_refused_features_are_named_and_end_with_one(file):
    path = file("竹桥社区", swap=True)
    refused = run("import", path)
    assert refused.exit_code == 1
    assert "竹桥社区" in refused.output
    assert run("import", path, "--swap").exit_code == 0


def test_options_reach_the_import(file):
    result = run("import", file("竹桥社区"), "--map", "community=street", "--level", "community", "--on", "2021-05-01")
    assert result.exit_code == 0
    assert Area.objects.get(level="community").name == "青溪街道"
    assert str(Area.objects.get(level="community").valid_from) == "2021-05-01"


def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(tmp_path):
    (tmp_path / "bad.geojson").write_text("{", encoding="utf-8")
    result = run("import", tmp_path / "bad.geojson")
    assert result.exit_code == 1
    assert "bad.geojson" in result.stderr
    assert "Traceback" not in result.output


def test_wrong_use_ends_with_two(file):
    assert run("import", "/nowhere.geojson").exit_code == 2
    assert run("import", file("一"), "--map", "community").exit_code == 2
    assert run("import", file("一"), "--crs", "mars").exit_code == 2


def test_a_user_without_a_name_may_import_too(file, monkeypatch):
    def nobody():
        raise KeyError("uid")

    monkeypatch.setattr("linli.places.cli.getuser", nobody)
    assert run("import", file("竹桥社区")).exit_code == 0
    assert AreaChange.objects.all()[0].by_name == "cli"


def test_a_seamless_town_passes_the_check():
    make_town()
    result = run("check")
    assert result.exit_code == 0
    assert "没有发现问题" in result.output


def test_the_check_names_what_is_wrong_and_ends_with_one():
    make_town()
    make_areas([draft(GRIDS[0], "第1网格", square(0, 0, width=1.5))])
    result = run("check")
    assert result.exit_code == 1
    assert "overlap" in result.output
    assert run("check", "--tolerance", "1000000").exit_code == 0


def test_the_check_in_json_lists_communities_and_problems():
    make_town()
    make_areas([draft(GRIDS[0], "第1网格", square(0, 0, width=0.5))])
    told = json.loads(run("check", "--json").stdout)
    assert told["communities"] == list(COMMUNITIES)
    (problem,) = told["problems"]
    assert (problem["kind"], {area["code"] for area in problem["areas"]}) == ("gap", set(GRIDS[:2]))
    assert {"area_m2", "lon", "lat", "text"} <= problem.keys()


def test_what_has_to_be_as_it_is_is_told_and_is_no_problem():
    make_town()
    around = shapely.MultiPolygon([square(0, 0, width=0.4), square(1.6, 0, width=0.4)])
    park = replace(draft(GRIDS[1], "公园", square(0.4, 0, width=1.2)), kind=Kind.DEDICATED)
    make_areas([draft(GRIDS[0], "第1网格", around), park])
    result = run("check")
    assert result.exit_code == 0
    assert "不必修改" in result.output
    told = json.loads(run("check", "--json").stdout)
    assert (told["problems"], [one["kind"] for one in told["remarks"]]) == ([], ["cut_off"])


def test_many_problems_are_shown_in_part():
    make_areas([draft(f"990101001{number:03d}", "重名\ufffd", None) for number in range(60)])
    assert "--json" in run("check").output


def test_points_get_their_grid_and_community(points):
    make_town()
    result = run("locate", points((1, *middle(0, 0)), (2, *middle(9, 9))))
    rows = list(csv.reader(result.stdout.splitlines()))
    assert rows[0][3:] == [
        "grid_code", "grid_name", "community_code", "community_name", "next_grid_code", "next_grid_m",
    ]  # fmt: skip
    assert rows[1][3:] == [GRIDS[0], "第1网格", COMMUNITIES[0], "竹桥社区", "", ""]
    assert rows[2][3:] == [""] * 6
    assert "1" in result.stderr


def test_points_of_net_maps_are_turned_first_and_written_to_a_file(points, tmp_path):
    make_town()
    lon, lat = map(float, cgcs2000_to_gcj02(*middle(2, 0)))
    run("locate", points((1, lon, lat), head="编号,经度,纬度"), "--crs", "gcj02", "-o", tmp_path / "out.csv")
    rows = list(csv.reader((tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1][3] == GRIDS[2]


def test_points_in_the_wrong_order_are_refused_and_turned_round(points):
    make_town()
    path = points((1, *reversed(middle(0, 0))))
    refused = run("locate", path)
    assert refused.exit_code == 1
    assert "--swap" in refused.stderr
    assert GRIDS[0] in run("locate", path, "--swap").stdout


def test_rows_without_numbers_are_kept_without_grid(points):
    make_town()
    rows = list(csv.reader(run("locate", points((1, "x", ""), (2, *middle(0, 0)), (3,))).stdout.splitlines()))
    assert [row[3] if len(row) > 3 else "" for row in rows[1:3]] == ["", GRIDS[0]]


def test_a_table_without_coordinates_or_in_metres_is_refused(points):
    assert run("locate", points((1, 2), head="id,name")).exit_code == 1
    assert run("locate", points((1, 352000.0, 3456000.0))).exit_code == 1
    assert run("locate", points(head="")).exit_code == 1


def test_the_tree_is_shown_to_the_depth_asked():
    make_town()
    shallow, deep = run("tree", "--depth", "2").output, run("tree", "--under", COMMUNITIES[0]).output
    assert "青溪街道" in shallow
    assert "竹桥社区" not in shallow
    assert "第2网格" in deep
    assert run("tree", "--under", "880101").exit_code == 1


def test_an_area_is_closed_after_those_below_it():
    make_town()
    refused = run("close", COMMUNITIES[0], "--yes")
    assert (refused.exit_code, "先停用" in refused.stderr) == (1, True)
    for code in (*GRIDS[:2], COMMUNITIES[0]):
        result = run("close", code, "--yes", "--on", "2026-01-31")
        assert (result.exit_code, f"（{code}），自 2026-01-31 起" in result.output) == (0, True)
    assert str(Area.objects.get(code=COMMUNITIES[0]).valid_to) == "2026-01-31"
    assert run("close", COMMUNITIES[0], "--yes").exit_code == 1


def test_closing_asks_again_and_leaves_what_is_not_confirmed():
    make_town()
    asked = CliRunner().invoke(areas, ["close", GRIDS[0]], input="n\n")
    assert (asked.exit_code, "不能恢复" in asked.output) == (1, True)
    assert Area.objects.get(code=GRIDS[0]).valid_to is None
    assert CliRunner().invoke(areas, ["close", GRIDS[0]], input="y\n").exit_code == 0
    assert Area.objects.get(code=GRIDS[0]).valid_to is not None


@pytest.mark.parametrize(("code", "on"), [("990188", "2026-01-31"), (GRIDS[0], "1999-01-01"), (GRIDS[0], "2999-01-01")])
def test_what_cannot_be_closed_is_refused_in_a_sentence(code, on):
    make_town()
    result = run("close", code, "--yes", "--on", on)
    assert result.exit_code == 1
    assert result.stderr.strip()
    assert not Area.objects.exclude(valid_to=None).exists()
