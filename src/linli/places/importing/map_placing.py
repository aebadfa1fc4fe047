"""Where the things of a map lie: the area of each, and which lie outside the area that is wanted or outside every one."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from linli.core.scope import covering
from linli.places.queries import finest_areas
from linli.places.rules import DIGITS, BarrierShape, BuildingShape, CompoundShape, FacilityShape, Level, StreetLine

_COMMUNITY = DIGITS[Level.COMMUNITY]
_STEP = 0.0005  # degrees, about fifty metres: no grid is crossed unseen


@dataclass
class Placed[T]:
    """Things with their areas, and how many were left out for where they lie."""

    things: list[T] = field(default_factory=list)
    outside: int = 0  # of every area
    elsewhere: int = 0  # than the area wanted


def middle_of(shape: BaseGeometry) -> tuple[float, float]:
    """Give a point that surely lies within a shape."""
    point = shapely.point_on_surface(shape)
    return float(point.x), float(point.y)


def placed[T: (BuildingShape, CompoundShape, FacilityShape)](things: Sequence[T], under: str) -> Placed[T]:
    """Place things by their middles."""
    middles = [middle_of(one.shape) if one.shape is not None else (np.nan, np.nan) for one in things]
    found = Placed[T]()
    areas = finest_areas([lon for lon, _lat in middles], [lat for _lon, lat in middles])
    for one, area in zip(things, areas, strict=True):
        if not area:
            found.outside += 1
        elif not area.startswith(under):
            found.elsewhere += 1
        else:
            found.things.append(replace(one, area_code=area))
    return found


def placed_along[T: (StreetLine, BarrierShape)](things: Sequence[T], under: str) -> Placed[T]:
    """Place what goes through many areas: each is kept with the narrowest division above all it touches.

    That is a community at the least, for grids come and go.
    """
    shapes = np.array([one.shape for one in things], dtype=object)
    points, owner = shapely.get_coordinates(shapely.segmentize(shapes, _STEP), return_index=True)
    areas = np.array(finest_areas(list(points[:, 0]), list(points[:, 1])), dtype=object)
    firsts = np.searchsorted(owner, np.arange(len(things) + 1))
    found = Placed[T]()
    for place, one in enumerate(things):
        codes = {code for code in areas[firsts[place] : firsts[place + 1]] if code}
        if not codes:
            found.outside += 1
        elif not any(code.startswith(under) for code in codes):
            found.elsewhere += 1
        else:
            found.things.append(replace(one, area_code=covering(codes)[:_COMMUNITY]))
    return found
