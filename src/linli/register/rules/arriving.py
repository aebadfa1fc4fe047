"""People who arrive in a file: what a row says, and what can be wrong with it, alone and beside the other rows."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from linli.register.rules.people import OLDEST_YEARS, Relation


class Wrong(StrEnum):
    """What can be wrong with a row; each has a sentence that says how to mend it."""

    NAME_MISSING = "name-missing"
    NAME_LONG = "name-long"
    SEX_UNKNOWN = "sex-unknown"
    SEX_DIFFERS = "sex-differs"
    BIRTH_MISSING = "birth-missing"
    BIRTH_DIFFERS = "birth-differs"
    DATE_IMPOSSIBLE = "date-impossible"
    DATE_FUTURE = "date-future"
    TOO_OLD = "too-old"
    ID_NUMBER = "id-number"
    PHONE = "phone"
    RELATION = "relation"
    TWO_HEADS = "two-heads"
    STATUS = "status"
    NEITHER = "neither"
    BEFORE_BIRTH = "before-birth"
    NO_DWELLING_SAID = "no-dwelling-said"
    DWELLING_UNKNOWN = "dwelling-unknown"
    DWELLING_UNCLEAR = "dwelling-unclear"
    DWELLING_OUTSIDE = "dwelling-outside"
    APART = "apart"
    REPEATED = "repeated"
    REPEATED_PERSON = "repeated-person"
    ELSEWHERE = "elsewhere"
    HOUSEHOLD_UNKNOWN = "household-unknown"
    UNREADABLE = "unreadable"
    TOO_MANY_CELLS = "too-many-cells"


@dataclass(slots=True)
class Fault:
    """One thing wrong with a row: in which field, and the row it collides with (0: none)."""

    wrong: Wrong
    field: str = ""
    row: int = 0


@dataclass(slots=True)
class Arrival:
    """A person as a row tells of them, filled field by field: there are millions, so it is plain and small."""

    row: int
    cells: Mapping[str, object]
    said: str = ""
    name: str = ""
    sex: str = ""
    born_on: dt.date | None = None
    id_number: str = ""
    phone: str = ""
    relation: Relation = Relation.UNKNOWN
    lives: bool = True
    registered: bool = True
    since: dt.date | None = None
    dwelling_id: UUID | None = None
    area_code: str = ""
    faults: list[Fault] = field(default_factory=list)
    household_id: UUID | None = None  # that of the register it is put into
    number_hash: str = ""
    phone_hash: str = ""

    def is_wrong(self, wrong: Wrong, where: str = "", *, row: int = 0) -> None:
        """Note a fault."""
        self.faults.append(Fault(wrong, where, row))


@dataclass(slots=True)
class Group:
    """The rows of one household, and how the file told that they belong together."""

    key: str
    members: list[Arrival]

    @property
    def good(self) -> list[Arrival]:
        """The members without a fault."""
        return [member for member in self.members if not member.faults]


def check_facts(person: Arrival, *, today: dt.date) -> None:
    """Find what cannot be: dates in the future, too long ago, in the wrong order; somebody who neither lives nor is registered."""
    if not (person.lives or person.registered):
        person.is_wrong(Wrong.NEITHER, "lives")
    born_on, since = person.born_on, person.since
    if born_on is not None and born_on > today:
        person.is_wrong(Wrong.DATE_FUTURE, "born_on")
    elif born_on is not None and born_on.year < today.year - OLDEST_YEARS:
        person.is_wrong(Wrong.TOO_OLD, "born_on")
    if since is None:
        return
    if since > today:
        person.is_wrong(Wrong.DATE_FUTURE, "since")
    elif born_on is not None and since < born_on:
        person.is_wrong(Wrong.BEFORE_BIRTH, "since")


def check_group(members: Sequence[Arrival]) -> None:
    """Find what is wrong between the rows of one household: a second head, people who live somewhere else."""
    head: Arrival | None = None
    home: Arrival | None = None
    for person in members:
        if person.faults:
            continue
        if person.relation is Relation.HEAD:
            if head is not None:
                person.is_wrong(Wrong.TWO_HEADS, "relation", row=head.row)
                continue
            head = person
        if person.lives:
            if home is not None and home.dwelling_id != person.dwelling_id:
                person.is_wrong(Wrong.APART, "household_no", row=home.row)
                continue
            home = home or person


class Seen:
    """Who stood in the file before: by ID number, and by name, birth date and dwelling."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._people: dict[int, int] = {}

    def check(self, person: Arrival) -> None:
        """Find out whether a person stands in the file already; the first row of a person is the one that counts."""
        number, row = person.id_number, person.row
        if number and (first := self._numbers.setdefault(_short(number), row)) != row:
            person.is_wrong(Wrong.REPEATED, "id_number", row=first)
        elif person.dwelling_id is not None and person.name and person.born_on is not None:
            mark = hash((person.name, person.born_on, person.dwelling_id))
            if (first := self._people.setdefault(mark, row)) != row:
                person.is_wrong(Wrong.REPEATED_PERSON, "name", row=first)


def _short(number: str) -> int:
    """Keep an ID number as a whole number: half the room of a text, and there are millions."""
    return int(number[:17])
