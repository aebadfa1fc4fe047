"""Who is away on which days and who stands in; who of a unit is there to do something."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.staff.models import Absence, Post
from linli.staff.queries.people import Person, people_of_unit, valid_on
from linli.staff.rules import ROLE_MAY, AwayFor, Permission

AWAY_FOR_NAMES: dict[str, str | Promise] = {
    AwayFor.LEAVE: _("休假"),
    AwayFor.WORK: _("公务外出"),
    AwayFor.TRAINING: _("培训"),
    AwayFor.OTHER: _("其他"),
}


@dataclass(frozen=True)
class Colleague:
    """Somebody of a unit who may do something, whether they are away that day, and who stands in."""

    person: Person
    is_away: bool = False
    stand_in_id: UUID | None = None


def absences_of(account_ids: Iterable[UUID], *, on: dt.date | None = None) -> list[Absence]:
    """List the absences of people that are not over, the earliest first; one query."""
    wanted = set(account_ids)
    if not wanted:
        return []
    open_ones = _open(on or timezone.localdate()).filter(account_id__in=wanted)
    return list(open_ones.select_related("account", "stand_in").order_by("from_on", "pk"))


def absences_about(account_id: UUID, *, on: dt.date | None = None) -> tuple[list[Absence], list[Absence]]:
    """List somebody's own absences that are not over, and those in which they stand in; one query."""
    about = _open(on or timezone.localdate()).filter(Q(account_id=account_id) | Q(stand_in_id=account_id))
    found = list(about.select_related("account", "stand_in").order_by("from_on", "pk"))
    return [row for row in found if row.account_id == account_id], [
        row for row in found if row.account_id != account_id
    ]


def away_on(day: dt.date, *, account_ids: Iterable[UUID]) -> dict[UUID, UUID | None]:
    """Say who of these is away on a day, and who stands in; one query."""
    wanted = set(account_ids)
    if not wanted:
        return {}
    found = Absence.objects.filter(account_id__in=wanted, from_on__lte=day, to_on__gte=day, ended_at=None)
    return dict(found.values_list("account_id", "stand_in_id"))


def overlapping(account_id: UUID, *, from_on: dt.date, to_on: dt.date) -> Absence | None:
    """Find an absence of somebody that touches these days."""
    touching = Q(from_on__lte=to_on, to_on__gte=from_on, ended_at=None)
    return Absence.objects.filter(touching, account_id=account_id).order_by("from_on").first()


def colleagues(
    unit_code: str, *, permission: Permission = Permission.CASES_HANDLE, on: dt.date | None = None
) -> list[Colleague]:
    """List who of a unit may do something, each once, those who are there first; two queries."""
    day = on or timezone.localdate()
    people = {
        person.account_id: person for person in people_of_unit(unit_code, on=day) if permission in ROLE_MAY[person.role]
    }
    away = away_on(day, account_ids=people)
    found = [Colleague(person, pk in away, away.get(pk)) for pk, person in people.items()]
    return sorted(found, key=lambda one: (one.is_away, one.person.name))


def colleagues_of(unit_codes: Iterable[str], *, on: dt.date | None = None) -> list[tuple[UUID, str]]:
    """List who works for any of these units, each once, by name; one query."""
    wanted = set(unit_codes)
    if not wanted:
        return []
    held = Post.objects.filter(valid_on(on or timezone.localdate()), unit_id__in=wanted, account__is_active=True)
    found = dict(held.values_list("account_id", "account__name"))
    return sorted(found.items(), key=lambda one: one[1])


def _open(day: dt.date) -> QuerySet[Absence]:
    return Absence.objects.filter(to_on__gte=day, ended_at=None)
