"""Signing in and out."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client

from linli.core.installation import set_installation
from linli.staff.models import Account
from linli.staff.rules import DEMO_PASSWORD, Role
from linli.staff.testing import PASSWORD, Cast, make_account, make_post
from linli.staff.web.sign_in import StaffAdapter

pytestmark = [pytest.mark.urls("linli.staff.tests.urls"), pytest.mark.django_db]
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _no_failures_yet():
    cache.clear()


def sign_in(client, username="lin", password=PASSWORD, **more):
    return client.post(LOGIN, {"login": username, "password": password, **more})


def test_name_and_password_open_the_desk():
    make_account("lin", password=PASSWORD)
    client = Client()
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert client.get("/own/").status_code == 200


def test_large_letters_in_the_name_do_not_matter():
    make_account("lin", password=PASSWORD)
    assert sign_in(Client(), " LIN ").status_code == 302


def test_people_come_back_to_the_page_they_wanted_but_never_to_another_host():
    make_account("lin", password=PASSWORD)
    assert sign_in(Client(), next="/own/?a=1")["Location"] == "/own/?a=1"
    assert sign_in(Client(), next="https://elsewhere.example/")["Location"] == "/desk/"


def test_the_session_gets_a_new_key_at_sign_in():
    make_account("lin", password=PASSWORD)
    client = Client()
    client.session.save()
    before = client.session.session_key
    client.cookies["sessionid"] = before
    sign_in(client)
    assert client.session.session_key != before


def test_a_session_ends_with_the_browser():
    make_account("lin", password=PASSWORD)
    client = Client()
    sign_in(client, remember="on")
    assert client.session.get_expire_at_browser_close()
    assert client.cookies["sessionid"]["httponly"]


@pytest.mark.parametrize(("username", "password"), [("lin", "wrong"), ("nobody", PASSWORD), ("lin", "")])
def test_a_wrong_name_and_a_wrong_password_are_answered_alike(username, password):
    make_account("lin", password=PASSWORD)
    page = sign_in(Client(), username, password).content.decode()
    expected = "登录名或密码不正确。" if password else "这个字段是必填项"
    assert expected in page


def test_an_unknown_name_takes_as_much_hashing_as_a_known_one(monkeypatch):
    make_account("lin", password=PASSWORD)
    make_account("unset")
    hashed = []
    plain = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: hashed.append(1) or plain(*args))
    counts = []
    for username in ("lin", "nobody", "unset"):
        hashed.clear()
        sign_in(Client(), username, "wrong-one")
        counts.append(len(hashed))
    assert counts == [1, 1, 1]


def test_a_failed_try_is_logged_without_the_name(caplog):
    sign_in(Client(), "13900000000", "x")
    assert "sign-in failed" in caplog.text
    assert "13900000000" not in caplog.text


def test_a_closed_account_with_the_right_password_is_told_so():
    account = make_account("lin", password=PASSWORD)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    client = Client()
    answer = client.post(LOGIN, {"login": "lin", "password": PASSWORD}, follow=True)
    assert "账号已停用" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_signing_up_is_closed_behind_its_missing_page_too(rf):
    assert StaffAdapter().is_open_for_signup(rf.get("/")) is False


def test_nobody_signs_up_and_there_are_no_mail_pages():
    for path in ("signup/", "email/", "password/reset/", "confirm-email/", "social/"):
        assert Client().get(f"/accounts/{path}").status_code == 404


def test_signing_out_needs_a_button_and_ends_the_session():
    account = make_account("lin", password=PASSWORD)
    client = Client()
    client.force_login(account)
    assert "退出登录" in client.get("/accounts/logout/").content.decode()
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert client.get("/own/").status_code == 302
    assert client.get("/accounts/logout/").status_code == 302


def test_signing_out_at_the_counter_leads_to_the_next_signing_in(cast: Cast):
    client = cast.chen.sign_in()
    answer = client.post("/accounts/logout/", follow=True)
    assert answer.redirect_chain == [(LOGIN, 302)]
    assert "已退出登录。" in answer.content.decode()


def test_a_signed_in_person_is_led_past_the_sign_in_page():
    client = Client()
    client.force_login(make_account("lin"))
    assert client.get(LOGIN)["Location"] == "/desk/"


def test_the_form_is_refused_without_its_csrf_token():
    make_account("lin", password=PASSWORD)
    assert sign_in(Client(enforce_csrf_checks=True)).status_code == 403


def test_what_was_typed_is_shown_as_text():
    page = sign_in(Client(), '<script>alert("x")</script>', "y").content.decode()
    assert '<script>alert("x")' not in page


def test_demo_accounts_sign_in_in_a_demo_installation_only():
    make_account("worker", password=DEMO_PASSWORD, is_demo=True)
    page = sign_in(Client(), "worker", DEMO_PASSWORD).content.decode()
    assert "演示账号只能在演示环境里登录。" in page
    set_installation(name="松门", root_code="990101", is_demo=True)
    assert sign_in(Client(), "worker", DEMO_PASSWORD).status_code == 302


def test_the_sign_in_page_of_a_demo_names_its_accounts_and_that_of_a_service_does_not():
    account = make_account("worker", password=DEMO_PASSWORD, is_demo=True)
    make_post(account, Role.GRID_WORKER)
    assert DEMO_PASSWORD not in Client().get(LOGIN).content.decode()
    set_installation(name="松门", root_code="990101", is_demo=True)
    page = Client().get(LOGIN).content.decode()
    assert DEMO_PASSWORD in page
    assert 'value="worker"' in page
    assert "网格员" in page
