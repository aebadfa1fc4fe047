"""The window for judicial confirmation: thirty days from the day the agreement binds (People's Mediation Law art. 33)."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

COURT_DAYS = 30
SOON_DAYS = 7
_LONGEST_BREAK = 30


class WindowState(StrEnum):
    """How the window stands on a day."""

    OPEN = "open"
    SOON = "soon"
    OVER = "over"
    ASKED = "asked"


@dataclass(frozen=True)
class CourtWindow:
    """From the day an agreement binds to the last day, inclusive, on which the parties may apply together."""

    effective_on: dt.date
    last_day: dt.date

    def days_left(self, today: dt.date) -> int:
        """Count the days left with today among them; 0 when it is over."""
        return max((self.last_day - today).days + 1, 0)

    def state(self, today: dt.date, *, asked_on: dt.date | None = None) -> WindowState:
        """Say how it stands: asked for in time, open, soon over, over."""
        if asked_on is not None and asked_on <= self.last_day:
            return WindowState.ASKED
        if today > self.last_day:
            return WindowState.OVER
        return WindowState.SOON if self.days_left(today) <= SOON_DAYS else WindowState.OPEN


def court_window(effective_on: dt.date, *, is_working_day: Callable[[dt.date], bool]) -> CourtWindow:
    """Work out the window: the first day does not count, and a last day that is a day off moves to the next working day.

    Civil Code arts. 201 and 203.
    """
    last = effective_on + dt.timedelta(days=COURT_DAYS)
    for _day in range(_LONGEST_BREAK):
        if is_working_day(last):
            break
        last += dt.timedelta(days=1)
    return CourtWindow(effective_on, last)
