"""A case moves a step over HTTP: dispatched by the command centre, accepted by its unit, closed by the shift leader.

What follows a closing later (triage learns from every fifty) is the background worker's, which is left out here.
"""

import datetime as dt
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from benchmarks.callers import token_headers
from benchmarks.courses import Ground, case_id, course, reports, unit_of
from benchmarks.load import post
from benchmarks.measuring import Budget, Load, measure
from benchmarks.server import linli_serve
from benchmarks.shapes import Options, Row
from benchmarks.stock import RUN
from django.utils import timezone

from linli.cases.actions import NewReport
from linli.cases.actions.past import PastCase, store_past_cases
from linli.site.sampletown.chance import dice
from linli.site.sampletown.staffing import CITY_CARE
from linli.staff.rules import RESIDENT, Permission

BUDGET = Budget(cpu_ms=6.0)
_EACH = 1_000  # a repeat takes this many cases one step further
_WARM = 1_000
_MOST_ROUNDS = 200


class TooFew(Exception):
    """A unit answers for too few kinds to be measured."""


@dataclass(frozen=True)
class Move:
    """A step by its noun: whose, with which permission, and how many steps a case has behind it by then."""

    noun: str
    part: str
    permission: Permission
    behind: int
    unit: str = ""


MOVES = (
    Move("dispatch", "dispatch", Permission.CASES_DISPATCH, behind=1),
    Move("acceptance", "department", Permission.CASES_HANDLE, behind=2, unit=CITY_CARE),
    Move("closure", "closing", Permission.CASES_CLOSE, behind=5),
)


def run(options: Options, ground: Ground) -> list[Row]:
    """Measure each move by a restricted account; the cases for them are stored just before."""
    options = replace(options, seconds=20.0)
    with linli_serve(with_worker=False) as server:
        return [row for move in MOVES for row in measure(_load(ground, options, move), server, options, budget=BUDGET)]


def _load(ground: Ground, options: Options, move: Move) -> Load:
    headers = token_headers(move.part, Permission.CASES_VIEW, move.permission)
    ready = iter(_ready(ground, _WARM + options.repeats * _EACH, move))
    body = json.dumps({"outcome": "solved", "text": ""}).encode()

    def requests() -> Iterator[bytes]:
        for _ in range(_EACH):
            yield post(f"/api/v1/cases/{next(ready)}/{move.noun}", body, headers=headers)

    return Load(f"transition: {move.noun}", requests)


def _ready(ground: Ground, count: int, move: Move) -> list[UUID]:
    """Store cases that have come so far in the last hours."""
    thrown, at = dice(time.time_ns(), "step"), timezone.now() - dt.timedelta(hours=8)
    times = [at + dt.timedelta(hours=hour) for hour in range(1, move.behind + 1)]
    number = time.time_ns()  # longer than any case's, so never one of them
    cases = [
        PastCase(
            case_id(at, thrown),
            str(number + place),
            replace(report, source=f"{RUN}step"),
            at,
            RESIDENT,
            course(report, times, until=timezone.now()),
        )
        for place, report in enumerate(_reports(ground, count, move))
    ]
    store_past_cases(cases)
    return [case.id for case in cases]


def _reports(ground: Ground, count: int, move: Move) -> list[NewReport]:
    """Make reports, where one unit takes the step for that unit alone."""
    if not move.unit:
        return reports(ground, count, seed=move.noun)
    found: list[NewReport] = []
    for round_no in range(_MOST_ROUNDS):
        made = reports(ground, count, seed=f"{move.noun}{round_no}")
        found += [one for one in made if unit_of(one.kind_code, one.area_code) == move.unit]
        if len(found) >= count:
            return found[:count]
    raise TooFew(move.unit)
