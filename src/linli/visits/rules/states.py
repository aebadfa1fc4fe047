"""States of a visit and what is allowed in each."""

import datetime as dt
from enum import StrEnum

from linli.visits import errors

MOST_TEXT = 4_000
MOST_MATTERS = 20
LONGEST_NAME = 40
FIELD_DAYS = 14
FAST_WATCH = dt.timedelta(days=1)


class VisitState(StrEnum):
    """Where a visit stands."""

    PLANNED = "planned"
    MADE = "made"
    NOT_IN = "not-in"
    CANCELLED = "cancelled"


OPEN = frozenset({VisitState.PLANNED, VisitState.NOT_IN})


class StepName(StrEnum):
    """What can be done with a visit; also the names of its records."""

    PLAN = "plan"
    MAKE = "make"
    MISS = "not-in"
    MOVE = "move"
    CANCEL = "cancel"
    CONFIRM = "receipt"


class ReceiptHow(StrEnum):
    """How a resident confirms the receipt."""

    NAME = "name"
    CODE = "code"


def check_making(state: VisitState) -> None:
    """Refuse a second result; one that was cancelled after the worker had gone there may still be told."""
    if state is VisitState.MADE:
        raise errors.VisitMadeAlready


def check_open(state: VisitState) -> None:
    """Refuse to change a visit that is over."""
    if state not in OPEN:
        raise errors.VisitOver


def check_plan_day(day: dt.date, *, today: dt.date, field: str) -> dt.date:
    """Refuse a day to come that is past, or more than a year ahead."""
    if day < today:
        raise errors.DayPast(field=field)
    if day > today + dt.timedelta(days=366):
        raise errors.DayTooFar(field=field)
    return day


def check_made_at(made_at: dt.datetime, *, now: dt.datetime) -> dt.datetime:
    """Put the time of a watch that is a little fast right; refuse a day that has not come."""
    if made_at - now > FAST_WATCH:
        raise errors.MadeInFuture(field="made_at")
    return min(made_at, now)


def check_text(text: str, *, field: str, required: bool = True) -> str:
    """Refuse an empty text where one is needed, and one that nobody would read."""
    said = text.strip()
    if required and not said:
        raise errors.TextNeeded(field=field)
    if len(said) > MOST_TEXT:
        raise errors.TextEndless(field=field, most=MOST_TEXT, found=len(said))
    return said
