"""The cell index gives the same answers as exact geometry, quickly, and exactly one for each point."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.places.cell_index import CellIndex

SQUARES = {
    "c": shapely.box(121.00, 30.0, 121.01, 30.01),
    "a": shapely.box(121.01, 30.0, 121.02, 30.01),
    "b": shapely.box(121.02, 30.0, 121.03, 30.01),
}


def index_of(shapes):
    return CellIndex(list(shapes), list(shapes.values()))


def expected(shapes, lons, lats):
    """Ask an STRtree: the lowest code whose polygon, border included, holds the point."""
    codes = sorted(shapes)
    polygons = [shapely.make_valid(shapes[code]) for code in codes]
    points, found = shapely.STRtree(polygons).query(shapely.points(lons, lats), predicate="intersects")
    best = np.full(len(lons), len(codes))
    np.minimum.at(best, points, found)
    return [codes[place] if place < len(codes) else "" for place in best]


def jittered_lattice(seed, columns=6, rows=5, jitter=0.35):
    """Cut a plane into quadrilaterals that share their corners."""
    generator = np.random.default_rng(seed)
    x = np.arange(columns + 1)[None, :] + generator.uniform(-jitter, jitter, (rows + 1, columns + 1))
    y = np.arange(rows + 1)[:, None] + generator.uniform(-jitter, jitter, (rows + 1, columns + 1))
    corner = np.stack([121 + x * 0.004, 30 + y * 0.0035], axis=-1)
    return {
        f"{row:02d}{column:02d}": shapely.Polygon(
            [corner[row, column], corner[row, column + 1], corner[row + 1, column + 1], corner[row + 1, column]]
        )
        for row in range(rows)
        for column in range(columns)
    }


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_a_lattice_is_answered_like_an_strtree(seed):
    shapes = jittered_lattice(seed)
    generator = np.random.default_rng(seed)
    lons, lats = generator.uniform(120.995, 121.03, 2_000), generator.uniform(29.995, 30.025, 2_000)
    assert index_of(shapes).locate_many(lons, lats).tolist() == expected(shapes, lons, lats)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0.05, 0.6), st.integers(3, 9)), min_size=1, max_size=8
    )
)
def test_overlapping_shapes_are_answered_like_an_strtree(given_shapes):
    shapes = {}
    for place, (x, y, radius, corners) in enumerate(given_shapes):
        turns = np.linspace(0, 2 * np.pi, corners, endpoint=False)
        shapes[f"{place}"] = shapely.Polygon(np.column_stack([x + radius * np.cos(turns), y + radius * np.sin(turns)]))
    lons, lats = (axis.ravel() for axis in np.meshgrid(np.linspace(-0.7, 1.7, 61), np.linspace(-0.7, 1.7, 61)))
    assert index_of(shapes).locate_many(lons, lats).tolist() == expected(shapes, lons, lats)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_one_point_a_call_answers_like_many(seed):
    shapes = jittered_lattice(seed, columns=3, rows=3)
    index = index_of(shapes)
    generator = np.random.default_rng(seed)
    lons, lats = generator.uniform(120.998, 121.014, 200), generator.uniform(29.998, 30.012, 200)
    assert [index.locate(*point) for point in zip(lons, lats, strict=True)] == index.locate_many(lons, lats).tolist()


def test_a_point_on_a_border_goes_to_the_lowest_code():
    index = index_of(SQUARES)
    assert index.locate(121.01, 30.005) == "a"
    assert index.locate_many([121.01, 121.02], [30.005, 30.005]).tolist() == ["a", "a"]


def test_every_corner_of_a_lattice_lies_in_exactly_one_polygon():
    shapes = jittered_lattice(3)
    corners = np.unique(shapely.get_coordinates(list(shapes.values())), axis=0)
    found = index_of(shapes).locate_many(corners[:, 0], corners[:, 1]).tolist()
    assert found == expected(shapes, corners[:, 0], corners[:, 1])
    assert "" not in found


def test_a_hole_belongs_to_nobody():
    ring = shapely.box(121, 30, 121.03, 30.03).difference(shapely.box(121.01, 30.01, 121.02, 30.02))
    index = index_of({"ring": ring})
    assert index.locate(121.015, 30.015) == ""
    assert index.locate(121.005, 30.015) == "ring"


def test_both_parts_of_a_multi_polygon_are_found():
    parts = shapely.MultiPolygon([shapely.box(121, 30, 121.01, 30.01), shapely.box(121.05, 30, 121.06, 30.01)])
    index = index_of({"far": parts, "near": shapely.box(121.02, 30, 121.03, 30.01)})
    assert index.locate_many([121.005, 121.055, 121.025, 121.04], [30.005] * 4).tolist() == ["far", "far", "near", ""]


def test_an_area_inside_another_of_higher_code_is_found_and_the_lower_wins():
    index = index_of({"1": shapely.box(121.01, 30.01, 121.02, 30.02), "2": shapely.box(121, 30, 121.03, 30.03)})
    assert index.locate_many([121.015, 121.005], [30.015, 30.005]).tolist() == ["1", "2"]
    index = index_of({"9": shapely.box(121.01, 30.01, 121.02, 30.02), "2": shapely.box(121, 30, 121.03, 30.03)})
    assert index.locate(121.015, 30.015) == "2"


@pytest.mark.parametrize(
    "point",
    [(float("nan"), 30.0), (121.0, float("nan")), (float("inf"), 30.0), (0.0, 0.0), (1e300, -1e300), (121.015, 31.0)],
)
def test_points_that_lie_nowhere_get_no_code(point):
    index = index_of(SQUARES)
    assert index.locate(*point) == ""
    assert index.locate_many([point[0]], [point[1]]).tolist() == [""]


def test_an_empty_index_knows_no_point():
    index = CellIndex.empty()
    assert len(index) == 0
    assert index.locate(121.0, 30.0) == ""
    assert index.locate_many([121.0], [30.0]).tolist() == [""]


def test_broken_rings_and_empty_shapes_do_not_stop_the_others():
    bow_tie = shapely.Polygon([(121, 30), (121.01, 30.01), (121.01, 30), (121, 30.01)])
    line_like = shapely.Polygon([(121.02, 30), (121.03, 30), (121.02, 30)])
    index = index_of(
        {"a": bow_tie, "b": line_like, "c": shapely.box(121.04, 30, 121.05, 30.01), "d": shapely.Polygon()}
    )
    assert index.locate_many([121.0025, 121.045, 121.025], [30.005, 30.005, 30.005]).tolist() == ["a", "c", ""]


def test_a_collection_keeps_only_its_polygons():
    mixed = shapely.make_valid(shapely.Polygon([(121, 30), (121.01, 30), (121.01, 30.01), (121, 30), (120.99, 30)]))
    assert index_of({"m": mixed}).locate(121.008, 30.003) == "m"


def test_far_apart_areas_do_not_need_endless_memory():
    index = index_of({"here": shapely.box(80, 30, 80.001, 30.001), "there": shapely.box(130, 50, 130.001, 50.001)})
    assert index.size_bytes < 200_000_000
    assert index.locate_many([80.0005, 130.0005, 100.0], [30.0005, 50.0005, 40.0]).tolist() == ["here", "there", ""]


def test_the_callers_polygons_are_left_as_they_were():
    shape = shapely.box(121, 30, 121.01, 30.01)
    index_of({"a": shape})
    assert not shapely.is_prepared(shape)
