"""Lists of cases over a million stored ones, 50 rows with filters, as people with narrow posts ask for them."""

from collections.abc import Callable, Iterator
from itertools import cycle
from urllib.parse import urlencode

from benchmarks.callers import session_headers, token_headers
from benchmarks.courses import Ground
from benchmarks.load import HOST, get
from benchmarks.measuring import Budget, Load, measure
from benchmarks.server import linli_serve
from benchmarks.shapes import Options, Row, at_most
from benchmarks.stock import bench_people
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.staff.rules import Permission

BUDGET = Budget(cpu_ms=12.0, p95_ms=100.0)
MOST_QUERIES = 8
PARTS = ("community", "street", "department")
_API, _DESK = "/api/v1/cases", "/desk/cases/"
_FRAGMENT = {"HX-Request": "true", "HX-Current-URL": f"http://{HOST}{_DESK}"}


def run(options: Options, ground: Ground) -> list[Row]:
    """Measure the list of the API for three posts, the desk's page and its part, and count the queries of each."""
    rows = _queries(ground)
    with linli_serve() as server:
        for load in _loads(ground):
            rows += measure(load, server, options, budget=BUDGET)
    return rows


def asked(ground: Ground, part: str) -> list[str]:
    """List what a person asks a list for: standing lists, newest first, kinds, states, times, a place, a channel."""
    place = bench_people(ground)[part].area_code
    narrower = next(grid.code for grid in ground.grids if grid.code.startswith(place[:12]))
    return [
        urlencode(query)
        for query in (
            {"tab": "open"},
            {"tab": "mine"},
            {"tab": "overdue"},
            {"tab": "all"},
            {"tab": "all", "state": "closed", "channel": "phone"},
            {"tab": "all", "area": narrower},
            {"tab": "open", "since": "2026-09-01", "state": "handling"},
            {"tab": "all", "until": "2026-06-30"},
        )
    ]


def _loads(ground: Ground) -> Iterator[Load]:
    for part in PARTS:
        headers = token_headers(part, Permission.CASES_VIEW, Permission.CASES_HANDLE)
        yield Load(f"list, API, {part}", _in_turn(ground, part, _API, headers))
    for name, more in (("page", {}), ("part", _FRAGMENT)):
        yield Load(
            f"list, desk {name}, community", _in_turn(ground, "community", _DESK, session_headers("community") | more)
        )


def _in_turn(ground: Ground, part: str, path: str, headers: dict[str, str]) -> Callable[[], Iterator[bytes]]:
    wanted = [get(f"{path}?{query}", headers=headers) for query in asked(ground, part)]
    return lambda: cycle(wanted)


def _queries(ground: Ground) -> list[Row]:
    """Count the queries of each list in this process; the first round fills what a process keeps."""
    api = {part: token_headers(part, Permission.CASES_VIEW, Permission.CASES_HANDLE) for part in PARTS}
    found = [
        at_most(f"list, API, {part}", MOST_QUERIES, _most(ground, part, _API, api[part]), "queries") for part in PARTS
    ]
    headers = session_headers("community")
    return [
        *found,
        at_most("list, desk page, community", MOST_QUERIES, _most(ground, "community", _DESK, headers), "queries"),
    ]


def _most(ground: Ground, part: str, path: str, headers: dict[str, str]) -> int:
    client = Client(headers={**headers, "Host": HOST})
    counts = []
    for _round in range(2):
        counts.clear()
        for query in asked(ground, part):
            with CaptureQueriesContext(connection) as seen:
                answer = client.get(f"{path}?{query}")
            assert answer.status_code == 200, answer.content[:300]  # noqa: S101 else there is nothing to count
            counts.append(len(seen))
    return max(counts)
