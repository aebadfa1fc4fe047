"""Whom the register knows already of those who arrive in a file: by ID number, else by name and birth date at one address."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from linli.core.any_of import AnyOf
from linli.register.models import Household, Residency, Resident


@dataclass(slots=True)
class KnownPerson:
    """What the register says of somebody: enough to see whether a row says the same."""

    id: UUID
    number_hash: str
    phone_hash: str
    name: str
    sex: str
    born_on: dt.date
    homes: dict[UUID, UUID] = field(default_factory=dict)  # dwelling → household, today


@dataclass(frozen=True, slots=True)
class KnownHousehold:
    """A household of today: where it is and whether it has a head."""

    id: UUID
    dwelling_id: UUID
    area_code: str
    has_head: bool
    since: dt.date


@dataclass(frozen=True)
class Present:
    """Who is there already, by the ways a row can mean them."""

    by_number: dict[str, KnownPerson]
    by_name: dict[tuple[UUID, str, dt.date], KnownPerson]
    households: dict[UUID, KnownHousehold]
    at_dwelling: dict[UUID, list[UUID]]


_PERSON = ("id", "id_number_hash", "phone_hash", "name", "sex", "born_on")


def present(*, numbers: Collection[str], dwellings: Collection[UUID], households: Collection[UUID] = ()) -> Present:
    """Look up a batch of arrivals at once: four queries at most, however many they are."""
    homes = _households(dwellings, households)
    people = _people(numbers, homes)
    by_number = {one.number_hash: one for one in people if one.number_hash}
    by_name = {(place, one.name, one.born_on): one for one in people for place in one.homes}
    known = {one.id: one for one in homes}
    at_dwelling: dict[UUID, list[UUID]] = {}
    for one in homes:
        at_dwelling.setdefault(one.dwelling_id, []).append(one.id)
    return Present(by_number, by_name, known, at_dwelling)


def _households(dwellings: Collection[UUID], households: Collection[UUID]) -> Sequence[KnownHousehold]:
    columns = ("id", "dwelling_id", "area_code", "head_id", "since")
    open_ones = Household.objects.filter(until=None)
    rows = list(open_ones.filter(AnyOf("dwelling_id", dwellings)).order_by("id").values_list(*columns))
    if households:
        rows += list(open_ones.filter(AnyOf("pk", households)).values_list(*columns))
    unique = {pk: KnownHousehold(pk, place, area, head is not None, since) for pk, place, area, head, since in rows}
    return tuple(unique.values())


def _people(numbers: Collection[str], homes: Sequence[KnownHousehold]) -> Sequence[KnownPerson]:
    found: dict[UUID, KnownPerson] = {}
    if numbers:
        known = Resident.objects.filter(AnyOf("id_number_hash", numbers), merged_into=None)
        found = {row[0]: KnownPerson(*row) for row in known.values_list(*_PERSON)}
    now = Residency.objects.filter(until=None)
    if found:
        for pk, place, household in now.filter(AnyOf("resident_id", found)).values_list(
            "resident_id", "dwelling_id", "household_id"
        ):
            found[pk].homes[place] = household
    if homes:
        _add_members(found, homes)
    return tuple(found.values())


def _add_members(found: dict[UUID, KnownPerson], homes: Sequence[KnownHousehold]) -> None:
    """Add who belongs to the households of the dwellings asked about."""
    columns = ("dwelling_id", "household_id", *(f"resident__{name}" for name in _PERSON))
    now = Residency.objects.filter(
        AnyOf("household_id", [one.id for one in homes]), until=None, resident__merged_into=None
    )
    for place, household, *person in now.values_list(*columns):
        known = found.setdefault(person[0], KnownPerson(*person))
        known.homes[place] = household


def members_entered(household_id: UUID) -> Sequence[tuple[UUID, str]]:
    """List the members of a household in the order they were entered: id and relation."""
    rows = Residency.objects.filter(household_id=household_id).order_by("id").values_list("resident_id", "relation")
    return tuple(rows)
