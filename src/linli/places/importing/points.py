"""Many points from a table to their grids, for `linli areas locate`: block by block, a million in seconds."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from linli.core.listing import listed
from linli.core.text_files import read_text
from linli.places.cell_index import NearIndex
from linli.places.coordinates import Crs, look_swapped, to_cgcs2000
from linli.places.errors import CoordinatesSwapped, NotDegrees, PointColumnMissing
from linli.places.importing.point_lines import Lines, PointLines, line_of
from linli.places.queries import NEAR_BORDER_M, area_tree, index_of, index_on
from linli.places.rules import Level

_LON = ("lon", "lng", "longitude", "x", "经度", "lon_cgcs2000")
_LAT = ("lat", "latitude", "y", "纬度", "lat_cgcs2000")
FOUND = ("grid_code", "grid_name", "community_code", "community_name")
NEAR = ("next_grid_code", "next_grid_m")
ROW = "row"

Floats = NDArray[np.float64]
Places = NDArray[np.int32]


@dataclass(frozen=True)
class How:
    """How a table of points is read, and what is said of each point."""

    crs: Crs = Crs.CGCS2000
    swap: bool = False  # latitude and longitude stand in each other's column
    on: dt.date | None = None  # with the boundaries of that day; None: today
    near_m: float = NEAR_BORDER_M  # within so many metres of another grid is near; 0: do not say


@dataclass(frozen=True)
class Block:
    """Some rows with what was found, as lines, and those of them that lie in no grid."""

    lines: list[str]
    outside: list[str]
    near: int


@dataclass(frozen=True)
class Located:
    """A table of points being located: the heads of both tables to write, and the blocks as they come."""

    head: str
    head_outside: str
    blocks: Iterator[Block]


def locate_table(path: Path, how: How) -> Located:
    """Find grid and community of every point of a table with longitude and latitude.

    A row's number counts as a spreadsheet does, the head being row 1.
    """
    table = PointLines(read_text(path))
    places = _place(table.head, _LON), _place(table.head, _LAT)
    near = NEAR if how.near_m else ()
    blocks = _blocks(table.blocks(*(places[::-1] if how.swap else places)), how)
    first = next(blocks, None)  # a table that cannot be right is refused before anything is written
    heads = [*table.head, *FOUND, *near], [*table.head, ROW, *near]
    return Located(line_of(heads[0]), line_of(heads[1]), chain([first] if first else [], blocks))


class _Finder:
    """Points to what is written behind them: codes, names, the next grid and the metres to it."""

    def __init__(self, how: How) -> None:
        self._how = how
        self._grids = index_on(how.on, Level.GRID) if how.on else index_of(Level.GRID)
        self._names = {code: area.name for code, area in area_tree().by_code.items()}
        grids = [self._tail(code, code[:12]) for code in self._grids.codes]
        self._tails = np.array([*grids, self._tail("", "")], dtype=object)  # place -1 is the last: outside
        self._nearness = NearIndex(self._grids, how.near_m) if how.near_m else None

    def tails(self, lons: Floats, lats: Floats) -> tuple[NDArray[np.object_], Places]:
        """Give what is to be written for points in a grid or outside all, and the places of their grids."""
        places = self._grids.places(lons, lats)
        tails = self._tails[places]
        if len(lost := np.flatnonzero(places < 0)):
            level = Level.COMMUNITY
            communities = index_on(self._how.on, level) if self._how.on else index_of(level)
            of_each = np.array([*(self._tail("", code) for code in (*communities.codes, ""))], dtype=object)
            tails[lost] = of_each[communities.places(lons[lost], lats[lost])]
        return tails, places

    def next_grids(self, lons: Floats, lats: Floats, places: Places) -> tuple[list[str], int]:
        """Give the next grid and the metres to it, where it is near, and how many points have one."""
        if self._nearness is None:
            return [""] * len(lons), 0
        found, away_m = self._nearness.nearest_other(lons, lats, places)
        near, codes = [",,"] * len(lons), self._grids.codes
        hits = np.flatnonzero(found >= 0)
        for place, other, metres in zip(hits.tolist(), found[hits].tolist(), away_m[hits].tolist(), strict=True):
            near[place] = f",{codes[other]},{metres:.1f}"
        return near, len(hits)

    def _tail(self, grid: str, community: str) -> str:
        names = [self._names.get(code, code) for code in (grid, community)]
        return f",{line_of([grid, names[0], community, names[1]])}"


def _blocks(some: Iterator[Lines], how: How) -> Iterator[Block]:
    finder, above = _Finder(how), 1
    for rows in some:
        lons, lats = _numbers(rows.first), _numbers(rows.second)
        _check(lons, lats)
        lons, lats = to_cgcs2000(lons, lats, crs=how.crs)
        tails, found = finder.tails(lons, lats)
        near, near_count = finder.next_grids(lons, lats, found)
        located = [
            line + tail + next_grid for line, tail, next_grid in zip(rows.lines, tails.tolist(), near, strict=True)
        ]
        lost = np.flatnonzero(found < 0).tolist()
        yield Block(located, [f"{rows.lines[at]},{above + 1 + at}{near[at]}" for at in lost], near_count)
        above += len(rows.lines)


def _place(head: Sequence[str], names: tuple[str, ...]) -> int:
    places = [place for place, name in enumerate(head) if name.strip().lower() in names]
    if not places:
        raise PointColumnMissing(field="file", found=listed(head[:20]))
    return places[0]


def _numbers(texts: list[str]) -> Floats:
    try:
        return np.fromiter(map(float, texts), dtype=np.float64, count=len(texts))
    except ValueError:
        return np.array([_number(text) for text in texts], dtype=np.float64)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")


def _check(lons: Floats, lats: Floats) -> None:
    """Refuse a table that cannot be right; a few rows that cannot be are rows without a point."""
    known = np.isfinite(lons) & np.isfinite(lats)
    if look_swapped(lons, lats):
        raise CoordinatesSwapped(field="file")
    wrong = known & ~((np.abs(lons) <= 180.0) & (np.abs(lats) <= 90.0))
    if np.count_nonzero(wrong) * 2 > np.count_nonzero(known):
        raise NotDegrees(field="file")
    lons[wrong] = lats[wrong] = np.nan
