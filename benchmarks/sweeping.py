"""The sweep over a million open cases, and a new plan for all of them after the calendar changed.

Beside the stored past, as many cases are stored open, in the hands of their units, with clocks that run; they are cleared
away afterwards. Each repeat sweeps at the moment by which the next two in a hundred have something to tell.
"""

import datetime as dt
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.copying import copy_open_cases
from benchmarks.courses import Ground, case_id, course, reports
from benchmarks.load import median_of
from benchmarks.shapes import Options, Row, at_most, told
from benchmarks.stock import RUN
from benchmarks.watching import database_cpu_seconds, load_average
from django.conf import settings
from django.db import connection
from django.utils import timezone

from linli.cases.actions.past import PastCase, store_past_cases
from linli.cases.actions.replanning import replan_clocks
from linli.cases.actions.sweeping import sweep_clocks
from linli.cases.catalogue import SHIPPED
from linli.cases.models import Case
from linli.cases.queries import kinds
from linli.site.sampletown.chance import dice
from linli.staff.rules import RESIDENT

SOURCE = f"{RUN}sweep"
BUDGET_S = 60.0
DIFFERENT = 100_000
RINGING = 0.02
AFTER_THE_DAY_OFF = 0.05
OVER = dt.timedelta(hours=6)  # over so long before now the open cases came in


@dataclass(frozen=True)
class Spent:
    """What one run took: on the clock, of this process and of the database."""

    wall: float
    own: float
    database: float


def run(options: Options, ground: Ground) -> list[Row]:
    """Measure sweeps in which few clocks ring, one in which none does, and new plans."""
    now = timezone.now()
    _store_open(ground, options.cases, now)
    count = Case.objects.filter(is_open=True).count()
    sweep_clocks(now)
    rings = [_sweep_next() for _ in range(options.repeats)]
    idle = [_timed(lambda: sweep_clocks(now)) for _ in range(options.repeats)]
    plans = [_timed(lambda: replan_clocks(now)) for _ in range(options.repeats)]
    ringing = round(sum(told for told, _ in rings) / len(rings))
    return [
        _row(f"sweep: {ringing:,} of {count:,} open cases ring", [spent for _, spent in rings], BUDGET_S),
        told(
            "sweep: none rings",
            median_of([spent.wall for spent in idle]) * 1000,
            "ms",
            note=f"load {load_average():.1f}",
        ),
        _row(f"replan: {count:,} open cases looked at", plans, BUDGET_S),
        *_after_a_new_day_off(now),
    ]


def _store_open(ground: Ground, cases: int, now: dt.datetime) -> None:
    different, start = min(cases, DIFFERENT), time.monotonic()
    store_past_cases(_open_cases(ground, different, now))
    for copy in copy_open_cases(SOURCE, round(cases / different) - 1):
        sys.stderr.write(f"{different * (copy + 1):,} open cases, {time.monotonic() - start:,.0f} s\n")
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze cases_case" if connection.vendor == "postgresql" else "analyze")


def _open_cases(ground: Ground, count: int, now: dt.datetime) -> Iterator[PastCase]:
    """Make cases that their units are working on, each with its own start and limit."""
    thrown, since = dice(1, "sweep"), now - OVER
    for place, report in enumerate(reports(ground, count, seed="sweep")):
        at = since + OVER * 0.9 * (place / count)
        times = [at + (now - at) * share for share in (0.3, 0.6, 0.9)]
        number = f"9999990{place:013d}"
        named = replace(report, source=SOURCE, source_key="")
        yield PastCase(case_id(at, thrown), number, named, at, RESIDENT, course(named, times, until=now))


def _sweep_next() -> tuple[int, Spent]:
    """Sweep at the moment by which the next few have something to tell."""
    waiting = Case.objects.filter(sweep_at__isnull=False).order_by("sweep_at")
    at = waiting.values_list("sweep_at", flat=True)[int(waiting.count() * RINGING)] or timezone.now()
    looked: list[int] = []
    spent = _timed(lambda: looked.append(sweep_clocks(at).looked))
    return looked[0], spent


def _after_a_new_day_off(now: dt.datetime) -> Iterator[Row]:
    """Declare a day off that a few cases still run into, as a city would in a directory of its own, and plan anew."""
    calendar = kinds.catalogue().calendar
    promised = Case.objects.filter(is_open=True, resident_due_at__gt=now).order_by("-resident_due_at")
    last = promised.values_list("resident_due_at", flat=True)[int(promised.count() * AFTER_THE_DAY_OFF)]
    day = (last or now).astimezone(calendar.zone).date()
    while not calendar.is_working_day(day):
        day -= dt.timedelta(days=1)
    with TemporaryDirectory(prefix="linli-bench-") as folder:
        shipped = (SHIPPED / "calendar.toml").read_text("utf-8")
        (Path(folder) / "calendar.toml").write_text(shipped.replace("days_off = []", f"days_off = [{day}]"), "utf-8")
        before, settings.LINLI_CATALOGUE = settings.LINLI_CATALOGUE, folder
        kinds.catalogue.cache_clear()
        changed: list[int] = []
        spent = _timed(lambda: changed.append(replan_clocks(now).changed))
        settings.LINLI_CATALOGUE = before
        kinds.catalogue.cache_clear()
    yield told(
        f"replan: a new day off changes {changed[0]:,}", spent.own + spent.database, "CPU-s", note=_busy([spent])
    )


def _timed(work: Callable[[], object]) -> Spent:
    wall, own, database = time.perf_counter(), time.process_time(), database_cpu_seconds()
    work()
    return Spent(time.perf_counter() - wall, time.process_time() - own, database_cpu_seconds() - database)


def _row(name: str, spent: list[Spent], budget: float) -> Row:
    """Set CPU time against the budget: it is what the clock would show on a machine of its own."""
    return at_most(name, budget, median_of([one.own + one.database for one in spent]), "CPU-s", note=_busy(spent))


def _busy(spent: list[Spent]) -> str:
    own, database = median_of([one.own for one in spent]), median_of([one.database for one in spent])
    wall = median_of([one.wall for one in spent])
    return f"Python {own:.1f}, database {database:.1f} CPU-s, {wall:.1f} s on the clock; load {load_average():.1f}"
