"""Notices are kept for half a year: then they and their deliveries are deleted."""

import datetime as dt

from django.db import transaction

from linli.messages.models import Delivery, Notice
from linli.messages.rules import KEEP_DAYS

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
