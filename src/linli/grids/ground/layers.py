"""What the ground is made of, as files and the database give it: shapes in local metres, each with what is known of it."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Shapes = NDArray[np.object_]  # of shapely geometries
KEPT = "kept"  # the kind of a dedicated place that is a grid of today, to stay exactly as it is


class BarrierKind(StrEnum):
    """What nobody walks across."""

    WATER = "water"
    RAIL = "rail"
    MOTORWAY = "motorway"


@dataclass(frozen=True)
class BuildingFacts:
    """A building: its outline or point, its households if the register knows them, its care load by class."""

    key: str  # the building's code
    shape: BaseGeometry
    households: int | None = None  # None: not known, to be estimated from outline and floors
    floors: int = 1  # 0: not known
    is_home: bool = True  # False: shops, offices, sheds
    compound: str = ""  # code of its compound
    area_code: str = ""  # the grid it lies in today, '' for none
    care: tuple[tuple[str, int], ...] = ()  # (class of care load, households), counts only
    facility: str = ""  # class of the dedicated place it belongs to
    is_estimated: bool = False  # households worked out from outline and floors, not counted


@dataclass(frozen=True)
class Zone:
    """A community to be divided, or a compound, or a place that is a grid of its own."""

    key: str
    name: str
    shape: BaseGeometry
    kind: str = ""  # of a dedicated place: school, hospital, market, park, office, or KEPT


@dataclass(frozen=True)
class Layers:
    """All that is known of an area, in metres around (lon, lat): x east, y north."""

    origin_cgcs2000: tuple[float, float]
    communities: tuple[Zone, ...]
    streets: tuple[tuple[str, BaseGeometry], ...] = ()  # name, centre line
    lanes: tuple[
        BaseGeometry, ...
    ] = ()  # alleys and service roads: a border may run there, less gladly than in a street
    buildings: tuple[BuildingFacts, ...] = ()
    compounds: tuple[Zone, ...] = ()
    barriers: tuple[tuple[BarrierKind, BaseGeometry], ...] = ()
    dedicated: tuple[Zone, ...] = ()
    components: tuple[tuple[float, float], ...] = ()  # points, for the patrol's part of the workload
    present: tuple[Zone, ...] = ()  # today's grids: key is the grid's code
    assumed_households: dict[str, int] = field(default_factory=dict)  # community → total, where nothing else is known
