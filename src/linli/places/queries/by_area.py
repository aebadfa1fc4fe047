"""What stands in each grid of a scope, counted, and the ground each grid has: one query for each kind."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import shapely
from django.db.models import Count, Min
from shapely.geometry.base import BaseGeometry

from linli.core.scope import within
from linli.places.coordinates import metres_per_degree
from linli.places.models import Area, AreaChange, Building, Component, Dwelling, Facility
from linli.places.rules import ComponentState, DwellingState, Level

_GONE = (ComponentState.ABANDONED.value,)


@dataclass(frozen=True)
class Standing:
    """What stands in a grid."""

    buildings: int = 0
    dwellings: int = 0
    components: int = 0
    facilities: int = 0
    led_buildings: int = 0  # with a building head (楼栋长)


def standing_by_area(prefixes: Iterable[str]) -> dict[str, Standing]:
    """Count buildings, those with a head, dwellings that stand, components and facilities in use by area; five queries."""
    here = within("area_code", prefixes)
    counted = [
        dict(rows.order_by().values_list("area_code").annotate(Count("pk")))
        for rows in (
            Building.objects.filter(here, closed_on=None),
            Dwelling.objects.filter(here).exclude(state=DwellingState.GONE.value),
            Component.objects.filter(here).exclude(state__in=_GONE),
            Facility.objects.filter(here, closed_on=None),
            Building.objects.filter(here, closed_on=None, leader_id__isnull=False),
        )
    ]
    codes = set().union(*counted)
    return {code: Standing(*(one.get(code, 0) for one in counted)) for code in codes}


@dataclass(frozen=True)
class LedBuilding:
    """A building and the account of its head (楼栋长), if it has one."""

    code: str
    name: str
    area_code: str
    leader_id: UUID | None


def led_buildings(prefixes: Iterable[str]) -> list[LedBuilding]:
    """List the buildings of a scope with their heads, by grid and code; one query."""
    rows = Building.objects.filter(within("area_code", prefixes), closed_on=None).order_by("area_code", "code")
    return [LedBuilding(*row) for row in rows.values_list("code", "name", "area_code", "leader_id")]


def components_by_name(area_code: str) -> list[tuple[str, int]]:
    """Count the components in use of an area by class, named as most are, the most first; one query."""
    here = Component.objects.filter(within("area_code", [area_code])).exclude(state__in=_GONE)
    rows = here.order_by().values_list("class_code").annotate(Count("pk"), Min("name"))
    return sorted(((name, count) for _class, count, name in rows), key=lambda one: (-one[1], one[0]))


def boundaries_under(prefixes: Iterable[str], *, level: Level = Level.GRID) -> dict[str, BaseGeometry]:
    """Give the boundaries in degrees of the open areas of a level within a scope, by code; one query."""
    rows = Area.objects.filter(within("code", prefixes), level=level.value, valid_to=None).exclude(boundary=None)
    found = [(code, bytes(boundary or b"")) for code, boundary in rows.order_by("code").values_list("code", "boundary")]
    return dict(zip([code for code, _ in found], shapely.from_wkb([wkb for _, wkb in found]), strict=True))


def area_m2_of(shape: BaseGeometry) -> float:
    """Measure the ground of a boundary in degrees."""
    across, up = metres_per_degree(float(shapely.centroid(shape).y))
    return float(shape.area) * across * up


def opened_on(codes: Iterable[str]) -> dict[str, dt.date]:
    """Give the day since which areas are there; one query."""
    return dict(Area.objects.filter(pk__in=list(codes)).values_list("code", "valid_from"))


@dataclass(frozen=True)
class Former:
    """A grid that was closed, with the ground it had."""

    code: str
    name: str
    valid_to: dt.date
    shape: BaseGeometry


def former_grids(community_code: str) -> list[Former]:
    """List the closed grids of a community that had a boundary, the last closed first; one query."""
    rows = Area.objects.filter(
        within("code", [community_code]), level=Level.GRID.value, valid_to__isnull=False, boundary__isnull=False
    )
    columns = ("code", "name", "valid_to", "boundary")
    return [
        Former(code, name, valid_to, shapely.from_wkb(bytes(boundary)))
        for code, name, valid_to, boundary in rows.order_by("-valid_to", "code").values_list(*columns)
        if valid_to and boundary
    ]


def reshaped_since(day: dt.date) -> frozenset[str]:
    """Name the areas that came, or whose boundary changed, on a day or after it: older counts are not theirs; one query."""
    rows = AreaChange.objects.filter(effective_on__gte=day, what__in=("added", "redrawn"))
    return frozenset(rows.values_list("area_code", flat=True))
