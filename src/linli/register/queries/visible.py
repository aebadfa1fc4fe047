"""Whom somebody may know of: residents with a home in the scope of a post, and nobody else."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.core.scope import within
from linli.register.errors import HouseholdNotFound, ResidentNotFound
from linli.register.models import Household, Residency, Resident
from linli.staff.rules import Actor, Permission

_LATER = Residency.objects.filter(Q(until=None) | Q(until__gt=OuterRef("until")), resident_id=OuterRef("resident_id"))
_STANDS = Q(until=None) | ~Exists(_LATER)  # whoever has a home elsewhere now is known there, and no longer here


def residencies_within(prefixes: Iterable[str]) -> QuerySet[Residency]:
    """Select who lives or is registered in a scope today."""
    return Residency.objects.filter(within("area_code", prefixes), until=None)


def residents_visible_to(actor: Actor, permission: Permission = Permission.PEOPLE_VIEW) -> QuerySet[Resident]:
    """Select the residents with a home, present or last, in the scope of a post that allows this."""
    homes = Residency.objects.filter(within("area_code", actor.prefixes(permission)), resident_id=OuterRef("pk"))
    return Resident.objects.filter(Exists(homes.filter(_STANDS)), merged_into=None)


def resident_for(
    actor: Actor, resident_id: UUID, permission: Permission = Permission.PEOPLE_VIEW, *, lock: bool = False
) -> Resident:
    """Find a resident the actor may know of; `lock` keeps others from changing it until the transaction ends."""
    rows = residents_visible_to(actor, permission)
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=resident_id).first()
    if found is None:
        raise ResidentNotFound
    return found


def household_for(
    actor: Actor, household_id: UUID, permission: Permission = Permission.PEOPLE_VIEW, *, lock: bool = False
) -> Household:
    """Find a household in the actor's scope."""
    rows = Household.objects.filter(within("area_code", actor.prefixes(permission)), pk=household_id)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise HouseholdNotFound
    return found


def area_of(resident_id: UUID) -> str:
    """Say in which grid a resident lives today, else is registered, else was last; '' for one without any home."""
    homes = Residency.objects.filter(resident_id=resident_id).order_by("-lives", "-since")
    here = homes.filter(until=None).values_list("area_code", flat=True).first()
    return here or homes.order_by("-until").values_list("area_code", flat=True).first() or ""


def one_person(resident_id: UUID) -> QuerySet[Resident, UUID]:
    """Select the ids of a record and of those that were merged into it."""
    return Resident.objects.filter(Q(pk=resident_id) | Q(merged_into=resident_id)).values_list("pk", flat=True)


def resident_of_account(account_id: UUID) -> Resident | None:
    """Find the living resident behind an account; None for all others: nobody goes on reading as somebody who has died."""
    return Resident.objects.filter(account_id=account_id, merged_into=None, died_on=None).first()
