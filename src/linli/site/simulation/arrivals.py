"""What comes in: how many reports a day brings, and at which hours."""

import datetime as dt
import heapq
from collections.abc import Iterable, Iterator

from linli.site.sampletown.chance import Choice
from linli.site.simulation.chance import Dice, poisson_like
from linli.site.simulation.habits import Habits
from linli.site.simulation.telling import PlannedReport, Telling
from linli.site.simulation.town import Town

# Shares of a day by hour: the peak hour brings 12 %.
HOURS = (
    0.004, 0.003, 0.002, 0.002, 0.003, 0.008, 0.022, 0.05, 0.09, 0.12, 0.105, 0.075,
    0.045, 0.05, 0.075, 0.08, 0.07, 0.058, 0.042, 0.034, 0.03, 0.018, 0.009, 0.005,
)  # fmt: skip
WORKING_DAY, DAY_OFF = 1.1, 0.75  # five working days and two days off make seven


class Arrivals:
    """Plans the reports of a day; the plan of a report follows from seed, day and its number on that day."""

    def __init__(self, town: Town, *, seed: int, pace: float, habits: Habits) -> None:
        self._town, self._seed, self._habits = town, seed, habits
        self._telling = Telling(town, habits)
        self._per_day = pace * town.residents / 1000 / (1 + habits.second_report)
        self._hours = Choice(dict(enumerate(HOURS)))

    def of_day(self, day: dt.date) -> list[PlannedReport]:
        """Plan a day, in the order of time; a second report of a matter may come on the next day."""
        count = poisson_like(self._expected(day), Dice(self._seed, f"{day}").thrown)
        found = [planned for number in range(count) for planned in self._planned(day, number)]
        return sorted(found, key=lambda planned: (planned.at, planned.key))

    def between(self, days: Iterable[dt.date]) -> Iterator[PlannedReport]:
        """Plan day after day, in the order of time."""
        waiting: list[tuple[dt.datetime, str, PlannedReport]] = []
        for day in days:
            for planned in self.of_day(day):
                heapq.heappush(waiting, (planned.at, planned.key, planned))
            tomorrow = self._town.midnight(day + dt.timedelta(days=1))
            while waiting and waiting[0][0] < tomorrow:
                yield heapq.heappop(waiting)[2]

    def _expected(self, day: dt.date) -> float:
        return self._per_day * (WORKING_DAY if self._town.calendar.is_working_day(day) else DAY_OFF)

    def _planned(self, day: dt.date, number: int) -> Iterator[PlannedReport]:
        dice = Dice(self._seed, f"{day}:{number}")
        hour, seconds = self._hours.throw(dice.thrown), int(dice.between(0, 3600))
        at = self._town.midnight(day) + dt.timedelta(hours=hour, seconds=seconds)
        first = self._telling.first_report(self._telling.matter(f"{self._seed}:{day}:{number:05d}", at, dice), dice)
        yield first
        if dice(self._habits.second_report):
            yield self._telling.second_report(first, dice)
