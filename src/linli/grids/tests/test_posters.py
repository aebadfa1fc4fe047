"""The A3 map of grids: its pages, names and code; street names run along their streets and never over each other."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
import shapely
from click.testing import CliRunner
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from linli.cases.testing import make_places
from linli.core.errors import NotAllowed
from linli.grids.cli_staffing import poster_command
from linli.grids.errors import NothingToPrint
from linli.grids.exports import poster, poster_map
from linli.grids.exports.labels import Label, Space, ground_of, inside_point, name_street
from linli.grids.exports.poster import write_poster
from linli.grids.exports.poster_map import fills_of, sheet_for
from linli.grids.queries.posters import GridOnMap, poster_facts
from linli.grids.testing import make_ground
from linli.places.testing import draft, make_areas, square
from linli.staff.actions import set_card
from linli.staff.rules import SYSTEM
from linli.staff.testing import COMMUNITY, GRID, GRID_BESIDE, STREET

SITE = "https://linli.example.org"


@pytest.fixture(name="ground")
def _ground(cast, settings):
    settings.LINLI_SITE_URL = SITE
    make_places()
    make_ground()
    set_card(cast.lin.account.pk, work_phone="0717-6123456", hours="周一至周五", by=SYSTEM, at=timezone.now())


@pytest.fixture(name="said")
def _said(monkeypatch):
    """What the sheets say, caught on its way to the page."""
    texts: list[str] = []
    monkeypatch.setattr(poster, "text", lambda _canvas, said, _box, **_look: texts.append(said))
    return texts


def pages(content):
    found = re.findall(rb"/MediaBox \[ 0 0 ([0-9.]+) ([0-9.]+) \]", content)
    return [(round(float(width)), round(float(height))) for width, height in found]


def test_a_community_has_a_sheet_and_one_for_each_grid(ground):
    content = write_poster(poster_facts(SYSTEM, COMMUNITY))
    assert pages(content) == [(1191, 842)] * 3  # A3, lying


def test_one_grid_is_one_sheet(ground):
    assert len(pages(write_poster(poster_facts(SYSTEM, GRID)))) == 1


def test_the_sheet_names_the_worker_with_phone_and_hours(ground, said):
    write_poster(poster_facts(SYSTEM, GRID))
    for one in ("竹桥社区 第1网格", "林小满", "0717-6123456", "周一至周五", GRID):
        assert one in said


def test_a_vacant_grid_says_so(ground, said):
    write_poster(poster_facts(SYSTEM, GRID_BESIDE))
    assert "网格员暂缺，请找社区。" in said


def test_the_code_leads_to_the_grids_page_and_is_left_out_without_an_address(ground, settings):
    [grid] = poster_facts(SYSTEM, GRID).grids
    assert grid.url == f"{SITE}{reverse('grid-public:grid', args=[GRID])}"
    settings.LINLI_SITE_URL = ""
    assert poster_facts(SYSTEM, GRID).grids[0].url == ""
    assert pages(write_poster(poster_facts(SYSTEM, GRID)))


def test_the_ground_has_streets_buildings_and_the_grids_around(ground):
    around = poster_facts(SYSTEM, GRID).around
    assert {one.name for one in around.streets} >= {"南北0路", "南北1路"}
    assert around.buildings
    assert GRID_BESIDE in {one.code for one in around.grids}


def test_a_street_office_has_no_one_map(ground):
    with pytest.raises(NothingToPrint):
        poster_facts(SYSTEM, STREET)


def test_grids_that_nobody_drew_are_not_printed(cast):
    make_places()
    code = "990101002009"
    make_areas([draft(code, "空社区"), draft(f"{code}001", "第1网格")])
    with pytest.raises(NothingToPrint):
        poster_facts(SYSTEM, code)


def test_zhao_prints_nothing_and_an_inspector_does(cast, ground):
    with pytest.raises(NotAllowed):
        poster_facts(cast.zhao.actor, GRID)
    assert poster_facts(cast.qian.actor, GRID).grids
    answer = cast.qian.sign_in().get(reverse("grid-desk:poster") + f"?area={GRID}")
    assert (answer["Content-Type"], answer.content[:4]) == ("application/pdf", b"%PDF")


def test_the_command_writes_the_file_and_says_how_many_pages(ground, tmp_path):
    answer = CliRunner().invoke(poster_command, ["--area", COMMUNITY, "-o", str(tmp_path / "map.pdf")])
    assert "3 页" in answer.output
    assert (tmp_path / "map.pdf").read_bytes().startswith(b"%PDF")


def test_the_largest_round_scale_that_fits_is_taken():
    box = (0.0, 0.0, 300.0, 250.0)
    small = sheet_for(square(0, 0).bounds, box)  # 383 × 444 m
    assert small.scale == 2000
    assert sheet_for(square(0, 0, width=10).bounds, box).scale > 10_000
    [placed] = small.place([square(0, 0)])
    assert shapely.box(*box).contains(placed)
    assert placed.bounds[3] - placed.bounds[1] == pytest.approx(443.5 * 1000 / 2000, rel=0.01)


def test_a_small_grid_is_named_by_its_number(ground, monkeypatch):
    written: list[str] = []
    monkeypatch.setattr(poster_map, "write", lambda _canvas, label, **_look: written.append(label.text))
    facts = poster_facts(SYSTEM, COMMUNITY)
    slip = GridOnMap("990101001001017", "第17网格", square(0.9, 0.1, width=0.08, height=0.08), (), "")
    write_poster(replace(facts, grids=[*facts.grids, slip]))
    assert {"第1网格", "第2网格", "17"} <= set(written)


def test_more_grids_than_the_list_holds_are_counted(ground, said):
    facts = poster_facts(SYSTEM, COMMUNITY)
    many = [replace(facts.grids[0], code=f"{COMMUNITY}{number:03d}", name=f"第{number}网格") for number in range(1, 41)]
    poster._table(Canvas("unused"), many, 261.0)
    assert "另有 12 个网格，见各页。" in said


def test_neighbours_have_different_colours():
    grids = [GridOnMap(str(number), "", square(number, 0), (), "") for number in range(5)]
    fills = fills_of(grids)
    assert all(left is not right for left, right in pairwise(fills))


def test_a_street_is_named_along_itself_and_upright():
    space = Space((0, 0, 300, 300))
    [label] = name_street("桥街", [shapely.LineString([(180, 180), (120, 120)])], space, width=20, size=10)
    assert label.angle == pytest.approx(45)
    assert (label.x, label.y) == (pytest.approx(150), pytest.approx(150))


def test_a_long_street_is_named_again_and_a_short_one_not_at_all():
    space = Space((0, 0, 500, 100))
    assert len(name_street("长街", [shapely.LineString([(0, 50), (500, 50)])], space, width=20, size=10)) > 2
    assert name_street("短弄", [shapely.LineString([(0, 20), (10, 20)])], space, width=20, size=10) == []


def test_a_name_keeps_off_a_bend():
    bend = shapely.LineString([(0, 0), (100, 0), (100, 60)])
    for label in name_street("弯路", [bend], Space((-50, -50, 200, 200)), width=24, size=10):
        assert ground_of(label, width=24, height=1).distance(shapely.Point(100, 0)) > 1


coordinates = st.integers(0, 300)


@given(st.lists(st.tuples(coordinates, coordinates, coordinates, coordinates), min_size=1, max_size=12))
def test_no_name_stands_over_another(ends):
    space = Space((0, 0, 300, 300))
    for number, (ax, ay, bx, by) in enumerate(ends):
        name_street(str(number), [shapely.LineString([(ax, ay), (bx, by)])], space, width=25, size=10)
    for place, one in enumerate(space.taken):
        assert not any(one.intersects(other) for other in space.taken[:place])


def test_a_name_stands_inside_a_bent_shape():
    bent = shapely.Polygon([(0, 0), (30, 0), (30, 5), (5, 5), (5, 30), (0, 30)])
    assert bent.contains(shapely.Point(inside_point(bent)))


def test_a_label_that_leaves_the_map_is_refused():
    assert not Space((0, 0, 10, 10)).take(Label("x", 9, 5, 0, 8), width=6, height=3)
