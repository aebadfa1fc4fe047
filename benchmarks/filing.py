"""A report becomes a case over HTTP: located by its point, owner found, due times set, history kept."""

import json
from collections.abc import Iterator

from benchmarks.callers import token_headers
from benchmarks.courses import Ground, reports
from benchmarks.load import post
from benchmarks.measuring import Budget, Load, measure
from benchmarks.server import linli_serve
from benchmarks.shapes import Options, Row
from benchmarks.stock import RUN
from django.db import connection

from linli.cases.actions import NewReport
from linli.staff.rules import Permission

ON_POSTGRESQL = Budget(cpu_ms=6.0, p95_ms=60.0, per_second=200.0)
ON_SQLITE = Budget(cpu_ms=6.0)
_REPORTS = 2_000


def run(options: Options, ground: Ground) -> list[Row]:
    """Measure POST /api/v1/cases by one community's acceptor."""
    headers = token_headers("community", Permission.CASES_REPORT, Permission.CASES_VIEW)
    bodies = [_body(report) for report in reports(ground, _REPORTS, seed="file")]
    budget = ON_POSTGRESQL if connection.vendor == "postgresql" else ON_SQLITE

    def requests() -> Iterator[bytes]:
        while True:
            yield from (post("/api/v1/cases", body, headers=headers) for body in bodies)

    with linli_serve() as server:
        return measure(Load("file a case", requests, expect=201), server, options, budget=budget)


def _body(report: NewReport) -> bytes:
    said = {
        "text": report.text,
        "channel": report.channel,
        "address": report.address,
        "kind": report.kind_code,
        "source": f"{RUN}file",
    }
    return json.dumps({**said, "lon": report.lon_cgcs2000, "lat": report.lat_cgcs2000}).encode()
