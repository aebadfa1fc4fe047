"""What can happen in a life, and when: checks on plain values before anything is written."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from linli.core.codes import is_phone
from linli.register import errors
from linli.register.rules.birthdays import age_on
from linli.register.rules.people import NewResident, Relation

FIELDS = ("name", "sex", "born_on", "id_number", "phone")  # what can be stated, corrected and asked for of a person
LEAST_REASON = 4
GUARDED_UNDER = 14  # PIPL art. 31
GROWN_UP = 18
YOUNGEST_PARENT = 12
GUARDIAN_BASES = ("parent", "appointed", "court")  # Civil Code arts. 27-32


@dataclass(frozen=True)
class NewHome:
    """Where somebody moves, from which day: to live there, to be registered there, or both.

    Without a household a new one begins. `leaves` ends the home before: who only lives elsewhere stays registered there.
    """

    dwelling_id: UUID
    on: dt.date
    household_id: UUID | None = None
    lives: bool = True
    registered: bool = False
    relation: Relation = Relation.UNKNOWN
    leaves: bool = False


@dataclass(frozen=True)
class NewGuardian:
    """Who is guardian: a resident, or somebody outside by name; on which basis."""

    basis: str
    guardian_id: UUID | None = None
    name: str = ""
    phone: str = ""
    relation: Relation = Relation.UNKNOWN


@dataclass(frozen=True)
class NewContact:
    """Whom to call for somebody, as they wish."""

    name: str
    phone: str
    relation: Relation = Relation.UNKNOWN


@dataclass(frozen=True)
class Homes:
    """The homes somebody has today: where they live and where they are registered, by household."""

    lives_in: frozenset[UUID] = frozenset()
    registered_in: frozenset[UUID] = frozenset()
    left_on: dt.date | None = None  # the last day on which a home before these was left


@dataclass(frozen=True)
class Sketch:
    """What two records are held against each other by."""

    sex: str
    born_on: dt.date
    id_number_hash: str = field(default="", repr=False)


def check_day(day: dt.date, *, born_on: dt.date, today: dt.date) -> None:
    """Refuse a day that lies ahead, or before somebody's birth."""
    if day > today:
        raise errors.DayInFuture(field="on", day=day)
    if day < born_on:
        raise errors.DayBeforeBirth(field="on", day=day)


def check_ends(day: dt.date, *, since: Iterable[dt.date]) -> None:
    """Refuse that something ends before it began."""
    for begun in since:
        if day < begun:
            raise errors.DayBeforeStart(field="on", day=day, since=begun)


def check_home(home: NewHome, *, homes: Homes, died_on: dt.date | None) -> None:
    """Refuse a second home to live in, a second registration, a home for the dead, and what stands already."""
    if died_on is not None:
        raise errors.HasDied
    if not (home.lives or home.registered):
        raise errors.NeitherLivesNorRegistered(field="lives")
    here = home.household_id
    if _stands(home, homes):
        raise errors.LivesHereAlready
    if homes.left_on is not None and home.on < homes.left_on:
        raise errors.NotLeftYet(until=homes.left_on, day=home.on)
    if home.lives and homes.lives_in - {here} and not home.leaves:
        raise errors.LivesElsewhere
    if home.registered and homes.registered_in - {here} and not home.leaves:
        raise errors.RegisteredElsewhere


def _stands(home: NewHome, homes: Homes) -> bool:
    """Say whether what is asked for is so already."""
    lives = not home.lives or home.household_id in homes.lives_in
    return lives and (not home.registered or home.household_id in homes.registered_in)


def check_alive(died_on: dt.date | None) -> None:
    """Refuse that something new begins for somebody who has died."""
    if died_on is not None:
        raise errors.HasDied


def check_values(values: Mapping[str, object]) -> None:
    """Refuse fields that nobody keeps of a person."""
    for name in values:
        if name not in FIELDS:
            raise errors.FieldUnknown(field=name, name=name)


def check_reason(reason: str, *, field: str = "reason") -> str:
    """Refuse a reason that says nothing; give it trimmed."""
    said = reason.strip()
    if len(said) < LEAST_REASON:
        raise errors.ReasonMissing(field=field, least=LEAST_REASON)
    return said


def check_parent(born_on: dt.date, *, child_born_on: dt.date) -> None:
    """Refuse a parent who was a child at the birth."""
    if age_on(born_on, child_born_on) < YOUNGEST_PARENT:
        raise errors.ParentTooYoung(field="parents", least=YOUNGEST_PARENT)


def check_guardian(guardian: NewGuardian, *, ward_id: UUID, born_on: dt.date | None, on: dt.date) -> None:
    """Refuse a guardian who is the ward, is no grown-up, or is nobody."""
    if guardian.basis not in GUARDIAN_BASES:
        raise errors.GuardianBasisUnknown(field="basis")
    named = bool(guardian.name.strip())
    if (guardian.guardian_id is None) != named or guardian.guardian_id == ward_id:
        raise errors.GuardianWrong(field="guardian_id")
    if born_on is not None and age_on(born_on, on) < GROWN_UP and guardian.basis != "parent":
        raise errors.GuardianWrong(field="guardian_id")
    if guardian.phone and not is_phone(guardian.phone):
        raise errors.PhoneInvalid(field="phone")


def check_contact(contact: NewContact) -> None:
    """Refuse a contact who cannot be called."""
    if not contact.name.strip():
        raise errors.ContactWrong(field="name")
    if not is_phone(contact.phone):
        raise errors.PhoneInvalid(field="phone")


def check_merge(one: Sketch, other: Sketch, *, reason: str) -> None:
    """Refuse to make one of two records that differ in what never changes, without a reason somebody can read later."""
    numbers = {one.id_number_hash, other.id_number_hash} - {""}
    differ = one.sex != other.sex or one.born_on != other.born_on or len(numbers) > 1
    if differ and len(reason.strip()) < LEAST_REASON:
        raise errors.MergeNeedsReason(least=LEAST_REASON)


def plain_phone(phone: str) -> str:
    """Write a phone as it is kept and found: without spaces."""
    return phone.replace(" ", "")


def plain_number(number: str) -> str:
    """Write an ID number as it is kept and found: without spaces, its X a capital."""
    return number.replace(" ", "").upper()


def tidied(person: NewResident) -> NewResident:
    """Write a person as they are kept: no blanks around the name, none in numbers."""
    return replace(
        person, name=person.name.strip(), id_number=plain_number(person.id_number), phone=plain_phone(person.phone)
    )


def with_id(person: NewResident, pk: UUID) -> NewResident:
    """Give a person the id they are kept under."""
    return replace(person, id=pk)


def plain_value(name: str, value: str | dt.date) -> str | dt.date:
    """Write one value as it is kept: a name without blanks around it, numbers without any."""
    if not isinstance(value, str):
        return value
    ways = {"phone": plain_phone, "id_number": plain_number}
    return ways.get(name, str.strip)(value)
