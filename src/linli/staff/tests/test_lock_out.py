"""After repeated failures nobody tries on for a while."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from linli.staff.testing import PASSWORD, make_account

pytestmark = [pytest.mark.urls("linli.staff.tests.urls"), pytest.mark.django_db]
LOGIN = "/accounts/login/"
START = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _fixed(settings):
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/ip,5/15m/key"}
    make_account("lin", password=PASSWORD)
    make_account("wei", password=PASSWORD)


def attempt(username="lin", password="wrong-one", *, ip="10.0.0.1", host="testserver"):
    client = Client(REMOTE_ADDR=ip)
    return client.post(LOGIN, {"login": username, "password": password}, headers={"host": host})


def test_the_sixth_try_is_refused_even_with_the_right_password_and_says_for_how_long():
    with time_machine.travel(START, tick=False) as clock:
        for _n in range(5):
            assert "登录名或密码不正确" in attempt().content.decode()
            clock.shift(30)
        page = attempt(password=PASSWORD).content.decode()
    assert "请过 13 分钟再试" in page
    assert "管理员" in page


def test_the_lock_opens_by_itself():
    with time_machine.travel(START, tick=False) as clock:
        for _n in range(5):
            attempt()
        clock.shift(15 * 60 + 1)
        assert attempt(password=PASSWORD).status_code == 302


def test_one_persons_lock_does_not_shut_out_another():
    with time_machine.travel(START, tick=False):
        for _n in range(5):
            attempt()
        assert attempt("wei", PASSWORD).status_code == 302


def test_another_address_spelling_or_host_name_gives_no_further_tries(settings):
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    with time_machine.travel(START, tick=False):
        for _n in range(5):
            attempt()
        assert "分钟再试" in attempt("LIN", ip="10.0.0.2", host="localhost").content.decode()


def test_ten_failures_from_one_address_shut_that_address():
    with time_machine.travel(START, tick=False):
        for n in range(10):
            attempt(f"guess{n}")
        page = attempt("wei", PASSWORD).content.decode()
        assert "请过 5 分钟再试" in page
        assert attempt("wei", PASSWORD, ip="10.0.0.2").status_code == 302


def test_a_successful_sign_in_between_does_not_wipe_the_failures_out():
    with time_machine.travel(START, tick=False) as clock:
        for _n in range(4):
            attempt()
        clock.shift(1)
        assert attempt(password=PASSWORD).status_code == 302
        attempt()
        assert "分钟再试" in attempt(password=PASSWORD).content.decode()


def test_names_nobody_has_are_locked_alike():
    with time_machine.travel(START, tick=False):
        for _n in range(5):
            attempt("nobody")
        assert "分钟再试" in attempt("nobody").content.decode()


@pytest.mark.parametrize("spelling", ["LIN", "l\u0131n", " lin ", "Lin"])
def test_no_spelling_of_a_name_has_tries_of_its_own(spelling: str):
    with time_machine.travel(START, tick=False):
        for _n in range(5):
            attempt(spelling)
        is_one_name = spelling.strip().lower() == "lin"
        assert attempt(password=PASSWORD).status_code == (200 if is_one_name else 302)
        assert attempt(spelling, PASSWORD).status_code == 200
