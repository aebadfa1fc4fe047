"""Coordinate systems: CGCS2000 inside, GCJ-02 (AMap, Tencent) and BD-09 (Baidu) only at the edge.

WGS 84 differs from CGCS2000 by centimetres and is taken as the same. Every function takes one pair of
numbers or two arrays. The shifts are the widely published ones; their inverse is found by iteration.
"""

from collections.abc import Callable
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Pair = tuple[Floats, Floats]

_AXIS_M = 6378245.0  # Krasovsky 1940, as the shift uses it
_ECCENTRICITY2 = 0.00669342162296594323
_INVERSE_ROUNDS = 12
_INVERSE_DEGREES = 1e-11
_BD_TURN = np.pi * 3000.0 / 180.0
CHINA_LON = (72.004, 137.8347)
CHINA_LAT = (0.8293, 55.8271)


class Crs(StrEnum):
    """The coordinate systems a file or a device may speak."""

    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def cgcs2000_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Shift CGCS2000 to GCJ-02; points outside China stay where they are."""
    lons, lats = _floats(lon), _floats(lat)
    d_lon, d_lat = _shift(lons, lats)
    inside = _in_china(lons, lats)
    return lons + np.where(inside, d_lon, 0.0), lats + np.where(inside, d_lat, 0.0)


def gcj02_to_cgcs2000(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Take the GCJ-02 shift back, to better than 1e-8 degrees (a millimetre)."""
    return _invert(cgcs2000_to_gcj02, _floats(lon), _floats(lat))


def gcj02_to_bd09(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Turn GCJ-02 into Baidu's BD-09."""
    lons, lats = _floats(lon), _floats(lat)
    radius = np.hypot(lons, lats) + 2e-5 * np.sin(lats * _BD_TURN)
    angle = np.arctan2(lats, lons) + 3e-6 * np.cos(lons * _BD_TURN)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def bd09_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Turn Baidu's BD-09 into GCJ-02, by iteration, not by the usual rough formula."""
    return _invert(gcj02_to_bd09, _floats(lon), _floats(lat))


def cgcs2000_to_bd09(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Turn CGCS2000 into BD-09."""
    return gcj02_to_bd09(*cgcs2000_to_gcj02(lon, lat))


def bd09_to_cgcs2000(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Turn BD-09 into CGCS2000."""
    return gcj02_to_cgcs2000(*bd09_to_gcj02(lon, lat))


def to_cgcs2000(lon: ArrayLike, lat: ArrayLike, *, crs: Crs) -> Pair:
    """Turn coordinates of a named system into CGCS2000."""
    if crs is Crs.GCJ02:
        return gcj02_to_cgcs2000(lon, lat)
    if crs is Crs.BD09:
        return bd09_to_cgcs2000(lon, lat)
    return _floats(lon), _floats(lat)


def look_swapped(lons: ArrayLike, lats: ArrayLike) -> bool:
    """Say whether latitude and longitude stand in the wrong order, judged by where China lies."""
    first, second = _floats(lons).ravel(), _floats(lats).ravel()
    known = np.isfinite(first) & np.isfinite(second)
    if not known.any():
        return False
    return bool(_in_china(second[known], first[known]).mean() > 0.5)


def are_degrees(lons: ArrayLike, lats: ArrayLike) -> bool:
    """Say whether the numbers can be degrees at all: finite, |lon| ≤ 180, |lat| ≤ 90."""
    first, second = _floats(lons), _floats(lats)
    return bool(np.all(np.abs(first) <= 180.0) and np.all(np.abs(second) <= 90.0))


def metres_per_degree(lat: float) -> tuple[float, float]:
    """Give the length of one degree of longitude and of latitude at a latitude, on the CGCS2000 ellipsoid."""
    phi = np.radians(lat)
    e2 = 0.00669438002290
    w = np.sqrt(1 - e2 * np.sin(phi) ** 2)
    return (
        float(np.pi / 180 * 6378137.0 * np.cos(phi) / w),
        float(np.pi / 180 * 6378137.0 * (1 - e2) / w**3),
    )


def distance_m(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Measure a short distance (a few kilometres) in metres."""
    per_lon, per_lat = metres_per_degree((lat_a + lat_b) / 2)
    return float(np.hypot((lon_b - lon_a) * per_lon, (lat_b - lat_a) * per_lat))


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)


def _in_china(lons: Floats, lats: Floats) -> NDArray[np.bool_]:
    inside_lon = (lons >= CHINA_LON[0]) & (lons <= CHINA_LON[1])
    return inside_lon & (lats >= CHINA_LAT[0]) & (lats <= CHINA_LAT[1])


def _shift(lons: Floats, lats: Floats) -> Pair:
    x, y = lons - 105.0, lats - 35.0
    waves = (20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)) * 2.0 / 3.0
    root = np.sqrt(np.abs(x))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves
    east += (20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east += (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves
    north += (20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north += (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    phi = np.radians(lats)
    magic = 1.0 - _ECCENTRICITY2 * np.sin(phi) ** 2
    per_lat = _AXIS_M * (1.0 - _ECCENTRICITY2) / (magic * np.sqrt(magic)) * np.pi / 180.0
    per_lon = _AXIS_M / np.sqrt(magic) * np.cos(phi) * np.pi / 180.0
    return east / per_lon, north / per_lat


def _invert(forward: Callable[[ArrayLike, ArrayLike], Pair], lons: Floats, lats: Floats) -> Pair:
    """Find the point that `forward` moves to the given one: fixed-point iteration, two rounds give 1e-8."""
    x, y = lons.copy(), lats.copy()
    for _round in range(_INVERSE_ROUNDS):
        there_x, there_y = forward(x, y)
        off_x, off_y = lons - there_x, lats - there_y
        x, y = x + off_x, y + off_y
        if not np.any(np.maximum(np.abs(off_x), np.abs(off_y)) > _INVERSE_DEGREES):
            break
    return x, y
