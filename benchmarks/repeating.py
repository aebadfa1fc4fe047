"""Repeat problems over all stored cases: one report's place, the places of a community and of the town, what came back."""

import datetime as dt
import time
from collections.abc import Callable

from benchmarks.courses import Ground
from benchmarks.load import median_of
from benchmarks.shapes import Options, Row, at_most
from benchmarks.watching import database_cpu_seconds, load_average
from django.db.models import Max

from linli.cases.models import Case
from linli.cases.queries.around import place_of, rule_of
from linli.cases.queries.duplicates import likely_duplicates
from linli.cases.queries.kinds import catalogue
from linli.cases.queries.repeats import find_places
from linli.cases.queries.returning import Asked, report_returns
from linli.core.installation import installation
from linli.staff.rules import SYSTEM

ASKED = 200
_PLACE_MS, _HINTS_MS, _COMMUNITY_MS, _TOWN_S, _RETURNS_S = 10.0, 15.0, 100.0, 10.0, 10.0


def run(options: Options, ground: Ground) -> list[Row]:
    """Measure what the listener asks of every report, what the page asks, and what the report asks."""
    newest = Case.objects.aggregate(at=Max("reported_at"))["at"]
    counted = Case.objects.filter(
        kind_code__in=sorted(catalogue().repeats), is_confidential=False, lon_cgcs2000__isnull=False
    )
    cases = list(counted.order_by("-reported_at", "-id")[:ASKED])
    community, town = ground.grids[len(ground.grids) // 3].code[:12], installation().root_code
    asked = Asked(town, (newest - dt.timedelta(days=90)).date(), newest.date())
    rows = [
        _each("repeats: place of a report", _PLACE_MS, options, cases, _look),
        _each("duplicates: hints for a report", _HINTS_MS, options, cases, lambda case: likely_duplicates(SYSTEM, case)),
        _once("repeats: places of a community", _COMMUNITY_MS, "CPU-ms", options, lambda: find_places(SYSTEM, area_code=community, at=newest)),
        _once("repeats: places of the town", _TOWN_S, "CPU-s", options, lambda: find_places(SYSTEM, area_code=town, at=newest)),
        _once("repeats: came back in 90 days", _RETURNS_S, "CPU-s", options, lambda: report_returns(SYSTEM, asked)),
    ]  # fmt: skip
    return rows


def _look(case: Case) -> object:
    rule = rule_of(case.kind_code)
    return place_of(case, rule) if rule else None


def _each(name: str, budget: float, options: Options, cases: list[Case], ask: Callable[[Case], object]) -> Row:
    def once() -> None:
        for case in cases:
            ask(case)

    spent = [_cpu(once) * 1000 / len(cases) for _ in range(options.repeats)]
    return at_most(name, budget, median_of(spent), "CPU-ms", note=f"load {load_average():.1f}")


def _once(name: str, budget: float, unit: str, options: Options, ask: Callable[[], object]) -> Row:
    factor = 1000 if unit == "CPU-ms" else 1
    spent = [_cpu(ask) * factor for _ in range(options.repeats)]
    return at_most(name, budget, median_of(spent), unit, note=f"load {load_average():.1f}")


def _cpu(ask: Callable[[], object]) -> float:
    """CPU seconds of this process and of the database."""
    own, database = time.process_time(), database_cpu_seconds()
    ask()
    return time.process_time() - own + database_cpu_seconds() - database
