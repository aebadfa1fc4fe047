"""Notices are kept for half a year: then they and their deliveries are deleted."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.core.retention import Rule, every_field
from linli.messages.models import Delivery, Notice, Preference, PushSubscription
from linli.messages.rules import KEEP_DAYS
from linli.staff.queries.accounts import open_accounts

BATCH = 1_000


def forget_old(*, at: dt.datetime) -> int:
    """Delete what is too old, in short transactions; say how many notices."""
    before, gone = at - dt.timedelta(days=KEEP_DAYS), 0
    while True:
        ids = list(Notice.objects.filter(made_at__lt=before).values_list("pk", flat=True)[:BATCH])
        if not ids:
            return gone
        with transaction.atomic():
            Delivery.objects.filter(notice_id__in=ids).delete()
            gone += Notice.objects.filter(pk__in=ids).delete()[0]


def _notices(before: dt.date) -> QuerySet[Notice]:
    return Notice.objects.filter(made_at__date__lt=before)


def _deliveries(before: dt.date) -> QuerySet[Delivery]:
    notice = Notice.objects.filter(pk=OuterRef("notice_id"))
    return Delivery.objects.filter(Q(made_at__date__lt=before) | ~Exists(notice))


def _wishes(_before: dt.date) -> QuerySet[Preference]:
    """Numbers and wishes of accounts that are closed: nobody is there to take them out."""
    return Preference.objects.exclude(account_id__in=open_accounts())


def _browsers(_before: dt.date) -> QuerySet[PushSubscription]:
    return PushSubscription.objects.exclude(account_id__in=open_accounts())


RULES: tuple[Rule, ...] = (
    Rule("notices.Notice", every_field("notices.Notice"), _notices),
    Rule("notices.Delivery", every_field("notices.Delivery"), _deliveries),
    Rule("notices.Preference", every_field("notices.Preference"), _wishes),
    Rule("notices.PushSubscription", every_field("notices.PushSubscription"), _browsers),
)
