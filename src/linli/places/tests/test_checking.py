"""The check finds gaps, overlaps, parts outside their parent and broken shapes, and is silent where all is well."""

from dataclasses import replace

import pytest
import shapely
import shapely.affinity
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.places.checking import Shape, find_problems
from linli.places.coordinates import metres_per_degree
from linli.places.testing import COMMUNITIES, GRIDS, SIDE, STREET, square

SQUARE_M2 = metres_per_degree(30.702)[0] * metres_per_degree(30.702)[1] * SIDE**2


def town():
    """Two communities side by side in a street, two grids in each."""
    return [
        Shape(STREET, "青溪街道", "street", square(0, 0, width=4)),
        Shape(COMMUNITIES[0], "竹桥社区", "community", square(0, 0, width=2)),
        Shape(COMMUNITIES[1], "柳塘社区", "community", square(2, 0, width=2)),
        *(Shape(code, f"第{place}网格", "grid", square(place, 0)) for place, code in enumerate(GRIDS)),
    ]


def changed(code, **facts):
    return [replace(shape, **facts) if shape.code == code else shape for shape in town()]


def kinds(shapes, **options):
    return [problem.kind for problem in find_problems(shapes, **options)]


def test_a_seamless_town_has_no_problem():
    assert find_problems(town()) == []


def test_a_gap_is_found_with_its_size_its_neighbour_and_a_point_inside():
    short = square(0, 0, width=0.5)
    (problem,) = find_problems(changed(GRIDS[0], boundary=short))
    assert problem.kind == "gap"
    assert {area.code for area in problem.areas} == {GRIDS[0], GRIDS[1]}
    assert problem.area_m2 == pytest.approx(SQUARE_M2 / 2, rel=0.01)
    assert square(0.5, 0, width=0.5).contains(shapely.Point(problem.lon, problem.lat))


def test_a_size_does_not_depend_on_areas_far_away():
    far = Shape("990201001001", "远山社区", "community", shapely.affinity.translate(square(0, 0), yoff=-8.0))
    sizes = [
        problem.area_m2
        for problem in find_problems([*changed(GRIDS[0], boundary=square(0, 0, width=0.5)), far])
        if problem.kind == "gap"
    ]
    assert sizes == [pytest.approx(SQUARE_M2 / 2, rel=0.001)]


def test_an_overlap_names_both_areas():
    wide = square(0, 0, width=1.25)
    (problem,) = find_problems(changed(GRIDS[0], boundary=wide))
    assert problem.kind == "overlap"
    assert [area.code for area in problem.areas] == [GRIDS[0], GRIDS[1]]
    assert problem.area_m2 == pytest.approx(SQUARE_M2 / 4, rel=0.01)
    assert "竹桥" not in problem.text
    assert "第0网格（990101001001001）" in problem.text


def test_a_grid_that_reaches_out_of_its_community_is_named_with_it():
    out = square(0, 0, height=1.5)
    (problem,) = find_problems(changed(GRIDS[0], boundary=out))
    assert problem.kind == "outside_parent"
    assert [area.code for area in problem.areas] == [GRIDS[0], COMMUNITIES[0]]


def test_what_is_smaller_than_the_tolerance_passes():
    barely = square(0, 0, width=1.0001)
    assert kinds(changed(GRIDS[0], boundary=barely)) == ["overlap"]
    assert kinds(changed(GRIDS[0], boundary=barely), tolerance_m2=100) == []


def test_a_crossed_ring_is_invalid_and_says_why():
    west, south, east, north = square(0, 0).bounds
    bow_tie = shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])
    problems = find_problems(changed(GRIDS[0], boundary=bow_tie))
    assert problems[0].kind == "invalid"
    assert "Self-intersection" in problems[0].text
    assert "gap" in {problem.kind for problem in problems}


def test_a_grid_in_two_pieces_is_named():
    pieces = shapely.MultiPolygon([square(0, 0, width=0.4), square(0.6, 0, width=0.4)])
    assert "pieces" in kinds(changed(GRIDS[0], boundary=pieces))


def test_ground_that_a_dedicated_grid_cuts_off_is_a_remark():
    around = shapely.MultiPolygon([square(0, 0, width=0.4), square(1.6, 0, width=0.4)])
    areas = [
        *changed(GRIDS[0], boundary=around)[:-4],
        Shape(GRIDS[0], "第1网格", "grid", around),
        Shape(GRIDS[1], "公园", "grid", square(0.4, 0, width=1.2), is_dedicated=True),
        *town()[-2:],
    ]
    (told,) = find_problems(areas)
    assert (told.kind, told.is_remark) == ("cut_off", True)
    assert "2 块" in told.text
    (fault,) = find_problems([replace(area, is_dedicated=False) for area in areas])
    assert (fault.kind, fault.is_remark) == ("pieces", False)


