"""What a map tells of the ground, whether it comes from a file or from the register: shapes in CGCS2000 degrees.

`MapLayers` is what readers give (OpenStreetMap, a city's own layers) and what `places.queries.ground_rows` gives of the
register: the same shapes for an import, for drawing grids, and for a picture.
"""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


class BarrierKind(StrEnum):
    """What nobody walks across: 水域, 铁路, 快速路."""

    WATER = "water"
    RAIL = "rail"
    MOTORWAY = "motorway"


class StreetKind(StrEnum):
    """How much of a border a street makes, widest first; UNKNOWN where the source does not say (then: a street)."""

    MOTORWAY = "motorway"
    MAIN = "main"  # trunk, primary, secondary
    STREET = "street"  # tertiary, residential, living street
    LANE = "lane"  # service roads, alleys, pedestrian ways between houses
    PATH = "path"  # footways, cycleways, steps: no border of a block
    UNKNOWN = ""


class LayerName(StrEnum):
    """The layers a file can hold."""

    STREETS = "streets"
    BUILDINGS = "buildings"
    COMPOUNDS = "compounds"
    BARRIERS = "barriers"
    FACILITIES = "facilities"
    AREAS = "areas"
    COMPONENTS = "components"


@dataclass(frozen=True)
class StreetLine:
    """A street's centre line; tunnels are left out by the readers."""

    key: str
    shape: "BaseGeometry"  # LineString or MultiLineString
    name: str = ""
    kind: StreetKind = StreetKind.UNKNOWN
    area_code: str = ""


@dataclass(frozen=True)
class BuildingShape:
    """A building: its outline where known, else its point."""

    key: str  # its code
    shape: "BaseGeometry"  # Polygon, MultiPolygon or Point
    name: str = ""
    floors: int = 1
    are_floors_known: bool = False
    is_home: bool = True  # False: shops, offices, schools, sheds
    compound: str = ""  # the compound's key
    street: str = ""
    plate: str = ""
    area_code: str = ""  # the grid it lies in today
    id: UUID | None = None  # of the stored row
    is_said_home: bool = False  # the map itself says that people live there


@dataclass(frozen=True)
class CompoundShape:
    """A residential compound (小区), with its wall where known."""

    key: str
    name: str
    shape: "BaseGeometry | None" = None  # Polygon or MultiPolygon
    area_code: str = ""


@dataclass(frozen=True)
class BarrierShape:
    """Water, a railway, an expressway: a line or a polygon."""

    key: str
    kind: BarrierKind
    shape: "BaseGeometry"
    name: str = ""
    area_code: str = ""


@dataclass(frozen=True)
class AreaShape:
    """A district, street, community or grid of today with its boundary; `level` is a `Level`, or '' where a map does not say."""

    code: str
    name: str
    shape: "BaseGeometry"
    level: str = ""
    kind: str = ""  # of a grid: basic or dedicated


@dataclass(frozen=True)
class FacilityShape:
    """A school, a hospital, a market, a park …: its ground where known, else its point."""

    key: str
    class_code: str
    name: str
    shape: "BaseGeometry"  # Polygon, MultiPolygon or Point
    address: str = ""
    phone: str = ""  # of the office, public
    hours: str = ""
    area_code: str = ""
    is_dedicated: bool = False  # a grid of its own, by its class or by its own row


AnyThing = StreetLine | BuildingShape | CompoundShape | BarrierShape | FacilityShape
ThingKey = tuple[type[AnyThing], str]


def thing_key(one: AnyThing) -> ThingKey:
    """Tell a thing apart from every other of its map: one key may stand in several layers."""
    return type(one), one.key


@dataclass(frozen=True)
class ComponentPoint:
    """A component's place, for the patrol's part of the workload."""

    class_code: str
    lon_cgcs2000: float
    lat_cgcs2000: float
    area_code: str = ""


@dataclass(frozen=True)
class MapLayers:
    """All layers of one file or of one part of the register; what a source does not hold is empty."""

    streets: tuple[StreetLine, ...] = ()
    buildings: tuple[BuildingShape, ...] = ()
    compounds: tuple[CompoundShape, ...] = ()
    barriers: tuple[BarrierShape, ...] = ()
    facilities: tuple[FacilityShape, ...] = ()
    areas: tuple[AreaShape, ...] = ()
    components: tuple[ComponentPoint, ...] = ()

    def plus(self, other: "MapLayers") -> "MapLayers":
        """Put the layers of two files together."""
        return MapLayers(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))
