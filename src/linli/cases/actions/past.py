"""Store whole past courses at once: cases of an earlier system, or of the sample town, with every step they took.

Each step is checked and changes the case as the action of that name does, but in memory; the rows, their records and what
belongs to them are then stored in bulk. Nothing is announced: what is past was told at its time.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import batched
from uuid import UUID

from django.db import transaction

from linli.cases import errors, rules
from linli.cases.actions import changes
from linli.cases.actions.attaching import Photo
from linli.cases.actions.changes import Changes
from linli.cases.actions.recording import apply, record_values
from linli.cases.actions.reporting import NewReport, opening_record, put_together, reporter_of
from linli.cases.actions.sampling import check_back_of
from linli.cases.models import Attachment, Case, CaseRecord, Rating, Reporter, Task, TriageChoice
from linli.cases.queries.kinds import kind_named, kind_of, step_of
from linli.cases.queries.owners import owner_of
from linli.cases.rules import Lane, StepName
from linli.core.bulk import insert_rows
from linli.core.errors import LinliError
from linli.core.ids import new_id
from linli.core.moments import to_the_minute
from linli.staff.rules import Actor, Command

BATCH = 2_000


@dataclass(frozen=True)
class PastStep:
    """One step that was taken: `said` is its note, reason or result."""

    name: StepName
    at: dt.datetime
    by: Actor
    said: str = ""
    kind_code: str = ""
    lane: str = Lane.DISPATCH
    unit_code: str = ""
    outcome: str = "solved"
    score: int = 0
    channel: str = "portal"
    purpose: str = ""
    photo: Photo | None = None
    duplicate_of: UUID | None = None


@dataclass(frozen=True)
class PastCase:
    """A report and everything that was done with it, in order."""

    id: UUID
    number: str
    report: NewReport
    at: dt.datetime
    by: Actor
    steps: tuple[PastStep, ...]
    tracking_code: str = ""


@dataclass
class Course:
    """A case on its way, with the rows that go with it."""

    case: Case
    records: list[dict[str, object]] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    choice: TriageChoice | None = None
    reporter: Reporter | None = None

    @property
    def lead(self) -> Task:
        """The task that is running."""
        return self.tasks[-1]


def store_past_cases(cases: Iterable[PastCase]) -> int:
    """Store past cases with their histories, a few thousand in a transaction; a wrong step stops it, naming the case."""
    stored = 0
    for batch in batched(cases, BATCH, strict=False):
        courses = [follow(past) for past in batch]
        with transaction.atomic():
            _store(courses)
        stored += len(courses)
    return stored


def follow(past: PastCase) -> Course:
    """Take a case through its steps in memory."""
    opening = Command(new_id(), past.by, past.at)
    case = put_together(past.report, command=opening, case_id=past.id)
    case.number = past.number
    course = Course(case, [opening_record(case, opening)])
    if past.tracking_code:
        course.reporter = reporter_of(case, past.report, past.tracking_code)
    for step in past.steps:
        try:
            _take(course, step)
        except LinliError as refusal:
            refusal.add_note(f"{past.number}: {step.name} at {to_the_minute(step.at)}")
            raise
    return course


def _take(course: Course, step: PastStep) -> None:
    case = course.case
    declared = step_of(case, step.name)
    if declared.permissions:
        rules.check_step(declared, case.standing, step.by)
    elif case.standing.place not in declared.starts:
        raise errors.WrongState
    command = Command(new_id(), step.by, step.at)
    note, changed = _STEPS[step.name](course, step)
    told = apply(case, step.name, changed, at=step.at)
    if step.name in {StepName.DISPATCH, StepName.FAIL_CHECK}:
        course.lead.due_at = case.handling_due_at
    course.records.append(record_values(case, step.name, command, note=note, changes=told))


def _file(course: Course, step: PastStep) -> tuple[str, Changes]:
    kind = kind_named(step.kind_code or course.case.kind_code)
    course.choice = TriageChoice(case=course.case, chosen=kind.code, at=step.at)
    return "", changes.filed(course.case, kind, lane=step.lane, at=step.at)


def _decline(_course: Course, step: PastStep) -> tuple[str, Changes]:
    return step.said, changes.declined(reason=step.said, duplicate_of=step.duplicate_of, at=step.at)


def _settle(course: Course, step: PastStep) -> tuple[str, Changes]:
    kind = kind_named(step.kind_code or course.case.kind_code)
    return step.said, changes.settled(course.case, kind, result=step.said, by=step.by.key, at=step.at)


def _dispatch(course: Course, step: PastStep) -> tuple[str, Changes]:
    case, kind = course.case, kind_of(course.case)
    owner = owner_of(case, kind, at=step.at, leaving_out=_returned(course)) if kind else None
    unit, rule = (owner.unit_code, owner.rule) if owner else (step.unit_code, "")
    if step.unit_code and step.unit_code != unit:
        unit, rule = step.unit_code, ""
    order = Task(case=case, unit_code=unit, state="waiting", rule=rule[:200], assigned_at=step.at)
    course.tasks.append(order)
    return step.said or rule, changes.dispatched(case, unit, at=step.at)


def _accept(course: Course, step: PastStep) -> tuple[str, Changes]:
    course.lead.state, course.lead.accepted_at, course.lead.handler_id = "accepted", step.at, step.by.account_id
    return "", changes.accepted(course.case, by=step.by.key, at=step.at)


def _return(course: Course, step: PastStep) -> tuple[str, Changes]:
    case, kind = course.case, kind_of(course.case)
    rules.check_return(_returned(course), case.unit_code)
    course.lead.state, course.lead.ended_at, course.lead.note = "returned", step.at, step.said
    owner = owner_of(case, kind, leaving_out=_returned(course)) if kind else None
    return step.said, changes.returned(case) | {"proposed_unit": owner.unit_code if owner else ""}


def _returned(course: Course) -> frozenset[str]:
    """List the units that gave the case back: they are not proposed again."""
    return frozenset(task.unit_code for task in course.tasks if task.state == "returned")


def _respond(course: Course, step: PastStep) -> tuple[str, Changes]:
    course.lead.state, course.lead.ended_at, course.lead.note = "done", step.at, step.said
    answered = changes.answered(result=step.said, by=step.by.key, at=step.at)
    return step.said, answered | {"check_back": check_back_of(course.case, pair_verified=False, at=step.at)}


def _attach(course: Course, step: PastStep) -> tuple[str, Changes]:
    photo = step.photo
    if photo is None:
        raise errors.FileNotPhoto(name=step.purpose)
    row = Attachment(
        case=course.case, purpose=step.purpose, sha256=photo.sha256, media_type="image/jpeg",
        size_bytes=len(photo.content), width_px=photo.width_px, height_px=photo.height_px, added_at=step.at,
        added_by=step.by.key[:40],
    )  # fmt: skip
    course.attachments.append(row)
    return f"{row.purpose}:{row.pk}", {}


def _pass_check(_course: Course, step: PastStep) -> tuple[str, Changes]:
    return step.said, {"checked_at": step.at}


def _fail_check(course: Course, step: PastStep) -> tuple[str, Changes]:
    course.tasks.append(changes.order_again(course.case, reason=step.said, at=step.at))
    return step.said, changes.failed(course.case)


def _close(_course: Course, step: PastStep) -> tuple[str, Changes]:
    return step.said, changes.closed(outcome=step.outcome, by=step.by.key[:40], at=step.at)


def _reopen(course: Course, step: PastStep) -> tuple[str, Changes]:
    rules.check_reopen(course.case.closed_at or step.at, step.at)
    return step.said, changes.reopened(course.case)


def _void(course: Course, step: PastStep) -> tuple[str, Changes]:
    for task in course.tasks:
        if task.ended_at is None:
            task.state, task.ended_at = "ended", step.at
    return step.said, changes.voided(reason=step.said, at=step.at)


def _rate(course: Course, step: PastStep) -> tuple[str, Changes]:
    rating = Rating(
        case=course.case, round=course.case.reopens, score=rules.check_score(step.score), text=step.said, at=step.at,
        channel=step.channel,
    )  # fmt: skip
    course.ratings.append(rating)
    return step.said, {"score": step.score}


def _note(_course: Course, step: PastStep) -> tuple[str, Changes]:
    return rules.check_reason(step.said, field="text"), {}


_STEPS: dict[StepName, Callable[[Course, PastStep], tuple[str, Changes]]] = {
    StepName.FILE: _file, StepName.DECLINE: _decline, StepName.SETTLE: _settle, StepName.DISPATCH: _dispatch,
    StepName.ACCEPT: _accept, StepName.RETURN: _return, StepName.RESPOND: _respond, StepName.ATTACH: _attach,
    StepName.PASS_CHECK: _pass_check, StepName.FAIL_CHECK: _fail_check, StepName.CLOSE: _close,
    StepName.REOPEN: _reopen, StepName.VOID: _void, StepName.RATE: _rate, StepName.NOTE: _note,
}  # fmt: skip

_CASE = tuple(field.attname for field in Case._meta.concrete_fields)
_SAID = ("seq", "name", "at", "by", "by_name", "note", "changes", "command_id")
_RECORD = ("id", "case_id", *_SAID)


def _store(courses: list[Course]) -> None:
    insert_rows(Case, _CASE, (tuple(getattr(course.case, name) for name in _CASE) for course in courses))
    insert_rows(
        CaseRecord,
        _RECORD,
        (
            (new_id(), course.case.pk, *(values[name] for name in _SAID))
            for course in courses
            for values in course.records
        ),
    )
    for model, rows in (
        (Task, [row for course in courses for row in course.tasks]),
        (Attachment, [row for course in courses for row in course.attachments]),
        (Rating, [row for course in courses for row in course.ratings]),
        (Reporter, [course.reporter for course in courses if course.reporter]),
        (TriageChoice, [course.choice for course in courses if course.choice]),
    ):
        names = tuple(field.attname for field in model._meta.concrete_fields)
        insert_rows(model, names, (tuple(getattr(row, name) for name in names) for row in rows))
