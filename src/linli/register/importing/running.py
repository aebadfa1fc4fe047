"""Run an import: look at every row, store the good ones part by part, hand the others back, and go on where it stopped."""

import datetime as dt
import gc
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone

from linli.core.errors import LinliError
from linli.core.tables import Table
from linli.register.actions.arriving import keep_checked, store_part
from linli.register.actions.batches import fail_import, finish_import
from linli.register.actions.sorting_out import Part, Taken, sort_out
from linli.register.errors import ImportOvertaken
from linli.register.importing.grouping import Plan, parts
from linli.register.importing.homes import Homes
from linli.register.importing.rows import RowReader
from linli.register.models import ImportBatch
from linli.register.rules.arriving import Arrival
from linli.staff.rules import Actor

DIFFERING = "differing"
type Opened = Callable[[], Table]  # opens the file anew: it is walked through twice
type Progress = Callable[[int, int | None], None]


@dataclass
class ImportReport:
    """What became of a file."""

    read: int = 0
    good: int = 0
    known: int = 0
    bad: int = 0
    differing: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    back: list[Arrival] = field(default_factory=list)  # of a dry run: nothing of it is stored

    @classmethod
    def of(cls, batch: ImportBatch) -> "ImportReport":
        """Tell of an import as far as it is."""
        counts = Counter({code: count for code, count in batch.counts.items() if code != DIFFERING})
        return cls(batch.next_row, batch.good, batch.known, batch.bad, batch.counts.get(DIFFERING, 0), counts)

    def add(self, taken: Taken, *, rows: int) -> None:
        """Count a part."""
        self.read += rows
        self.good += taken.good
        self.known += taken.known
        self.bad += len(taken.back)
        self.differing += len(taken.differing)
        self.counts += taken.codes


@dataclass(frozen=True)
class Order:
    """How a file is read: its columns, the area, and the day that counts as today."""

    columns: Mapping[str, str]
    area_code: str
    today: dt.date


def digest_of(content_digest: str, columns: Mapping[str, str]) -> str:
    """Know a file again: the same content read with the same columns."""
    told = json.dumps([content_digest, sorted(columns.items())], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def quiet(_done: int, _of: int | None) -> None:
    """Tell nobody how far it is."""


def look_over(
    opened: Opened, order: Order, *, batch_id: UUID | None = None, progress: Progress = quiet
) -> ImportReport:
    """Run dry: check every row against the file and the register; store nothing but, for a batch, what would go back."""
    report = ImportReport()

    def taken(part: Part) -> Taken:
        found = sort_out(part, area_code=order.area_code)
        if batch_id is None:
            report.back += found.back
        else:
            keep_checked(batch_id, part, found)
        return found

    return _walk(opened, order, report, taken, progress)


def take_in(batch: ImportBatch, opened: Opened, *, progress: Progress = quiet) -> ImportReport:
    """Store what is good and hand back the rest; parts that were taken before the import broke off are only read again."""
    report = ImportReport.of(batch)
    order = Order(batch.columns, batch.area_code, timezone.localdate(batch.started_at))

    def taken(part: Part) -> Taken | None:
        if part.ends <= batch.next_row:
            return None
        return store_part(batch.pk, part, today=order.today, at=timezone.now())

    return _walk(opened, order, report, taken, progress)


def carry_out(batch: ImportBatch, opened: Opened, *, by: Actor, progress: Progress = quiet) -> ImportReport:
    """Take a whole file whose import has begun, and say that it is done; what goes wrong on the way is noted."""
    try:
        report = take_in(batch, opened, progress=progress)
    except ImportOvertaken:
        raise
    except LinliError as refusal:
        fail_import(batch.pk, why=str(refusal))
        raise
    except Exception as trouble:
        fail_import(batch.pk, why=type(trouble).__name__)
        raise
    finish_import(batch.pk, rows=report.read, by=by, at=timezone.now())
    return report


def _walk(
    opened: Opened, order: Order, report: ImportReport, take: Callable[[Part], Taken | None], progress: Progress
) -> ImportReport:
    reader = RowReader(order.columns, Homes(order.area_code), today=order.today)
    plan = Plan(opened().rows, reader)
    progress(0, plan.rows)
    with _without_collecting():
        for part in parts(opened(), plan, reader):
            found = take(part)
            if found is not None:
                report.add(found, rows=part.ends - part.begins)
            gc.collect(0)
            progress(part.ends, plan.rows)
    return report


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Look for rings of garbage once a part: among millions of plain rows there are hardly any."""
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()
