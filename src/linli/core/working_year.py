"""One year of working time laid end to end, so that any sum over it is a look-up and not a walk.

Moments are whole microseconds since 1970 (UTC): sums of them are exact.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from zoneinfo import ZoneInfo

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)

Span = tuple[dt.time, dt.time]


def ticks(at: dt.datetime) -> int:
    """Write a moment as microseconds."""
    return (at - EPOCH) // _MICROSECOND


def moment(at_ticks: int) -> dt.datetime:
    """Read a moment from microseconds."""
    return EPOCH + dt.timedelta(microseconds=at_ticks)


@dataclass(frozen=True)
class WorkingYear:
    """The office hours of one year in order: when each opens and closes, and how much has passed when it closes."""

    opens: Sequence[int]
    closes: Sequence[int]
    passed_at_close: Sequence[int]
    days: Sequence[int]
    day_ends: Sequence[int]

    @property
    def total(self) -> int:
        """How much working time the year holds."""
        return self.passed_at_close[-1] if self.passed_at_close else 0

    def passed(self, at: int) -> int:
        """How much working time of this year has passed at a moment within it."""
        place = bisect_right(self.opens, at) - 1
        if place < 0:
            return 0
        return self.passed_at_close[place] - max(self.closes[place] - at, 0)

    def earliest(self, passed: int) -> int:
        """The first moment at which so much has passed."""
        place = bisect_left(self.passed_at_close, passed)
        return self.closes[place] - (self.passed_at_close[place] - passed)

    def latest(self, passed: int) -> int:
        """The last moment at which no more has passed; there must be some working time after it."""
        place = bisect_right(self.passed_at_close, passed)
        return self.closes[place] - (self.passed_at_close[place] - passed)

    def days_until(self, day: dt.date) -> int:
        """How many working days there are from New Year to a day of this year, both counted."""
        return bisect_right(self.days, day.toordinal())


def working_year(year: int, *, hours: Sequence[Span], zone: ZoneInfo, works: Callable[[dt.date], bool]) -> WorkingYear:
    """Lay out a year of office hours."""
    new_year, days = dt.date(year, 1, 1), (dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days
    open_days = [day for day in (new_year + dt.timedelta(days=n) for n in range(days)) if works(day)]

    def at(day: dt.date, time: dt.time) -> int:
        return ticks(dt.datetime.combine(day, time, zone))

    opens = [at(day, a) for day in open_days for a, _ in hours]
    closes = [at(day, b) for day in open_days for _, b in hours]
    return WorkingYear(
        opens,
        closes,
        list(accumulate(b - a for a, b in zip(opens, closes, strict=True))),
        [day.toordinal() for day in open_days],
        [at(day, hours[-1][1]) for day in open_days],
    )
