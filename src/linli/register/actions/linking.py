"""Begin and end a reconciliation: one list, one stated benefit purpose, a day by which the copy is destroyed."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from linli.core import audit
from linli.core.audit import Act
from linli.core.bulk import insert_rows
from linli.core.errors import NotAllowed
from linli.core.ids import new_id
from linli.core.secrets import seal
from linli.core.tables import Row
from linli.register import errors
from linli.register.actions.recording import Reading, begin, keep_reading
from linli.register.catalogue import PurposeDeclaration
from linli.register.models import LinkageJob, LinkagePair
from linli.register.queries.linkages import job_for
from linli.register.queries.purposes import Use, purpose_for
from linli.register.rules.linking import (
    MOST_ROWS,
    WITHIN_PURPOSE,
    Against,
    JobState,
    Thresholds,
    check_kept,
    check_thresholds,
)
from linli.staff.rules import SYSTEM, Command, Permission

PAIR_COLUMNS = ("id", "job_id", "row", "row_sealed", "left_id", "resident_id", "probability", "weight", "parts", "decision",
        "decided_by", "decided_by_name", "decided_at", "reason", "second_by", "second_by_name", "second_at")  # fmt: skip


@dataclass(frozen=True)
class NewLinkage:
    """What somebody who starts a reconciliation has to say."""

    area_code: str
    title: str
    purpose: str
    basis: str
    destroy_by: dt.date | None = None  # the last day the purpose allows, unless an earlier one is named
    thresholds: Thresholds = field(default_factory=Thresholds)
    against: Against = Against.BOTH


@transaction.atomic
def start_reconciliation(
    wanted: NewLinkage, rows: Sequence[Row], columns: Mapping[str, str], *, command: Command
) -> LinkageJob:
    """Take a list in for one purpose: only the columns that are compared are kept, sealed. `run_reconciliation` does the rest."""
    purpose = check_linkage(wanted, command, is_within=False)
    said = read_rows(rows, columns)
    job = _job(wanted, purpose, command, rows=len(said), columns=columns)
    job.list_digest = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
    return _stored(job, said, command)


@transaction.atomic
def start_duplicates(wanted: NewLinkage, *, command: Command) -> LinkageJob:
    """Hold an area's register against itself, to find who is entered twice."""
    purpose = check_linkage(wanted, command, is_within=True)
    return _stored(_job(wanted, purpose, command, is_within=True), [], command)


@transaction.atomic
def try_again(job_id: UUID, *, command: Command) -> LinkageJob:
    """Let a job that failed, or whose worker was stopped, run once more."""
    job = job_for(command.by, job_id, lock=True)
    if job.state not in {JobState.FAILED, JobState.RUNNING}:
        raise errors.LinkageNotOpen
    job.state, job.trouble = JobState.WAITING, ""
    job.save(update_fields=["state", "trouble"])
    audit.note(line_of(job, Act.LINK, command, act="again"))
    return job


@transaction.atomic
def close_reconciliation(job_id: UUID, *, command: Command) -> LinkageJob:
    """End a reconciliation: the list's rows, the pairs, the weights of each and the decisions are destroyed; counts stay."""
    job = job_for(command.by, job_id, lock=True)
    if job.state == JobState.DESTROYED:
        return job
    _destroy(job, command)
    return job


def destroy_due(at: dt.datetime) -> int:
    """Destroy the copies whose day has come; say how many. The nightly job calls it."""
    due = LinkageJob.objects.filter(destroy_by__lte=timezone.localdate(at)).exclude(state=JobState.DESTROYED)
    ended = 0
    for pk in list(due.values_list("pk", flat=True)):
        close_reconciliation(pk, command=Command(new_id(), SYSTEM, at))
        ended += 1
    return ended


def check_linkage(wanted: NewLinkage, command: Command, *, is_within: bool) -> PurposeDeclaration:
    """Refuse what may not be linked: no permission, no open purpose for it, no basis, kept too long."""
    if not command.by.may(Permission.PEOPLE_LINK, wanted.area_code):
        raise NotAllowed
    if (wanted.purpose == WITHIN_PURPOSE) is not is_within:
        raise errors.PurposeUnknown(field="purpose", purpose=wanted.purpose)
    purpose = purpose_for(wanted.purpose, use=Use.LINKING)
    if not wanted.basis.strip():
        raise errors.LinkageBasisMissing(field="basis")
    check_thresholds(wanted.thresholds)
    if wanted.destroy_by:
        check_kept(wanted.destroy_by, today=timezone.localdate(command.at), days=purpose.retention_days)
    return purpose


