"""GCJ-02 and BD-09 are turned into CGCS2000 and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.places.coordinates import (
    Crs,
    are_degrees,
    bd09_to_cgcs2000,
    bd09_to_gcj02,
    cgcs2000_to_bd09,
    cgcs2000_to_gcj02,
    distance_m,
    gcj02_to_bd09,
    gcj02_to_cgcs2000,
    look_swapped,
    metres_per_degree,
    to_cgcs2000,
)

LONS = st.floats(73.6, 135.0)
LATS = st.floats(3.5, 53.5)


@given(LONS, LATS)
def test_gcj02_goes_there_and_back(lon, lat):
    back = gcj02_to_cgcs2000(*cgcs2000_to_gcj02(lon, lat))
    assert back == pytest.approx((lon, lat), abs=1e-8)


@given(LONS, LATS)
def test_bd09_goes_there_and_back(lon, lat):
    back = bd09_to_cgcs2000(*cgcs2000_to_bd09(lon, lat))
    assert back == pytest.approx((lon, lat), abs=1e-8)


@given(LONS, LATS)
def test_a_gcj02_point_found_by_the_inverse_shifts_to_itself(lon, lat):
    there = cgcs2000_to_gcj02(*gcj02_to_cgcs2000(lon, lat))
    assert there == pytest.approx((lon, lat), abs=1e-8)


@given(LONS, LATS)
def test_bd09_and_gcj02_undo_each_other(lon, lat):
    assert bd09_to_gcj02(*gcj02_to_bd09(lon, lat)) == pytest.approx((lon, lat), abs=1e-8)


@pytest.mark.parametrize(
    ("lon", "lat", "shift_m"),
    [(116.404, 39.915, 555), (121.4737, 31.2304, 482), (111.29, 30.70, 606), (109.84, 40.66, 498)],
)
def test_the_shift_has_the_known_size_in_four_cities(lon, lat, shift_m):
    there = cgcs2000_to_gcj02(lon, lat)
    assert distance_m(lon, lat, float(there[0]), float(there[1])) == pytest.approx(shift_m, abs=2)


def test_points_abroad_are_not_shifted():
    assert cgcs2000_to_gcj02(2.35, 48.85) == (2.35, 48.85)


def test_arrays_are_turned_like_single_points():
    lons, lats = np.array([116.4, 121.5]), np.array([39.9, 31.2])
    many = gcj02_to_cgcs2000(lons, lats)
    assert (many[0][1], many[1][1]) == pytest.approx(gcj02_to_cgcs2000(121.5, 31.2))


def test_each_named_system_is_turned_by_its_own_rule():
    assert to_cgcs2000(121.5, 31.2, crs=Crs.CGCS2000) == (121.5, 31.2)
    assert to_cgcs2000(121.5, 31.2, crs=Crs.GCJ02) == gcj02_to_cgcs2000(121.5, 31.2)
    assert to_cgcs2000(121.5, 31.2, crs=Crs.BD09) == bd09_to_cgcs2000(121.5, 31.2)


def test_latitude_in_the_place_of_longitude_is_noticed():
    assert look_swapped([31.2, 31.3], [121.4, 121.5])
    assert not look_swapped([121.4, 121.5], [31.2, 31.3])
    assert not look_swapped([float("nan")], [float("nan")])


def test_metres_are_no_degrees():
    assert not are_degrees([352_000.0], [3_456_000.0])
    assert not are_degrees([float("nan")], [31.0])
    assert are_degrees([121.0], [31.0])


def test_a_degree_is_as_long_as_the_ellipsoid_says():
    assert metres_per_degree(0.0) == pytest.approx((111_319.5, 110_574.3), abs=1)
    assert metres_per_degree(30.0)[0] == pytest.approx(96_486, abs=1)
