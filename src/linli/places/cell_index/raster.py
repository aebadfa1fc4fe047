"""Polygons on a raster, vectorised: which cells their edges cross, and which runs of cells they cover."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Geometries = NDArray[np.object_]

_PART = 1 << 14  # edges or runs at a time
_MARGIN = 1e-6  # in cells: rounding never lets an edge slip past a cell it touches


@dataclass(frozen=True)
class Edges:
    """Straight edges of many polygons, in cell units, each with the place of its polygon in the list."""

    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats
    owner: Ints

    def part(self, part: slice) -> "Edges":
        """Give some of them."""
        return Edges(self.x0[part], self.y0[part], self.x1[part], self.y1[part], self.owner[part])


@dataclass(frozen=True)
class Runs:
    """Cells `start` … `stop - 1` of a row whose centres one polygon covers."""

    owner: Ints
    row: Ints
    start: Ints
    stop: Ints


def edges_of(polygons: Geometries, *, origin: tuple[float, float], step: tuple[float, float]) -> Edges:
    """Take all edges of polygons, of their holes and of every part of a multi-polygon."""
    parts, owner_of_part = shapely.get_parts(polygons, return_index=True)  # get_rings() skips multi-polygons
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    points, ring_of_point = shapely.get_coordinates(rings, return_index=True)
    points = (points - np.array(origin)) / np.array(step)
    joined = ring_of_point[1:] == ring_of_point[:-1]
    start, end = points[:-1][joined], points[1:][joined]
    owner = owner_of_part[part_of_ring][ring_of_point[:-1][joined]]
    return Edges(start[:, 0], start[:, 1], end[:, 0], end[:, 1], owner.astype(np.int64))


def crossed_cells(edges: Edges) -> tuple[Ints, Ints, Ints]:
    """List the cells that edges touch, as column, row and polygon; a cell may come more than once."""
    first = _floor(np.minimum(edges.x0, edges.x1) - _MARGIN)
    last = _floor(np.maximum(edges.x0, edges.x1) + _MARGIN)
    edge, column = expand(first, last - first + 1)
    low, high = _heights_in_column(edges, edge, column)
    bottom = _floor(low - _MARGIN)
    part, row = expand(bottom, _floor(high + _MARGIN) - bottom + 1)
    return column[part], row, edges.owner[edge[part]]


def covered_runs(edges: Edges) -> Runs:
    """Cut every row of cell centres with the polygons (even-odd rule) into covered runs."""
    low, high = np.minimum(edges.y0, edges.y1), np.maximum(edges.y0, edges.y1)
    first = _ceil(low - 0.5)
    edge, row = expand(first, _ceil(high - 0.5) - first)
    slope = (edges.x1[edge] - edges.x0[edge]) / (edges.y1[edge] - edges.y0[edge])
    x = edges.x0[edge] + (row + 0.5 - edges.y0[edge]) * slope
    owner = edges.owner[edge]
    order = np.lexsort((x, row, owner))
    enter, leave = order[0::2], order[1::2]  # closed rings cross a row an even number of times
    start, stop = _ceil(x[enter] - 0.5), _ceil(x[leave] - 0.5)
    real = stop > start
    return Runs(owner[enter][real], row[enter][real], start[real], stop[real])


def expand(first: Ints, count: Ints) -> tuple[Ints, Ints]:
    """Write out ranges: for each `first` and `count`, its index and first, first + 1, … ."""
    index = np.repeat(np.arange(len(first)), count)
    ends = np.cumsum(count)
    within = np.arange(len(index)) - np.repeat(ends - count, count)
    return index, first[index] + within


def parts_from_the_end(count: int) -> Iterator[slice]:
    """Cut a list into parts that fit the processor's cache, the last one first."""
    for stop in range(count, 0, -_PART):
        yield slice(max(0, stop - _PART), stop)


def distinct(values: Ints) -> Ints:
    """Sort numbers and leave out doubles; numpy's own way hashes them, which takes ten times as long for cells."""
    ordered = np.sort(values)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


def _heights_in_column(edges: Edges, edge: Ints, column: Ints) -> tuple[Floats, Floats]:
    x0, y0 = edges.x0[edge], edges.y0[edge]
    dx, dy = edges.x1[edge] - x0, edges.y1[edge] - y0
    steep = np.abs(dx) < _MARGIN
    run = np.where(steep, 1.0, dx)
    left = np.clip((column - _MARGIN - x0) / run, 0.0, 1.0)
    right = np.clip((column + 1 + _MARGIN - x0) / run, 0.0, 1.0)
    at_left = np.where(steep, y0, y0 + left * dy)
    at_right = np.where(steep, y0 + dy, y0 + right * dy)
    return np.minimum(at_left, at_right), np.maximum(at_left, at_right)


def _floor(values: Floats) -> Ints:
    return np.floor(values).astype(np.int64)


def _ceil(values: Floats) -> Ints:
    return np.ceil(values).astype(np.int64)
