"""Repeat one load, take medians, set them against the budgets."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.load import Outcome, median_of, run_load
from benchmarks.server import Server
from benchmarks.shapes import Options, Row, at_least, at_most, told
from benchmarks.watching import database_cpu_seconds, load_average

_WARM_SECONDS = 2.0


@dataclass(frozen=True)
class Budget:
    """What one kind of request may take."""

    cpu_ms: float
    p95_ms: float | None = None
    per_second: float | None = None


class Unanswered(Exception):
    """Requests were not answered as they should be: there is nothing to measure."""


@dataclass(frozen=True)
class Load:
    """One kind of request: how each repeat's requests are made, and which status is right."""

    name: str
    requests: Callable[[], Iterator[bytes]]
    expect: int = 200


@dataclass(frozen=True)
class _Run:
    per_second: float
    p50_ms: float
    p95_ms: float
    server_ms: float
    database_ms: float


def measure(load: Load, server: Server, options: Options, *, budget: Budget) -> list[Row]:
    """Warm up, repeat the load, and give the medians as rows."""
    _checked(run_load(server.port, load.requests(), clients=options.clients, seconds=_WARM_SECONDS, expect=load.expect))
    runs = [_once(load, server, options) for _ in range(options.repeats)]
    return list(_rows(load.name, runs, budget))


def _once(load: Load, server: Server, options: Options) -> _Run:
    requests = load.requests()
    before, before_db = server.cpu_seconds, database_cpu_seconds()
    found = _checked(
        run_load(server.port, requests, clients=options.clients, seconds=options.seconds, expect=load.expect)
    )
    used, used_db = server.cpu_seconds - before, database_cpu_seconds() - before_db
    each = 1000 / found.answered
    return _Run(found.per_second, found.percentile(0.5), found.percentile(0.95), used * each, used_db * each)


def _checked(found: Outcome) -> Outcome:
    if found.refused or not found.answered:
        message = f"{dict(found.refused)} {found.first_refusal}"
        raise Unanswered(message)
    return found


def _rows(name: str, runs: list[_Run], budget: Budget) -> Iterator[Row]:
    server, database = median_of([run.server_ms for run in runs]), median_of([run.database_ms for run in runs])
    cpu = median_of([run.server_ms + run.database_ms for run in runs])
    p50, p95 = median_of([run.p50_ms for run in runs]), median_of([run.p95_ms for run in runs])
    per_second = median_of([run.per_second for run in runs])
    busy = f"load {load_average():.1f}"
    yield at_most(name, budget.cpu_ms, cpu, "CPU-ms", note=f"server {server:.2f}, database {database:.2f}; {busy}")
    if budget.p95_ms is None:
        yield told(name, p95, "ms p95", note=f"p50 {p50:.1f}; {busy}")
    else:
        yield at_most(name, budget.p95_ms, p95, "ms p95", note=f"p50 {p50:.1f}; {busy}")
    if budget.per_second is None:
        yield told(name, per_second, "/s", note=busy)
    else:
        yield at_least(name, budget.per_second, per_second, "/s", note=busy)
