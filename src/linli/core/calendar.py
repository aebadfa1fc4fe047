"""Working time: the tenant's office hours over China's holidays and make-up days, and time limits in it.

Units of a limit follow city management practice (CJ/T 315, GB/T 30428.8): clock hours (紧急工作时),
working hours (工作时) and working days (工作日).
"""

import datetime as dt
import math
import re
from bisect import bisect_left
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Self
from zoneinfo import ZoneInfo

import holidays
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid
from linli.core.working_year import Span, WorkingYear, moment, ticks, working_year

CHINA = ZoneInfo("Asia/Shanghai")
_TICK = dt.timedelta(microseconds=1)
OFFICE_HOURS: tuple[Span, ...] = ((dt.time(8, 30), dt.time(12)), (dt.time(13, 30), dt.time(17, 30)))


class LimitUnknown(Invalid):
    """A time limit is written in a way Linli does not know."""

    code = "core.limit-unknown"
    text = _("时限“%(limit)s”无法识别：请写成“4 working hours”“24 hours”或“5 working days”。")


class TimeUnit(StrEnum):
    """What a time limit is counted in."""

    HOURS = "hours"
    WORKING_HOURS = "working hours"
    WORKING_DAYS = "working days"


MOST_AMOUNT = 100_000  # eleven years of hours: a longer limit is a slip of the hand, and no calendar reaches its end
_LIMIT = re.compile(r"(?P<amount>\d+(?:\.\d+)?) (?P<unit>hours?|working hours?|working days?)")


@dataclass(frozen=True)
class Limit:
    """An amount of time allowed, in one unit."""

    amount: float
    unit: TimeUnit

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "4 working hours", "24 hours" or "5 working days"."""
        found = _LIMIT.fullmatch(text.strip())
        if not found or float(found["amount"]) > MOST_AMOUNT:
            raise LimitUnknown(limit=text)
        unit = found["unit"] if found["unit"].endswith("s") else found["unit"] + "s"
        return cls(float(found["amount"]), TimeUnit(unit))

    def __str__(self) -> str:
        return f"{self.amount:g} {self.unit.value}"


@lru_cache(maxsize=8)
def _china(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=[year - 1, year, year + 1])


@lru_cache(maxsize=20_000)
def is_china_working_day(day: dt.date) -> bool:
    """Say whether China works on that day: weekends and holidays off, make-up days on."""
    return bool(_china(day.year).is_working_day(day))


@dataclass(frozen=True)
class Calendar:
    """A tenant's working time: its office hours and its own days off or on, over China's calendar."""

    hours: tuple[Span, ...] = OFFICE_HOURS
    days_off: frozenset[dt.date] = field(default_factory=frozenset)
    days_on: frozenset[dt.date] = field(default_factory=frozenset)
    zone: ZoneInfo = CHINA

    def is_working_day(self, day: dt.date) -> bool:
        """Say whether the tenant works on that day."""
        if day in self.days_on:
            return True
        return day not in self.days_off and is_china_working_day(day)

    def is_working_time(self, at: dt.datetime) -> bool:
        """Say whether the office is open at that moment."""
        local = at.astimezone(self.zone)
        return self.is_working_day(local.date()) and any(a <= local.time() < b for a, b in self.hours)

    def due(self, start: dt.datetime, limit: Limit) -> dt.datetime:
        """Work out when a limit that starts at `start` runs out."""
        if limit.unit is TimeUnit.HOURS:
            return start + dt.timedelta(hours=limit.amount)
        if limit.unit is TimeUnit.WORKING_HOURS:
            return self.after_working(start, dt.timedelta(hours=limit.amount))
        return self.after_days(start, math.ceil(limit.amount))

    def before(self, due: dt.datetime, limit: Limit) -> dt.datetime:
        """Work out the last moment at which so much time is still left until `due`; a working day is a day's office hours."""
        if limit.unit is TimeUnit.HOURS:
            return due - dt.timedelta(hours=limit.amount)
        hours = limit.amount * (self.day_hours if limit.unit is TimeUnit.WORKING_DAYS else 1)
        return self.before_working(due, dt.timedelta(hours=hours))

    @property
    def day_hours(self) -> float:
        """How many working hours a working day has."""
        return sum(_seconds(closes) - _seconds(opens) for opens, closes in self.hours) / 3600

    def working_hours_between(self, start: dt.datetime, end: dt.datetime) -> float:
        """Count the working hours from start to end; 0 when end is not later."""
        return self.working_between(start, end) / dt.timedelta(hours=1)

    def working_between(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """Measure the working time from start to end, exactly; none when end is not later."""
        if end <= start:
            return dt.timedelta()
        first, last = self._local_day(start).year, self._local_day(end).year
        between = sum(self._year(year).total for year in range(first, last))
        return dt.timedelta(
            microseconds=between + self._year(last).passed(ticks(end)) - self._year(first).passed(ticks(start))
        )

    def days_between(self, start: dt.datetime, end: dt.datetime) -> int:
        """Count the working days after the day of `start` up to the day of `end`; 0 when end is not later."""
        first, last = self._local_day(start), self._local_day(end)
        if last <= first:
            return 0
        between = sum(len(self._year(year).days) for year in range(first.year, last.year))
        return between + self._year(last.year).days_until(last) - self._year(first.year).days_until(first)

    def after_working(self, start: dt.datetime, length: dt.timedelta) -> dt.datetime:
        """Find the first moment at which so much working time has passed since `start`."""
        if length <= dt.timedelta():
            return start
        year = self._local_day(start).year
        left = self._year(year).passed(ticks(start)) + length // _TICK
        while left > self._year(year).total:
            left -= self._year(year).total
            year += 1
        return moment(self._year(year).earliest(left))

    def before_working(self, end: dt.datetime, length: dt.timedelta) -> dt.datetime:
        """Find the last moment from which so much working time passes until `end`."""
        if length <= dt.timedelta():
            return end
        year = self._local_day(end).year
        left = self._year(year).passed(ticks(end)) - length // _TICK
        while left < 0:
            year -= 1
            left += self._year(year).total
        return moment(self._year(year).latest(left))

    def after_days(self, start: dt.datetime, days: int) -> dt.datetime:
        """Find the closing time of the n-th working day after the day of `start`; of the first that still closes for 0."""
        day = self._local_day(start)
        if days <= 0:
            return self._next_closing(start, day.year)
        year, left = day.year, self._year(day.year).days_until(day) + days
        while left > len(self._year(year).days):
            left -= len(self._year(year).days)
            year += 1
        return moment(self._year(year).day_ends[left - 1])

    def _next_closing(self, start: dt.datetime, year: int) -> dt.datetime:
        ends = self._year(year).day_ends
        while not ends or ends[-1] < ticks(start):
            year += 1
            ends = self._year(year).day_ends
        return moment(ends[bisect_left(ends, ticks(start))])

    def _local_day(self, at: dt.datetime) -> dt.date:
        return at.astimezone(self.zone).date()

    def _year(self, year: int) -> WorkingYear:
        found = self._years.get(year)
        if found is None:
            found = self._years[year] = working_year(year, hours=self.hours, zone=self.zone, works=self.is_working_day)
        return found

    @cached_property
    def _years(self) -> dict[int, WorkingYear]:
        return {}


def _seconds(time: dt.time) -> int:
    return time.hour * 3600 + time.minute * 60 + time.second
