"""Cases from a file: read, checked row by row, located, phones sealed, stored with their history."""

import csv
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.courses import Ground, reports
from benchmarks.load import median_of
from benchmarks.shapes import Options, Row, at_least, told
from benchmarks.stock import RUN
from benchmarks.watching import database_cpu_seconds, load_average
from django.db import connection
from django.utils import timezone

from linli.cases.importing import import_cases, read_mapping
from linli.cases.importing.running import ImportOrder
from linli.core.tables import read_table
from linli.staff.rules import SYSTEM

ROWS = 10_000
BUDGET_PER_SECOND = 2_000.0
_COLUMNS = ("key", "text", "kind", "lon", "lat", "address", "reporter_name", "reporter_phone")


def run(options: Options, ground: Ground) -> list[Row]:
    """Measure `linli cases import` without the start of its process, on a new file each time."""
    with TemporaryDirectory(prefix="linli-bench-") as folder:
        files = [_write(Path(folder) / f"cases-{place}.csv", ground, place) for place in range(options.repeats)]
        spent = [_import(file) for file in files]
    per_second = ROWS / median_of([wall for wall, _, _ in spent])
    python, database = (median_of([one[place] for one in spent]) * 1000 / ROWS for place in (1, 2))
    note = f"Python {python:.2f}, database {database:.2f} CPU-ms a row; load {load_average():.1f}"
    budget = BUDGET_PER_SECOND if connection.vendor == "postgresql" else 0.0
    rate = at_least("import cases", budget, per_second, "rows/s", note=note)
    return [rate if budget else told("import cases", per_second, "rows/s", note=note)]


def _write(target: Path, ground: Ground, place: int) -> Path:
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for number, report in enumerate(reports(ground, ROWS, seed=f"import{place}")):
            point = (report.lon_cgcs2000, report.lat_cgcs2000)
            phone = f"1990000{number % 10_000:04d}"
            writer.writerow([number, report.text, report.kind_code, *point, report.address, "测试", phone])
    return target


def _import(file: Path) -> tuple[float, float, float]:
    """Give wall seconds, CPU seconds of this process and of the database."""
    wall, own, database = time.perf_counter(), time.process_time(), database_cpu_seconds()
    table = read_table(file)
    order = ImportOrder(
        mapping=read_mapping((), present=table.columns), source=f"{RUN}{time.time_ns()}", crs="cgcs2000", by=SYSTEM,
        at=timezone.now(),
    )  # fmt: skip
    report = import_cases(table, order)
    if report.imported != ROWS:
        message = f"{report.imported} of {ROWS} imported: {[bad.why for bad in report.bad[:3]]}"
        raise RuntimeError(message)
    ended = time.perf_counter(), time.process_time(), database_cpu_seconds() - database
    return ended[0] - wall, ended[1] - own, ended[2]
