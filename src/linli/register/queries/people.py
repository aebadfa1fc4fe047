"""What may be read of the register at a glance: counts, which say nothing of a person, and where an account lives."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from linli.core.scope import within
from linli.register.models import Household, Residency


@dataclass(frozen=True)
class AreaPeople:
    """How many people and households an area has."""

    area_code: str
    residents: int
    households: int


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


def home_of_account(account_id: UUID) -> tuple[str, UUID] | None:
    """Say where the resident behind an account lives: grid and dwelling; None for accounts that are no resident's."""
    mine = Residency.objects.filter(resident__account_id=account_id, lives=True, until=None)
    return mine.values_list("area_code", "dwelling_id").first()
