"""Buildings, their entrances and dwellings, found by code, by address or by area."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from linli.core.scope import within
from linli.places.errors import BuildingUnknown
from linli.places.models import Building, Dwelling, Entrance


def buildings_by_code(codes: Iterable[str]) -> dict[str, Building]:
    """Find stored buildings by their codes."""
    return Building.objects.in_bulk(list(codes), field_name="code")


def find_building(code: str) -> Building:
    """Find one building by its code."""
    if (building := Building.objects.select_related("compound").filter(code=code).first()) is None:
        raise BuildingUnknown(building=code)
    return building


def entrances_of(building: Building) -> Sequence[Entrance]:
    """List a building's entrances by name."""
    return tuple(building.entrances.order_by("name"))


def dwellings_of(prefixes: Iterable[str]) -> QuerySet[Dwelling]:
    """Select the dwellings within a scope."""
    return Dwelling.objects.filter(within("area_code", prefixes)).select_related("building", "entrance")


def buildings_named(prefixes: Iterable[str], *, text: str, limit: int = 20) -> Sequence[Building]:
    """Find buildings within a scope whose name or plate holds a text."""
    here = Building.objects.filter(within("area_code", prefixes)).select_related("compound")
    return tuple((here.filter(name__icontains=text) | here.filter(plate_no=text))[:limit])
