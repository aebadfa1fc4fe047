"""What a resident sees of an own report: found by the tracking code, or as the signed-in reporter."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from linli.cases import errors
from linli.cases.models import Attachment, Case, Reporter
from linli.cases.queries.kinds import catalogue, kind_name
from linli.cases.rules import REOPEN_DAYS, STAGE, State, StepName
from linli.cases.rules.clocks import paused_until, read
from linli.cases.rules.links import LinkKind
from linli.core.codes import spoken_code
from linli.core.secrets import keyed_hash

SHOWN = (
    StepName.REPORT, StepName.FILE, StepName.DECLINE, StepName.DISPATCH, StepName.ACCEPT, StepName.RESPOND,
    StepName.FAIL_CHECK, StepName.PASS_CHECK, StepName.CLOSE, StepName.SETTLE, StepName.REOPEN, StepName.VOID,
    StepName.MERGE, StepName.UNMERGE, StepName.SPLIT,
)  # fmt: skip
_TOLD = frozenset({
    StepName.DECLINE, StepName.RESPOND, StepName.CLOSE, StepName.SETTLE, StepName.VOID, StepName.REOPEN, StepName.MERGE,
    StepName.SPLIT,
})  # fmt: skip
# What another reporter's case tells of itself to those who follow it: its progress, nothing anybody reported or asked for.
_OF_MAIN = frozenset(SHOWN) - {
    StepName.REPORT, StepName.REOPEN, StepName.MERGE, StepName.UNMERGE, StepName.SPLIT, StepName.DECLINE,
}  # fmt: skip
_MOST_HOPS = 3


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
    progress: Case
    parts: list[tuple[str, str]]

    @property
    def is_merged(self) -> bool:
        """Say whether it goes on in another case."""
        return self.progress.pk != self.case.pk

    @property
    def receipt_code(self) -> str:
        """What is told to whoever did the work, once it is done; rating and reopening stay behind the tracking code."""
        is_fresh = self.case.is_open or self.may_reopen
        return receipt_code(self.case.pk) if is_fresh and not self.is_merged else ""

    @property
    def waits_for(self) -> str:
        """Say in the catalogue's words why work stands still; nothing while it goes on."""
        reason = catalogue().pause_reasons.get(self.progress.pause_reason) if self.progress.paused_at else None
        return str(reason.tell) if reason else ""

    @property
    def waits_until(self) -> dt.datetime | None:
        """When work goes on at the latest."""
        return paused_until(read(self.progress.clocks))


def tracked_case(tracking_code: str, *, at: dt.datetime) -> TrackedCase:
    """Open a case with its tracking code."""
    code = tracking_code.replace(" ", "").replace("-", "").upper()
    reporter = Reporter.objects.filter(tracking_hash=keyed_hash(code)).first() if code else None
    if reporter is None:
        raise errors.TrackingUnknown
    return _tracked(Case.objects.get(pk=reporter.case_id), at)


def receipt_code(case_id: UUID) -> str:
    """Give the code with which whoever reported confirms what was done: worked out from the installation's key, never stored."""
    return spoken_code(keyed_hash(f"case receipt {case_id}"))


def own_reports(account_id: UUID) -> list[Case]:
    """List the reports a signed-in resident handed in, newest first."""
    return list(Case.objects.filter(reporter__account_id=account_id).order_by("-reported_at", "-id")[:100])


def own_case(account_id: UUID, case_id: UUID, *, at: dt.datetime) -> TrackedCase:
    """Open one of a signed-in resident's own reports."""
    case = Case.objects.filter(pk=case_id, reporter__account_id=account_id).first()
    if case is None:
        raise errors.TrackingUnknown
    return _tracked(case, at)


def followed_case(case: Case) -> Case:
    """Find the case in which a merged one goes on; any other is followed itself. Nothing confidential opens that way."""
    for _hop in range(_MOST_HOPS):
        if case.duplicate_of is None or case.is_confidential:
            return case
        main = Case.objects.filter(pk=case.duplicate_of, is_confidential=False).first()
        if main is None:
            return case
        case = main
    return case


def _tracked(case: Case, at: dt.datetime) -> TrackedCase:
    progress, steps = followed_case(case), _steps(case, frozenset(SHOWN))
    was_split = any(step.name is StepName.SPLIT for step in steps)
    if progress.pk != case.pk:
        steps = sorted([*steps, *_steps(progress, _OF_MAIN)], key=lambda step: step.at)
    closed = progress.state == State.CLOSED
    days = dt.timedelta(days=REOPEN_DAYS)
    return TrackedCase(
        case=case,
        kind_name=kind_name(progress.kind_code) if progress.kind_code else "",
        stage=STAGE[State(progress.state)],
        steps=steps,
        photos=list(case.attachments.filter(width_px__gt=0).order_by("added_at", "id")),
        readings=[TrackedReading(d.by_name, d.at, d.purpose) for d in case.disclosures.order_by("-at")],
        may_rate=closed and not case.ratings.filter(round=progress.reopens).exists(),
        may_reopen=closed and progress.closed_at is not None and at - progress.closed_at <= days,
        progress=progress,
        parts=_parts(case) if was_split else [],
    )


def _steps(case: Case, names: frozenset[StepName]) -> list[TrackedStep]:
    records = case.records.filter(name__in=[name.value for name in names]).order_by("seq")
    return [
        TrackedStep(name, record.at, record.note if name in _TOLD else "")
        for record in records
        for name in [StepName(record.name)]
    ]


def _parts(case: Case) -> list[tuple[str, str]]:
    """List number and state of what was split off the report."""
    held = Case.objects.filter(links_out__to_case=case, links_out__kind=LinkKind.SPLIT.value, links_out__ended_at=None)
    return list(held.order_by("number").values_list("number", "state"))
