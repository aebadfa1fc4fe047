"""Turns of a recurring round: from which day to which the present one runs."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Every(StrEnum):
    """How often a round comes."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Turn:
    """One turn, first and last day included."""

    begins_on: dt.date
    ends_on: dt.date


def turn_on(every: Every, *, day: dt.date, begins: int) -> Turn:
    """Find the turn a day lies in; `begins` is the day of the month (1–28) or of the week (1 Monday … 7 Sunday)."""
    if every is Every.WEEK:
        start = day - dt.timedelta(days=(day.isoweekday() - begins) % 7)
        return Turn(start, start + dt.timedelta(days=6))
    start = day.replace(day=begins)
    if start > day:
        start = (start.replace(day=1) - dt.timedelta(days=1)).replace(day=begins)
    following = (start.replace(day=28) + dt.timedelta(days=4)).replace(day=begins)
    return Turn(start, following - dt.timedelta(days=1))
