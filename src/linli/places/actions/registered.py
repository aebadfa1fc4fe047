"""What components and facilities share: put in by code with a history of every change, located anew when the map changes."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import batched

from django.db import transaction

from linli.core.bulk import insert_models
from linli.places import queries, rules
from linli.places.actions.history import stamp_anew
from linli.places.models import AreaStamp, Component, ComponentChange, Facility, FacilityChange
from linli.places.rules import DRAFT_FIELDS, FACILITY_FIELDS, ComponentDraft, FacilityDraft

_BATCH = 500
_MOST = 5_000


@dataclass(frozen=True)
class Counted:
    """What storing rows did."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class Register[M: (Component, Facility), H: (ComponentChange, FacilityChange)]:
    """Where one kind of thing is kept: its rows, their history by `code_field`, what it stamps, the fields of a draft."""

    model: type[M]
    history: type[H]
    code_field: str
    stamp: int
    fields: tuple[str, ...]


COMPONENTS = Register(
    Component, ComponentChange, "component_code", AreaStamp.COMPONENTS, ("area_code", "class_code", *DRAFT_FIELDS[1:])
)
FACILITIES = Register(Facility, FacilityChange, "facility_code", AreaStamp.GROUND, ("area_code", *FACILITY_FIELDS[1:]))


@queries.newest_map()
def put_drafts[M: (Component, Facility), H: (ComponentChange, FacilityChange), D: (ComponentDraft, FacilityDraft)](
    register: Register[M, H], drafts: Sequence[D], row: Callable[[D, str, M | None], M], *, by: str, at: dt.datetime
) -> Counted:
    """Store what `row` makes of each draft, its smallest area ('' outside all) and what is stored of it.

    What is the same already is left alone; of what is changed the history keeps how it was and who changed it.
    """
    manager, codes = register.model._default_manager, [draft.code for draft in drafts]
    stored = {one.pk: one for one in manager.select_for_update().filter(pk__in=codes)}
    areas = queries.finest_areas([one.lon_cgcs2000 for one in drafts], [one.lat_cgcs2000 for one in drafts])
    rows = [row(draft, area, stored.get(draft.code)) for draft, area in zip(drafts, areas, strict=True)]
    new = [one for one in rows if one.pk not in stored]
    changes = {one.pk: _before(stored[one.pk], one, register.fields) for one in rows if one.pk in stored}
    changed = [one for one in rows if changes.get(one.pk)]
    insert_models(new)
    manager.bulk_update(changed, register.fields, batch_size=_BATCH)
    told = {"at": at, "by_name": by[:80], "what": "changed"}
    history = [register.history(**{register.code_field: one.pk}, **told, before=changes[one.pk]) for one in changed]
    register.history._default_manager.bulk_create(history, _BATCH)
    if new or changed:
        stamp_anew(register.stamp)
    return Counted(len(new), len(changed), len(rows) - len(new) - len(changed))


def facts_of(draft: ComponentDraft | FacilityDraft) -> dict[str, object]:
    """Give what a draft says as it is stored."""
    return {**asdict(draft), "name": draft.name.strip(), "note": draft.note[: rules.LONGEST_NOTE]}


@transaction.atomic
@queries.newest_map()
def relocate_registered(prefixes: Collection[str]) -> int:
    """Locate components and facilities of redrawn areas anew, and those above them that lay in no grid; say how many moved.

    What lies outside every area now stays with the community it was in. Told twice, the second time moves nothing.
    """
    return _relocate(COMPONENTS, prefixes) + _relocate(FACILITIES, prefixes)


def _relocate[M: (Component, Facility), H: (ComponentChange, FacilityChange)](
    register: Register[M, H], prefixes: Iterable[str]
) -> int:
    here = register.model._default_manager.filter(queries.touched("area_code", prefixes))
    columns = here.order_by("pk").values_list("pk", "lon_cgcs2000", "lat_cgcs2000", "area_code")
    moved = sum(_move(register.model, batch) for batch in list(batched(columns, _MOST, strict=False)))
    if moved:
        stamp_anew(register.stamp)
    return moved


def _move[M: (Component, Facility)](model: type[M], batch: Sequence[tuple[str, float, float, str]]) -> int:
    codes, lons, lats, before = zip(*batch, strict=True)
    found = queries.finest_areas(lons, lats)
    moved = [
        model(pk=code, area_code=area)
        for code, area, was in zip(codes, found, before, strict=True)
        if area not in {was, ""}
    ]
    model._default_manager.bulk_update(moved, ["area_code"], batch_size=_BATCH)
    return len(moved)


def _before(stored: Component | Facility, row: Component | Facility, kept: Sequence[str]) -> dict[str, object]:
    """Give what stood where the row says something else."""
    pairs = ((name, _plain(getattr(stored, name)), _plain(getattr(row, name))) for name in kept)
    return {name: was for name, was, said in pairs if was != said}


def _plain(value: object) -> object:
    """Write a value as JSON takes it: days as text, grounds as hexadecimal."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value