@transaction.atomic
def keep_export(job: LinkageJob, residents: Sequence[UUID], *, command: Command) -> None:
    """Keep that the findings were taken out: in the log, and with everybody of whom the workbook tells something."""
    if not command.by.may(Permission.PEOPLE_EXPORT, job.area_code):
        raise NotAllowed
    if residents:
        told = Reading(list(residents), ("area", "lives"), job.purpose_code, "link", job.area_code, job.title)
        keep_reading(told, by=command.by, at=command.at)
    audit.note(line_of(job, Act.EXPORT, command, count=job.rows, act="results"))


def read_rows(rows: Sequence[Row], columns: Mapping[str, str]) -> list[tuple[int, dict[str, str]]]:
    """Keep of each row what is compared, and nothing else; a row without a name is passed over."""
    said: list[tuple[int, dict[str, str]]] = []
    for row in rows:
        cells = {name: _text(row.cells.get(column, "")) for name, column in columns.items()}
        if cells.get("name", "").strip():
            said.append((row.number, {name: text for name, text in cells.items() if text}))
    if not said:
        raise errors.LinkageListEmpty(field="file")
    if len(said) > MOST_ROWS:
        raise errors.LinkageListTooLong(field="file", most=MOST_ROWS)
    return said


def line_of(job: LinkageJob, act: Act, command: Command, /, *, count: int = 1, **detail: object) -> audit.Line:
    """Write a line about a reconciliation: never values, always the purpose."""
    by = command.by
    return audit.Line(
        act, by.key, by.name, command.at, area_code=job.area_code, purpose=job.purpose_code, subject_kind="linkage",
        subject_id=str(job.pk), count=count, detail=detail,
    )  # fmt: skip


def _job(
    wanted: NewLinkage, purpose: PurposeDeclaration, command: Command, *, is_within: bool = False, rows: int = 0,
    columns: Mapping[str, str] | None = None,
) -> LinkageJob:  # fmt: skip
    latest = timezone.localdate(command.at) + dt.timedelta(days=purpose.retention_days)
    kept = {"thresholds": asdict(wanted.thresholds), "against": wanted.against.value, "columns": dict(columns or {})}
    return LinkageJob(
        id=new_id(), area_code=wanted.area_code, title=wanted.title.strip()[:80] or str(purpose.name),
        purpose_code=purpose.code, basis=wanted.basis.strip()[:200], is_within=is_within, rows=rows,
        settings=kept | {"engine": settings.LINLI_LINKAGE}, state=JobState.WAITING, by=command.by.key[:40],
        by_name=command.by.name[:40], started_at=command.at, destroy_by=wanted.destroy_by or latest,
    )  # fmt: skip


def _stored(job: LinkageJob, said: Sequence[tuple[int, dict[str, str]]], command: Command) -> LinkageJob:
    if first := begin(command, "link", answer=job.pk):
        return LinkageJob.objects.get(pk=first)
    job.save(force_insert=True)
    sealed = ((number, seal(json.dumps(cells, ensure_ascii=False))) for number, cells in said)
    insert_rows(LinkagePair, PAIR_COLUMNS, (empty_pair(job.pk, number, text) for number, text in sealed))
    fields = sorted(job.settings["columns"])
    audit.note(line_of(job, Act.LINK, command, count=len(said), act="list", fields=fields, within=job.is_within))
    return job


def empty_pair(job_id: UUID, number: int, sealed: str) -> tuple[object, ...]:
    """Make the row of a list's row that nobody was found for, so far."""
    return (new_id(), job_id, number, sealed, None, None, 0.0, 0.0, [], "", "", "", None, "", "", "", None)


def _text(value: object) -> str:
    if isinstance(value, dt.date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        return (
            str(int(value)) if value.is_integer() and abs(value) < 1e12 else ""
        )  # longer numbers lost their last digits
    return str(value).strip()[:200]


def _destroy(job: LinkageJob, command: Command) -> None:
    count, _models = LinkagePair.objects.filter(job=job).delete()
    job.state, job.destroyed_at = JobState.DESTROYED, command.at
    job.save(update_fields=["state", "destroyed_at", "counts"])
    audit.note(line_of(job, Act.DESTROY, command, count=count, fields=["row", "pair", "decision"]))