def test_ground_beyond_a_railway_is_a_remark():
    around = shapely.MultiPolygon([square(0, 0, height=0.5), square(1.5, 0.5, width=0.5, height=0.5)])
    other = shapely.union_all([square(0, 0, width=2)]).difference(around)
    areas = [
        *changed(GRIDS[0], boundary=around)[:-4],
        Shape(GRIDS[0], "第1网格", "grid", around),
        Shape(GRIDS[1], "第2网格", "grid", other),
        *town()[-2:],
    ]
    railway = shapely.boundary(square(1.5, 0.5, width=0.5, height=0.5))
    assert [one.kind for one in find_problems(areas)] == ["pieces"]
    assert [one.kind for one in find_problems(areas, barriers=[railway])] == ["cut_off"]


def test_an_area_without_boundary_is_named_when_a_sibling_has_one():
    assert kinds(changed(GRIDS[0], boundary=None))[0] == "no_boundary"
    assert kinds([replace(shape, boundary=None) for shape in town()]) == []


def test_a_family_nobody_has_drawn_yet_is_no_problem():
    undrawn = [replace(shape, boundary=None) if shape.code in GRIDS[:2] else shape for shape in town()]
    assert find_problems(undrawn) == []


def test_holes_and_slits_are_found_where_the_parent_has_no_boundary():
    bare = [replace(shape, boundary=None) if shape.code == STREET else shape for shape in town()]
    assert kinds(bare) == []
    holed = square(0, 0, width=2).difference(square(0.5, 0.5, width=0.1, height=0.1))
    with_hole = [replace(shape, boundary=holed) if shape.code == COMMUNITIES[0] else shape for shape in bare]
    assert kinds(with_hole)[0] == "gap"
    narrower = square(0, 0, width=1.995)
    with_slit = [replace(shape, boundary=narrower) if shape.code == COMMUNITIES[0] else shape for shape in bare[:3]]
    (slit,) = find_problems(with_slit)
    assert {area.code for area in slit.areas} == set(COMMUNITIES)


def test_a_notch_in_one_area_alone_is_only_its_shape():
    notched = square(0, 0).difference(square(0.5, 0.5, width=0.003, height=0.6))
    assert find_problems([Shape(COMMUNITIES[0], "竹桥社区", "community", notched)]) == []


def test_names_are_looked_at_too():
    assert kinds(changed(GRIDS[0], name="新\ufffd网格")) == ["broken_name"]
    assert kinds(changed(GRIDS[0], name="未命名")) == ["unnamed"]
    twins = changed(GRIDS[0], name="第1网格")
    (problem,) = find_problems(twins)
    assert (problem.kind, len(problem.areas)) == ("same_name", 2)


def test_an_area_whose_parent_is_missing_is_named():
    orphans = [shape for shape in town() if shape.code != COMMUNITIES[0]]
    missing = [problem for problem in find_problems(orphans) if problem.kind == "no_parent"]
    assert {problem.areas[0].code for problem in missing} == set(GRIDS[:2])
    assert COMMUNITIES[0] in missing[0].text


def test_a_problem_is_given_as_plain_values():
    (problem,) = find_problems(changed(GRIDS[0], name="未命名", boundary=None))[:1]
    assert problem.as_json() == {
        "kind": "unnamed",
        "areas": [{"code": GRIDS[0], "name": "未命名"}],
        "area_m2": None,
        "lon": None,
        "lat": None,
        "text": f"未命名（{GRIDS[0]}）：没有名称，请补上。",
    }


def test_nothing_to_check_is_no_problem():
    assert find_problems([]) == []


@settings(max_examples=20, deadline=None)
@given(st.floats(0.05, 0.95))
def test_wherever_a_border_is_moved_both_sides_stay_seamless(place):
    west, east = square(0, 0, width=2 * place), square(2 * place, 0, width=2 - 2 * place)
    moved = [
        replace(shape, boundary=west) if shape.code == GRIDS[0] else
        replace(shape, boundary=east) if shape.code == GRIDS[1] else shape
        for shape in town()
    ]  # fmt: skip
    assert find_problems(moved) == []


@pytest.mark.parametrize("sign", [1, -1])
def test_a_long_border_rounded_to_a_centimetre_is_no_problem(sign):
    centimetre = sign * 1e-7
    rounded = square(0, 0, width=1 + centimetre / SIDE, height=1 + centimetre / SIDE)
    assert find_problems(changed(GRIDS[0], boundary=rounded)) == []


@pytest.mark.parametrize("sign", [1, -1])
def test_a_border_five_centimetres_off_is_a_problem(sign):
    rounded = square(0, 0, width=1 + sign * 5e-7 / SIDE)
    assert len(find_problems(changed(GRIDS[0], boundary=rounded))) == 1
