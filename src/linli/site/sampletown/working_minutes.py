"""Working minutes in a row: to place a step so many working hours after another, a million times over."""

import datetime as dt
from bisect import bisect_left

from linli.core.calendar import Calendar


class WorkingMinutes:
    """Every working minute between two days, so that going on by some is one addition."""

    def __init__(self, calendar: Calendar, *, first: dt.date, last: dt.date) -> None:
        self._minutes = list[int]()
        for number in range((last - first).days + 1):
            day = first + dt.timedelta(days=number)
            if calendar.is_working_day(day):
                for opens, closes in calendar.hours:
                    start = int(dt.datetime.combine(day, opens, calendar.zone).timestamp()) // 60
                    end = int(dt.datetime.combine(day, closes, calendar.zone).timestamp()) // 60
                    self._minutes.extend(range(start, end))

    def after(self, start: dt.datetime, hours: float) -> dt.datetime:
        """Give the working minute so many working hours after a moment."""
        place = bisect_left(self._minutes, int(start.timestamp()) // 60) + max(round(hours * 60), 1)
        return dt.datetime.fromtimestamp(self._minutes[min(place, len(self._minutes) - 1)] * 60, dt.UTC)
