"""Checks of posts, managers, names and tokens, without the database."""

import datetime as dt
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.errors import NotAllowed
from linli.staff import errors, rules
from linli.staff.rules import Permission, PostFacts, Role
from linli.staff.testing import COMMUNITY, DISTRICT, GRID, OTHER_DISTRICT, STREET, make_actor

DAY = dt.date(2026, 3, 2)
NOON = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)


def test_the_codes_above_a_grid_are_its_own_first():
    assert rules.prefixes_of(GRID) == (GRID, COMMUNITY, STREET, DISTRICT, "9901", "99", "")
    assert rules.prefixes_of("") == ("",)


@given(st.text(alphabet="0123456789", max_size=15))
def test_an_area_lies_under_each_of_its_prefixes(code):
    assert all(code.startswith(prefix) for prefix in rules.prefixes_of(code))


def test_a_role_is_read_or_refused():
    assert rules.role_named("handler") is Role.HANDLER
    with pytest.raises(errors.RoleUnknown):
        rules.role_named("spy")


@pytest.mark.parametrize("code", ["", "99", "9901", DISTRICT, STREET, COMMUNITY, GRID])
def test_a_division_code_is_an_area(code):
    rules.check_area_code(code)


@pytest.mark.parametrize("code", ["9", "99010", "99010100", "99010a", "９９０１０１", "9901010010010010"])
def test_half_a_code_is_no_area(code):
    with pytest.raises(errors.AreaCodeWrong) as refused:
        rules.check_area_code(code)
    assert refused.value.field == "area_code"


@pytest.mark.parametrize("role", [Role.HANDLER, Role.UNIT_HEAD])
def test_who_handles_or_heads_does_so_for_a_unit(role):
    with pytest.raises(errors.PostNeedsUnit):
        rules.check_post(PostFacts(role, DISTRICT), valid_from=DAY, valid_to=None)
    rules.check_post(PostFacts(role, DISTRICT, "u1"), valid_from=DAY, valid_to=DAY)


def test_a_post_does_not_end_before_it_begins():
    with pytest.raises(errors.PostEndsBeforeStart):
        rules.check_post(PostFacts(Role.LEADER, DISTRICT), valid_from=DAY, valid_to=DAY - dt.timedelta(days=1))


def test_a_manager_manages_within_the_own_area_only():
    manager = make_actor(Role.ADMIN, area_code=DISTRICT)
    rules.check_may_manage(manager, area_codes=[STREET, GRID])
    for areas in ([OTHER_DISTRICT], [STREET, OTHER_DISTRICT], [""]):
        with pytest.raises(NotAllowed):
            rules.check_may_manage(manager, area_codes=areas)


def test_who_manages_nobody_manages_not_even_those_without_a_post():
    with pytest.raises(NotAllowed):
        rules.check_may_manage(make_actor(Role.DISPATCHER), area_codes=[])


def test_nobody_changes_their_own_rights():
    account_id = uuid4()
    with pytest.raises(errors.NotForOneself):
        rules.check_not_oneself(rules.Actor("a", account_id), account_id=account_id)
    rules.check_not_oneself(rules.SYSTEM, account_id=account_id)


@pytest.mark.parametrize("username", ["lin", "林小满", "a.b@c+d-e_1", "x" * 60])
def test_a_user_name_may_be_chinese(username):
    rules.check_username(username)


@pytest.mark.parametrize("username", ["", "a b", "a/b", "x" * 61, "a\n", "<b>"])
def test_a_user_name_with_other_signs_is_refused(username):
    with pytest.raises(errors.UsernameWrong):
        rules.check_username(username)


def test_a_token_needs_a_known_scope_and_an_end_within_a_year():
    rules.check_token([Permission.CASES_VIEW], days=1)
    with pytest.raises(errors.ScopeMissing):
        rules.check_token([], days=1)
    with pytest.raises(errors.ScopeUnknown, match="everything"):
        rules.check_token(["cases.everything"], days=1)
    for days in (0, -1, 367):
        with pytest.raises(errors.TokenDaysWrong):
            rules.check_token(["cases.view"], days=days)


def test_a_token_opens_until_its_last_moment():
    rules.check_token_open(expires_at=NOON, revoked_at=None, at=NOON - dt.timedelta(seconds=1))
    with pytest.raises(errors.TokenRejected):
        rules.check_token_open(expires_at=NOON, revoked_at=None, at=NOON)
    with pytest.raises(errors.TokenRejected):
        rules.check_token_open(expires_at=NOON, revoked_at=NOON, at=NOON - dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("is_active", "is_demo", "demo_installation", "opens"),
    [
        (True, False, False, True),
        (True, False, True, True),
        (True, True, True, True),
        (True, True, False, False),
        (False, False, False, False),
        (False, True, True, False),
    ],
)
def test_demo_accounts_open_demo_installations_only(is_active, is_demo, demo_installation, opens):
    assert rules.may_sign_in(is_active=is_active, is_demo=is_demo, demo_installation=demo_installation) is opens


def test_every_refusal_has_a_sentence_and_a_code_of_its_own():
    kinds = [
        value for value in vars(errors).values() if isinstance(value, type) and value.__module__ == errors.__name__
    ]
    assert len({kind.code for kind in kinds}) == len(kinds)
    assert all(kind.code.startswith("staff.") and str(kind.text) for kind in kinds)
