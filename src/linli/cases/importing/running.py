"""Run an import: in batches, each in its own transaction, with progress and a file of the rows to mend."""

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path

from django.db import IntegrityError, transaction

from linli.cases.actions.reporting import store_reports
from linli.cases.importing.mapping import Mapping
from linli.cases.importing.rows import ADDED_COLUMNS, KeyRepeated, ReadRow, RowReader
from linli.cases.models import Case
from linli.cases.queries.sources import keys_already_in
from linli.core.errors import LinliError
from linli.core.tables import Row, Table
from linli.places.coordinates import Crs
from linli.staff.rules import Actor

BATCH = 1_000


@dataclass(frozen=True)
class BadRow:
    """A row that was not taken, and why."""

    row: Row
    why: str


@dataclass
class ImportReport:
    """What an import did."""

    imported: int = 0
    known: int = 0
    repeated: int = 0
    without_grid: int = 0
    bad: list[BadRow] = field(default_factory=list)

    @property
    def read(self) -> int:
        """How many rows were read."""
        return self.imported + self.known + self.repeated + len(self.bad)


@dataclass(frozen=True)
class ImportOrder:
    """Everything that says how a file is taken."""

    mapping: Mapping
    source: str
    crs: Crs
    by: Actor
    at: dt.datetime
    closed: bool = False
    closed_when_dated: bool = False
    dry_run: bool = False


def import_cases(
    table: Table, order: ImportOrder, *, progress: Callable[[int], None] = lambda _count: None
) -> ImportReport:
    """Take every good row once; what is wrong with the others is in the report, and the rest goes on."""
    reader = RowReader(order.mapping, source=order.source, crs=order.crs, now=order.at)
    report, seen = ImportReport(), dict[str, int]()
    for rows in batched(table.rows, BATCH, strict=False):
        good = list(_first_ones(_readable(rows, reader, report), seen, report))
        _take(good, order, report)
        progress(len(rows))
    return report


def write_bad_rows(report: ImportReport, columns: tuple[str, ...], target: Path) -> None:
    """Write the rows that were not taken with their reasons, to be mended and imported again."""
    own = [column for column in columns if column not in ADDED_COLUMNS]
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*own, *ADDED_COLUMNS])
        for bad in report.bad:
            said = bad.row.said or bad.row.cells.get(ADDED_COLUMNS[-1], "")
            writer.writerow([*(bad.row.cells.get(column, "") for column in own), bad.row.number, bad.why, said])


def _readable(rows: Iterable[Row], reader: RowReader, report: ImportReport) -> Iterator[ReadRow]:
    for row in rows:
        try:
            yield reader.read(row)
        except LinliError as wrong:
            report.bad.append(BadRow(row, str(wrong)))


def _first_ones(rows: Iterable[ReadRow], seen: dict[str, int], report: ImportReport) -> Iterator[ReadRow]:
    """Leave out what stands in the file already; under the same key it must say the same."""
    for read in rows:
        key, said = read.report.source_key, hash((read.report, read.result))
        if key not in seen:
            seen[key] = said
            yield read
        elif seen[key] == said:
            report.repeated += 1
        else:
            report.bad.append(BadRow(read.row, str(KeyRepeated(field="key", key=key))))


def _take(rows: list[ReadRow], order: ImportOrder, report: ImportReport) -> None:
    try:
        fresh, stored = _store(rows, order)
    except IntegrityError:  # another import of this source was quicker with some of them
        fresh, stored = _store(rows, order)
    report.known += len(rows) - len(fresh)
    for read, outcome in zip(fresh, stored, strict=True):
        if isinstance(outcome, LinliError):
            report.bad.append(BadRow(read.row, str(outcome)))
        else:
            report.imported += 1
            report.without_grid += not outcome.is_located


@transaction.atomic
def _store(rows: list[ReadRow], order: ImportOrder) -> tuple[list[ReadRow], list[Case | LinliError]]:
    """Store what has not come in before."""
    known = keys_already_in(order.source, [read.report.source_key for read in rows])
    fresh = [read for read in rows if read.report.source_key not in known]
    reports = [(read.report, read.reported_at, _ending(read, order)) for read in fresh]
    return fresh, store_reports(reports, by=order.by, dry_run=order.dry_run)


def _ending(read: ReadRow, order: ImportOrder) -> tuple[str, dt.datetime] | None:
    """Past cases come in as closed, with the answer that was given; of a mixed file those that say when."""
    if order.closed_when_dated and read.closed_at:
        return read.result, read.closed_at
    if not order.closed:
        return None
    return read.result, read.closed_at or read.reported_at
