"""What a resident sees of an own report: found by the tracking code, or as the signed-in reporter."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from linli.cases import errors
from linli.cases.models import Attachment, Case, Reporter
from linli.cases.queries.kinds import kind_name
from linli.cases.rules import REOPEN_DAYS, STAGE, State, StepName
from linli.core.secrets import keyed_hash

SHOWN = (
    StepName.REPORT, StepName.FILE, StepName.DECLINE, StepName.DISPATCH, StepName.ACCEPT, StepName.RESPOND,
    StepName.FAIL_CHECK, StepName.PASS_CHECK, StepName.CLOSE, StepName.SETTLE, StepName.REOPEN, StepName.VOID,
)  # fmt: skip


@dataclass(frozen=True)
class TrackedStep:
    """One step of the case, told without names of staff."""

    name: StepName
    at: dt.datetime
    note: str


@dataclass(frozen=True)
class TrackedReading:
    """Who read the resident's clear contact, when and why (safeguards, rule 3)."""

    by_name: str
    at: dt.datetime
    purpose: str


@dataclass(frozen=True)
class TrackedCase:
    """A case as its reporter sees it."""

    case: Case
    kind_name: str
    stage: int
    steps: list[TrackedStep]
    photos: list[Attachment]
    readings: list[TrackedReading]
    may_rate: bool
    may_reopen: bool


def tracked_case(tracking_code: str, *, at: dt.datetime) -> TrackedCase:
    """Open a case with its tracking code."""
    code = tracking_code.replace(" ", "").replace("-", "").upper()
    reporter = Reporter.objects.filter(tracking_hash=keyed_hash(code)).first() if code else None
    if reporter is None:
        raise errors.TrackingUnknown
    return _tracked(Case.objects.get(pk=reporter.case_id), at)


def own_reports(account_id: UUID) -> list[Case]:
    """List the reports a signed-in resident handed in, newest first."""
    return list(Case.objects.filter(reporter__account_id=account_id).order_by("-reported_at", "-id")[:100])


def own_case(account_id: UUID, case_id: UUID, *, at: dt.datetime) -> TrackedCase:
    """Open one of a signed-in resident's own reports."""
    case = Case.objects.filter(pk=case_id, reporter__account_id=account_id).first()
    if case is None:
        raise errors.TrackingUnknown
    return _tracked(case, at)


def _tracked(case: Case, at: dt.datetime) -> TrackedCase:
    records = case.records.filter(name__in=[name.value for name in SHOWN]).order_by("seq")
    told = {StepName.DECLINE, StepName.RESPOND, StepName.CLOSE, StepName.SETTLE, StepName.VOID, StepName.REOPEN}
    steps = [
        TrackedStep(name, record.at, record.note if name in told else "")
        for record in records
        for name in [StepName(record.name)]
    ]
    closed = case.state == State.CLOSED
    return TrackedCase(
        case=case,
        kind_name=kind_name(case.kind_code) if case.kind_code else "",
        stage=STAGE[State(case.state)],
        steps=steps,
        photos=list(case.attachments.order_by("added_at", "id")),
        readings=[TrackedReading(d.by_name, d.at, d.purpose) for d in case.disclosures.order_by("-at")],
        may_rate=closed and not case.ratings.filter(round=case.reopens).exists(),
        may_reopen=closed and case.closed_at is not None and at - case.closed_at <= dt.timedelta(days=REOPEN_DAYS),
    )
