"""What is registered of facilities: one by its code, a list, the nearest to a point, how many of each class."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import shapely
from django.db.models import Count, QuerySet

from linli.core.scope import within
from linli.places.catalogue import facility_classes
from linli.places.coordinates import metres_per_degree
from linli.places.models import Facility, FacilityChange
from linli.places.queries.ground import area_m2, stands_alone
from linli.places.queries.registered import Kept, RegisterFilter, narrowed

FACILITY_NEAR_M = 500.0
_MOST_NEAR = 20
_FACTS = (
    "code", "class_code", "name", "area_code", "lon_cgcs2000", "lat_cgcs2000", "address", "phone", "hours", "charge_unit",
    "owner_unit", "care_unit", "own_grid", "source", "recorded_on", "closed_on", "note",
)  # fmt: skip


@dataclass(frozen=True)
class FacilityFacts(Kept):
    """A facility as other rooms see it."""

    code: str
    class_code: str
    name: str
    area_code: str
    lon_cgcs2000: float
    lat_cgcs2000: float
    address: str
    phone: str
    hours: str
    charge_unit: str
    owner_unit: str
    care_unit: str
    own_grid: bool | None
    source: str
    recorded_on: dt.date | None
    closed_on: dt.date | None
    note: str
    area_m2: float = 0.0  # of its ground, 0 where it is a point
    stands_alone: bool = False  # a grid of its own when grids are drawn

    @classmethod
    def of(cls, row: Facility) -> Self:
        """Give the facts of a stored facility."""
        shape = shapely.from_wkb(bytes(row.boundary)) if row.boundary else shapely.Point()
        alone = stands_alone(row.class_code, shape, own_grid=row.own_grid)
        ground_m2 = area_m2(shape) if row.boundary else 0.0
        facts = {name: getattr(row, name) for name in _FACTS}
        return cls(**facts, area_m2=ground_m2, stands_alone=alone)

    @property
    def class_name(self) -> str:
        """What its class is called in the language of the moment."""
        return facility_class_name(self.class_code)


@dataclass(frozen=True)
class NearFacility:
    """A facility and how far it lies from the point asked about."""

    facility: FacilityFacts
    distance_m: float


@dataclass(frozen=True)
class FacilityFilter(RegisterFilter):
    """Which facilities a list shows; closed ones only when asked for."""

    with_closed: bool = False


def facility_class_name(class_code: str) -> str:
    """Name a class of facilities; one no longer declared goes by its code."""
    found = facility_classes().get(class_code)
    return str(found.name) if found else class_code


def facility_with_code(code: str) -> FacilityFacts | None:
    """Find a facility by its code."""
    row = Facility.objects.filter(pk=code).first()
    return FacilityFacts.of(row) if row else None


def listed_facilities(asked: FacilityFilter) -> QuerySet[Facility]:
    """Select the facilities of a list, by area, class and code."""
    found = narrowed(Facility, asked)
    return found if asked.with_closed else found.filter(closed_on=None)


def count_by_class(prefixes: Iterable[str]) -> dict[str, int]:
    """Count the open facilities of a scope by their class."""
    here = Facility.objects.filter(within("area_code", prefixes), closed_on=None)
    return dict(here.order_by().values_list("class_code").annotate(count=Count("pk")))


def facilities_near(
    lon_cgcs2000: float,
    lat_cgcs2000: float,
    *,
    class_code: str = "",
    within_m: float = FACILITY_NEAR_M,
    most: int = 5,
) -> tuple[NearFacility, ...]:
    """List the open facilities nearest to a point, of a class or of all; one indexed query. Within its ground: 0 m."""
    per_lon, per_lat = metres_per_degree(lat_cgcs2000)
    high, wide = within_m / per_lat, within_m / per_lon
    found = Facility.objects.filter(
        lat_cgcs2000__range=(lat_cgcs2000 - high, lat_cgcs2000 + high),
        lon_cgcs2000__range=(lon_cgcs2000 - wide, lon_cgcs2000 + wide),
        closed_on=None,
    )
    rows = found.filter(class_code=class_code) if class_code else found
    here = (lon_cgcs2000, lat_cgcs2000)
    measured = [(_metres(row, here, per=(per_lon, per_lat)), row) for row in rows.order_by("code")]
    nearest = sorted((pair for pair in measured if pair[0] <= within_m), key=lambda pair: pair[0])
    return tuple(NearFacility(FacilityFacts.of(row), metres) for metres, row in nearest[: min(most, _MOST_NEAR)])


def changes_of_facility(code: str, *, limit: int = 50) -> Sequence[FacilityChange]:
    """List what was changed of a facility, newest first."""
    return tuple(FacilityChange.objects.filter(facility_code=code).order_by("-id")[:limit])


def _metres(row: Facility, here: tuple[float, float], *, per: tuple[float, float]) -> float:
    """Measure how far a facility lies: to its ground where that is known, else to its point."""
    (lon, lat), (per_lon, per_lat) = here, per
    shape = shapely.from_wkb(bytes(row.boundary)) if row.boundary else shapely.Point(row.lon_cgcs2000, row.lat_cgcs2000)
    flat = shapely.transform(shape, lambda points: (points - (lon, lat)) * (per_lon, per_lat))
    return float(shapely.distance(flat, shapely.Point(0, 0)))
