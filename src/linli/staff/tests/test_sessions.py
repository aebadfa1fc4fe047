"""A session is its owner's until it ends, is ended or the account is closed."""

import datetime as dt

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from linli.staff.testing import Cast

pytestmark = pytest.mark.django_db
DESK = "/desk/"


def stays(client: Client) -> bool:
    return client.get(DESK, follow=False).status_code == 200


def test_a_session_ends_with_its_time(cast: Cast):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        client = cast.chen.sign_in()
        assert stays(client)
    with time_machine.travel(now + dt.timedelta(seconds=settings.SESSION_COOKIE_AGE + 1), tick=False):
        assert not stays(client)


def test_a_session_that_was_ended_opens_nothing(cast: Cast):
    client = cast.chen.sign_in()
    Session.objects.all().delete()
    assert not stays(client)


def test_a_closed_account_stays_signed_in_nowhere(cast: Cast):
    client = cast.chen.sign_in()
    type(cast.chen.account).objects.filter(pk=cast.chen.account.pk).update(is_active=False)
    assert not stays(client)


def test_a_made_up_session_opens_nothing():
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    assert not stays(client)
