"""The course of a case: states, steps, who may take them, and the fold that rebuilds a case from its history.

Seven stages and two axes after GB/T 30428 (信息收集、案卷建立、任务派遣、任务处理、处理反馈、核查结案、综合评价):
supervision files, checks and closes; command dispatches.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from linli.cases import errors
from linli.staff.rules import Actor, Permission

MOST_TEXT = 20_000
LEAST_TEXT = 4
REOPEN_DAYS = 15


class State(StrEnum):
    """Where a case stands."""

    REPORTED = "reported"
    FILED = "filed"
    DISPATCHED = "dispatched"
    HANDLING = "handling"
    RESPONDED = "responded"
    CHECKED = "checked"
    CLOSED = "closed"
    DECLINED = "declined"
    VOIDED = "voided"


class Lane(StrEnum):
    """How a case goes: settled on the spot, dispatched, or urgent."""

    ON_SPOT = "on-spot"
    DISPATCH = "dispatch"
    URGENT = "urgent"


class StepName(StrEnum):
    """Everything that can be done with a case; each leaves one record."""

    REPORT = "report"
    FILE = "file"
    DECLINE = "decline"
    CORRECT_KIND = "correct-kind"
    DISPATCH = "dispatch"
    ACCEPT = "accept"
    RETURN = "return"
    RESPOND = "respond"
    SETTLE = "settle"
    PASS_CHECK = "pass-check"  # noqa: S105 a step, no password
    FAIL_CHECK = "fail-check"
    CLOSE = "close"
    REOPEN = "reopen"
    VOID = "void"
    NOTE = "note"
    ATTACH = "attach"
    RATE = "rate"
    VISIT_BACK = "visit-back"
    RELOCATE = "relocate"


class Evidence(StrEnum):
    """Which photos a kind needs before an answer counts; none are asked for beyond this (国办函〔2026〕12号)."""

    NONE = "none"
    AFTER = "after"
    BEFORE_AND_AFTER = "before-and-after"


OPEN = frozenset({State.REPORTED, State.FILED, State.DISPATCHED, State.HANDLING, State.RESPONDED, State.CHECKED})
ENDED = frozenset(State) - OPEN

STAGE = {
    State.REPORTED: 1, State.FILED: 2, State.DISPATCHED: 3, State.HANDLING: 4,
    State.RESPONDED: 5, State.CHECKED: 6, State.CLOSED: 7, State.DECLINED: 0, State.VOIDED: 0,
}  # fmt: skip


class Party(StrEnum):
    """Who takes a step: a post in the area, the unit that has the task, the person who reported, the system."""

    AREA = "area"
    UNIT = "unit"
    REPORTER = "reporter"
    SYSTEM = "system"


@dataclass(frozen=True)
class Step:
    """One step: where it starts, where it leads, who may take it."""

    name: StepName
    starts: frozenset[State]
    leads_to: State | None
    permission: Permission | None
    party: Party = Party.AREA
    other_person: bool = False


def _step(
    name: StepName,
    starts: Iterable[State],
    leads_to: State | None,
    permission: Permission | None,
    *,
    party: Party = Party.AREA,
    other_person: bool = False,
) -> Step:
    return Step(name, frozenset(starts), leads_to, permission, party, other_person)


_S, _N, _P = State, StepName, Permission
STEPS: dict[StepName, Step] = {
    step.name: step
    for step in (
        _step(_N.FILE, {_S.REPORTED}, _S.FILED, _P.CASES_FILE),
        _step(_N.DECLINE, {_S.REPORTED}, _S.DECLINED, _P.CASES_FILE),
        _step(_N.CORRECT_KIND, {_S.REPORTED, _S.FILED}, None, _P.CASES_FILE),
        _step(_N.SETTLE, {_S.REPORTED}, _S.CLOSED, _P.CASES_SETTLE),
        _step(_N.DISPATCH, {_S.FILED}, _S.DISPATCHED, _P.CASES_DISPATCH),
        _step(_N.ACCEPT, {_S.DISPATCHED}, _S.HANDLING, _P.CASES_HANDLE, party=Party.UNIT),
        _step(_N.RETURN, {_S.DISPATCHED, _S.HANDLING}, _S.FILED, _P.CASES_HANDLE, party=Party.UNIT),
        _step(_N.RESPOND, {_S.HANDLING}, _S.RESPONDED, _P.CASES_HANDLE, party=Party.UNIT),
        _step(_N.PASS_CHECK, {_S.RESPONDED}, _S.CHECKED, _P.CASES_CHECK, other_person=True),
        _step(_N.FAIL_CHECK, {_S.RESPONDED}, _S.HANDLING, _P.CASES_CHECK, other_person=True),
        _step(_N.CLOSE, {_S.CHECKED}, _S.CLOSED, _P.CASES_CLOSE, other_person=True),
        _step(_N.REOPEN, {_S.CLOSED}, _S.FILED, _P.CASES_FILE),
        _step(_N.VOID, {_S.FILED, _S.DISPATCHED, _S.HANDLING}, _S.VOIDED, _P.CASES_VOID),
        _step(_N.NOTE, OPEN, None, _P.CASES_VIEW),
        _step(_N.ATTACH, OPEN, None, _P.CASES_VIEW),
        _step(_N.RATE, {_S.CLOSED}, None, None, party=Party.REPORTER),
        _step(_N.VISIT_BACK, {_S.CLOSED}, None, _P.CASES_FILE, other_person=True),
        _step(_N.RELOCATE, OPEN, None, None, party=Party.SYSTEM),
    )
}


@dataclass(frozen=True)
class Standing:
    """What deciding about a step needs to know of a case."""

    state: State
    area_code: str
    unit_code: str = ""
    handled_by: str = ""
    is_confidential: bool = False
    lane: Lane = Lane.DISPATCH


def check_step(name: StepName, case: Standing, actor: Actor) -> Step:
    """Refuse a step that this actor may not take now; return it otherwise."""
    step = STEPS[name]
    if not _may(step, case, actor):
        raise errors.StepNotAllowed
    if case.state not in step.starts:
        raise errors.WrongState
    if step.other_person and case.handled_by and case.handled_by == actor.key:
        raise errors.SamePerson
    return step


def allowed_steps(case: Standing, actor: Actor) -> tuple[StepName, ...]:
    """List the steps this actor may take now, in the order of the course."""
    return tuple(
        step.name
        for step in STEPS.values()
        if case.state in step.starts
        and step.party in {Party.AREA, Party.UNIT}
        and _may(step, case, actor)
        and not (step.other_person and case.handled_by == actor.key)
    )


def may_see(case: Standing, actor: Actor) -> bool:
    """Say whether this actor may open a case: by place, by the unit's task, confidential only for its handlers."""
    by_unit = case.unit_code in actor.unit_codes and actor.may_anywhere(Permission.CASES_HANDLE)
    if case.is_confidential:
        return actor.is_system or by_unit or actor.may(Permission.CASES_CONFIDENTIAL, case.area_code)
    return by_unit or actor.may(Permission.CASES_VIEW, case.area_code)


