"""One case with its text, clocks and history, as one community's acceptor reads it over the API."""

from collections.abc import Iterator
from itertools import cycle

from benchmarks.callers import actor_named, token_headers
from benchmarks.courses import Ground
from benchmarks.load import get
from benchmarks.measuring import Budget, Load, measure
from benchmarks.server import linli_serve
from benchmarks.shapes import Options, Row

from linli.cases.queries.lists import Filters, Tab, list_cases
from linli.staff.rules import Permission

BUDGET = Budget(cpu_ms=4.0)
_CASES = 500


def run(options: Options, _ground: Ground) -> list[Row]:
    """Measure GET /api/v1/cases/ID over the newest cases of a community."""
    headers = token_headers("community", Permission.CASES_VIEW)
    newest = list_cases(actor_named("community"), Filters(tab=Tab.ALL), size=_CASES)
    readable = [row.id for row in newest.rows if not row.is_confidential]
    wanted = [get(f"/api/v1/cases/{case_id}", headers=headers) for case_id in readable]

    def requests() -> Iterator[bytes]:
        return cycle(wanted)

    with linli_serve() as server:
        return measure(Load("read a case", requests), server, options, budget=BUDGET)
