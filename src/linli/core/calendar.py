"""Working time: the tenant's office hours over China's holidays and make-up days, and time limits in it.

Units of a limit follow city management practice (CJ/T 315, GB/T 30428.8): clock hours (紧急工作时),
working hours (工作时) and working days (工作日).
"""

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo

import holidays
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid

CHINA = ZoneInfo("Asia/Shanghai")
Span = tuple[dt.time, dt.time]
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
        if not found:
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
            return self._after_working(start, dt.timedelta(hours=limit.amount))
        return self._after_days(start, limit.amount)

    def working_hours_between(self, start: dt.datetime, end: dt.datetime) -> float:
        """Count the working hours from start to end; 0 when end is not later."""
        total, day = dt.timedelta(), start.astimezone(self.zone).date()
        while day <= end.astimezone(self.zone).date():
            for opens, closes in self._spans(day):
                total += max(min(closes, end) - max(opens, start), dt.timedelta())
            day += dt.timedelta(days=1)
        return total.total_seconds() / 3600

    def _spans(self, day: dt.date) -> list[tuple[dt.datetime, dt.datetime]]:
        if not self.is_working_day(day):
            return []
        at = [(dt.datetime.combine(day, a, self.zone), dt.datetime.combine(day, b, self.zone)) for a, b in self.hours]
        return [(a.astimezone(dt.UTC), b.astimezone(dt.UTC)) for a, b in at]

    def _after_working(self, start: dt.datetime, left: dt.timedelta) -> dt.datetime:
        day = start.astimezone(self.zone).date()
        while True:
            for opens, closes in self._spans(day):
                here = max(opens, start)
                if here + left <= closes:
                    return here + left
                left -= max(closes - here, dt.timedelta())
            day += dt.timedelta(days=1)

    def _after_days(self, start: dt.datetime, amount: float) -> dt.datetime:
        """A limit in working days ends at closing time of its last day; the day of the start is not counted."""
        day, left = start.astimezone(self.zone).date(), int(amount) + (amount % 1 > 0)
        while left > 0:
            day += dt.timedelta(days=1)
            left -= self.is_working_day(day)
        return dt.datetime.combine(day, self.hours[-1][1], self.zone).astimezone(dt.UTC)
