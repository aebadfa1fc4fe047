"""Clocks in memory: limits worked out over the real calendar, and whole clocks read, replanned and asked for their next rung."""

import datetime as dt
import time
from collections.abc import Callable, Iterator

from benchmarks.load import median_of
from benchmarks.shapes import Row, at_least
from benchmarks.watching import load_average

from linli.cases.catalogue import SHIPPED, load_directory
from linli.cases.rules import clocks
from linli.core.calendar import Calendar, Limit

COUNT = 100_000
SINCE = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
STEP = dt.timedelta(minutes=17)
LIMITS = ("4 working hours", "24 hours", "5 working days")
DUE_BUDGET, LOOK_BUDGET = 150_000.0, 30_000.0


def run(repeats: int) -> list[Row]:
    """Measure due times, and looking at clocks as a new plan and a sweep do."""
    calendar = Calendar()
    kept = [
        clocks.as_json(clocks.start(at, limit=Limit.parse(LIMITS[place % 3]), calendar=calendar))
        for place, at in enumerate(_moments())
    ]
    return [
        _rate("clocks: due times", DUE_BUDGET, repeats, lambda: _due(calendar)),
        _rate("clocks: read and replanned", LOOK_BUDGET, repeats, lambda: _replanned(kept, calendar)),
        _rate("clocks: next rung found", LOOK_BUDGET / 3, repeats, lambda: _next(kept, calendar)),
    ]


def _moments() -> Iterator[dt.datetime]:
    return (SINCE + number * STEP for number in range(COUNT))


def _due(calendar: Calendar) -> None:
    limits = [Limit.parse(text) for text in LIMITS]
    for place, at in enumerate(_moments()):
        calendar.due(at, limits[place % 3])


def _replanned(kept: list[dict[str, object]], calendar: Calendar) -> None:
    for values in kept:
        clocks.replan(clocks.from_json(values), at=SINCE, calendar=calendar)


def _next(kept: list[dict[str, object]], calendar: Calendar) -> None:
    ladder = load_directory(SHIPPED).ladder
    for values in kept:
        clocks.next_moment({clocks.UNIT: clocks.from_json(values)}, ladder=ladder, calendar=calendar)


def _rate(name: str, budget: float, repeats: int, work: Callable[[], None]) -> Row:
    spent = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return at_least(name, budget, COUNT / median_of(spent), "/CPU-s", note=f"one process; load {load_average():.1f}")
