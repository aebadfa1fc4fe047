"""People are entered one at a time, found again, and their pages are masked and kept as readings."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine

from linli.core.secrets import unseal
from linli.places.testing import make_dwelling
from linli.register import actions, errors, queries
from linli.register.models import Disclosure, Household, RegisterChange, Residency, Resident
from linli.register.rules import NewHousehold, NewResident, Relation
from linli.register.testing import AT, CHILD, GRANDMOTHER, a_command, make_household, make_id_number, make_resident
from linli.staff.testing import GRID, GRID_ELSEWHERE

SINCE = dt.date(2024, 3, 1)
BORN = dt.date(1958, 4, 5)
NUMBER = make_id_number(BORN, "female")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


def enter(cast, *members, area_code=GRID, by=None, command=None, **more):
    new = NewHousehold(area_code, make_dwelling(area_code=area_code), SINCE, members or (GRANDMOTHER, CHILD), **more)
    return actions.enter_household(new, command=command or a_command((by or cast.lin).actor), source="counter")


def test_a_household_entered_has_its_people_its_head_and_its_history(cast):
    home = enter(cast)
    grandmother, child = Resident.objects.order_by("born_on")
    assert (home.head_id, home.area_code, home.since) == (grandmother.pk, GRID, SINCE)
    assert (grandmother.source, grandmother.entered_at, grandmother.name_key) == ("counter", AT, "he2 xiu4 lan2 何秀兰")
    assert {one.since for one in home.residencies.all()} == {SINCE}
    assert Residency.objects.get(resident=child).relation == Relation.GRANDCHILD
    assert set(RegisterChange.objects.values_list("subject_kind", flat=True)) == {"household", "resident", "residency"}


def test_entering_twice_with_one_command_enters_once(cast):
    command = a_command(cast.lin.actor)
    new = NewHousehold(GRID, make_dwelling(), SINCE, (GRANDMOTHER,))
    first = actions.enter_household(new, command=command, source="counter")
    assert actions.enter_household(new, command=command, source="counter") == first
    assert Resident.objects.count() == 1


def test_nobody_enters_people_outside_their_area(cast):
    with pytest.raises(errors.DwellingNotFound):
        enter(cast, area_code=GRID_ELSEWHERE)


def test_zhao_enters_nobody(cast):
    with pytest.raises(errors.DwellingNotFound):
        enter(cast, by=cast.zhao)
    home = make_household()
    with pytest.raises(errors.HouseholdNotFound):
        actions.enter_resident(home.pk, CHILD, command=a_command(cast.zhao.actor), source="counter")


@pytest.mark.parametrize(
    ("members", "refusal"),
    [
        ((GRANDMOTHER, replace(CHILD, relation=Relation.HEAD)), errors.RelationUnknown),
        ((replace(GRANDMOTHER, lives=False, registered=False),), errors.NeitherLivesNorRegistered),
        ((replace(GRANDMOTHER, born_on=dt.date(2027, 1, 1)),), errors.BirthDateWrong),
        (
            (replace(GRANDMOTHER, id_number=NUMBER), replace(GRANDMOTHER, id_number=NUMBER, relation=Relation.UNKNOWN)),
            errors.IdNumberTaken,
        ),
    ],
    ids=["two-heads", "nowhere", "future", "number-twice"],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(cast, members, refusal):
    with pytest.raises(refusal):
        enter(cast, *members)
    assert not Resident.objects.exists()
    assert not Household.objects.exists()


def test_a_household_cannot_begin_tomorrow(cast):
    new = NewHousehold(GRID, make_dwelling(), dt.date(2026, 11, 17), (GRANDMOTHER,))
    with pytest.raises(errors.DayInFuture):
        actions.enter_household(new, command=a_command(cast.lin.actor), source="counter")


def test_an_undeclared_source_is_refused(cast):
    new = NewHousehold(GRID, make_dwelling(), SINCE, (GRANDMOTHER,))
    with pytest.raises(errors.SourceUnknown):
        actions.enter_household(new, command=a_command(cast.lin.actor), source="hearsay")


def test_one_more_person_joins_a_household_and_numbers_lie_sealed(cast):
    home = make_household(GRANDMOTHER)
    person = NewResident(
        " 何伟 ", "male", dt.date(1985, 1, 2), make_id_number(dt.date(1985, 1, 2), "male"), "199 0000 0777"
    )
    stored = actions.enter_resident(home.pk, person, command=a_command(cast.lin.actor), source="self")
    assert (stored.name, unseal(stored.phone_sealed), unseal(stored.id_number_sealed)) == (
        "何伟", "19900000777", person.id_number,
    )  # fmt: skip
    assert Residency.objects.get(resident=stored).since == dt.date(2026, 11, 16)


def test_a_number_that_is_there_tells_whose_it_is_only_to_those_who_may_know(cast):
    known = make_resident(id_number=NUMBER)
    hidden_born = dt.date(1970, 1, 1)
    make_resident(
        "徐芳", born_on=hidden_born, id_number=make_id_number(hidden_born, "female"), area_code=GRID_ELSEWHERE
    )
    home = make_household(CHILD)
    with pytest.raises(errors.IdNumberTaken) as seen:
        actions.enter_resident(
            home.pk, replace(GRANDMOTHER, id_number=NUMBER, relation=Relation.UNKNOWN),
            command=a_command(cast.lin.actor), source="counter",
        )  # fmt: skip
    assert seen.value.resident_id == known.pk
    with pytest.raises(errors.IdNumberTaken) as unseen:
        actions.enter_resident(
            home.pk, NewResident("徐芳", "female", hidden_born, make_id_number(hidden_born, "female")),
            command=a_command(cast.lin.actor), source="counter",
        )  # fmt: skip
    assert unseen.value.resident_id is None
    assert "徐" not in str(unseen.value)


@pytest.mark.parametrize("typed", ["何秀兰", "何秀", "何", "hexiulan", "He Xiu", "hxl", "hx", "19900000123", NUMBER])
def test_residents_are_found_by_name_pinyin_number_and_phone(cast, typed):
    make_resident(id_number=NUMBER, phone="19900000123")
    make_resident("高小明", born_on=dt.date(1980, 2, 2))
    (found,) = queries.search_residents(cast.lin.actor, typed)
    assert (found.name, found.birth_year, found.lives, found.area_code) == ("何**", 1958, True, GRID)


@pytest.mark.parametrize("typed", ["", " ", "1990000", "何%", "xx", "王", "h"])
def test_nobody_is_found_by_half_a_number_or_a_sign(cast, typed):
    make_resident(id_number=NUMBER, phone="19900000123")
    assert queries.search_residents(cast.lin.actor, typed) == ()


def test_a_search_stays_within_the_area_and_takes_three_queries(cast, django_assert_num_queries):
    for number in range(4):
        make_resident(born_on=dt.date(1950 + number, 1, 1), area_code=GRID if number % 2 else GRID_ELSEWHERE)
    with django_assert_num_queries(3):
        assert len(queries.search_residents(cast.lin.actor, "hexiulan")) == 2
    assert queries.search_residents(cast.zhao.actor, "何秀兰") == ()
    assert queries.search_residents(cast.root.actor, "何秀兰") == ()


def test_the_page_of_a_household_is_masked_and_its_reading_kept(cast):
    home = enter(cast)
    sheet = actions.read_household(home.pk, command=a_command(cast.lin.actor))
    assert [(one.name, one.age, one.is_head, one.phone) for one in sheet.members] == [
        ("何**", 68, True, "199******23"),
        ("何**", 7, False, ""),
    ]
    assert [row.act for row in sheet.timeline] == ["enter"]
    assert set(Disclosure.objects.values_list("resident_id", "how", "purpose_code")) == {
        (one.resident_id, "page", "register") for one in sheet.members
    }


def test_the_page_of_a_resident_shows_homes_and_sources(cast):
    row = make_resident(id_number=NUMBER, phone="19900000123")
    sheet = actions.read_resident(row.pk, command=a_command(cast.lin.actor))
    assert (sheet.id_number, sheet.phone, sheet.needs_guardian) == (f"990{'*' * 13}{NUMBER[-2:]}", "199******23", False)
    assert [(one.lives, one.registered, one.until) for one in sheet.homes] == [(True, True, None)]
    assert Disclosure.objects.get().resident_id == row.pk


def test_the_pages_take_a_fixed_number_of_queries(cast, django_assert_num_queries):
    small, large = make_household(GRANDMOTHER), make_household(GRANDMOTHER, *[CHILD] * 6)
    for home in (small, large):
        with django_assert_num_queries(8):
            queries.household_sheet(cast.lin.actor, home.pk)
    with django_assert_num_queries(12):
        queries.resident_sheet(cast.lin.actor, large.head_id)


def test_zhao_reads_no_page(cast):
    home = make_household()
    with pytest.raises(errors.HouseholdNotFound):
        actions.read_household(home.pk, command=a_command(cast.zhao.actor))
    with pytest.raises(errors.ResidentNotFound):
        actions.read_resident(home.head_id, command=a_command(cast.zhao.actor))
    assert not Disclosure.objects.exists()
