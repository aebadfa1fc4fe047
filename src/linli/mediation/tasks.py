"""Background work of mediation."""

import datetime as dt

from django.utils import timezone

from linli.mediation.actions.reminding import remind

REMIND_HOUR = 8


def keep_days(at: dt.datetime, *, reminded_on: dt.date | None) -> dt.date | None:
    """Remind once a day, from eight in the morning; `reminded_on` is the answer of the time before."""
    local = timezone.localtime(at)
    if reminded_on == local.date() or local.hour < REMIND_HOUR:
        return reminded_on
    remind(at)
    return local.date()
