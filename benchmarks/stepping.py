"""A case moves a step over HTTP: dispatched by the command centre, closed by the shift leader.

What follows a closing later (triage learns from every fifty) is the background worker's, which is left out here.
"""

import datetime as dt
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from benchmarks.callers import token_headers
from benchmarks.courses import Ground, case_id, course, reports
from benchmarks.load import post
from benchmarks.measuring import Budget, Load, measure
from benchmarks.server import linli_serve
from benchmarks.shapes import Options, Row
from benchmarks.stock import RUN
from django.utils import timezone

from linli.cases.actions.past import PastCase, store_past_cases
from linli.site.sampletown.chance import dice
from linli.staff.rules import RESIDENT, Permission

BUDGET = Budget(cpu_ms=6.0)
_EACH = 1_000  # a repeat takes this many cases one step further
_WARM = 1_000


def run(options: Options, ground: Ground) -> list[Row]:
    """Measure dispatch and closure; the cases for them are stored just before."""
    options = replace(options, seconds=20.0)
    with linli_serve(with_worker=False) as server:
        return [
            *measure(_load(ground, options, "dispatch", steps=1), server, options, budget=BUDGET),
            *measure(_load(ground, options, "closure", steps=5), server, options, budget=BUDGET),
        ]


def _load(ground: Ground, options: Options, noun: str, *, steps: int) -> Load:
    part, permission = {
        "dispatch": ("dispatch", Permission.CASES_DISPATCH),
        "closure": ("closing", Permission.CASES_CLOSE),
    }[noun]
    headers = token_headers(part, Permission.CASES_VIEW, permission)
    ready = iter(_ready(ground, _WARM + options.repeats * _EACH, steps=steps))
    body = json.dumps({"outcome": "solved", "text": ""}).encode()

    def requests() -> Iterator[bytes]:
        for _ in range(_EACH):
            yield post(f"/api/v1/cases/{next(ready)}/{noun}", body, headers=headers)

    return Load(f"step: {noun}", requests)


def _ready(ground: Ground, count: int, *, steps: int) -> list[UUID]:
    """Store cases that have come so many steps far in the last hours."""
    thrown, at = dice(time.time_ns(), "step"), timezone.now() - dt.timedelta(hours=8)
    times = [at + dt.timedelta(hours=hour) for hour in range(1, steps + 1)]
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
        for place, report in enumerate(reports(ground, count, seed=f"step{steps}"))
    ]
    store_past_cases(cases)
    return [case.id for case in cases]
