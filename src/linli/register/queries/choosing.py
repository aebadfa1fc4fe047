"""Whom a form offers to choose from: grown members of a child's home, records that may be of the same person; masked."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from linli.core.secrets import mask_name
from linli.register.models import Household, Residency, Resident
from linli.register.queries.visible import household_for, residents_visible_to
from linli.register.rules import Relation
from linli.register.rules.birthdays import born_by
from linli.staff.rules import Actor, Permission

GROWN_UP = 18
MOST = 12


@dataclass(frozen=True)
class Choice:
    """One to choose: masked name and year of birth."""

    id: UUID
    said: str


def grown_members_of(resident_id: UUID, *, on: dt.date) -> Sequence[Choice]:
    """List the grown-ups who live with somebody."""
    homes = Residency.objects.filter(resident_id=resident_id, until=None).values("household_id")
    with_them = Residency.objects.filter(
        household_id__in=homes, until=None, resident__born_on__lte=born_by(on, years=GROWN_UP)
    )
    others = with_them.exclude(resident_id=resident_id).select_related("resident").order_by("resident__born_on")
    return tuple({one.resident_id: _choice(one.resident) for one in others}.values())


def likely_doubles(actor: Actor, resident_id: UUID) -> Sequence[Choice]:
    """List records the actor may change that may be of the same person: the same ID number or phone, or name and birth date."""
    row = Resident.objects.get(pk=resident_id)
    alike = Q(name=row.name, born_on=row.born_on)
    if row.id_number_hash:
        alike |= Q(id_number_hash=row.id_number_hash)
    if row.phone_hash:
        alike |= Q(phone_hash=row.phone_hash, sex=row.sex)
    others = residents_visible_to(actor, Permission.PEOPLE_EDIT).filter(alike).exclude(pk=row.pk)
    return tuple(_choice(one) for one in others.order_by("name_key", "id")[:MOST])


def household_in(dwelling_id: UUID) -> UUID | None:
    """Find the household that keeps house in a dwelling today; of several, the one longest there."""
    here = Household.objects.filter(dwelling_id=dwelling_id, until=None).order_by("since", "id")
    return here.values_list("pk", flat=True).first()


def households_beside(actor: Actor, household_id: UUID) -> Sequence[Choice]:
    """List the other households of the same dwelling, by the masked name of their head, else their eldest."""
    here = household_for(actor, household_id)
    rows = Residency.objects.filter(dwelling_id=here.dwelling_id, until=None, household__until=None)
    others = rows.exclude(household_id=here.pk).select_related("resident").order_by("resident__born_on")
    named: dict[UUID, Choice] = {}
    for one in sorted(others, key=lambda row: row.relation != Relation.HEAD.value):
        named.setdefault(one.household_id, Choice(one.household_id, _choice(one.resident).said))
    return tuple(named.values())


def _choice(row: Resident) -> Choice:
    return Choice(row.pk, f"{mask_name(row.name)} {row.born_on.year}")
