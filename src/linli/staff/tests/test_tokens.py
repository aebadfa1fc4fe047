"""API tokens: shown once, kept as a hash, narrowed, with an end."""

import datetime as dt
from uuid import uuid4

import pytest

from linli.core.installation import set_installation
from linli.staff import actions, errors, queries
from linli.staff.models import Account, ApiToken, StaffRecord
from linli.staff.rules import SYSTEM, Permission
from linli.staff.testing import GRID, Cast

AT = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def issue(member, *, scopes=("cases.view",), days=5, by=None):
    return actions.issue_token(member.account, name="对接", scopes=scopes, days=days, by=by or member.actor, at=AT)


def test_a_token_is_its_owner_narrowed_to_its_scopes(cast: Cast):
    actor = actions.use_token(issue(cast.chen), at=AT)
    assert actor.account_id == cast.chen.account.pk
    assert actor.may(Permission.CASES_VIEW, GRID)
    assert not actor.may(Permission.CASES_FILE, GRID)


def test_a_scope_its_owner_does_not_have_gives_nothing(cast: Cast):
    actor = actions.use_token(issue(cast.zhao, scopes=["cases.view", "staff.manage"]), at=AT)
    assert not any(actor.may_anywhere(permission) for permission in Permission)


def test_only_the_hash_of_a_token_is_stored(cast: Cast):
    plain = issue(cast.chen)
    row = ApiToken.objects.get()
    assert plain.startswith("linli_")
    assert len(plain) > 40
    assert plain not in str(ApiToken.objects.values())
    assert plain not in str(StaffRecord.objects.values())
    assert row.token_hash == queries.token_hash(plain)


def test_a_token_in_use_costs_one_query_and_notes_the_day(cast: Cast, django_assert_num_queries):
    plain = issue(cast.chen)
    actions.use_token(plain, at=AT)
    with django_assert_num_queries(1):
        actions.use_token(plain, at=AT + dt.timedelta(minutes=1))
    assert ApiToken.objects.get().last_used_on == AT.date()


def test_an_expired_or_unknown_token_opens_nothing(cast: Cast):
    plain = issue(cast.chen)
    actions.use_token(plain, at=AT + 5 * DAY - dt.timedelta(seconds=1))
    for shown, at in ((plain, AT + 5 * DAY), ("linli_unknown", AT), ("", AT)):
        with pytest.raises(errors.TokenRejected):
            actions.use_token(shown, at=at)


def test_a_revoked_token_opens_nothing_and_is_revoked_once(cast: Cast):
    plain = issue(cast.chen)
    token = ApiToken.objects.get()
    actions.revoke_token(token.pk, by=cast.chen.actor, at=AT)
    again = actions.revoke_token(token.pk, by=cast.chen.actor, at=AT + DAY)
    assert again.revoked_at == AT
    assert StaffRecord.objects.filter(what="token-revoked").count() == 1
    with pytest.raises(errors.TokenRejected):
        actions.use_token(plain, at=AT)


def test_nobody_gets_a_token_for_somebody_else_not_even_an_administrator(cast: Cast):
    for by in (cast.root.actor, cast.zhao.actor):
        with pytest.raises(errors.TokenForAnother):
            issue(cast.chen, by=by)
    assert issue(cast.chen, by=SYSTEM)


def test_the_stranger_revokes_nobodys_token(cast: Cast):
    issue(cast.chen)
    with pytest.raises(errors.TokenUnknown):
        actions.revoke_token(ApiToken.objects.get().pk, by=cast.zhao.actor, at=AT)
    with pytest.raises(errors.TokenUnknown):
        actions.revoke_token(uuid4(), by=SYSTEM, at=AT)


def test_a_closed_account_gets_and_uses_no_token(cast: Cast):
    plain = issue(cast.chen)
    Account.objects.filter(pk=cast.chen.account.pk).update(is_active=False)
    cast.chen.account.refresh_from_db()
    with pytest.raises(errors.AccountClosed):
        issue(cast.chen)
    with pytest.raises(errors.TokenRejected):
        actions.use_token(plain, at=AT)


def test_the_token_of_a_demo_account_works_in_a_demo_installation_only(cast: Cast):
    plain = issue(cast.chen)
    Account.objects.filter(pk=cast.chen.account.pk).update(is_demo=True)
    with pytest.raises(errors.TokenRejected):
        actions.use_token(plain, at=AT)
    set_installation(name="松门", root_code="990101", is_demo=True)
    assert actions.use_token(plain, at=AT).account_id == cast.chen.account.pk


def test_the_newest_token_is_listed_first(cast: Cast):
    issue(cast.chen)
    actions.issue_token(cast.chen.account, name="新", scopes=["cases.view"], days=1, by=SYSTEM, at=AT + DAY)
    assert [str(token) for token in queries.tokens_of(cast.chen.account)] == ["新", "对接"]