KNOWING = (
    Permission.CASES_FILE, Permission.CASES_DISPATCH, Permission.CASES_CHECK, Permission.CASES_CLOSE,
    Permission.CASES_VOID,
)  # fmt: skip


def may_know(case: Standing, actor: Actor) -> bool:
    """Say whether this actor may know that a case is there.

    Of a confidential one, whoever files, sends, checks or closes in its area knows state and dates only (safeguards, rule 10).
    """
    return may_see(case, actor) or any(actor.may(permission, case.area_code) for permission in KNOWING)


_CHOOSES_KIND = frozenset({StepName.CORRECT_KIND, StepName.SETTLE})


def check_kind_chosen(case: Standing, actor: Actor, *, is_other: bool) -> None:
    """Refuse another kind from whoever may not read the case: under an open kind it would open itself to all."""
    if is_other and case.is_confidential and not may_see(case, actor):
        raise errors.StepNotAllowed


def _may(step: Step, case: Standing, actor: Actor) -> bool:
    if actor.is_system:
        return True
    if step.permission is None or (step.name in _CHOOSES_KIND and case.is_confidential and not may_see(case, actor)):
        return False
    if step.party is Party.UNIT:
        return case.unit_code in actor.unit_codes and actor.may_anywhere(step.permission)
    if step.permission is Permission.CASES_VIEW:
        return may_see(case, actor)
    urgent = step.name is StepName.DISPATCH and case.lane is Lane.URGENT
    return actor.may(step.permission, case.area_code) or (urgent and actor.may(Permission.CASES_FILE, case.area_code))


