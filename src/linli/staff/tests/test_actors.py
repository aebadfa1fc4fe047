"""The actor an account is, on a day."""

import datetime as dt

import pytest

from linli.staff import errors, queries
from linli.staff.models import Account, Post
from linli.staff.rules import Permission, Role
from linli.staff.testing import (
    CLEANING,
    COMMUNITY,
    DISTRICT,
    GRID,
    GRID_BESIDE,
    STREET,
    Cast,
    make_account,
    make_post,
)

DAY = dt.date(2026, 3, 2)
ONE = dt.timedelta(days=1)


def test_the_actor_of_an_account_has_its_posts(cast: Cast):
    assert queries.actor_of(cast.sun.account) == cast.sun.actor
    assert queries.actor_of(cast.lin.account) == cast.lin.actor


def test_an_actor_costs_one_query(cast: Cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.actor_of(cast.sun.account)


def test_a_post_counts_from_its_first_to_its_last_day(db):
    account = make_account("temp")
    make_post(account, Role.ACCEPTOR, valid_from=DAY, valid_to=DAY + ONE)
    held = [bool(queries.actor_of(account, on=DAY + ONE * n).posts) for n in (-1, 0, 1, 2)]
    assert held == [False, True, True, False]


def test_a_role_nobody_knows_any_more_allows_nothing(cast: Cast):
    Post.objects.filter(account=cast.wei.account).update(role="oracle")
    assert queries.actor_of(cast.wei.account).posts == ()


def test_a_closed_account_allows_nothing(cast: Cast):
    cast.wei.account.is_active = False
    assert queries.actor_of(cast.wei.account).posts == ()


def test_token_scopes_narrow_the_actor(cast: Cast):
    actor = queries.actor_of(cast.chen.account, token_scopes=["cases.view"])
    assert actor.may(Permission.CASES_VIEW, GRID)
    assert not actor.may(Permission.CASES_FILE, GRID)


def test_an_account_is_found_by_its_name_large_or_small(cast: Cast):
    assert queries.account_named("LIN") == cast.lin.account
    assert queries.account_with_id(cast.lin.account.pk) == cast.lin.account
    with pytest.raises(errors.AccountUnknown, match="nobody"):
        queries.account_named("nobody")
    with pytest.raises(errors.AccountUnknown):
        queries.account_with_id(Account().pk)


def test_names_come_in_one_query(cast: Cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        names = queries.names_of([cast.lin.account.pk, cast.wei.account.pk])
    assert set(names.values()) == {"林小满", "魏立新"}
    with django_assert_num_queries(0):
        assert queries.names_of([]) == {}


def test_the_workers_of_a_grid_are_those_whose_post_covers_it_the_nearest_first(cast: Cast):
    above = make_account("hu", name="胡一")
    make_post(above, Role.GRID_WORKER, area_code=COMMUNITY)
    assert [person.username for person in queries.workers_of_grid(GRID)] == ["lin", "hu"]
    assert [person.username for person in queries.workers_of_grid(GRID_BESIDE)] == ["hu"]


def test_people_are_listed_by_unit_by_area_and_by_role(cast: Cast):
    assert [person.username for person in queries.people_of_unit(CLEANING)] == ["sun"]
    assert {person.username for person in queries.people_under(STREET)} == {"lin", "zheng", "feng", "jiang"}
    assert {person.username for person in queries.people_with_role(Role.INSPECTOR, area_code=GRID)} == {"qian"}
    assert queries.roles_of([cast.han.account.pk]) == {cast.han.account.pk: [Role.ANALYST]}


def test_who_has_no_post_is_listed_too(cast: Cast):
    assert queries.accounts_without_post() == [cast.zhao.account]


def test_closed_accounts_are_no_longer_listed_as_staff(cast: Cast):
    Account.objects.filter(username="sun").update(is_active=False)
    assert queries.people_of_unit(CLEANING) == []


def test_demo_accounts_come_in_their_fixed_order(db):
    for username in ("admin", "worker", "somebody", "mediator"):
        make_account(username, is_demo=True)
    make_account("leader")
    assert [account.username for account in queries.demo_accounts()] == ["worker", "mediator", "admin"]


def test_a_unit_is_found_by_code_or_name(cast: Cast):
    assert queries.unit_named(CLEANING).name == "松门区环卫所"
    assert queries.unit_named("松门区环卫所").code == CLEANING
    with pytest.raises(errors.UnitUnknown):
        queries.unit_named("nowhere")


def test_units_are_listed_below_an_area(cast: Cast):
    assert len(queries.units_under(DISTRICT)) == 7
    assert [unit.kind for unit in queries.units_under(STREET)] == ["street", "community"]
    assert [unit.code for unit in queries.units_under(DISTRICT, kind="company")] == ["990101-water"]
    assert set(queries.units([CLEANING, "nowhere"])) == {CLEANING}
    assert queries.units([]) == {}
