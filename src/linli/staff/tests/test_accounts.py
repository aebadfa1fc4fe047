"""Accounts are made, given passwords and languages, and closed."""

import datetime as dt
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session

from linli.core.errors import NotAllowed
from linli.core.facts import listen
from linli.core.models import StoredFact
from linli.staff import actions, errors, queries
from linli.staff.actions import NewAccount
from linli.staff.facts import AccountDeactivated
from linli.staff.models import Account, StaffRecord
from linli.staff.rules import SYSTEM, Permission, Role
from linli.staff.testing import OTHER_DISTRICT, PASSWORD, STREET, Cast, make_actor

AT = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)


def test_a_new_account_may_nothing_and_is_written_in_the_history(db):
    account = actions.create_account(NewAccount("  Lin ", " 林小满 ", password=PASSWORD), by=SYSTEM, at=AT)
    assert (account.username, account.name) == ("lin", "林小满")
    assert account.check_password(PASSWORD)
    assert not any(queries.actor_of(account).may_anywhere(permission) for permission in Permission)
    row = StaffRecord.objects.get()
    assert (row.what, row.by_name, row.at) == ("account-created", "system", AT)
    assert "lin" in row.facts["username"]


def test_an_account_without_a_password_opens_for_nobody(db):
    account = actions.create_account(NewAccount("lin", "林"), by=SYSTEM, at=AT)
    assert not account.has_usable_password()


def test_two_people_do_not_share_a_user_name(cast: Cast):
    with pytest.raises(errors.UsernameTaken):
        actions.create_account(NewAccount("LIN", "林"), by=cast.root.actor, at=AT)


def test_a_user_name_with_a_space_is_refused(db):
    with pytest.raises(errors.UsernameWrong):
        actions.create_account(NewAccount("a b", "林"), by=SYSTEM, at=AT)


@pytest.mark.parametrize("weak", ["short", "12345678901", "password123", "lin-xiaoman1"])
def test_a_weak_password_is_refused_in_chinese(db, weak):
    with pytest.raises(errors.PasswordWeak) as refused:
        actions.create_account(NewAccount("lin-xiaoman", "林", password=weak), by=SYSTEM, at=AT)
    assert "密码" in str(refused.value.facts["reasons"])
    assert not Account.objects.exists()


def test_the_stranger_and_the_dispatcher_make_no_accounts(cast: Cast):
    for member in (cast.zhao, cast.wei):
        with pytest.raises(NotAllowed):
            actions.create_account(NewAccount("new", "新"), by=member.actor, at=AT)


def test_a_new_password_ends_every_session(cast: Cast):
    client = cast.lin.sign_in()
    actions.set_password(cast.lin.account.pk, password=PASSWORD, by=cast.root.actor, at=AT)
    assert not Session.objects.exists()
    assert client.session.get("_auth_user_id") is None
    cast.lin.account.refresh_from_db()
    assert cast.lin.account.check_password(PASSWORD)


def test_a_manager_gives_no_password_to_somebody_of_another_area(cast: Cast):
    for manager in (make_actor(Role.ADMIN, area_code=OTHER_DISTRICT), make_actor(Role.ADMIN, area_code=STREET)):
        with pytest.raises(NotAllowed):
            actions.set_password(cast.wei.account.pk, password=PASSWORD, by=manager, at=AT)


def test_a_language_is_chosen_for_oneself_only(cast: Cast):
    actions.choose_language(cast.lin.account.pk, language="en", by=cast.lin.actor, at=AT)
    cast.lin.account.refresh_from_db()
    assert cast.lin.account.language == "en"
    with pytest.raises(errors.AccountUnknown):
        actions.choose_language(cast.lin.account.pk, language="en", by=cast.zhao.actor, at=AT)


def test_a_language_nobody_translated_is_refused(cast: Cast):
    with pytest.raises(errors.LanguageUnknown):
        actions.choose_language(cast.lin.account.pk, language="tlh", by=cast.lin.actor, at=AT)


def test_a_closed_account_loses_sessions_and_tokens_at_once(cast: Cast):
    cast.lin.sign_in()
    cast.wei.sign_in()
    plain = actions.issue_token(cast.lin.account, name="t", scopes=["cases.view"], days=5, by=cast.lin.actor, at=AT)
    actions.deactivate_account(cast.lin.account.pk, by=cast.root.actor, at=AT)
    assert Session.objects.count() == 1
    with pytest.raises(errors.TokenRejected):
        actions.use_token(plain, at=AT)
    cast.lin.account.refresh_from_db()
    assert queries.actor_of(cast.lin.account).posts == ()


def test_that_an_account_was_closed_is_announced(cast: Cast):
    listen({AccountDeactivated: [lambda payload: None]})
    try:
        actions.deactivate_account(cast.lin.account.pk, by=SYSTEM, at=AT)
    finally:
        listen({})
    assert StoredFact.objects.get().payload == {"account_id": str(cast.lin.account.pk)}


def test_nobody_closes_their_own_account(cast: Cast):
    with pytest.raises(errors.NotForOneself):
        actions.deactivate_account(cast.root.account.pk, by=cast.root.actor, at=AT)


def test_the_stranger_closes_no_account(cast: Cast):
    with pytest.raises(NotAllowed):
        actions.deactivate_account(cast.lin.account.pk, by=cast.zhao.actor, at=AT)
    with pytest.raises(errors.AccountUnknown):
        actions.deactivate_account(uuid4(), by=cast.root.actor, at=AT)


@pytest.mark.django_db
def test_a_name_entered_in_the_back_office_or_by_the_manager_is_in_small_letters():
    made = Account.objects.create_user("WANG", name="王工")
    assert made.username == "wang"
    typed = Account(username="LiNa", name="李娜", password="!")
    typed.full_clean()
    assert typed.username == "lina"
