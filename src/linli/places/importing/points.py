"""Many points from a table to their grids, for `linli areas locate`."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from linli.core.listing import listed
from linli.core.text_files import read_text
from linli.places.coordinates import Crs, are_degrees, look_swapped, to_cgcs2000
from linli.places.errors import ColumnMissing, CoordinatesSwapped, NotDegrees
from linli.places.queries import area_name, locate_many
from linli.places.rules import Level

_LON = ("lon", "lng", "longitude", "x", "经度", "lon_cgcs2000")
_LAT = ("lat", "latitude", "y", "纬度", "lat_cgcs2000")
ADDED = ("grid_code", "grid_name", "community_code", "community_name")

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Located:
    """A table of points with, for each row, its grid and community; empty where there is none."""

    head: list[str]
    rows: list[list[str]]
    grids: list[str]
    communities: list[str]

    @property
    def outside(self) -> int:
        """How many points lie in no grid."""
        return self.grids.count("")

    def table(self) -> Iterator[Sequence[str]]:
        """Write the table out, with the found codes and names at the end of each row."""
        yield [*self.head, *ADDED]
        for row, grid, community in zip(self.rows, self.grids, self.communities, strict=True):
            yield [*row, grid, area_name(grid) if grid else "", community, area_name(community) if community else ""]


def locate_points(path: Path, *, crs: Crs, swap: bool = False) -> Located:
    """Find the grid and the community of every point of a table with longitude and latitude."""
    head, *rows = [row for row in csv.reader(io.StringIO(read_text(path))) if row] or [[]]
    lons, lats = _column(head, rows, _LON), _column(head, rows, _LAT)
    if swap:
        lons, lats = lats, lons
    _check(lons, lats)
    lons, lats = to_cgcs2000(lons, lats, crs=crs)
    grids = [str(code) for code in locate_many(lons, lats)]
    communities = [str(code) for code in locate_many(lons, lats, level=Level.COMMUNITY)]
    return Located(head, rows, grids, [grid[:12] or found for grid, found in zip(grids, communities, strict=True)])


def _column(head: list[str], rows: list[list[str]], names: tuple[str, ...]) -> Floats:
    places = [place for place, name in enumerate(head) if name.strip().lower() in names]
    if not places:
        raise ColumnMissing(field="map", column=names[0], found=listed(head[:20]))
    return np.array([_number(row[places[0]] if places[0] < len(row) else "") for row in rows], dtype=np.float64)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")


def _check(lons: Floats, lats: Floats) -> None:
    known = np.isfinite(lons) & np.isfinite(lats)
    if look_swapped(lons, lats):
        raise CoordinatesSwapped(field="file")
    if not are_degrees(lons[known], lats[known]):
        raise NotDegrees(field="file")
