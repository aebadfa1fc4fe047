"""A whole organisation is taken in at once."""

import datetime as dt

import pytest

from linli.core.errors import NotAllowed
from linli.staff import errors, queries
from linli.staff.actions import NewUnit
from linli.staff.importing import NewDuty, NewPerson, Organisation, take_in
from linli.staff.models import Account, DutyUnit
from linli.staff.rules import DEMO_PASSWORD, SYSTEM, PostFacts, Role
from linli.staff.testing import DISTRICT, GRID, STREET, make_actor

AT = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 2)
TOWN = Organisation(
    units=[NewUnit("u1", "环卫所", "department", DISTRICT), NewUnit("u2", "街道办", "street", STREET, "u1")],
    duties=[NewDuty("sanitation", DISTRICT, "u1")],
    people=[
        NewPerson("Handler", "孙", (PostFacts(Role.HANDLER, DISTRICT, "u1"),), is_demo=True),
        NewPerson("worker", "林", (PostFacts(Role.GRID_WORKER, GRID, "u2"),), is_demo=True),
        NewPerson("quiet", "静"),
    ],
)


def take(organisation=TOWN, *, by=SYSTEM):
    return take_in(organisation, valid_from=DAY, by=by, at=AT)


def test_units_duties_people_and_posts_are_stored(db):
    taken = take()
    assert (taken.units, taken.accounts, taken.posts) == (2, 3, 2)
    handler = queries.account_named("handler")
    assert queries.actor_of(handler, on=DAY).unit_codes == {"u1"}
    owner = queries.unit_for_duty("sanitation", GRID)
    assert owner
    assert owner.unit_name == "环卫所"


def test_demo_people_get_the_demo_password_and_others_none(db):
    take()
    assert queries.account_named("worker").check_password(DEMO_PASSWORD)
    assert not queries.account_named("quiet").has_usable_password()


def test_a_second_time_adds_nothing(db):
    take()
    taken = take()
    assert (taken.units, taken.accounts, taken.posts) == (0, 0, 0)
    assert Account.objects.count() == 3
    assert DutyUnit.objects.count() == 1


def test_it_takes_as_many_queries_for_many_people_as_for_few(db, django_assert_max_num_queries):
    many = Organisation(people=[NewPerson(f"p{n}", "人", (PostFacts(Role.LEADER, DISTRICT),)) for n in range(200)])
    with django_assert_max_num_queries(14):
        assert take(many).posts == 200


def test_an_unknown_unit_stops_it_all(db):
    with pytest.raises(errors.UnitUnknown) as refused:
        take(Organisation(duties=[NewDuty("water", DISTRICT, "u9")]))
    assert "u9" in str(refused.value)
    with pytest.raises(errors.UsernameWrong):
        take(Organisation(units=TOWN.units, people=[NewPerson("a b", "人")]))
    assert queries.units_under("") == []


def test_who_may_not_edit_there_takes_nothing_in(db):
    for by in (make_actor(Role.ADMIN, area_code=STREET), make_actor(Role.DISPATCHER), make_actor(Role.LEADER)):
        with pytest.raises(NotAllowed):
            take(by=by)
    with pytest.raises(NotAllowed):
        take(Organisation(people=TOWN.people), by=make_actor(Role.ADMIN, area_code=STREET))
