"""The background worker: tells stored facts to their listeners and runs Django's tasks."""

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable

from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone

from linli.cases.actions.outside_sending import work_hand_offs
from linli.cases.tasks import keep_clocks, keep_rounds
from linli.core.audit import seal_left_over
from linli.core.facts import tell_facts
from linli.fieldsync.tasks import keep_incoming
from linli.grids.tasks import keep_plans
from linli.mediation.tasks import keep_days
from linli.messages.tasks import send_for_ever
from linli.places.actions import tell_again
from linli.register.actions import complete_name_keys
from linli.register.tasks import keep_published
from linli.site.parentage import end_with_parent
from linli.site.retention import keep_retention
from linli.visits.tasks import keep_visits

log = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0
SWEEP_SECONDS = 60.0
HAND_OFF_SECONDS = 10.0


_DAILY: dict[str, Callable[[dt.datetime, dt.date | None], dt.date | None]] = {
    "clocks": lambda at, day: keep_clocks(at, planned_on=day),
    "rounds": lambda at, day: keep_rounds(at, made_on=day),
    "mediation": lambda at, day: keep_days(at, reminded_on=day),
    "visits": lambda at, day: keep_visits(at, planned_on=day),
    "plans": lambda at, day: _keep_plans(at, day),
    "areas": lambda at, day: _tell_again(at, day),
    "incoming": lambda at, day: keep_incoming(at, swept_on=day),
    "log": lambda _at, day: _join_log(day),
    "names": lambda _at, day: _complete_names(day),
    "retention": lambda at, day: keep_retention(at, run_on=day),
    "published": lambda at, day: keep_published(at, made_on=day),
}


def _join_log(day: dt.date | None) -> dt.date | None:
    """Join the lines of the log that their writers did not come to join, at every round."""
    seal_left_over()
    return day


def _complete_names(day: dt.date | None) -> dt.date | None:
    """Give names entered before there was a key to find them by their key, a part at every round."""
    complete_name_keys()
    return day


def _keep_plans(at: dt.datetime, day: dt.date | None) -> dt.date | None:
    """Adopt the plans of grids whose day has come, at every round."""
    keep_plans(at)
    return day


def _tell_again(at: dt.datetime, day: dt.date | None) -> dt.date | None:
    """Tell of areas that changed a while ago once more, at every round."""
    tell_again(at)
    return day


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
    done_on: dict[str, dt.date | None] = dict.fromkeys(_DAILY)
    while True:
        for name, keep in _DAILY.items():  # one that fails is tried again and keeps none of the others waiting
            try:
                done_on[name] = keep(timezone.now(), done_on[name])
            except Exception:
                log.exception("daily work could not be done", extra={"work": name})
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
