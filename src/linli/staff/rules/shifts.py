"""When a unit has a duty: always, or in a shift such as nights, weekends, holidays or the hours after the office closed.

A shift is written as `[days] [hours]`: days are `working`, `off` (weekends and holidays of the real calendar, make-up days
counted as work) or digits of the week (1 Monday … 7 Sunday); hours may pass midnight and belong to the day they began on.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from linli.staff import errors

WORKING, OFF = "working", "off"
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
_WEEKDAYS = re.compile(r"[1-7]{1,7}")
_DAY = dt.timedelta(days=1)

IsWorkingDay = Callable[[dt.date], bool]


@dataclass(frozen=True)
class Shift:
    """The days and hours in which a unit has a duty; without hours, the whole day."""

    days: str = ""
    start: dt.time | None = None
    end: dt.time | None = None

    @property
    def text(self) -> str:
        """Write the shift as it is stored."""
        hours = f"{self.start:%H:%M}-{self.end:%H:%M}" if self.start is not None and self.end is not None else ""
        return f"{self.days} {hours}".strip()

    def covers(self, local: dt.datetime, *, is_working_day: IsWorkingDay) -> bool:
        """Say whether a moment, as the wall clock shows it, lies in this shift."""
        today, now = local.date(), local.time()
        if self.start is None or self.end is None:
            return self._has(today, is_working_day)
        if self.start < self.end:
            return self.start <= now < self.end and self._has(today, is_working_day)
        began_today = now >= self.start and self._has(today, is_working_day)
        return began_today or (now < self.end and self._has(today - _DAY, is_working_day))

    def _has(self, day: dt.date, is_working_day: IsWorkingDay) -> bool:
        if not self.days:
            return True
        if self.days in {WORKING, OFF}:
            return is_working_day(day) is (self.days == WORKING)
        return str(day.isoweekday()) in self.days


AT_ALL_TIMES = Shift()


def read_shift(text: str) -> Shift:
    """Read a shift as people write it; the empty one is always."""
    days, hours = "", ""
    for part in text.split():
        if part in {WORKING, OFF} or _WEEKDAYS.fullmatch(part):
            days, part_is_new = part, not days
        else:
            hours, part_is_new = part, not hours
        if not part_is_new:
            raise errors.ShiftUnreadable(field="shift", shift=text)
    weekdays = days if days in {"", WORKING, OFF} else "".join(sorted(set(days)))
    if not hours:
        return Shift(weekdays)
    found = _HOURS.fullmatch(hours)
    if not found or hours[:5] == hours[6:]:
        raise errors.ShiftUnreadable(field="shift", shift=text)
    clock = dt.time.fromisoformat
    return Shift(weekdays, clock(hours[:5]), clock(hours[6:]))


def check_duty_days(valid_from: dt.date | None, valid_to: dt.date | None) -> None:
    """Refuse a duty that ends before it begins."""
    if valid_from and valid_to and valid_to < valid_from:
        raise errors.DutyEndsBeforeStart(field="valid_to")
