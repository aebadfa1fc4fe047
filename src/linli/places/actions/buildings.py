"""What people do with buildings: put in streets, compounds, buildings, dwellings; name a building's leader."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.core.ids import new_id
from linli.places.actions.history import Change, stamp_anew
from linli.places.actions.relocating import Moves, go_over
from linli.places.errors import DwellingUnknown, DwellingValueWrong
from linli.places.errors.ground import BuildingIsClosed
from linli.places.models import AreaStamp, Building, Compound, Dwelling, Entrance, Street
from linli.places.queries import buildings_by_code, find_building, finest_areas, newest_map
from linli.places.rules import DIGITS, BuildingDraft, CompoundDraft, DwellingDraft, DwellingState, DwellingUse, Level

_BATCH = 500
_COMMUNITY = DIGITS[Level.COMMUNITY]
_COMPOUND_FIELDS = ("name", "area_code", "estate_type", "lon_cgcs2000", "lat_cgcs2000")
_BUILDING_FIELDS = (
    "name", "area_code", "compound_id", "street_name", "plate_no", "lon_cgcs2000", "lat_cgcs2000", "footprint", "floors",
    "use",
)  # fmt: skip
_DWELLING_VALUES = {"use": DwellingUse, "state": DwellingState}


@transaction.atomic
def put_compounds(drafts: Sequence[CompoundDraft]) -> int:
    """Store compounds, or change those already stored, by code; say how many."""
    rows = [
        Compound(
            code=draft.code,
            name=draft.name,
            area_code=draft.area_code,
            estate_type=draft.estate_type.value,
            lon_cgcs2000=draft.lon_cgcs2000,
            lat_cgcs2000=draft.lat_cgcs2000,
            boundary=draft.boundary,
        )
        for draft in drafts
    ]
    Compound.objects.bulk_create(
        rows, batch_size=_BATCH, update_conflicts=True, unique_fields=["code"], update_fields=_COMPOUND_FIELDS
    )
    Compound.objects.bulk_update([row for row in rows if row.boundary], ["boundary"], batch_size=_BATCH)
    stamp_anew(AreaStamp.BUILDINGS)
    return len(rows)


@transaction.atomic
@newest_map()
def put_buildings(drafts: Sequence[BuildingDraft], *, by: str, at: dt.datetime) -> dict[str, UUID]:
    """Store buildings with their entrances, or change those stored, by code; give the id of each code.

    A building without an area code is located by its point; outside every area it stays with its community. One that comes
    to another area takes its dwellings along, as when the map changes.
    """
    stored = buildings_by_code(draft.code for draft in drafts)
    areas = _areas(drafts, stored)
    moves = _moves(drafts, areas, stored)
    rows = [_building(draft, area_code, stored.get(draft.code)) for draft, area_code in zip(drafts, areas, strict=True)]
    Building.objects.bulk_create([row for row in rows if row.code not in stored], batch_size=_BATCH)
    fields = [name.removesuffix("_id") for name in _BUILDING_FIELDS]
    Building.objects.bulk_update([row for row in rows if row.code in stored], fields, batch_size=_BATCH)
    ids = {row.code: row.id for row in rows}
    entrances = [Entrance(building_id=ids[draft.code], name=name) for draft in drafts for name in draft.entrances]
    Entrance.objects.bulk_create(entrances, batch_size=_BATCH, ignore_conflicts=True)
    stamp_anew(AreaStamp.BUILDINGS)
    go_over(moves, Change(by=by, at=at, on=timezone.localdate(at)))
    return ids


@transaction.atomic
def put_dwellings(drafts: Sequence[DwellingDraft]) -> list[UUID]:
    """Store dwellings of stored buildings; one that is there already is left as it is. Give an id for each draft."""
    rows = [
        Dwelling(
            id=draft.id or new_id(),
            area_code=draft.area_code,
            building_id=draft.building_id,
            entrance_id=draft.entrance_id,
            floor=draft.floor,
            unit_no=draft.unit_no,
            use=draft.use.value,
            state=draft.state.value,
        )
        for draft in drafts
    ]
    Dwelling.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
    return [row.id for row in rows]


@transaction.atomic
def put_streets(streets: Sequence[tuple[str, str, bytes]]) -> int:
    """Store streets as (area code, name, line as WKB); those of the same area and name are replaced."""
    for area_code in {area_code for area_code, _, _ in streets}:
        names = [name for area, name, _ in streets if area == area_code]
        Street.objects.filter(area_code=area_code, name__in=names).delete()
    rows = [Street(area_code=area_code, name=name, line=line) for area_code, name, line in streets]
    Street.objects.bulk_create(rows, batch_size=_BATCH)
    stamp_anew(AreaStamp.BUILDINGS)
    return len(rows)


@transaction.atomic
def name_building_leader(building_code: str, *, leader_id: UUID | None) -> Building:
    """Set or take away a building's leader (楼栋长), named by account."""
    building = find_building(building_code)
    building.leader_id = leader_id
    building.save(update_fields=["leader_id"])
    return building


def _areas(drafts: Sequence[BuildingDraft], stored: Mapping[str, Building]) -> list[str]:
    lost = [draft for draft in drafts if not draft.area_code]
    points = finest_areas([draft.lon_cgcs2000 for draft in lost], [draft.lat_cgcs2000 for draft in lost])
    found = {draft.code: code for draft, code in zip(lost, points, strict=True)}
    was = {code: row.area_code[:_COMMUNITY] for code, row in stored.items()}
    return [draft.area_code or found[draft.code] or was.get(draft.code, "") for draft in drafts]


def _moves(drafts: Sequence[BuildingDraft], areas: Sequence[str], stored: Mapping[str, Building]) -> Moves:
    """Say which stored buildings leave which area for which."""
    moves: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    for draft, code in zip(drafts, areas, strict=True):
        if (row := stored.get(draft.code)) and row.area_code != code:
            moves[row.area_code, code].append(row.pk)
    return moves


def _building(draft: BuildingDraft, area_code: str, stored: Building | None) -> Building:
    building = stored or Building(code=draft.code)
    building.name, building.area_code = draft.name, area_code
    building.compound_id = draft.compound_code or None
    building.street_name, building.plate_no = draft.street_name, draft.plate_no
    building.lon_cgcs2000, building.lat_cgcs2000 = draft.lon_cgcs2000, draft.lat_cgcs2000
    building.footprint, building.floors = draft.footprint, draft.floors
    building.use = draft.use.value or building.use
    return building


@transaction.atomic
def set_dwelling(dwelling_id: UUID, *, use: str = "", state: str = "") -> dict[str, str]:
    """Say what a dwelling is used for, or whether it stands and is lived in; give what stood before where it differs."""
    found = Dwelling.objects.select_for_update(of=("self",)).select_related("building")
    dwelling = found.filter(pk=dwelling_id).first()
    if dwelling is None:
        raise DwellingUnknown(field="dwelling")
    wanted = {name: text for name, text in (("use", use), ("state", state)) if text}
    for name, text in wanted.items():
        if text not in set(_DWELLING_VALUES[name]):
            raise DwellingValueWrong(field=name)
    if dwelling.building.closed_on and wanted.get("state", DwellingState.GONE) != DwellingState.GONE:
        raise BuildingIsClosed(name=dwelling.building.name, day=dwelling.building.closed_on)
    before = {name: str(getattr(dwelling, name)) for name, text in wanted.items() if getattr(dwelling, name) != text}
    for name in before:
        setattr(dwelling, name, wanted[name])
    if before:
        dwelling.save(update_fields=list(before))
    return before
