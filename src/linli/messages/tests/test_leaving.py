"""Whoever leaves takes number and browsers along."""

import datetime as dt

import pytest
from django.utils import timezone

from linli.core import facts
from linli.messages import actions
from linli.messages.models import Preference, PushSubscription
from linli.messages.testing import NOON, wish_for
from linli.messages.tests.test_channels import a_subscription
from linli.staff.actions import deactivate_account
from linli.staff.testing import Cast

pytestmark = pytest.mark.django_db
AT = dt.datetime.fromisoformat(NOON)


def test_what_a_person_chose_is_forgotten_with_the_account_and_nobody_else_s(cast: Cast):
    for member in (cast.sun, cast.wei):
        wish_for(member.account.pk, phone="13800138000")
        subscription = a_subscription(f"https://fcm.googleapis.com/{member.account.username}")
        actions.subscribe_browser(member.account.pk, subscription=subscription, browser="Edge", at=AT)
    deactivate_account(cast.sun.account.pk, by=cast.root.actor, at=timezone.now())
    facts.tell_facts()
    assert [row.account_id for row in Preference.objects.all()] == [cast.wei.account.pk]
    assert [row.account_id for row in PushSubscription.objects.all()] == [cast.wei.account.pk]
