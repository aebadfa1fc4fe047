"""How long until the first answer: `linli serve` over a million cases, and a second `make demo`."""

import os
import sys
from tempfile import TemporaryDirectory

from benchmarks.courses import Ground
from benchmarks.load import median_of
from benchmarks.server import linli_serve, serving
from benchmarks.shapes import Options, Row, at_most
from benchmarks.watching import load_average

SERVE_BUDGET_S = 3.0
DEMO_BUDGET_S = 10.0
FIRST_START_S = 600.0


def run(options: Options, _ground: Ground) -> list[Row]:
    """Start each as often as asked and take the median."""
    rows = [_row("start: linli serve", SERVE_BUDGET_S, [_serve() for _ in range(options.repeats)])]
    with TemporaryDirectory(prefix="linli-bench-") as folder:
        command = ["make", "-s", "-C", str(options.root), "demo"]
        own = {"LINLI_DATA": folder, "LINLI_DATABASE_URL": "", "PYTHON3": sys.executable}
        with serving(command, environment=own, patience_s=FIRST_START_S):
            pass  # makes the town; only the later starts are measured
        times = []
        for _ in range(options.repeats):
            with serving(command, environment=own) as server:
                times.append(server.started_in_s)
    return [*rows, _row("start: second make demo", DEMO_BUDGET_S, times)]


def _serve() -> float:
    with linli_serve() as server:
        return server.started_in_s


def _row(name: str, budget: float, times: list[float]) -> Row:
    note = f"{min(times):.2f} to {max(times):.2f} s; load {load_average():.1f} on {os.cpu_count()} cores"
    return at_most(name, budget, median_of(times), "s", note=note)