def check_text(text: str, *, least: int = LEAST_TEXT) -> str:
    """Trim a report's text; refuse an empty or endless one."""
    trimmed = "\n".join(line.rstrip() for line in text.replace("\x00", "").replace("\r\n", "\n").strip().split("\n"))
    if len(trimmed) < least:
        raise errors.TextMissing(field="text")
    if len(trimmed) > MOST_TEXT:
        raise errors.TextTooLong(field="text", most=MOST_TEXT, found=len(trimmed))
    return trimmed


def check_reason(reason: str, *, field: str = "reason") -> str:
    """Refuse a step without its reason."""
    if len(reason.strip()) < 2:
        raise errors.ReasonMissing(field=field)
    return reason.strip()[:MOST_TEXT]


def check_result(result: str) -> str:
    """Trim what a unit or worker says it did; refuse an answer that says nothing."""
    if len(result.strip()) < LEAST_TEXT:
        raise errors.ResultMissing(field="result")
    return result.strip()[:MOST_TEXT]


def missing_evidence(needed: Evidence, purposes: Iterable[str]) -> tuple[str, ...]:
    """List which photos an answer still lacks, "before" or "after"; one that came with the report shows it before."""
    have = {"before" if purpose == "report" else purpose for purpose in purposes}
    wanted = {
        Evidence.NONE: (),
        Evidence.AFTER: ("after",),
        Evidence.BEFORE_AND_AFTER: ("before", "after"),
    }[needed]
    return tuple(purpose for purpose in wanted if purpose not in have)


def check_return(returned_by: Iterable[str], unit_code: str) -> None:
    """Allow a unit to return an order once (Weifang rule art. 22: not after a ruling)."""
    if unit_code in set(returned_by):
        raise errors.ReturnedBefore


def check_reopen(closed_at: dt.datetime, at: dt.datetime) -> None:
    """Allow a closed case to be opened again within REOPEN_DAYS."""
    if at - closed_at > dt.timedelta(days=REOPEN_DAYS):
        raise errors.ReopenTooLate(days=REOPEN_DAYS)


def check_score(score: int) -> int:
    """Accept the five levels of the good/bad review (好差评): 1 very poor … 5 very good."""
    if score not in {1, 2, 3, 4, 5}:
        raise errors.RatingInvalid(field="score")
    return score


@dataclass(frozen=True)
class RecordFacts:
    """One line of a case's history, as far as rebuilding the case needs it."""

    seq: int
    name: StepName
    changes: Mapping[str, object]


def project(records: Iterable[RecordFacts]) -> dict[str, object]:
    """Rebuild a case's values from its history, in order; a step from a wrong state is refused."""
    values: dict[str, object] = {"state": State.REPORTED.value, "is_open": True}
    for record in records:
        if record.name is not StepName.REPORT:
            step = STEPS[record.name]
            before = State(str(values["state"]))
            if before not in step.starts:
                raise errors.WrongState
            if step.leads_to is not None and record.changes.get("state") != step.leads_to:
                raise errors.WrongState
        values |= record.changes
    return values
