"""How often a visit comes, in which period a day lies, and which visits of a plan are missing: time alone, never a count."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

LONGEST = dt.timedelta(days=366)
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}

type IsWorkingDay = Callable[[dt.date], bool]


class Every(StrEnum):
    """How often a visit comes."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"


@dataclass(frozen=True)
class Period:
    """One period, first and last day included."""

    begins_on: dt.date
    ends_on: dt.date


@dataclass(frozen=True)
class Standing:
    """From when to when somebody is to be visited, and what spreads the days: the same number gives the same day."""

    since: dt.date
    until: dt.date | None
    spread: int


@dataclass(frozen=True)
class Due:
    """A visit that is missing: its period, and the day proposed."""

    period: Period
    planned_on: dt.date


def period_on(every: Every, day: dt.date) -> Period:
    """Find the period a day lies in: a week from Monday, or so many calendar months."""
    if every is Every.WEEK:
        start = day - dt.timedelta(days=day.weekday())
        return Period(start, start + dt.timedelta(days=6))
    months = _MONTHS[every.value]
    start = day.replace(month=(day.month - 1) // months * months + 1, day=1)
    return Period(start, _months_later(start, months) - dt.timedelta(days=1))


def periods_between(every: Every, first: dt.date, last: dt.date) -> Iterator[Period]:
    """Walk the periods that have a day between two days."""
    while first <= last:
        period = period_on(every, first)
        yield period
        first = period.ends_on + dt.timedelta(days=1)


def missing_visits(
    every: Every,
    standing: Standing,
    *,
    first: dt.date,
    last: dt.date,
    seen: Iterable[dt.date],
    is_working_day: IsWorkingDay,
) -> list[Due]:
    """List the visits to plan between two days: one for each period that has none yet.

    `seen` are the days of the visits there are, planned or made. A visit is never proposed before `first`, before
    somebody takes part, or after they do.
    """
    covered = {period_on(every, day).begins_on for day in seen}
    until = min(last, standing.until) if standing.until else last
    found = []
    for period in periods_between(every, max(first, standing.since), until):
        if period.begins_on not in covered:
            earliest = max(period.begins_on, first, standing.since)
            latest = min(period.ends_on, standing.until or period.ends_on)
            found.append(Due(period, _day_in(earliest, latest, standing.spread, is_working_day)))
    return found


def _day_in(earliest: dt.date, latest: dt.date, spread: int, is_working_day: IsWorkingDay) -> dt.date:
    """Propose a working day between two days; where there is none, the first."""
    days = [earliest + dt.timedelta(days=number) for number in range((latest - earliest).days + 1)]
    working = [day for day in days if is_working_day(day)]
    return working[spread % len(working)] if working else earliest


def _months_later(day: dt.date, months: int) -> dt.date:
    month = day.month - 1 + months
    return day.replace(year=day.year + month // 12, month=month % 12 + 1)
