"""The sweep: ends pauses that have come to their end, and tells the rungs of the ladder that are reached.

A case says itself when it has something next (`sweep_at`, indexed), so a sweep looks at those cases only. It goes in
batches of their own transaction and may be stopped and started at any time; one case that cannot be read holds up no other.
"""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import QuerySet

from linli.cases.actions.recording import RECORD_COLUMNS, apply, record_row, record_values
from linli.cases.facts import ClockRang
from linli.cases.models import Case, CaseRecord
from linli.cases.queries.kinds import catalogue
from linli.cases.rules import Lane, StepName, clocks
from linli.cases.rules.clocks import Clock, Ring
from linli.core.bulk import insert_rows, update_rows
from linli.core.errors import LinliError
from linli.core.facts import announce_all
from linli.core.ids import new_id
from linli.staff.rules import SYSTEM, Command

log = logging.getLogger(__name__)

BATCH = 1_000
PUT_OFF = dt.timedelta(hours=1)
# What a sweep or a new plan may change in a case's row.
COLUMNS = (
    "id", "version", "clocks", "sweep_at", "rung", "paused_at", "pause_reason", "due_at", "handling_due_at", "close_due_at",
    "resident_due_at",
)  # fmt: skip
_BROKEN = (LinliError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError)


@dataclass
class Swept:
    """What a sweep did."""

    looked: int = 0
    resumed: int = 0
    warned: int = 0
    escalated: int = 0
    unreadable: int = 0


@dataclass
class Written:
    """Cases changed in memory, with the records and facts that go with them, until all are stored at once."""

    command: Command
    cases: list[Case] = field(default_factory=list)
    records: list[tuple[object, ...]] = field(default_factory=list)
    facts: list[ClockRang] = field(default_factory=list)

    def take(self, case: Case, name: StepName, *, note: str = "", **changes: object) -> None:
        """Take a step of the system's in memory."""
        told = apply(case, name.value, changes, at=self.command.at)
        values = record_values(case, name.value, self.command, note=note, changes=told)
        self.records.append(record_row(values | {"command_id": None}, case))

    def store(self) -> None:
        """Store everything, in the transaction of the caller."""
        update_rows(Case, COLUMNS, [tuple(getattr(case, name) for name in COLUMNS) for case in self.cases])
        insert_rows(CaseRecord, RECORD_COLUMNS, self.records)
        announce_all(self.facts)


def sweep_clocks(at: dt.datetime, *, said: Callable[[Swept], object] | None = None, batch: int = BATCH) -> Swept:
    """End what pauses have ended and tell what is reached by now; `said` hears after each batch."""
    swept, since = Swept(), dt.datetime.min.replace(tzinfo=dt.UTC)
    while found := _sweep_batch(since, at, swept, batch):
        since = found
        if said:
            said(swept)
    return swept


@transaction.atomic
def _sweep_batch(since: dt.datetime, at: dt.datetime, swept: Swept, batch: int) -> dt.datetime | None:
    """Sweep the next cases; give the moment the last of them was for, None when there are none."""
    cases = list(_waiting(since, at)[:batch])
    last = cases[-1].sweep_at if cases else None
    written = Written(Command(new_id(), SYSTEM, at))
    for case in cases:
        swept.looked += 1
        try:
            _sweep_case(case, written, swept)
        except _BROKEN:
            log.exception("clocks of a case cannot be read", extra={"case_id": str(case.pk)})
            swept.unreadable += 1
            case.sweep_at = at + PUT_OFF
        written.cases.append(case)
    written.store()
    return last


def _waiting(since: dt.datetime, at: dt.datetime) -> QuerySet[Case]:
    found = Case.objects.filter(sweep_at__gte=since, sweep_at__lte=at).order_by("sweep_at")
    return found.select_for_update(skip_locked=True) if connection.vendor == "postgresql" else found


def _sweep_case(case: Case, written: Written, swept: Swept) -> None:
    at, kept = written.command.at, clocks.read(case.clocks)
    calendar, ladder = catalogue().calendar, catalogue().ladder
    ended = {
        name: clocks.resume(one, at=at, calendar=calendar) for name, one in kept.items() if clocks.is_ended(one, at=at)
    }
    kept |= ended
    rings = clocks.ring(kept, at=at, ladder=ladder, calendar=calendar, urgent=case.lane == Lane.URGENT)
    if ended:
        swept.resumed += 1
        written.take(case, StepName.RESUME, clocks=clocks.written(ended))
    if rings:
        _tell(case, rings, kept, written, swept)
    if not ended and not rings:
        case.sweep_at = clocks.next_moment(kept, ladder=ladder, calendar=calendar, urgent=case.lane == Lane.URGENT)


def _tell(case: Case, rings: list[Ring], kept: dict[str, Clock], written: Written, swept: Swept) -> None:
    at = written.command.at
    for one in rings:
        kept[one.clock] = clocks.mark_told(kept[one.clock], one.rung.code, at=at)
    changed = {one.clock: kept[one.clock] for one in rings}
    highest = max(one.rung.level for one in rings)
    step = StepName.ESCALATE if highest else StepName.WARN
    swept.escalated += step is StepName.ESCALATE
    swept.warned += step is StepName.WARN
    note = " ".join(f"{one.clock}/{one.rung.code}" for one in rings)
    written.take(case, step, note=note, clocks=clocks.written(changed))
    written.facts += [
        ClockRang(str(case.pk), one.clock, one.rung.code, one.rung.to.value, case.unit_code) for one in rings
    ]
