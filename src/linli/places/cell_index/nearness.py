"""How near the next polygon is: for points that lie close to a border, where a few metres decide whose they are.

Borders are cut into short pieces and listed by the cells they come near to; a point is measured against the pieces of its
own cell that belong to another polygon than the one it lies in. Distances are true to some millimetres.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from linli.places.cell_index import raster
from linli.places.cell_index.index import OUTSIDE, CellIndex, Places
from linli.places.cell_index.raster import Floats, Ints

_AXIS_M, _FLAT2 = 6378137.0, 0.00669438002290  # CGCS2000
_CELL_IN_REACHES = 2.0
_CHUNK = 1 << 16  # points a round: its arrays stay in the processor's cache


@dataclass(frozen=True)
class _Pieces:
    """Short straight pieces of borders in degrees, each with the place of its polygon."""

    start: Floats
    along: Floats
    owner: Places


class NearIndex:
    """Points to the nearest other polygon within reach; built once, then only read, so threads may share it."""

    def __init__(self, index: CellIndex, reach_m: float) -> None:
        self.reach_m = reach_m
        west, south, east, north = _bounds(index.polygons)
        highest = max(abs(south), abs(north))
        per_lon, _per_lat = _metres_per_degree(np.array([min(highest, 89.0)]))
        self._reach = np.array([reach_m / per_lon[0], reach_m / _metres_per_degree(np.zeros(1))[1][0]])
        self._step = self._reach * _CELL_IN_REACHES
        self._origin = np.array([west, south]) - 2 * self._step
        self._columns = int((east - west) / self._step[0]) + 6
        self._pieces = self._cut(index.polygons)
        self._list()

    def nearest_other(self, lons: ArrayLike, lats: ArrayLike, own: Places) -> tuple[Places, Floats]:
        """Find for each point the nearest polygon but its own, and the metres to it; -1 and NaN out of reach."""
        points = np.column_stack([np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)])
        found = np.full(len(points), OUTSIDE, dtype=np.int32)
        metres = np.full(len(points), np.nan)
        for first in range(0, len(points) if len(self._keys) else 0, _CHUNK):
            part = slice(first, first + _CHUNK)
            self._measure(points[part], own[part], found[part], metres[part])
        return found, metres

    def _measure(self, points: Floats, own: Places, found: Places, metres: Floats) -> None:
        point, piece = self._met(points)
        other = self._pieces.owner[piece] != own[point]
        point, piece = point[other], piece[other]
        away_m = self._distances(points[point], piece)
        within = away_m <= self.reach_m
        point, piece, away_m = point[within], piece[within], away_m[within]
        if not len(point):
            return
        starts = np.flatnonzero(np.append(True, point[1:] != point[:-1]))
        nearest_m = np.minimum.reduceat(away_m, starts)
        metres[point[starts]] = nearest_m
        best = np.flatnonzero(away_m == metres[point])[::-1]  # of several as near, the lowest code comes first
        found[point[best]] = self._pieces.owner[piece[best]]

    def _met(self, points: Floats) -> tuple[Ints, Ints]:
        """Pair points with the pieces that come near to their cell."""
        with np.errstate(invalid="ignore", over="ignore"):
            cell = np.floor((points - self._origin) / self._step)
            inside = (cell >= 0).all(axis=1) & (cell[:, 0] < self._columns) & (cell[:, 1] < 2**31)
            column, row = np.where(inside[:, None], cell, 0.0).astype(np.int64).T
        key = row * self._columns + column
        at = np.minimum(np.searchsorted(self._keys, key), len(self._keys) - 1)
        near = np.flatnonzero(inside & (self._keys[at] == key))
        at = at[near]
        which, listed = raster.expand(self._first[at], self._first[at + 1] - self._first[at])
        return near[which], self._listed[listed]

    def _distances(self, points: Floats, piece: Ints) -> Floats:
        per_lon, per_lat = _metres_per_degree(points[:, 1])
        start, along = self._pieces.start[piece], self._pieces.along[piece]
        to_x, to_y = (points[:, 0] - start[:, 0]) * per_lon, (points[:, 1] - start[:, 1]) * per_lat
        run_x, run_y = along[:, 0] * per_lon, along[:, 1] * per_lat
        share = np.clip((to_x * run_x + to_y * run_y) / np.maximum(run_x**2 + run_y**2, 1e-12), 0.0, 1.0)
        away: Floats = np.hypot(to_x - share * run_x, to_y - share * run_y)
        return away

    def _cut(self, polygons: raster.Geometries) -> _Pieces:
        """Cut all borders so that no piece is longer than a cell."""
        edges = raster.edges_of(polygons, origin=(0.0, 0.0), step=(1.0, 1.0))
        start = np.column_stack([edges.x0, edges.y0])
        along = np.column_stack([edges.x1, edges.y1]) - start
        count = np.maximum(1, np.ceil(np.abs(along / self._step).max(axis=1, initial=0.0))).astype(np.int64)
        edge, place = raster.expand(np.zeros(len(count), dtype=np.int64), count)
        step = along[edge] / count[edge][:, None]
        return _Pieces(start[edge] + step * place[:, None], step, edges.owner[edge].astype(np.int32))

    def _list(self) -> None:
        """List the pieces by the cells they may be near to, lowest code first."""
        start, end = self._pieces.start, self._pieces.start + self._pieces.along
        margin = self._reach + 1e-9
        low = np.floor((np.minimum(start, end) - margin - self._origin) / self._step).astype(np.int64)
        high = np.floor((np.maximum(start, end) + margin - self._origin) / self._step).astype(np.int64)
        piece, column = raster.expand(low[:, 0], high[:, 0] - low[:, 0] + 1)
        again, row = raster.expand(low[piece, 1], high[piece, 1] - low[piece, 1] + 1)
        key, piece = row * self._columns + column[again], piece[again]
        order = np.lexsort((self._pieces.owner[piece], key))
        self._listed = piece[order]
        self._keys, first = np.unique(key[order], return_index=True)
        self._first = np.append(first, len(order))


def _bounds(polygons: raster.Geometries) -> NDArray[np.float64]:
    bounds = shapely.total_bounds(polygons) if len(polygons) else np.zeros(4)
    return bounds if np.isfinite(bounds).all() else np.zeros(4)


def _metres_per_degree(lats: Floats) -> tuple[Floats, Floats]:
    """Give the length of a degree of longitude and of latitude, point by point."""
    phi = np.radians(lats)
    w2 = 1 - _FLAT2 * np.sin(phi) ** 2
    return np.pi / 180 * _AXIS_M * np.cos(phi) / np.sqrt(w2), np.pi / 180 * _AXIS_M * (1 - _FLAT2) / w2**1.5
