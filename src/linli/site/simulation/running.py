"""Run the days: one queue of moments, the earliest first, and what came of it."""

import datetime as dt
import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

from linli.cases.actions.sweeping import sweep_clocks
from linli.cases.queries.visible import cases_visible_to
from linli.core.errors import LinliError
from linli.site.simulation.arrivals import Arrivals
from linli.site.simulation.chance import Dice
from linli.site.simulation.course import Course, course
from linli.site.simulation.habits import REPORTS_PER_1000, Habits
from linli.site.simulation.ledger import Ledger, Tally
from linli.site.simulation.life import Life, Nobody
from linli.site.simulation.midnight import Hanging, hanging_at
from linli.site.simulation.telling import SOURCE, PlannedReport
from linli.site.simulation.town import Town, find_town
from linli.staff.rules import SYSTEM


@dataclass(frozen=True)
class Refusal:
    """A step the rules did not allow: somebody else was there first, or the town has changed."""

    key: str
    at: dt.datetime
    code: str


@dataclass
class Outcome:
    """What a run did, and where its cases stand in the end."""

    days: dict[dt.date, Tally]
    total: Tally
    reported: int = 0
    states: dict[str, int] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    nobody: Counter[str] = field(default_factory=Counter)
    hanging: list[Hanging] = field(default_factory=list)

    @property
    def lost(self) -> int:
        """How many reported cases are in no state at all: there must be none."""
        return self.reported - sum(self.states.values())


class Simulation:
    """Some days of a town's life, from midnight to midnight in its own zone."""

    def __init__(
        self, *, seed: int, days: int, start: dt.date, pace: float = REPORTS_PER_1000, habits: Habits | None = None,
        residents: int | None = None,
    ) -> None:  # fmt: skip
        self.seed, self.habits = seed, habits or Habits()
        self.days = tuple(start + dt.timedelta(days=number) for number in range(days))
        self.town: Town = find_town(on=self.days[-1], residents=residents)
        self._arrivals = Arrivals(self.town, seed=seed, pace=pace, habits=self.habits)

    def reports(self) -> Iterator[PlannedReport]:
        """Plan the reports of the days in the order of time, without handing them in: a load for benchmarks."""
        return self._arrivals.between(self.days)

    def run(self, *, progress: Callable[[dt.date], None] = lambda _day: None) -> Outcome:
        """Live the days; what an earlier run of this seed left open goes on."""
        queue = _Queue(self, Ledger(self.days))
        for day in self._days_to_live():
            queue.take_in(self._arrivals.of_day(day))
            midnight = self.town.midnight(day + dt.timedelta(days=1))
            self._live(day, midnight, queue)
            if day in self.days:
                queue.hanging += hanging_at(midnight, self.town.crew)
            progress(day)
        return self._outcome(queue)

    def _live(self, day: dt.date, midnight: dt.datetime, queue: "_Queue") -> None:
        """Live a day hour by hour: the sweep of the clocks comes between the steps of people."""
        hour = self.town.midnight(day)
        while hour < midnight:
            hour = min(hour + dt.timedelta(hours=1), midnight)
            queue.run(until=hour)
            sweep_clocks(hour)

    def new_life(self, plan: PlannedReport, ledger: Ledger) -> Life:
        """Give a planned report its own dice."""
        dice = Dice(self.seed, f"course:{plan.key}")
        return Life(plan, town=self.town, habits=self.habits, ledger=ledger, dice=dice)

    def _days_to_live(self) -> list[dt.date]:
        """The days asked for, and before them those this seed has lived: their commands are known, nothing is done twice."""
        keys = cases_visible_to(SYSTEM).filter(source=SOURCE, source_key__startswith=f"{self.seed}:")
        lived = {dt.date.fromisoformat(key.split(":")[1]) for key in keys.values_list("source_key", flat=True)}
        return sorted({day for day in lived if day <= self.days[-1]} | set(self.days))

    def _outcome(self, queue: "_Queue") -> Outcome:
        ids = queue.ledger.reported
        states: Counter[str] = Counter()
        for start in range(0, len(ids), 500):
            found = cases_visible_to(SYSTEM).filter(pk__in=ids[start : start + 500])
            states.update(found.values_list("state", flat=True))
        ledger = queue.ledger
        return Outcome(
            ledger.days,
            ledger.total(),
            len(ids),
            dict(sorted(states.items())),
            queue.refusals,
            queue.nobody,
            queue.hanging,
        )


class _Queue:
    """The moments to come; equal ones in the order they were thought of."""

    def __init__(self, simulation: Simulation, ledger: Ledger) -> None:
        self.ledger = ledger
        self.refusals: list[Refusal] = []
        self.nobody: Counter[str] = Counter()
        self.hanging: list[Hanging] = []
        self._simulation = simulation
        self._waiting: list[tuple[dt.datetime, int, Life, Course]] = []
        self._number = count()

    def take_in(self, plans: list[PlannedReport]) -> None:
        """Put a day's reports in."""
        for plan in plans:
            life = self._simulation.new_life(plan, self.ledger)
            self._put(plan.at, life, course(life))

    def run(self, *, until: dt.datetime) -> None:
        """Take every step before a moment."""
        while self._waiting and self._waiting[0][0] < until:
            at, _number, life, lived = heapq.heappop(self._waiting)
            life.at = at
            self._go_on(life, lived)

    def _go_on(self, life: Life, lived: Course) -> None:
        try:
            following = next(lived)
        except StopIteration:
            return
        except Nobody as found:
            self.nobody[found.step.value] += 1
        except LinliError as refusal:
            self.refusals.append(Refusal(life.plan.key, life.at, refusal.code))
        else:
            self._put(max(following, life.at), life, lived)

    def _put(self, at: dt.datetime, life: Life, lived: Course) -> None:
        heapq.heappush(self._waiting, (at, next(self._number), life, lived))
