"""What may be read of the register: counts, which say nothing of a person, and households with masked names."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from linli.core.scope import within
from linli.core.secrets import mask_name, mask_phone, unseal
from linli.register.models import Household, Residency, Resident
from linli.staff.rules import Actor, Permission


@dataclass(frozen=True)
class AreaPeople:
    """How many people and households an area has."""

    area_code: str
    residents: int
    households: int


@dataclass(frozen=True)
class MaskedMember:
    """A member of a household as lists show them: never clear."""

    name: str
    sex: str
    birth_year: int
    phone: str


@dataclass(frozen=True)
class MaskedHousehold:
    """A household of a dwelling with its members masked."""

    id: UUID
    since: dt.date
    members: tuple[MaskedMember, ...]


def count_people(prefixes: Iterable[str]) -> Sequence[AreaPeople]:
    """Count who lives in each grid of a scope today; two queries."""
    here = within("area_code", prefixes) & Q(until=None)
    households = dict(Household.objects.filter(here).values_list("area_code").annotate(Count("id")))
    residents = dict(Residency.objects.filter(here, lives=True).values_list("area_code").annotate(Count("id")))
    codes = sorted(households.keys() | residents.keys())
    return tuple(AreaPeople(code, residents.get(code, 0), households.get(code, 0)) for code in codes)


def count_under(area_code: str) -> AreaPeople:
    """Count who lives under an area today."""
    parts = count_people([area_code])
    return AreaPeople(area_code, sum(part.residents for part in parts), sum(part.households for part in parts))


def households_of(dwelling_id: UUID, *, actor: Actor) -> Sequence[MaskedHousehold]:
    """List the households of a dwelling for those who may contact people there; names and phones masked."""
    allowed = within("area_code", actor.prefixes(Permission.PEOPLE_CONTACT))
    found = Household.objects.filter(allowed, dwelling_id=dwelling_id, until=None).order_by("id")
    homes = found.prefetch_related("residencies__resident") if actor.may_anywhere(Permission.PEOPLE_CONTACT) else ()
    return tuple(
        MaskedHousehold(home.pk, home.since, tuple(_masked(residency.resident) for residency in home.residencies.all()))
        for home in homes
    )


def home_of_account(account_id: UUID) -> tuple[str, UUID] | None:
    """Say where the resident behind an account lives: grid and dwelling; None for accounts that are no resident's."""
    mine = Residency.objects.filter(resident__account_id=account_id, lives=True, until=None)
    return mine.values_list("area_code", "dwelling_id").first()


def _masked(person: Resident) -> MaskedMember:
    return MaskedMember(
        mask_name(person.name), person.sex, person.born_on.year, mask_phone(unseal(person.phone_sealed))
    )
