"""The register of committees and mediators, and who may keep it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from linli.mediation import errors
from linli.mediation.models import Committee, Mediator
from linli.mediation.rules import CommitteeLevel, MediatorRank
from linli.staff.rules import Actor, Permission

_RANKS = list(MediatorRank)
_LEVELS = list(CommitteeLevel)


@dataclass(frozen=True)
class MediatorRow:
    """One line of the register; what is in hand counts work, and is no judgement."""

    id: UUID
    name: str
    committee_code: str
    committee: str
    level: str
    rank: str
    specialities: tuple[str, ...]
    employer: str
    phone: str
    since: dt.date
    until: dt.date | None
    in_hand: int
    is_in_office: bool


def committees(*, area_code: str = "") -> list[Committee]:
    """List the active committees that serve a place (all of them without one), the nearest level first."""
    found = [
        row for row in Committee.objects.filter(is_active=True) if not area_code or area_code.startswith(row.area_code)
    ]
    return sorted(found, key=lambda row: (_LEVELS.index(CommitteeLevel(row.level)), row.code))


def committee_named(code: str) -> Committee:
    """Find an active committee."""
    found = Committee.objects.filter(code=code, is_active=True).first()
    if found is None:
        raise errors.CommitteeUnknown(field="committee", committee=code)
    return found


def register_rows(*, on: dt.date, area_code: str = "", speciality: str = "") -> list[MediatorRow]:
    """List the mediators of a place with what each has in hand; one query."""
    open_choices = Q(choices__state="standing", choices__mediation__archived_at=None)
    found = (
        Mediator.objects.filter(committee__is_active=True)
        .select_related("committee")
        .annotate(in_hand=Count("choices", filter=open_choices))
    )
    rows = [_row(mediator, on) for mediator in found if not area_code or _serves(mediator, area_code)]
    rows = [row for row in rows if not speciality or speciality in row.specialities]
    return sorted(
        rows, key=lambda row: (not row.is_in_office, _LEVELS.index(CommitteeLevel(row.level)), _rank(row), row.name)
    )


def mediators_for(area_code: str, *, on: dt.date, apart_from: Sequence[UUID] = ()) -> list[MediatorRow]:
    """List who may be proposed at a place: in office, of a committee that serves it."""
    rows = register_rows(on=on, area_code=area_code)
    return [row for row in rows if row.is_in_office and row.id not in set(apart_from)]


def mediator_with(mediator_id: UUID) -> Mediator:
    """Find a mediator of the register."""
    found = Mediator.objects.select_related("committee").filter(pk=mediator_id).first()
    if found is None:
        raise errors.MediatorUnknown(field="mediator")
    return found


def may_keep(actor: Actor, committee_area: str) -> bool:
    """Say whether this actor keeps the register of committees in an area."""
    return actor.is_system or any(
        actor.may(permission, committee_area) for permission in (Permission.CASES_CONFIDENTIAL, Permission.STAFF_MANAGE)
    )


def _serves(mediator: Mediator, area_code: str) -> bool:
    return area_code.startswith(mediator.committee.area_code)


def _rank(row: MediatorRow) -> int:
    return _RANKS.index(MediatorRank(row.rank))


def _row(mediator: Mediator, on: dt.date) -> MediatorRow:
    return MediatorRow(
        id=mediator.pk,
        name=mediator.name,
        committee_code=mediator.committee_id,
        committee=mediator.committee.name,
        level=mediator.committee.level,
        rank=mediator.rank,
        specialities=tuple(dict.fromkeys([*mediator.specialities, *mediator.committee.specialities])),
        employer=mediator.employer,
        phone=mediator.phone,
        since=mediator.since,
        until=mediator.until,
        in_hand=mediator.in_hand,  # type: ignore[attr-defined]  # counted by the query
        is_in_office=mediator.since <= on and (mediator.until is None or on <= mediator.until),
    )
