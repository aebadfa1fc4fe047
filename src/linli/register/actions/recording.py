"""The frame of every change: claim the command, keep what stood before, note it in the log; and the reading that is kept."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from linli.core import audit, commands
from linli.core.audit import Act
from linli.core.bulk import insert_models
from linli.core.facts import announce_all
from linli.core.ids import new_id
from linli.core.secrets import seal
from linli.register.facts import HouseholdChanged
from linli.register.models import Disclosure, RegisterChange
from linli.staff.rules import Actor, Command


@dataclass(frozen=True)
class Change:
    """What one command does to one row: its values before and after, by field; whom and which home it is about."""

    kind: str  # resident, household, residency, organisation, membership, contact, guardianship, enrolment
    subject_id: UUID
    act: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    area_code: str = ""
    resident_id: UUID | None = None
    household_id: UUID | None = None


@dataclass(frozen=True)
class Reading:
    """Which fields of which residents are read, how, and what for: a code of the purposes register and the reader's own words."""

    residents: Sequence[UUID]
    fields: Sequence[str]
    purpose: str
    how: str  # page, reveal, export, link, share
    area_code: str = ""
    said: str = ""


def begin(command: Command, name: str, *, answer: UUID) -> UUID | None:
    """Claim the command: None the first time; on a repeat the id that the first time answered with."""
    first = commands.begin(command.id, name=f"register.{name}", by=command.by.key, at=command.at, answer=str(answer))
    return UUID(first) if first else None


def keep(
    command: Command, *changes: Change, on: dt.date | None = None, source: str = "", reason: str = ""
) -> list[RegisterChange]:
    """Keep what changed and note it; `on` is the day from which it is true. Call it last in the action."""
    effective = on or timezone.localdate(command.at)
    rows = [_row(change, command, effective, source, reason) for change in changes]
    insert_models(rows)
    audit.note(*(_line(change, command) for change in changes if change.kind != _ITS_OWN))
    announce_all(_told(changes, command))
    return rows


def keep_reading(reading: Reading, *, by: Actor, at: dt.datetime) -> None:
    """Write who read what of whom into the log that the residents read, and one line into the chained log."""
    unit = next(iter(sorted(by.unit_codes)), "")
    insert_models(
        [
            Disclosure(
                id=new_id(), resident_id=pk, at=at, by=by.key[:40], by_name=by.name[:40], unit_code=unit[:40],
                purpose_code=reading.purpose[:40], said=reading.said[:200], fields=list(reading.fields), how=reading.how,
            )
            for pk in reading.residents
        ]
    )  # fmt: skip
    one = reading.residents[0] if len(reading.residents) == 1 else None
    act = _ACTS.get(reading.how, Act.READ)
    audit.note(
        audit.Line(
            act, by.key, by.name, at, area_code=reading.area_code, purpose=reading.purpose,
            subject_kind="resident" if one else "residents", subject_id=str(one or ""), count=len(reading.residents),
            detail={"fields": list(reading.fields), "how": reading.how},
        )
    )  # fmt: skip


def keep_reading_of_the_day(reading: Reading, *, by: Actor, at: dt.datetime) -> None:
    """Write a reading once a day for each resident: who opens the same again that day is read once, not ten times."""
    day = timezone.localdate(at)
    rows = Disclosure.objects.filter(
        resident_id__in=list(reading.residents), by=by.key[:40], purpose_code=reading.purpose[:40], how=reading.how,
        said=reading.said[:200], at__gte=_start_of(day), at__lt=_start_of(day + dt.timedelta(days=1)),
    )  # fmt: skip
    told = {pk for pk, fields in rows.values_list("resident_id", "fields") if fields == list(reading.fields)}
    if left := [pk for pk in reading.residents if pk not in told]:
        keep_reading(replace(reading, residents=left), by=by, at=at)


_FAMILY = ("birth", "death", "move-in", "move-out", "split", "join")  # what happens to a household
_ITS_OWN = "membership"  # the log tells whoever reads it of nobody's membership (safeguards, rule 13)
_ACTS = {"reveal": Act.REVEAL, "export": Act.EXPORT, "link": Act.LINK, "share": Act.SHARE}


def _start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _told(changes: Iterable[Change], command: Command) -> list[HouseholdChanged]:
    """Announce what happened to each household, once a command."""
    found = {(one.household_id, one.act): one for one in changes if one.household_id and one.act in _FAMILY}
    return [
        HouseholdChanged(str(household), act, one.area_code, str(command.id)) for (household, act), one in found.items()
    ]


def values_of(row: Model, names: Iterable[str]) -> dict[str, object]:
    """Give some values of a row as they are kept in its history."""
    return {name: _plain(getattr(row, name)) for name in names}


def _row(change: Change, command: Command, on: dt.date, source: str, reason: str) -> RegisterChange:
    return RegisterChange(
        id=new_id(), subject_kind=change.kind, subject_id=change.subject_id, resident_id=change.resident_id,
        household_id=change.household_id, area_code=change.area_code, at=command.at, effective_on=on,
        by=command.by.key[:40], by_name=command.by.name[:40], act=change.act, command_id=command.id, source=source,
        reason=reason[:200], before_sealed=_sealed(change.before), after_sealed=_sealed(change.after),
    )  # fmt: skip


def _line(change: Change, command: Command) -> audit.Line:
    return audit.Line(
        Act.WRITE, command.by.key, command.by.name, command.at, area_code=change.area_code, subject_kind=change.kind,
        subject_id=str(change.resident_id or change.subject_id),
        detail={"act": change.act, "fields": sorted({*change.before, *change.after})},
    )  # fmt: skip


def _sealed(values: Mapping[str, object]) -> str:
    return (
        seal(json.dumps({name: _plain(value) for name, value in values.items()}, ensure_ascii=False)) if values else ""
    )


def _plain(value: object) -> object:
    return str(value) if isinstance(value, (UUID, dt.date)) else value
