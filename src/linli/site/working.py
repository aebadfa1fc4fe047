"""The background worker: tells stored facts to their listeners and runs Django's tasks."""

import datetime as dt
import logging
import threading
import time

from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone

from linli.cases.actions.outside_sending import work_hand_offs
from linli.cases.tasks import keep_clocks
from linli.core.facts import tell_facts
from linli.mediation.tasks import keep_days
from linli.messages.tasks import send_for_ever
from linli.site.parentage import end_with_parent

log = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0
SWEEP_SECONDS = 60.0
HAND_OFF_SECONDS = 10.0


def work() -> None:
    """Run until the process is told to stop, or until the server that started it is gone."""
    end_with_parent()
    threading.Thread(target=_tell_for_ever, name="facts", daemon=True).start()
    threading.Thread(target=send_for_ever, name="notices", daemon=True).start()
    threading.Thread(target=_keep_clocks_for_ever, name="clocks", daemon=True).start()
    threading.Thread(target=_hand_off_for_ever, name="hand-offs", daemon=True).start()
    call_command("db_worker", interval=PAUSE_SECONDS, startup_delay=False, verbosity=0, reload=False)


def _tell_for_ever() -> None:
    while True:
        told = 0
        try:
            told = tell_facts()
        except Exception:
            log.exception("facts could not be told")
        close_old_connections()
        if not told:
            time.sleep(PAUSE_SECONDS)


def _keep_clocks_for_ever() -> None:
    planned_on: dt.date | None = None
    reminded_on: dt.date | None = None
    while True:
        try:
            planned_on = keep_clocks(timezone.now(), planned_on=planned_on)
            reminded_on = keep_days(timezone.now(), reminded_on=reminded_on)
        except Exception:
            log.exception("clocks could not be swept")
        close_old_connections()
        time.sleep(SWEEP_SECONDS)


def _hand_off_for_ever() -> None:
    while True:
        try:
            work_hand_offs(timezone.now())
        except Exception:
            log.exception("hand-offs could not be worked on")
        close_old_connections()
        time.sleep(HAND_OFF_SECONDS)
