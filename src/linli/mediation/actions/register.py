"""The register: committees, and mediators with their terms."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from linli.core import commands
from linli.core.ids import new_id
from linli.mediation import errors
from linli.mediation.models import Committee, Mediator
from linli.mediation.queries.register import committee_named, may_keep, mediator_with
from linli.mediation.rules import CommitteeLevel, MediatorRank, Speciality, check_text
from linli.staff import queries as staff
from linli.staff.rules import Command


@dataclass(frozen=True)
class CommitteeEntry:
    """A committee as it is entered."""

    code: str
    name: str
    level: CommitteeLevel
    area_code: str
    unit_code: str
    specialities: Sequence[Speciality] = ()
    court: str = ""
    phone: str = ""


@dataclass(frozen=True)
class MediatorEntry:
    """A mediator as entered: somebody with an account, or a person from outside."""

    committee: str
    name: str
    rank: MediatorRank
    since: dt.date
    until: dt.date | None = None
    username: str = ""
    employer: str = ""
    phone: str = ""
    specialities: Sequence[Speciality] = ()


@transaction.atomic
def add_committee(entry: CommitteeEntry, *, command: Command) -> Committee:
    """Enter a mediation committee, with the unit whose handlers keep it."""
    if _begin(command, "add-committee", answer=entry.code) is not None:
        return Committee.objects.get(pk=entry.code)
    if not may_keep(command.by, entry.area_code):
        raise errors.CommitteeNotOwn
    code = check_text(entry.code, field="code")[:40]
    if Committee.objects.filter(pk=code).exists():
        raise errors.CommitteeCodeTaken(field="code", committee=code)
    staff.unit_named(entry.unit_code)
    return Committee.objects.create(
        code=code,
        name=check_text(entry.name, field="name")[:80],
        level=entry.level.value,
        area_code=entry.area_code,
        unit_code=entry.unit_code,
        specialities=[one.value for one in entry.specialities],
        court=entry.court.strip()[:80],
        phone=entry.phone.strip()[:30],
    )


@transaction.atomic
def add_mediator(entry: MediatorEntry, *, command: Command, account_id: UUID | None = None) -> Mediator:
    """Enter a mediator of a committee, with the days of the term; somebody with an account by its name or its id."""
    key = new_id()
    if (first := _begin(command, "add-mediator", answer=str(key))) is not None:
        return Mediator.objects.get(pk=first)
    committee = committee_named(entry.committee)
    if not may_keep(command.by, committee.area_code):
        raise errors.CommitteeNotOwn
    if entry.until is not None and entry.until < entry.since:
        raise errors.DayPast(field="until")
    if entry.username.strip():
        account_id = staff.account_named(entry.username.strip()).pk
    return Mediator.objects.create(
        id=key,
        committee=committee,
        name=check_text(entry.name, field="name")[:40],
        account_id=account_id,
        employer=entry.employer.strip()[:80],
        phone=entry.phone.strip()[:30],
        rank=entry.rank.value,
        specialities=[one.value for one in entry.specialities],
        since=entry.since,
        until=entry.until,
    )


@transaction.atomic
def end_term(mediator_id: UUID, *, command: Command, on: dt.date) -> Mediator:
    """End a mediator's term: resigned, not re-elected, or dismissed (art. 15)."""
    mediator = mediator_with(mediator_id)
    if _begin(command, "end-term", answer=str(mediator_id)) is not None:
        return mediator
    if not may_keep(command.by, mediator.committee.area_code):
        raise errors.CommitteeNotOwn
    if on < mediator.since:
        raise errors.DayPast(field="on")
    mediator.until = on
    mediator.save(update_fields=["until"])
    return mediator


def _begin(command: Command, name: str, *, answer: str) -> str | None:
    return commands.begin(command.id, name=f"mediation.{name}", by=command.by.key, at=command.at, answer=answer)
