"""Where a point lies: the grid at once, from an index in memory; the past from boundaries kept in the history."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from uuid import UUID

import numpy as np
import shapely
from django.db.models import Q
from numpy.typing import ArrayLike, NDArray

from linli.places.cell_index import CellIndex, NearIndex
from linli.places.models import Area, AreaChange
from linli.places.queries import stamp
from linli.places.rules import Level

NEAR_BORDER_M = 20.0  # a phone's position is seldom better than this


@dataclass(frozen=True)
class NextArea:
    """Another area that begins within a few metres of a point."""

    code: str
    away_m: float


def locate(lon_cgcs2000: float, lat_cgcs2000: float, *, level: Level = Level.GRID) -> str | None:
    """Find the code of the grid (or other area) a point lies in today; None outside all of them."""
    return _today[level].get().locate(lon_cgcs2000, lat_cgcs2000) or None


def locate_many(lons: ArrayLike, lats: ArrayLike, *, level: Level = Level.GRID) -> NDArray[np.object_]:
    """Find the codes for many points today; '' outside."""
    return _today[level].get().locate_many(lons, lats)


def locate_finest(lon_cgcs2000: float, lat_cgcs2000: float) -> str | None:
    """Find the smallest area a point lies in: its grid, else its community, street, district, city."""
    for level in (Level.GRID, Level.COMMUNITY, Level.STREET, Level.DISTRICT, Level.CITY):
        if code := locate(lon_cgcs2000, lat_cgcs2000, level=level):
            return code
    return None


def locate_on(lon_cgcs2000: float, lat_cgcs2000: float, *, on: dt.date, level: Level = Level.GRID) -> str | None:
    """Find the code of the area a point lay in on a day, with the boundaries of that day."""
    return index_on(on, level).locate(lon_cgcs2000, lat_cgcs2000) or None


def next_area(lon_cgcs2000: float, lat_cgcs2000: float, *, level: Level = Level.GRID) -> NextArea | None:
    """Find the area beside the one a point lies in, when it begins within `NEAR_BORDER_M`: the point is near a border.

    Outside all areas it is the area the point has just missed.
    """
    index, nearness = _near_today[level].get()
    own = index.places([lon_cgcs2000], [lat_cgcs2000])
    found, away_m = nearness.nearest_other([lon_cgcs2000], [lat_cgcs2000], own)
    return NextArea(index.codes[found[0]], float(away_m[0])) if found[0] >= 0 else None


def index_on(day: dt.date, level: Level) -> CellIndex:
    """Give the index of the areas of a level as they were on a day; days between two changes share one."""
    with stamp.newest_map():
        stored = stamp.current()
    days = _days_of_change(stored, level)
    since = bisect_right(days, day)
    return _index_on(stored, days[since - 1] if since else dt.date.min, level)


def index_of(level: Level) -> CellIndex:
    """Give the index of a level's open areas: for jobs that look up many points."""
    return _today[level].get()


@lru_cache(maxsize=8)
def _days_of_change(_stamp: UUID | None, level: Level) -> tuple[dt.date, ...]:
    """List the days on which an area of a level came, went or was redrawn, the first one first."""
    rows = Area.objects.filter(level=level.value)
    lives = {day for life in rows.values_list("valid_from", "valid_to") for day in life if day}
    redrawn = AreaChange.objects.filter(before__has_key="boundary", area_code__in=rows.values("code"))
    return tuple(sorted(lives.union(redrawn.values_list("effective_on", flat=True))))


@lru_cache(maxsize=8)
def _index_on(_stamp: UUID | None, day: dt.date, level: Level) -> CellIndex:
    """Build the index of a past day; the stamp is there so that a change of areas asks for a new one."""
    shapes = boundaries_on(day, level=level)
    return CellIndex(list(shapes), list(shapely.from_wkb(list(shapes.values()))))


def boundaries_on(day: dt.date, *, level: Level) -> Mapping[str, bytes]:
    """Give the boundaries (WKB) that areas of a level had on a day, redrawn ones as they were."""
    lived = Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))
    rows = Area.objects.filter(lived, level=level.value).values_list("code", "boundary")
    shapes = {code: bytes(boundary) if boundary else b"" for code, boundary in rows}
    redrawn = AreaChange.objects.filter(effective_on__gt=day, before__has_key="boundary").order_by("-id")
    for change in redrawn.filter(area_code__in=list(shapes)).iterator():
        shapes[change.area_code] = bytes.fromhex(change.before["boundary"] or "")
    return {code: shape for code, shape in shapes.items() if shape}


def boundary_on(code: str, on: dt.date) -> bytes | None:
    """Give the boundary (WKB) an area had on a day; None where none was drawn."""
    redrawn = AreaChange.objects.filter(area_code=code, effective_on__gt=on, before__has_key="boundary")
    first = redrawn.order_by("id").values_list("before", flat=True).first()
    if first is None:
        return boundary_of(code)
    return bytes.fromhex(first["boundary"] or "") or None


def boundary_of(code: str) -> bytes | None:
    """Give the boundary (WKB) an area has today; None where none was drawn."""
    found = Area.objects.filter(pk=code).values_list("boundary", flat=True).first()
    return bytes(found) if found else None


def _build(level: Level) -> CellIndex:
    rows = Area.objects.filter(level=level.value, valid_to=None).exclude(boundary=None)
    pairs = [(code, bytes(boundary or b"")) for code, boundary in rows.values_list("code", "boundary").iterator()]
    return CellIndex([code for code, _ in pairs], list(shapely.from_wkb([boundary for _, boundary in pairs])))


def _build_near(level: Level) -> tuple[CellIndex, NearIndex]:
    index = _today[level].get()
    return index, NearIndex(index, NEAR_BORDER_M)


_today = {level: stamp.Kept(partial(_build, level)) for level in Level}
_near_today = {level: stamp.Kept(partial(_build_near, level)) for level in Level}
