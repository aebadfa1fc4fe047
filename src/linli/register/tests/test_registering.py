"""Households are entered whole, sealed and counted; lists show masks."""

import datetime as dt
from dataclasses import replace
from uuid import UUID

import pytest

from linli.core.codes import id_check_character
from linli.core.errors import NotAllowed
from linli.core.secrets import keyed_hash, unseal
from linli.register import actions, errors, queries, rules
from linli.register.models import Household, Residency, Resident
from linli.register.rules import NewHousehold, NewResident
from linli.staff.rules import SYSTEM, Role
from linli.staff.testing import COMMUNITY, GRID, GRID_BESIDE, make_actor

AT = dt.datetime(2026, 11, 16, 1, 0, tzinfo=dt.UTC)
FLAT = UUID(int=7)
BORN = dt.date(1958, 4, 5)
NUMBER = "99010119580405002" + id_check_character("99010119580405002")
GRANDMOTHER = NewResident("何秀兰", "female", BORN, NUMBER, "19900000123")
CHILD = NewResident("何宇轩", "male", dt.date(2019, 9, 1))
HOME = NewHousehold(GRID, FLAT, dt.date(2020, 1, 1), (GRANDMOTHER, CHILD))


def enter(*households):
    return actions.register_households(households, by=SYSTEM, at=AT)


@pytest.mark.django_db
def test_id_numbers_and_phones_lie_sealed_and_are_found_by_hash():
    enter(HOME)
    stored = Resident.objects.get(id_number_hash=keyed_hash(NUMBER))
    assert NUMBER not in stored.id_number_sealed
    assert unseal(stored.id_number_sealed) == NUMBER
    assert Resident.objects.get(phone_hash=keyed_hash("19900000123")) == stored


@pytest.mark.django_db
def test_what_is_not_known_is_not_sealed():
    enter(HOME)
    child = Resident.objects.get(name="何宇轩")
    assert (child.id_number_sealed, child.phone_sealed, child.id_number_hash, child.phone_hash) == ("", "", "", "")


@pytest.mark.django_db
def test_a_household_is_stored_with_its_people_and_their_residencies():
    assert enter(HOME) == actions.Registered(1, 2)
    home = Household.objects.get()
    assert (home.area_code, home.dwelling_id, home.since, home.until) == (GRID, FLAT, dt.date(2020, 1, 1), None)
    assert {residency.resident.name for residency in home.residencies.all()} == {"何秀兰", "何宇轩"}
    assert Residency.objects.get(resident__name="何宇轩").area_code == GRID


WRONG = [
    ({"name": "  "}, errors.NameMissing),
    ({"name": "何" * 41}, errors.NameMissing),
    ({"sex": "f"}, errors.SexUnknown),
    ({"born_on": dt.date(2030, 1, 1)}, errors.BirthDateWrong),
    ({"born_on": dt.date(1880, 1, 1)}, errors.BirthDateWrong),
    ({"id_number": NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")}, errors.IdNumberInvalid),
    ({"born_on": dt.date(1958, 4, 6)}, errors.IdNumberDiffers),
    ({"sex": "male"}, errors.IdNumberDiffers),
    ({"phone": "12"}, errors.PhoneInvalid),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("change", "refusal"), WRONG)
def test_one_person_who_cannot_be_true_stops_the_batch(change, refusal):
    wrong = replace(HOME, members=(replace(GRANDMOTHER, **change),))
    with pytest.raises(refusal):
        enter(HOME, wrong)
    assert not Resident.objects.exists()


def test_a_household_without_people_is_refused():
    with pytest.raises(errors.HouseholdEmpty):
        rules.check_household(replace(HOME, members=()), today=dt.date(2026, 1, 1))


@pytest.mark.django_db
def test_only_the_machines_own_doors_enter_households():
    with pytest.raises(NotAllowed):
        actions.register_households([HOME], by=make_actor(Role.GRID_WORKER, area_code=GRID), at=AT)


@pytest.mark.django_db
def test_people_are_counted_by_grid():
    enter(HOME, replace(HOME, area_code=GRID_BESIDE, members=(CHILD,)))
    assert queries.count_people([COMMUNITY]) == (
        queries.AreaPeople(GRID, 2, 1),
        queries.AreaPeople(GRID_BESIDE, 1, 1),
    )
    assert queries.count_under(COMMUNITY) == queries.AreaPeople(COMMUNITY, 3, 2)


@pytest.mark.django_db
def test_counting_takes_two_queries(django_assert_num_queries):
    enter(HOME)
    with django_assert_num_queries(2):
        queries.count_people([COMMUNITY])


@pytest.mark.django_db
def test_an_account_finds_its_home():
    enter(replace(HOME, members=(replace(GRANDMOTHER, account_id=UUID(int=9)),)))
    assert queries.home_of_account(UUID(int=9)) == (GRID, FLAT)
    assert queries.home_of_account(UUID(int=8)) is None
