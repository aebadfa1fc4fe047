"""What is done to the register: households with their people are entered, many at once."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.core.bulk import insert_rows
from linli.core.errors import NotAllowed
from linli.core.ids import new_id
from linli.core.secrets import keyed_hash, seal
from linli.register import rules
from linli.register.models import Household, Residency, Resident
from linli.register.rules import NewHousehold, NewResident, Relation
from linli.staff.rules import Actor

RESIDENT_COLUMNS = (
    "id", "name", "sex", "born_on", "id_number_sealed", "id_number_hash", "phone_sealed", "phone_hash", "account_id",
    "name_key", "died_on", "merged_into", "source", "batch_id", "entered_at", "version",
)  # fmt: skip
HOUSEHOLD_COLUMNS = ("id", "area_code", "dwelling_id", "head_id", "since", "until", "version")
RESIDENCY_COLUMNS = (
    "id", "area_code", "resident_id", "household_id", "dwelling_id", "lives", "registered", "relation", "since", "until",
)  # fmt: skip


@dataclass(frozen=True)
class Registered:
    """How many were entered."""

    households: int
    residents: int


@dataclass(frozen=True)
class Origin:
    """Where people entered many at once come from: a code of sources.toml, and the import."""

    source: str = ""
    batch_id: UUID | None = None


@transaction.atomic
def register_households(
    households: Sequence[NewHousehold], *, by: Actor, at: dt.datetime, origin: Origin | None = None
) -> Registered:
    """Enter households with their people: all of them or, with the first that cannot be true, none.

    Only the machine's own doors (import, sample town) may do so. ID numbers and phones are sealed and hashed here.
    """
    if not by.is_system:
        raise NotAllowed
    today = timezone.localdate(at)
    for household in households:
        rules.check_household(household, today=today)
    return store_households(households, at=at, origin=origin or Origin())


def store_households(households: Sequence[NewHousehold], *, at: dt.datetime, origin: Origin) -> Registered:
    """Store households that were checked already, in the caller's transaction."""
    kept = [(household.id or new_id(), household) for household in households]
    people = [
        (person.id or new_id(), person, household_id, household)
        for household_id, household in kept
        for person in household.members
    ]
    heads = {household_id: pk for pk, person, household_id, _ in people if person.relation is Relation.HEAD}
    rows = ((pk, of.area_code, of.dwelling_id, heads.get(pk), of.since, None, 1) for pk, of in kept)
    insert_rows(Household, HOUSEHOLD_COLUMNS, rows)
    insert_rows(Resident, RESIDENT_COLUMNS, _residents(people, at, origin))
    insert_rows(Residency, RESIDENCY_COLUMNS, _residencies(people))
    return Registered(len(kept), len(people))


Entered = tuple[UUID, NewResident, UUID, NewHousehold]


def _residents(people: Iterable[Entered], at: dt.datetime, origin: Origin) -> Iterator[tuple[object, ...]]:
    for pk, person, _, _ in people:
        number, phone = person.id_number, person.phone
        secrets = (seal(number), keyed_hash(number), seal(phone), keyed_hash(phone))
        beside = (rules.name_key(person.name), None, None, origin.source, origin.batch_id, at, 1)
        yield (pk, person.name, person.sex, person.born_on, *secrets, person.account_id, *beside)


def _residencies(people: Iterable[Entered]) -> Iterator[tuple[object, ...]]:
    for pk, person, household_id, of in people:
        yield (
            new_id(), of.area_code, pk, household_id, of.dwelling_id, person.lives, person.registered,
            person.relation.value, of.since, None,
        )  # fmt: skip
