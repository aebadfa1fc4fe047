"""Residents in households: ages that fit together, invented names, ID numbers and phones from ranges kept for tests.

ID numbers begin with 990101, which no place has; phones are 19900000000 to 19900009999.
"""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from linli.core.codes import id_check_character
from linli.register.rules import NewHousehold, NewResident, Relation
from linli.site.sampletown.blocks import DISTRICT_CODE
from linli.site.sampletown.chance import Choice, ids
from linli.site.sampletown.names import person_name, surname
from linli.site.sampletown.size import TownSize

PHONES = 10_000
_SIZES = Choice({1: 17, 2: 32, 3: 27, 4: 16, 5: 8})
_SINGLE = Choice({(24, 38): 40, (38, 60): 25, (60, 92): 35})
_COUPLE = Choice({(24, 34): 22, (34, 50): 15, (50, 64): 25, (64, 88): 38})
_PARENTS = (28, 52)
_PHONE_SHARE = 0.9
_PHONE_AGE = 14
_ID_SHARE = 0.96


@dataclass(frozen=True)
class Home:
    """A dwelling that somebody may live in."""

    dwelling_id: UUID
    area_code: str
    address: str


class People:
    """Makes households one after the other."""

    def __init__(self, *, seed: int, today: dt.date, thrown: random.Random) -> None:
        self._thrown, self._today = thrown, today
        self._ids, self._home_ids = ids(seed, "residents"), ids(seed, "households")
        self._numbered: Counter[tuple[dt.date, str]] = Counter()
        self._phones = 0

    def household(self, home: Home, members: int) -> NewHousehold:
        """Make a household of so many people."""
        thrown = self._thrown
        since = self._today - dt.timedelta(days=thrown.randint(60, 7_000))
        name = surname(thrown)
        people = tuple(
            replace(self._person(age, sex, name if own else surname(thrown)), relation=relation)
            for age, sex, own, relation in _ages(members, thrown)
        )
        return NewHousehold(home.area_code, home.dwelling_id, since, people, next(self._home_ids))

    def _person(self, age: int, sex: str, family: str) -> NewResident:
        thrown = self._thrown
        born_on = self._today - dt.timedelta(days=int(age * 365.25) + thrown.randint(1, 364))
        name = person_name(sex=sex, age=age, surname=family, thrown=thrown)
        number = self._id_number(born_on, sex) if thrown.random() < _ID_SHARE else ""
        phone = self._phone() if age >= _PHONE_AGE and thrown.random() < _PHONE_SHARE else ""
        return NewResident(name, sex, born_on, number, phone, id=next(self._ids), registered=thrown.random() < 0.78)

    def _id_number(self, born_on: dt.date, sex: str) -> str:
        self._numbered[born_on, sex] += 1
        order = self._numbered[born_on, sex] * 2 - (sex == "male")
        if order > 999:  # more people born on one day than the code has room for
            return ""
        first = f"{DISTRICT_CODE}{born_on:%Y%m%d}{order:03d}"
        return first + id_check_character(first)

    def _phone(self) -> str:
        self._phones += 1
        return test_phone(self._phones)


def test_phone(number: int) -> str:
    """Give one of the phones kept for tests."""
    return f"1990000{number * 7_919 % PHONES:04d}"


def sizes(size: TownSize, thrown: random.Random) -> list[int]:
    """Decide how many people each household has, so that they add up to the residents exactly."""
    found = [_SIZES.throw(thrown) for _ in range(size.households)]
    over = sum(found) - size.residents
    while over:
        place = thrown.randrange(len(found))
        if over > 0 and found[place] > 1:
            found[place] -= 1
            over -= 1
        elif over < 0:
            found[place] += 1
            over += 1
    return found


def households(
    homes: Sequence[Home], size: TownSize, *, people: People, thrown: random.Random
) -> Iterator[NewHousehold]:
    """Move households into dwellings; some dwellings stay empty."""
    lived_in = sorted(thrown.sample(range(len(homes)), min(size.households, len(homes))))
    for place, members in zip(lived_in, sizes(size, thrown), strict=True):
        yield people.household(homes[place], members)


def _ages(members: int, thrown: random.Random) -> list[tuple[int, str, bool, Relation]]:
    """Give age, sex, whether they bear the family's name, and the relation: one person, a couple, or parents with children and elders."""
    if members == 1:
        return [(thrown.randint(*_SINGLE.throw(thrown)), thrown.choice(("female", "male")), True, Relation.HEAD)]
    age = thrown.randint(*(_COUPLE.throw(thrown) if members == 2 else _PARENTS))
    wife = max(age - thrown.randint(-2, 5), 22)
    home = [(age, "male", True, Relation.HEAD), (wife, "female", False, Relation.SPOUSE)]
    for number in range(members - 2):
        if number < 2 or number % 2:
            years = thrown.randint(0, max(min(age - 24, 26), 1))
            home.append((years, thrown.choice(("female", "male")), True, Relation.CHILD))
        else:
            years = min(age + thrown.randint(24, 32), 97)
            home.append((years, thrown.choice(("female", "female", "male")), True, Relation.PARENT))
    return home[:members]
