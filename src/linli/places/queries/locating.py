"""Where a point lies: the grid at once, from an index in memory; the past from boundaries kept in the history."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache, partial
from uuid import UUID

import numpy as np
import shapely
from django.db.models import Q
from numpy.typing import ArrayLike, NDArray

from linli.places.cell_index import CellIndex
from linli.places.models import Area, AreaChange
from linli.places.queries import stamp
from linli.places.rules import Level


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
    return _index_on(stamp.current(), on, level).locate(lon_cgcs2000, lat_cgcs2000) or None


def index_of(level: Level) -> CellIndex:
    """Give the index of a level's open areas: for jobs that look up many points."""
    return _today[level].get()


@lru_cache(maxsize=4)
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


def _build(level: Level) -> CellIndex:
    rows = Area.objects.filter(level=level.value, valid_to=None).exclude(boundary=None)
    pairs = [(code, bytes(boundary or b"")) for code, boundary in rows.values_list("code", "boundary").iterator()]
    return CellIndex([code for code, _ in pairs], list(shapely.from_wkb([boundary for _, boundary in pairs])))


_today = {level: stamp.Kept(partial(_build, level)) for level in Level}
