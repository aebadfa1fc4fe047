"""Whom a higher room's row is about: masked names, homes and present enrolments by id, in a fixed number of queries."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Protocol
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from linli.core.scope import within
from linli.core.secrets import mask_name
from linli.register.catalogue import declared
from linli.register.models import Enrolment, Household, Residency, Resident
from linli.register.queries.purposes import Use, purposes_for


class About(Protocol):
    """A row about somebody, else about a household."""

    @property
    def resident_id(self) -> UUID | None:
        """The one person."""

    @property
    def household_id(self) -> UUID | None:
        """The household, where no one person is meant."""


@dataclass(frozen=True)
class HomeOf:
    """Where a resident lives today, else is registered."""

    household_id: UUID
    dwelling_id: UUID
    area_code: str
    since: dt.date = field(default=dt.date.min, compare=False)


@dataclass(frozen=True)
class OpenEnrolment:
    """That a resident takes part in a programme today."""

    id: UUID
    resident_id: UUID
    area_code: str
    programme_code: str
    since: dt.date
    review_by: dt.date


def masked_residents(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Give the masked names of residents; one query."""
    rows = Resident.objects.filter(pk__in=list(ids)).values_list("pk", "name")
    return {pk: mask_name(name) for pk, name in rows}


def masked_households(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Give the masked name of each household's head, else of its eldest; one query."""
    rows = Residency.objects.filter(household_id__in=list(ids), until=None)
    columns = ("household_id", "household__head_id", "resident_id", "resident__born_on", "resident__name")
    found: dict[UUID, tuple[bool, dt.date, str]] = {}
    for household, head, resident, born_on, name in rows.values_list(*columns):
        one = (resident != head, born_on, name)
        found[household] = min(found.get(household, one), one)
    return {household: mask_name(name) for household, (_other, _born, name) in found.items()}


def homes_of(resident_ids: Iterable[UUID]) -> dict[UUID, HomeOf]:
    """Say where residents live today, else are registered; one query."""
    rows = Residency.objects.filter(resident_id__in=list(resident_ids), until=None).order_by("lives", "since")
    columns = ("resident_id", "household_id", "dwelling_id", "area_code", "since")
    return {pk: HomeOf(*home) for pk, *home in rows.values_list(*columns)}


def homes_of_households(ids: Iterable[UUID]) -> dict[UUID, HomeOf]:
    """Say where households that stand keep house; one query."""
    rows = Household.objects.filter(pk__in=list(ids), until=None).values_list("pk", "dwelling_id", "area_code")
    return {pk: HomeOf(pk, dwelling, area) for pk, dwelling, area in rows}


def homes_behind(dwelling_ids: Iterable[UUID], *, on: dt.date) -> dict[UUID, HomeOf]:
    """Say who kept house in dwellings on a day, by dwelling; one query.

    Where several did, none is told: what concerns one family is not for another.
    """
    lasting = Q(until=None) | Q(until__gt=on)
    rows = Household.objects.filter(lasting, dwelling_id__in=list(dwelling_ids), since__lte=on)
    found: dict[UUID, list[HomeOf]] = {}
    for pk, dwelling, area, since in rows.values_list("pk", "dwelling_id", "area_code", "since"):
        found.setdefault(dwelling, []).append(HomeOf(pk, dwelling, area, since))
    return {dwelling: homes[0] for dwelling, homes in found.items() if len(homes) == 1}


def people_in(household_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Say who is in some households today; one query for five hundred of them."""
    found: dict[UUID, list[UUID]] = {}
    for batch in batched(household_ids, 500, strict=False):
        rows = Residency.objects.filter(household_id__in=batch, until=None).order_by("since", "id")
        for household, resident in rows.values_list("household_id", "resident_id"):
            found.setdefault(household, []).append(resident)
    return found


def people_of(rows: Sequence[About]) -> list[UUID]:
    """List whom rows are about: the person, of a row about a household everybody in it today."""
    homes = people_in({row.household_id for row in rows if row.household_id and not row.resident_id})
    people = {row.resident_id for row in rows if row.resident_id}
    return sorted(people.union(*homes.values()))


def names_at_home(household_id: UUID) -> frozenset[str]:
    """Give the names of who is in a household today: to compare one with, not to show."""
    rows = Residency.objects.filter(household_id=household_id, until=None)
    return frozenset(rows.values_list("resident__name", flat=True))


def households_standing(prefixes: Iterable[str]) -> Iterator[tuple[UUID, str, UUID, dt.date]]:
    """Walk the households of a scope: id, grid, dwelling, since when."""
    rows = Household.objects.filter(within("area_code", prefixes), until=None).order_by("id")
    yield from rows.values_list("id", "area_code", "dwelling_id", "since").iterator(chunk_size=2_000)


def ended_households(ids: Iterable[UUID]) -> frozenset[UUID]:
    """Say which of some households have ended."""
    rows = Household.objects.filter(pk__in=list(ids), until__isnull=False)
    return frozenset(rows.values_list("pk", flat=True))


def open_enrolments(prefixes: Iterable[str], codes: Iterable[str]) -> Iterator[OpenEnrolment]:
    """Walk who takes part in programmes within a scope, each with a consent or a basis."""
    rows = _resting().filter(within("area_code", prefixes), programme_code__in=list(codes)).order_by("id")
    columns = ("id", "resident_id", "area_code", "programme_code", "since", "review_by")
    for row in rows.values_list(*columns).iterator(chunk_size=2_000):
        yield OpenEnrolment(*row)


def enrolment_in_force(resident_id: UUID, programme_code: str) -> UUID | None:
    """Find somebody's present enrolment in a programme."""
    rows = _resting().filter(resident_id=resident_id, programme_code=programme_code)
    return rows.values_list("pk", flat=True).first()


def stood_at(enrolment_id: UUID, at: dt.datetime) -> bool:
    """Say whether somebody took part at a moment: not after the enrolment's last day, nor after consent was taken back."""
    found = Enrolment.objects.filter(pk=enrolment_id).values_list("until", "consent__withdrawn_at").first()
    until, withdrawn_at = found or (dt.date.min, None)
    return (until is None or timezone.localdate(at) <= until) and (withdrawn_at is None or at <= withdrawn_at)


def programmes_in_force(resident_id: UUID) -> list[str]:
    """List the programmes somebody takes part in today, whose purpose is open for reading; two queries."""
    purposes = {one.code for one in purposes_for(Use.READING)}
    codes = [one.code for one in declared().programmes.values() if one.purpose in purposes]
    rows = _resting().filter(resident_id=resident_id, programme_code__in=codes).order_by("since", "id")
    return list(rows.values_list("programme_code", flat=True))


def enrolments_in_force() -> QuerySet[Enrolment, UUID]:
    """Select the ids of all present enrolments, for a condition of another query."""
    return _resting().values_list("pk", flat=True)


def enrolments_resting() -> QuerySet[Enrolment]:
    """Select all present enrolments, for counting them."""
    return _resting()


def _resting() -> QuerySet[Enrolment]:
    """Enrolments that go on and rest on something: a consent that stands, or a law or decision."""
    grounds = Q(consent__isnull=False, consent__withdrawn_at=None) | (Q(consent=None) & ~Q(basis=""))
    return Enrolment.objects.filter(grounds, until=None, resident__merged_into=None, resident__died_on=None)
