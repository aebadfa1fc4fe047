"""Which days of a mediation its mediators are reminded of, and how many days before."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from linli.mediation.rules.course import RUNNING, Phase
from linli.mediation.rules.court import SOON_DAYS

BEFORE_DAYS = 3


class Day(StrEnum):
    """What a day is the last one for: applying to the court, a promised act, the talks."""

    COURT = "court"
    ACT = "act"
    TALKS = "talks"


@dataclass(frozen=True)
class Days:
    """The days of a mediation."""

    phase: Phase
    court_until: dt.date | None = None
    court_asked_on: dt.date | None = None
    next_act_on: dt.date | None = None
    due_on: dt.date | None = None


def days_near(days: Days, *, today: dt.date) -> Iterator[tuple[Day, dt.date]]:
    """List what is near: the court's window while it is open, acts and talks also when their day has passed."""
    if (
        days.court_until is not None
        and days.court_asked_on is None
        and 0 <= (days.court_until - today).days < SOON_DAYS
    ):
        yield Day.COURT, days.court_until
    if days.next_act_on is not None and (days.next_act_on - today).days <= BEFORE_DAYS:
        yield Day.ACT, days.next_act_on
    if days.due_on is not None and days.phase in RUNNING and (days.due_on - today).days <= BEFORE_DAYS:
        yield Day.TALKS, days.due_on
