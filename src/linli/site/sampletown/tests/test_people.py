"""Nobody in the town can be taken for somebody real."""

import datetime as dt
import re
from uuid import UUID

import pytest

from linli.core.codes import is_id_number
from linli.register.rules import check_household
from linli.site.sampletown.chance import dice
from linli.site.sampletown.people import Home, People, households, sizes, test_phone
from linli.site.sampletown.size import TownSize

test_phone.__test__ = False
TODAY = dt.date(2026, 11, 22)
SIZE = TownSize(1_200)


@pytest.fixture(scope="module")
def homes():
    places = [Home(UUID(int=number), "990101001001001", "") for number in range(SIZE.dwellings)]
    people = People(seed=1, today=TODAY, thrown=dice(1, "people"))
    return list(households(places, SIZE, people=people, thrown=dice(1, "homes")))


def test_there_are_as_many_people_as_asked_for(homes):
    assert sum(len(home.members) for home in homes) == 1_200
    assert len(homes) == SIZE.households
    assert len({home.dwelling_id for home in homes}) == len(homes)


def test_the_register_takes_every_one_of_them(homes):
    for home in homes:
        check_household(home, today=TODAY)


def test_phones_and_id_numbers_come_from_the_ranges_kept_for_tests(homes):
    people = [person for home in homes for person in home.members]
    assert all(re.fullmatch(r"1990000\d{4}", person.phone) for person in people if person.phone)
    numbers = [person.id_number for person in people if person.id_number]
    assert all(number.startswith("990101") and is_id_number(number) for number in numbers)
    assert len(set(numbers)) == len(numbers) > 1_000


def test_children_live_with_grown_ups_and_have_no_phone(homes):
    for home in homes:
        assert max((TODAY - person.born_on).days for person in home.members) > 18 * 365
        assert all(person.phone == "" for person in home.members if (TODAY - person.born_on).days < 13 * 365)


@pytest.mark.parametrize("residents", [60, 61, 1_000])
def test_sizes_of_households_add_up(residents):
    size = TownSize(residents)
    assert sum(sizes(size, dice(3, "x"))) == residents
    assert min(sizes(size, dice(3, "x"))) >= 1
