"""What the register accepts of a person: checks on plain values."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from linli.core.codes import is_id_number, is_phone
from linli.register import errors

LONGEST_NAME = 40
OLDEST_YEARS = 130
SEXES = frozenset({"female", "male"})


class Relation(StrEnum):
    """How somebody is related to the head of the household, or to whom they are guardian or contact of (GB/T 4761, main groups)."""

    HEAD = "head"
    SPOUSE = "spouse"
    CHILD = "child"
    GRANDCHILD = "grandchild"
    PARENT = "parent"
    GRANDPARENT = "grandparent"
    SIBLING = "sibling"
    OTHER = "other"
    UNKNOWN = ""


@dataclass(frozen=True)
class NewResident:
    """A person as a form or file gives them; ID number and phone may be missing."""

    name: str
    sex: str
    born_on: dt.date
    id_number: str = ""
    phone: str = ""
    account_id: UUID | None = None
    id: UUID | None = None
    registered: bool = True
    relation: Relation = Relation.UNKNOWN
    lives: bool = True


@dataclass(frozen=True)
class NewHousehold:
    """People who keep house together in a dwelling, since a day."""

    area_code: str
    dwelling_id: UUID
    since: dt.date
    members: tuple[NewResident, ...]
    id: UUID | None = None


def check_household(household: NewHousehold, *, today: dt.date) -> None:
    """Refuse a household without people, or with one who cannot be registered."""
    if not household.members:
        raise errors.HouseholdEmpty(field="members")
    for member in household.members:
        check_resident(member, today=today)


def check_resident(person: NewResident, *, today: dt.date) -> None:
    """Refuse a person whose data cannot be true."""
    if not 1 <= len(person.name) <= LONGEST_NAME or not person.name.strip():
        raise errors.NameMissing(field="name", most=LONGEST_NAME)
    if person.sex not in SEXES:
        raise errors.SexUnknown(field="sex")
    if not dt.date(today.year - OLDEST_YEARS, 1, 1) <= person.born_on <= today:
        raise errors.BirthDateWrong(field="born_on", born_on=person.born_on)
    if person.phone and not is_phone(person.phone):
        raise errors.PhoneInvalid(field="phone")
    if person.id_number:
        check_id_number(person.id_number, born_on=person.born_on, sex=person.sex)


def check_id_number(number: str, *, born_on: dt.date, sex: str) -> None:
    """Refuse an ID number that is mistyped or belongs to somebody else (GB 11643: digits 7-14 birth date, 17 sex)."""
    if not is_id_number(number):
        raise errors.IdNumberInvalid(field="id_number")
    says = "male" if int(number[16]) % 2 else "female"
    if number[6:14] != f"{born_on:%Y%m%d}" or says != sex:
        raise errors.IdNumberDiffers(field="id_number")
