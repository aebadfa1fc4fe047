"""Which polygon a point lies in: a raster of cells that knows the answer, exact geometry only along borders.

A coarse cell no border crosses holds its polygon at once; the others are cut into 8 × 8 fine cells, and only
points in fine cells on a border are tested against the two to four polygons there. A point on a border, or in
an overlap, goes to the lowest code: each point lies in exactly one polygon or in none.
"""

from collections.abc import Sequence
from typing import Self

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from linli.places.cell_index import raster
from linli.places.cell_index.raster import Floats, Geometries, Ints

Places = NDArray[np.int32]

OUTSIDE = -1
_BITS = 3  # a coarse cell is 2³ × 2³ fine cells
_SIDE = 1 << _BITS
_CELLS_ACROSS = 64  # fine cells across an average polygon
_MOST_COARSE = 16_000_000
_POLYGONS = (3, 6)  # shapely's numbers for Polygon and MultiPolygon
_CHUNK = 1 << 16  # points a round: its arrays stay in the processor's cache


class CellIndex:
    """Points to codes of polygons; built once, then only read, so threads may share it."""

    def __init__(self, codes: Sequence[str], polygons: Sequence[BaseGeometry]) -> None:
        order = sorted(range(len(codes)), key=lambda place: codes[place])
        self.codes = tuple(codes[place] for place in order)
        self._names = np.array([*self.codes, ""], dtype=object)  # place -1 is the last: outside
        self._polygons = _polygonal_all([polygons[place] for place in order])
        self._lay_out()
        self._fill(raster.edges_of(self._polygons, origin=self._origin, step=self._step))
        self._warm()

    @classmethod
    def empty(cls) -> Self:
        """Make an index without polygons: every point lies outside."""
        return cls((), ())

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def polygons(self) -> Geometries:
        """The polygons in the order of `codes`: to be read only."""
        return self._polygons

    @property
    def size_bytes(self) -> int:
        """The memory of the raster."""
        return self._coarse.nbytes + self._fine.nbytes + self._first.nbytes + self._candidates.nbytes

    def locate(self, lon: float, lat: float) -> str:
        """Find the code for one point; empty when it lies in no polygon."""
        across, up = (lon - self._origin[0]) / self._step[0], (lat - self._origin[1]) / self._step[1]
        if not (0 <= across < self._columns and 0 <= up < self._rows):  # also false for NaN
            return ""
        column, row = int(across), int(up)
        place = self._coarse.item((row >> _BITS) * (self._columns >> _BITS) + (column >> _BITS))
        if place < OUTSIDE:
            inner = ((row & (_SIDE - 1)) << _BITS) | (column & (_SIDE - 1))
            place = self._fine.item(((-2 - place) << 2 * _BITS) | inner)
        if place < OUTSIDE:
            place = self._exact_one(-2 - place, lon, lat)
        return self.codes[place] if place >= 0 else ""

    def locate_many(self, lons: ArrayLike, lats: ArrayLike) -> NDArray[np.object_]:
        """Find the codes for many points; empty where one lies in no polygon."""
        return self._names[self.places(lons, lats)]

    def places(self, lons: ArrayLike, lats: ArrayLike) -> Places:
        """Find for many points the place of their polygon in `codes`, -1 outside."""
        x = np.ascontiguousarray(lons, dtype=np.float64)
        y = np.ascontiguousarray(lats, dtype=np.float64)
        found = np.full(len(x), OUTSIDE, dtype=np.int32)
        if self.codes:
            for start in range(0, len(x), _CHUNK):
                part = slice(start, start + _CHUNK)
                self._look_up(x[part], y[part], found[part])
        return found

    def _look_up(self, x: Floats, y: Floats, found: Places) -> None:
        with np.errstate(invalid="ignore", over="ignore"):
            across = (x - self._origin[0]) / self._step[0]
            up = (y - self._origin[1]) / self._step[1]
            inside = (across >= 0) & (across < self._columns) & (up >= 0) & (up < self._rows)
            if not inside.all():
                across, up = np.where(inside, across, 0.0), np.where(inside, up, 0.0)
        column, row = across.astype(np.int32), up.astype(np.int32)
        place = self._coarse.take((row >> _BITS) * (self._columns >> _BITS) + (column >> _BITS))
        edge = np.flatnonzero(place < OUTSIDE)
        inner = ((row[edge] & (_SIDE - 1)) << _BITS) | (column[edge] & (_SIDE - 1))
        fine = self._fine.take(((-2 - place[edge]) << 2 * _BITS) | inner)
        place[edge] = fine
        border = edge[fine < OUTSIDE]
        place[border] = self._exact(-2 - place[border], x[border], y[border])
        found[:] = np.where(inside, place, OUTSIDE)

    def _exact(self, cell: Places, x: Floats, y: Floats) -> Places:
        found = np.full(len(cell), OUTSIDE, dtype=np.int32)
        at, end = self._first[cell], self._first[cell + 1]
        open_ = np.arange(len(cell))
        while len(open_):
            tried = self._candidates[at[open_]]
            hit = shapely.intersects_xy(self._polygons[tried], x[open_], y[open_])
            found[open_[hit]] = tried[hit]
            at[open_] += 1
            open_ = open_[~hit & (at[open_] < end[open_])]
        return found

    def _exact_one(self, cell: int, lon: float, lat: float) -> int:
        for at in range(self._first.item(cell), self._first.item(cell + 1)):
            place = self._candidates.item(at)
            if shapely.intersects_xy(self._polygons[place], lon, lat):
                return place
        return OUTSIDE

    def _lay_out(self) -> None:
        bounds = shapely.bounds(self._polygons).reshape(-1, 4)
        known = bounds[np.isfinite(bounds).all(axis=1)]
        if not len(known):
            self._origin, self._step, self._columns, self._rows = (0.0, 0.0), (1.0, 1.0), _SIDE, _SIDE
            return
        low, high = known[:, :2].min(axis=0), known[:, 2:].max(axis=0)
        step = np.maximum((known[:, 2:] - known[:, :2]).mean(axis=0) / _CELLS_ACROSS, 1e-9)
        coarse = np.prod((high - low) / (step * _SIDE) + 2)
        step = step * max(1.0, float(np.sqrt(coarse / _MOST_COARSE)))
        origin = low - step
        counts = (np.ceil((high - origin) / step).astype(int) // _SIDE + 2) * _SIDE
        self._origin, self._step = (float(origin[0]), float(origin[1])), (float(step[0]), float(step[1]))
        self._columns, self._rows = int(counts[0]), int(counts[1])

    def _fill(self, edges: raster.Edges) -> None:
        across = self._columns >> _BITS
        column, row, owner = self._crossings(edges)
        block_of_crossing = (row >> _BITS) * across + (column >> _BITS)
        blocks = raster.distinct(block_of_crossing)
        runs = raster.covered_runs(edges)
        self._coarse = self._paint_coarse(runs, blocks)
        crossed = self._fine_cell(column, row, block_of_crossing)
        self._fine = np.full(len(blocks) << 2 * _BITS, OUTSIDE, dtype=np.int32)
        borders = raster.distinct(crossed)
        is_border = np.zeros(len(self._fine), dtype=bool)
        is_border[borders] = True
        # In parts, from the highest code to the lowest: whole, the cells of a large city fill a gigabyte.
        covers = [self._paint_fine(runs, part, is_border) for part in raster.parts_from_the_end(len(runs.start))]
        self._mark_borders(np.concatenate([crossed * self._many + owner, *covers]), borders)

    def _crossings(self, edges: raster.Edges) -> tuple[Ints, Ints, Ints]:
        """List the cells that edges touch, as column, row and polygon, each once or a few times."""
        found = list[Ints]()
        for part in raster.parts_from_the_end(len(edges.owner)):
            column, row, owner = raster.crossed_cells(edges.part(part))
            found.append(raster.distinct((row * self._columns + column) * self._many + owner))
        cell, owner = np.divmod(np.concatenate(found) if found else np.empty(0, dtype=np.int64), self._many)
        row, column = np.divmod(cell, self._columns)
        return column, row, owner

    def _paint_coarse(self, runs: raster.Runs, blocks: Ints) -> Places:
        across = self._columns >> _BITS
        coarse = np.full(across * (self._rows >> _BITS), OUTSIDE, dtype=np.int32)
        one = np.flatnonzero((runs.row & (_SIDE - 1)) == _SIDE // 2)[::-1]  # lowest code painted last
        first, last = runs.start[one] >> _BITS, (runs.stop[one] - 1) >> _BITS
        run, column = raster.expand(first, last - first + 1)
        coarse[(runs.row[one][run] >> _BITS) * across + column] = runs.owner[one][run]
        coarse[blocks] = -2 - np.arange(len(blocks))
        return coarse

    def _paint_fine(self, runs: raster.Runs, part: slice, is_border: NDArray[np.bool_]) -> Ints:
        """Paint the fine cells of some runs; return who covers those of them that are on a border."""
        across = self._columns >> _BITS
        start, stop, row, owner = (values[part] for values in (runs.start, runs.stop, runs.row, runs.owner))
        first, last = start >> _BITS, (stop - 1) >> _BITS
        run, block_column = raster.expand(first[::-1], (last - first + 1)[::-1])
        run = len(first) - 1 - run
        block = (row[run] >> _BITS) * across + block_column
        mixed = self._coarse[block] < OUTSIDE
        run, block_column, block = run[mixed], block_column[mixed], block[mixed]
        begin = np.maximum(start[run], block_column << _BITS)
        end = np.minimum(stop[run], (block_column + 1) << _BITS)
        piece, column = raster.expand(begin, end - begin)
        cell = self._fine_cell(column, row[run[piece]], block[piece])
        coverer = owner[run[piece]]
        self._fine[cell] = coverer
        on_border = is_border[cell]
        covers: Ints = cell[on_border] * self._many + coverer[on_border]
        return covers

    def _mark_borders(self, covers: Ints, borders: Ints) -> None:
        """Give every border cell the polygons that may hold a point there, lowest code first."""
        pairs = raster.distinct(covers)
        self._candidates = (pairs % self._many).astype(np.int32)
        self._first = np.append(np.searchsorted(pairs, borders * self._many), len(pairs)).astype(np.int64)
        self._fine[borders] = -2 - np.arange(len(borders))

    @property
    def _many(self) -> int:
        """A cell times this, plus a polygon, is one number for both."""
        return max(len(self.codes), 1)

    def _fine_cell(self, column: Ints, row: Ints, block: Ints) -> Ints:
        inner = ((row & (_SIDE - 1)) << _BITS) | (column & (_SIDE - 1))
        return ((-2 - self._coarse[block].astype(np.int64)) << 2 * _BITS) | inner

    def _warm(self) -> None:
        """Prepare every polygon now: later reads from several threads change nothing in it."""
        shapely.prepare(self._polygons)
        if len(self._polygons):
            inner = shapely.get_coordinates(shapely.point_on_surface(self._polygons))
            if len(inner) == len(self._polygons):
                shapely.intersects_xy(self._polygons, inner[:, 0], inner[:, 1])


def _polygonal_all(geometries: Sequence[BaseGeometry]) -> Geometries:
    """Take copies, since preparing them must not change the caller's; only what is not sound is mended, one by one."""
    given: Geometries = np.array(geometries, dtype=object)
    sound = shapely.is_valid(given) & np.isin(shapely.get_type_id(given), _POLYGONS)
    copies: Geometries = np.asarray(shapely.from_wkb(shapely.to_wkb(given)), dtype=object)
    for place in np.flatnonzero(~sound):
        copies[place] = _polygonal(given[place])
    return copies


def _polygonal(geometry: BaseGeometry) -> BaseGeometry:
    """Keep the polygons of a geometry whose rings cross themselves, or that is no polygon."""
    parts = [part for part in shapely.get_parts(shapely.make_valid(geometry)) if shapely.get_type_id(part) in _POLYGONS]
    return shapely.union_all(parts) if parts else shapely.Polygon()
