"""What the background worker does for phones once a day."""

import datetime as dt

from django.utils import timezone

from linli.core.kept_files import sweep_half_written
from linli.fieldsync.actions.staging import sweep_incoming


def keep_incoming(at: dt.datetime, *, swept_on: dt.date | None) -> dt.date | None:
    """Throw away, once a day, the files on their way in that nothing waits for; say for which day it was done last."""
    today = timezone.localdate(at)
    if swept_on != today:
        sweep_incoming(at)
        sweep_half_written()
    return today
