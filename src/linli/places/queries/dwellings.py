"""Buildings, their entrances and dwellings, found by code, by address or by area."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from linli.core.scope import within
from linli.places.errors import BuildingUnknown
from linli.places.models import Building, Dwelling, Entrance
from linli.places.queries.tree import Bounds

MOST_IN_VIEW = 3_000


@dataclass(frozen=True)
class BuildingPoint:
    """A building as a point of the map. CGCS2000."""

    id: UUID
    code: str
    name: str
    lon_cgcs2000: float
    lat_cgcs2000: float


@dataclass(frozen=True)
class DwellingPlace:
    """Where a dwelling stands in its building."""

    id: UUID
    area_code: str
    building_id: UUID
    entrance: str
    floor: int
    unit_no: str
    use: str
    state: str
    building_closed_on: dt.date | None = None


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
    here = Building.objects.filter(within("area_code", prefixes), closed_on=None).select_related("compound")
    return tuple((here.filter(name__icontains=text) | here.filter(plate_no=text))[:limit])


def buildings_in_view(prefixes: Iterable[str], bounds: Bounds) -> Sequence[BuildingPoint]:
    """List the buildings of a scope in a window of the map; of too many, the first by code."""
    west, south, east, north = bounds
    here = Building.objects.filter(
        within("area_code", prefixes),
        closed_on=None,
        lon_cgcs2000__range=(west, east),
        lat_cgcs2000__range=(south, north),
    )
    columns = ("id", "code", "name", "lon_cgcs2000", "lat_cgcs2000")
    return tuple(BuildingPoint(*row) for row in here.order_by("code").values_list(*columns)[:MOST_IN_VIEW])


def places_of_dwellings(
    *, building_ids: Iterable[UUID] | None = None, dwelling_ids: Iterable[UUID] | None = None
) -> Sequence[DwellingPlace]:
    """Tell where dwellings stand: those of some buildings, or those named."""
    rows = Dwelling.objects.all()
    if building_ids is not None:
        rows = rows.filter(building__in=list(building_ids))
    if dwelling_ids is not None:
        rows = rows.filter(pk__in=list(dwelling_ids))
    columns = (
        "id",
        "area_code",
        "building_id",
        "entrance__name",
        "floor",
        "unit_no",
        "use",
        "state",
        "building__closed_on",
    )
    return tuple(
        DwellingPlace(pk, area, building, entrance or "", *rest)
        for pk, area, building, entrance, *rest in rows.values_list(*columns)
    )


def addresses_of(dwelling_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Write the addresses of dwellings as people read them: compound or street, building, entrance, number."""
    rows = Dwelling.objects.filter(pk__in=list(dwelling_ids)).select_related("building__compound", "entrance")
    return {row.pk: address_of(row) for row in rows}


def address_of(dwelling: Dwelling) -> str:
    """Write one dwelling's address; its building and entrance should be at hand."""
    entrance = dwelling.entrance.name if dwelling.entrance else ""
    number = dwelling.unit_no if dwelling.unit_no.endswith("室") else f"{dwelling.unit_no}室"
    return f"{address_of_building(dwelling.building)}{entrance}{number}"


def address_of_building(building: Building) -> str:
    """Write a building's address as people read it; its compound should be at hand."""
    street = f"{building.street_name}{building.plate_no}" if building.street_name else ""
    compound = building.compound.name if building.compound else ""
    name = building.name if not compound or not building.name.startswith(compound) else building.name[len(compound) :]
    return f"{street}{compound}{name}"


def buildings_within(prefixes: Iterable[str]) -> Iterator[tuple[UUID, str, str, str, str, str, str]]:
    """Walk the buildings of a scope, closed ones too: id, code, name, compound, street, plate, grid."""
    return _walk(Building.objects.filter(within("area_code", prefixes)))


def buildings_standing(prefixes: Iterable[str]) -> Iterator[tuple[UUID, str, str, str, str, str, str]]:
    """Walk the buildings of a scope that were not closed, in the columns of those within it."""
    return _walk(Building.objects.filter(within("area_code", prefixes), closed_on=None))


def _walk(found: QuerySet[Building]) -> Iterator[tuple[UUID, str, str, str, str, str, str]]:
    columns = ("id", "code", "name", "compound__name", "street_name", "plate_no", "area_code")
    rows = found.order_by("code").values_list(*columns)
    for pk, code, name, compound, street, plate, area in rows.iterator(chunk_size=5_000):
        yield pk, code, name, compound or "", street, plate, area


def homes_within(prefixes: Iterable[str]) -> Iterator[tuple[UUID, str, UUID, str, str]]:
    """Walk the dwellings of a scope: id, grid, building, entrance, number."""
    columns = ("id", "area_code", "building_id", "entrance__name", "unit_no")
    rows = Dwelling.objects.filter(within("area_code", prefixes)).order_by().values_list(*columns)
    for pk, area, building, entrance, unit in rows.iterator(chunk_size=5_000):
        yield pk, area, building, entrance or "", unit


def has_building(*, code: str = "", compound: str = "", name: str = "") -> bool:
    """Say whether a building stands anywhere: by its code, or by its name within a compound of that name."""
    found = Building.objects.filter(code=code) if code else Building.objects.none()
    if compound:
        found |= Building.objects.filter(compound__name=compound)
    if name:
        found |= Building.objects.filter(name=name)
    return found.filter(closed_on=None).exists()


def building_of(building_id: UUID) -> Building | None:
    """Find a building by its key."""
    return Building.objects.filter(pk=building_id).first()
