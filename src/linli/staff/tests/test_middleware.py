"""Who is behind a request: a session, a token, or nobody."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from linli.core.installation import set_installation
from linli.staff import actions
from linli.staff.models import Account
from linli.staff.testing import Cast, Member

pytestmark = pytest.mark.urls("linli.staff.tests.urls")


def token_for(member: Member, *, scopes=("cases.view",), at=None) -> str:
    return actions.issue_token(
        member.account, name="t", scopes=scopes, days=5, by=member.actor, at=at or timezone.now()
    )


def ask(token: str, *, path="/api/v1/who", scheme="Bearer"):
    return Client().get(path, headers={"Authorization": f"{scheme} {token}"})


def test_a_visitor_without_a_cookie_costs_no_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Client().get("/who/").json()["name"] == "resident"


def test_a_signed_in_person_costs_three_queries(cast: Cast, django_assert_num_queries):
    client = cast.chen.sign_in()
    with django_assert_num_queries(3):
        assert client.get("/who/").json() == {"name": "陈雨", "may_view": True, "may_file": True}


def test_a_cookie_of_no_session_is_a_residents(db):
    client = Client()
    client.cookies["sessionid"] = "forged"
    assert client.get("/who/").json()["name"] == "resident"


def test_a_closed_account_is_out_at_once(cast: Cast):
    client = cast.chen.sign_in()
    Account.objects.filter(pk=cast.chen.account.pk).update(is_active=False)
    assert client.get("/who/").json()["name"] == "resident"
    assert client.get("/own/").status_code == 302


def test_a_demo_account_is_out_when_the_house_is_no_demo(cast: Cast):
    Account.objects.filter(pk=cast.chen.account.pk).update(is_demo=True)
    set_installation(name="松门", root_code="990101", is_demo=True)
    client = cast.chen.sign_in()
    assert client.get("/who/").json()["name"] == "陈雨"
    set_installation(name="松门", root_code="990101", is_demo=False)
    assert client.get("/who/").json()["name"] == "resident"
    assert "_auth_user_id" not in client.session


def test_a_token_opens_the_api_within_its_scopes(cast: Cast):
    answer = ask(token_for(cast.chen))
    assert answer.json() == {"name": "陈雨", "may_view": True, "may_file": False}


def test_a_token_opens_no_page(cast: Cast):
    assert ask(token_for(cast.chen), path="/who/").json()["name"] == "resident"


@pytest.mark.parametrize("case", ["unknown", "expired", "revoked", "inactive", "foreign"])
def test_a_token_that_opens_nothing_gets_401_with_a_sentence(cast: Cast, case):
    long_ago = timezone.now() - dt.timedelta(days=6)
    token = token_for(cast.chen, at=long_ago if case == "expired" else None)
    if case == "unknown":
        token = "linli_" + "x" * 43
    if case == "foreign":
        token = "ghp_something"
    if case == "revoked":
        cast.chen.account.tokens.update(revoked_at=timezone.now())
    if case == "inactive":
        Account.objects.filter(pk=cast.chen.account.pk).update(is_active=False)
    answer = ask(token)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["code"] == "staff.token-rejected"
    assert "令牌" in answer.json()["title"]


@pytest.mark.parametrize("elsewhere", [{"REMOTE_ADDR": "203.0.113.9"}, {"HTTP_X_FORWARDED_PROTO": "https"}])
def test_a_token_in_the_clear_from_elsewhere_is_not_even_looked_up(cast: Cast, elsewhere, django_assert_num_queries):
    bearer = {"Authorization": f"Bearer {token_for(cast.chen)}"}
    with django_assert_num_queries(1):  # whether all is a trial
        answer = Client(**elsewhere).get("/api/v1/who", headers=bearer)
    assert (answer.status_code, answer.json()["code"]) == (403, "staff.token-needs-https")
    assert "https" in answer.json()["title"]
    assert Client(**elsewhere).get("/api/v1/who", headers=bearer, secure=True).json()["name"] == "陈雨"


def test_a_trial_takes_tokens_in_the_clear_and_a_page_in_the_clear_is_read_without(cast: Cast):
    far = Client(REMOTE_ADDR="203.0.113.9")
    assert far.get("/api/v1/who").json()["name"] == "resident"
    set_installation(name="样板", root_code="990101", is_demo=True)
    bearer = {"Authorization": f"Bearer {token_for(cast.chen)}"}
    assert far.get("/api/v1/who", headers=bearer).json()["name"] == "陈雨"


def test_zhao_gets_nothing_with_a_token_either(cast: Cast):
    answer = ask(token_for(cast.zhao, scopes=["cases.view", "cases.file"]))
    assert answer.json() == {"name": "赵路", "may_view": False, "may_file": False}


def test_another_scheme_is_no_token(db):
    assert ask("bGlu", scheme="Basic").json()["name"] == "resident"


def test_a_session_changes_something_over_the_api_only_with_a_csrf_token(cast: Cast):
    client = cast.chen.sign_in(Client(enforce_csrf_checks=True))
    assert client.get("/api/v1/who").json()["name"] == "陈雨"
    assert client.post("/api/v1/who").json()["name"] == "resident"
    client.get("/accounts/me/")
    token = client.cookies["csrftoken"].value
    assert client.post("/api/v1/who", headers={"X-CSRFToken": token}).json()["name"] == "陈雨"


def test_a_token_needs_no_csrf_token(cast: Cast):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/api/v1/who", headers={"Authorization": f"Bearer {token_for(cast.chen)}"})
    assert answer.json()["name"] == "陈雨"


def test_the_language_of_an_account_counts_only_where_one_was_chosen(cast: Cast):
    client = cast.chen.sign_in()
    assert client.get("/who/", headers={"Accept-Language": "en"})["Content-Language"] == "en"
    Account.objects.filter(pk=cast.chen.account.pk).update(language="zh-hant")
    assert client.get("/who/", headers={"Accept-Language": "en"})["Content-Language"] == "zh-hant"


def test_the_language_chosen_in_this_browser_goes_before(cast: Cast):
    Account.objects.filter(pk=cast.chen.account.pk).update(language="zh-hant")
    client = cast.chen.sign_in()
    client.cookies["django_language"] = "en"
    assert client.get("/who/")["Content-Language"] == "en"
