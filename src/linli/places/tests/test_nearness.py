"""How near another polygon is, measured the slow way and the quick one."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.places.cell_index import CellIndex, NearIndex
from linli.places.coordinates import metres_per_degree

WEST, EAST = shapely.box(121.00, 30.0, 121.01, 30.01), shapely.box(121.01, 30.0, 121.02, 30.01)
PER_LON, PER_LAT = metres_per_degree(30.005)


def near(shapes, points, reach_m=20.0):
    """Give code and metres of the nearest other shape for each point."""
    index = CellIndex(list(shapes), list(shapes.values()))
    lons, lats = np.array(points).T
    found, metres = NearIndex(index, reach_m).nearest_other(lons, lats, index.places(lons, lats))
    return [(index.codes[place] if place >= 0 else "", metre) for place, metre in zip(found, metres, strict=True)]


def test_a_point_close_to_a_border_is_told_whose_land_begins_there():
    (here, metres), (far, none) = near({"w": WEST, "e": EAST}, [(121.01 - 7 / PER_LON, 30.005), (121.005, 30.005)])
    assert (here, far) == ("e", "")
    assert metres == pytest.approx(7, abs=0.01)
    assert np.isnan(none)


def test_the_outer_border_of_all_is_near_to_nobody_elses_land():
    assert near({"w": WEST}, [(121.0 + 2 / PER_LON, 30.005)])[0][0] == ""


def test_a_point_outside_is_told_the_land_it_just_missed():
    ((code, metres),) = near({"w": WEST}, [(121.005, 30.01 + 3 / PER_LAT)])
    assert (code, round(metres, 2)) == ("w", 3.0)


def test_of_two_as_near_the_lower_code_is_told():
    stack = {"c": shapely.box(121, 30, 121.02, 30.005), "b": shapely.box(121.01, 30.005, 121.02, 30.01),
             "a": shapely.box(121, 30.005, 121.01, 30.01)}  # fmt: skip
    assert near(stack, [(121.01, 30.005 - 4 / PER_LAT)])[0][0] == "a"


@pytest.mark.parametrize("point", [(float("nan"), 30.0), (float("inf"), 30.0), (1e300, 0.0), (0.0, 0.0), (121.0, 89.9)])
def test_points_that_lie_nowhere_are_near_to_nothing(point):
    assert near({"w": WEST, "e": EAST}, [point])[0][0] == ""


def test_without_areas_nothing_is_near():
    assert near({}, [(121.0, 30.0)]) == [("", pytest.approx(float("nan"), nan_ok=True))]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([5.0, 20.0, 60.0]))
def test_distances_are_those_of_exact_geometry(seed, reach_m):
    generator = np.random.default_rng(seed)
    centres = generator.uniform((121.0, 30.0), (121.01, 30.01), (9, 2))
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(centres)))
    shapes = {f"{place}": cell for place, cell in enumerate(cells)}
    points = generator.uniform((121.0, 30.0), (121.01, 30.01), (60, 2))
    plane = [shapely.transform(cell, lambda xy: xy * (PER_LON, PER_LAT)) for cell in cells]
    index = CellIndex(list(shapes), cells)
    for point, (_code, metres) in zip(points, near(shapes, points, reach_m), strict=True):
        own = index.locate(*point)
        others = [cell for code, cell in zip(shapes, plane, strict=True) if code != own]
        exact = min(shapely.distance(other, shapely.Point(point * (PER_LON, PER_LAT))) for other in others)
        assert (exact <= reach_m) == np.isfinite(metres) or abs(exact - reach_m) < 0.05
        assert np.isnan(metres) or metres == pytest.approx(exact, abs=0.05)
