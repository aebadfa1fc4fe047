"""The figures of simulated days, counted as the steps are taken."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

from linli.cases.rules import StepName

COUNTED = {
    StepName.FILE: ("filed",),
    StepName.DECLINE: ("declined",),
    StepName.SETTLE: ("filed", "closed"),
    StepName.DISPATCH: ("dispatched",),
    StepName.RETURN: ("returned",),
    StepName.FAIL_CHECK: ("reworked",),
    StepName.CLOSE: ("closed",),
    StepName.REOPEN: ("reopened",),
    StepName.VOID: ("voided",),
    StepName.RATE: ("rated",),
    StepName.JOIN: ("joined",),
    StepName.GRANT: ("relieved",),
    StepName.RULE: ("dispatched", "ruled"),
}
SATISFIED = 4  # of the five levels


@dataclass
class Tally:
    """What happened in one day, or in all."""

    received: int = 0
    filed: int = 0
    declined: int = 0
    dispatched: int = 0
    closed: int = 0
    in_time: int = 0
    returned: int = 0
    reworked: int = 0
    reopened: int = 0
    voided: int = 0
    rated: int = 0
    satisfied: int = 0
    joined: int = 0
    relieved: int = 0
    ruled: int = 0
    minutes: int = field(default=0, repr=False)

    @property
    def mean_hours(self) -> float | None:
        """How long cases took from report to closing, in hours."""
        return round(self.minutes / 60 / self.closed, 1) if self.closed else None

    @property
    def satisfaction(self) -> float | None:
        """Which share of the ratings is good or very good."""
        return round(self.satisfied / self.rated, 4) if self.rated else None

    def add(self, other: Self) -> None:
        """Add another tally to this one."""
        for name in vars(other):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def as_dict(self) -> dict[str, object]:
        """Give the figures for JSON and tables."""
        counts = {name: value for name, value in vars(self).items() if name != "minutes"}
        return counts | {"mean_hours": self.mean_hours, "satisfaction": self.satisfaction}


class Ledger:
    """One tally for each simulated day."""

    def __init__(self, days: Iterable[dt.date]) -> None:
        self.days = {day: Tally() for day in days}
        self.reported: list[UUID] = []

    def report(self, day: dt.date, *, case_id: UUID) -> None:
        """Count a report that was taken."""
        if tally := self.days.get(day):
            tally.received += 1
            self.reported.append(case_id)

    def step(self, name: StepName, day: dt.date) -> None:
        """Count a step that was taken; days outside the simulated ones are not kept."""
        tally = self.days.get(day)
        for field_name in COUNTED.get(name, ()) if tally else ():
            setattr(tally, field_name, getattr(tally, field_name) + 1)

    def closing(self, day: dt.date, *, took: dt.timedelta, in_time: bool) -> None:
        """Count how long a closed case took."""
        if tally := self.days.get(day):
            tally.minutes += int(took.total_seconds() // 60)
            tally.in_time += in_time

    def rating(self, day: dt.date, *, score: int) -> None:
        """Count what a resident said."""
        if tally := self.days.get(day):
            tally.satisfied += score >= SATISFIED

    def total(self) -> Tally:
        """Add the days up."""
        whole = Tally()
        for tally in self.days.values():
            whole.add(tally)
        return whole
