"""The second step: an app's code, or a recovery code."""

import datetime as dt

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from linli.core.secrets import unseal
from linli.staff.testing import PASSWORD, make_account

pytestmark = [pytest.mark.urls("linli.staff.tests.urls"), pytest.mark.django_db(transaction=True)]
START = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)
APP = "/accounts/two-step/app/"


@pytest.fixture(autouse=True)
def _fixed(settings):
    cache.clear()
    settings.MFA_ADAPTER = "linli.staff.web.sign_in.StaffMfaAdapter"
    make_account("lin", name="林小满", password=PASSWORD)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as travelled:
        yield travelled


def code_of(secret, clock):
    clock.shift(31)
    return format_hotp_value(hotp_value(secret, int(dt.datetime.now(dt.UTC).timestamp()) // 30))


def sign_in(client=None):
    client = client or Client()
    return client, client.post("/accounts/login/", {"login": "lin", "password": PASSWORD})


def confirm(client, page):
    client.post(f"/accounts/reauthenticate/?next={page}", {"password": PASSWORD})


def activate(clock):
    client, _answer = sign_in()
    confirm(client, APP)
    secret = client.get(APP).context["form"].secret
    answer = client.post(APP, {"code": code_of(secret, clock)})
    return client, secret, answer


def test_before_it_is_activated_the_password_is_asked_once_more(clock):
    client, _answer = sign_in()
    answer = client.get(APP)
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    page = client.get(answer["Location"]).content.decode()
    assert "再次确认身份" in page
    wrong = client.post(answer["Location"], {"password": "wrong-one"})
    assert "密码不正确" in wrong.content.decode()


def test_the_app_is_set_up_with_a_code_and_recovery_codes_are_shown(clock):
    client, secret, answer = activate(clock)
    page = client.get(answer["Location"]).content.decode()
    assert "备用码" in page
    assert "还剩 10 个" in page
    assert "两步验证已启用" in client.get("/accounts/me/").content.decode()
    assert len(secret) == 32


def test_a_wrong_first_code_activates_nothing(clock):
    client, _answer = sign_in()
    confirm(client, APP)
    client.get(APP)
    page = client.post(APP, {"code": "000000"}).content.decode()
    assert "验证码不正确" in page
    assert not Authenticator.objects.exists()


def test_the_secret_is_sealed_where_it_is_stored(clock):
    _client, secret, _answer = activate(clock)
    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in stored
    assert unseal(stored) == secret


def test_the_password_alone_no_longer_opens(clock):
    activate(clock)
    client, answer = sign_in()
    assert answer["Location"].startswith("/accounts/two-step/code/")
    assert client.get("/own/").status_code == 302
    assert "手机验证器" in client.get("/accounts/two-step/code/").content.decode()


def test_the_code_opens_once_only(clock):
    _client, secret, _answer = activate(clock)
    code = code_of(secret, clock)
    client, _answer = sign_in()
    assert client.post("/accounts/two-step/code/", {"code": code})["Location"] == "/desk/"
    assert client.get("/own/").status_code == 200
    other, _answer = sign_in()
    assert "验证码不正确" in other.post("/accounts/two-step/code/", {"code": code}).content.decode()


def test_guessing_codes_is_locked_out(clock, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "100/5m/ip,5/15m/key"}
    _client, secret, _answer = activate(clock)
    client, _answer = sign_in()
    for _n in range(5):
        client.post("/accounts/two-step/code/", {"code": "000000"})
    page = client.post("/accounts/two-step/code/", {"code": code_of(secret, clock)}).content.decode()
    assert "失败次数过多" in page


def test_a_recovery_code_opens_once(clock):
    owner, _secret, _answer = activate(clock)
    codes = owner.get("/accounts/two-step/recovery-codes/").context["unused_codes"]
    client, _answer = sign_in()
    assert client.post("/accounts/two-step/code/", {"code": codes[0]}).status_code == 302
    other, _answer = sign_in()
    assert other.post("/accounts/two-step/code/", {"code": codes[0]}).status_code == 200


def test_recovery_codes_are_downloaded_and_renewed(clock):
    client, _secret, _answer = activate(clock)
    lines = client.get("/accounts/two-step/recovery-codes/file/").content.decode().split()
    assert len(lines) == 10
    assert "全部作废" in client.get("/accounts/two-step/recovery-codes/new/").content.decode()
    client.post("/accounts/two-step/recovery-codes/new/")
    assert not set(lines) & set(client.get("/accounts/two-step/recovery-codes/file/").content.decode().split())


def test_it_is_deactivated_after_the_password_and_a_question(clock):
    client, _secret, _answer = activate(clock)
    page = "/accounts/two-step/app/end/"
    assert "确定停用吗" in client.get(page).content.decode()
    client.post(page)
    assert not Authenticator.objects.exists()
    assert "两步验证没有启用" in client.get("/accounts/me/").content.decode()


def test_a_code_serves_as_confirmation_too(clock):
    _client, secret, _answer = activate(clock)
    client, _answer = sign_in()
    client.post("/accounts/two-step/code/", {"code": code_of(secret, clock)})
    clock.shift(3600)
    page = client.get("/accounts/two-step/reauthenticate/?next=/own/").content.decode()
    assert "改用密码确认" in page
    answer = client.post("/accounts/two-step/reauthenticate/?next=/own/", {"code": code_of(secret, clock)})
    assert answer["Location"] == "/own/"


def test_the_stranger_sees_nobodys_codes(clock):
    activate(clock)
    client = Client()
    client.force_login(make_account("zhao"))
    for page in ("recovery-codes/", "recovery-codes/file/", "app/end/"):
        assert client.get(f"/accounts/two-step/{page}").status_code == 404
