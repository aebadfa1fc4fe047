"""How a record stood on any day: folded from its kept changes, as known today or as it was known at a moment."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet

from linli.core.secrets import unseal
from linli.places import queries as places
from linli.register import rules
from linli.register.models import Household, RegisterChange, Residency, Resident
from linli.register.queries.visible import one_person
from linli.register.rules import FIELDS, Past


@dataclass(frozen=True)
class HomeThen:
    """A home somebody had on a day."""

    id: UUID
    resident_id: UUID
    household_id: UUID
    dwelling_id: UUID
    area_code: str
    lives: bool
    registered: bool
    relation: str
    since: dt.date


@dataclass(frozen=True)
class ResidentThen:
    """A resident as they stood on a day: clear values, for actions and reports with a purpose, never for lists."""

    id: UUID
    name: str
    sex: str
    born_on: dt.date
    id_number: str
    phone: str
    died_on: dt.date | None
    homes: tuple[HomeThen, ...]


@dataclass(frozen=True)
class HouseholdThen:
    """A household as it stood on a day."""

    id: UUID
    area_code: str
    dwelling_id: UUID
    head_id: UUID | None
    since: dt.date
    members: tuple[HomeThen, ...]


_RESIDENT = ("died_on", "merged_into")
_HOUSEHOLD = ("area_code", "dwelling_id", "head_id", "since", "until")
_RESIDENCY = (
    "area_code", "resident_id", "household_id", "dwelling_id", "lives", "registered", "relation", "since", "until",
)  # fmt: skip


def resident_as_of(resident_id: UUID, day: dt.date, *, known_at: dt.datetime | None = None) -> ResidentThen | None:
    """Tell how a resident stood on a day; None where the register knew nobody then, or the record belonged to another."""
    row = Resident.objects.filter(pk=resident_id).first()
    past = _past_of([resident_id])[resident_id]
    stood = rules.as_of(_now_resident(row), past, day=day, known_at=known_at)
    if stood is None or stood["merged_into"] is not None:
        return None
    homes = _homes_then(_rows_about(resident_id), day, known_at)
    return ResidentThen(
        id=resident_id, name=str(stood["name"]), sex=str(stood["sex"]), born_on=_date(stood["born_on"]),
        id_number=str(stood["id_number"]), phone=str(stood["phone"]),
        died_on=_died(stood["died_on"], day), homes=tuple(one for one in homes if one.resident_id == resident_id),
    )  # fmt: skip


def household_as_of(household_id: UUID, day: dt.date, *, known_at: dt.datetime | None = None) -> HouseholdThen | None:
    """Tell how a household stood on a day: its head and who lived, or was registered, in it; None where it did not stand."""
    row = Household.objects.filter(pk=household_id).first()
    past = _past_of([household_id])[household_id]
    now = {name: _text(getattr(row, name)) for name in _HOUSEHOLD} if row else None
    stood = rules.as_of(now, past, day=day, known_at=known_at)
    if stood is None or not _spans(stood, day):
        return None
    ids = set(Residency.objects.filter(household_id=household_id).values_list("pk", flat=True))
    ids |= set(_changes(household_id=household_id, subject_kind="residency").values_list("subject_id", flat=True))
    members = [one for one in _homes_then(ids, day, known_at) if one.household_id == household_id]
    dwelling_id = UUID(str(stood["dwelling_id"]))
    grids = places.grids_of_dwellings_on([dwelling_id], day)
    return HouseholdThen(
        id=household_id, area_code=grids.get(dwelling_id, str(stood["area_code"])), dwelling_id=dwelling_id,
        head_id=UUID(str(stood["head_id"])) if stood["head_id"] else None, since=_date(stood["since"]),
        members=tuple(members),
    )  # fmt: skip


def history_of(resident_id: UUID) -> Sequence[RegisterChange]:
    """List every kept change about a resident, oldest first, those of records merged into it among them."""
    return tuple(RegisterChange.objects.filter(resident_id__in=one_person(resident_id)).order_by("id"))


def _homes_then(ids: Iterable[UUID], day: dt.date, known_at: dt.datetime | None) -> list[HomeThen]:
    wanted = list(ids)
    rows = Residency.objects.in_bulk(wanted)
    past = _past_of(wanted)
    found = []
    for pk in sorted(wanted):
        row = rows.get(pk)
        now = {name: _text(getattr(row, name)) for name in _RESIDENCY} if row else None
        stood = rules.as_of(now, past[pk], day=day, known_at=known_at)
        if stood is not None and _spans(stood, day):
            found.append(_home(pk, stood))
    return _in_grids_of(found, day)


def _in_grids_of(homes: Sequence[HomeThen], day: dt.date) -> list[HomeThen]:
    """Put each home into the grid its dwelling was in on that day: the map is redrawn without a line in people's history."""
    grids = places.grids_of_dwellings_on({one.dwelling_id for one in homes}, day)
    return [replace(one, area_code=grids.get(one.dwelling_id, one.area_code)) for one in homes]


def _rows_about(resident_id: UUID) -> set[UUID]:
    """Find the residencies that are or were somebody's: merging and splitting hand them on."""
    rows = set(Residency.objects.filter(resident_id=resident_id).values_list("pk", flat=True))
    commands = set(_changes(resident_id=resident_id).values_list("command_id", flat=True))
    handed = _changes(command_id__in=commands, subject_kind="residency")
    return rows | set(handed.values_list("subject_id", flat=True))


def _changes(**about: object) -> QuerySet[RegisterChange]:
    return RegisterChange.objects.filter(**about)


def _past_of(subject_ids: Sequence[UUID]) -> dict[UUID, list[Past]]:
    """Read the kept changes of rows, in the order in which they were written."""
    found: dict[UUID, list[Past]] = defaultdict(list)
    for one in RegisterChange.objects.filter(subject_id__in=subject_ids).order_by("id"):
        before, after = opened(one.before_sealed), opened(one.after_sealed)
        if before or after:
            found[one.subject_id].append(
                Past(one.effective_on, one.at, before, after, begins=not before, ends=not after)
            )
    return found


def opened(sealed: str) -> dict[str, object]:
    """Open the values kept with a change."""
    return dict(json.loads(unseal(sealed))) if sealed else {}


def _now_resident(row: Resident | None) -> dict[str, object] | None:
    if row is None:
        return None
    plain = {name: _text(getattr(row, name)) for name in (*FIELDS, *_RESIDENT) if name not in {"id_number", "phone"}}
    return {**plain, "id_number": unseal(row.id_number_sealed), "phone": unseal(row.phone_sealed)}


def _spans(stood: rules.Values, day: dt.date) -> bool:
    """Say whether a row's own days hold a day: from `since` on, no longer on `until`."""
    until = stood["until"]
    return _date(stood["since"]) <= day and (until is None or day < _date(until))


def _home(pk: UUID, stood: rules.Values) -> HomeThen:
    return HomeThen(
        pk, UUID(str(stood["resident_id"])), UUID(str(stood["household_id"])), UUID(str(stood["dwelling_id"])),
        str(stood["area_code"]), bool(stood["lives"]), bool(stood["registered"]), str(stood["relation"]),
        _date(stood["since"]),
    )  # fmt: skip


def _died(value: object, day: dt.date) -> dt.date | None:
    return _date(value) if value is not None and _date(value) <= day else None


def _date(value: object) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))


def _text(value: object) -> object:
    return str(value) if isinstance(value, (UUID, dt.date)) else value
