"""One case as its page shows it: values, history, tasks, photos, and what this person may do."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone

from linli.cases import rules
from linli.cases.catalogue import KindDeclaration
from linli.cases.models import Attachment, Case, CaseRecord, Rating, Reporter, Task
from linli.cases.queries.joint import BY_PART, JointWork, joint_work
from linli.cases.queries.kinds import kind_of, workflow_of
from linli.cases.queries.owners import Owner, owner_of
from linli.cases.queries.visible import case_visible_to
from linli.core.secrets import mask_name, mask_phone, unseal
from linli.core.statements import columns_of, select_rows, stored_form
from linli.staff.rules import Actor


@dataclass(frozen=True)
class MaskedReporter:
    """Who reported, masked: a clear value needs a purpose."""

    name: str
    phone: str


@dataclass(frozen=True)
class CaseDetail:
    """Everything a case page shows to this person."""

    case: Case
    kind: KindDeclaration | None
    owner: Owner | None
    records: list[CaseRecord]
    tasks: list[Task]
    photos: list[Attachment]
    voices: list[Attachment]
    ratings: list[Rating]
    reporter: MaskedReporter | None
    steps: tuple[str, ...]
    may_read: bool
    joint: JointWork = field(default_factory=JointWork)


def case_detail(actor: Actor, case_id: UUID) -> CaseDetail:
    """Read a case with all that belongs to it; a confidential one shows outsiders state and dates only."""
    case = case_visible_to(actor, case_id)
    kind, tasks = kind_of(case), list(case.tasks.order_by("assigned_at"))
    returned = frozenset(task.unit_code for task in tasks if task.state == "returned")
    may_read = not case.is_confidential or rules.may_see(case.standing, actor)
    records = list(case.records.order_by("seq")) if may_read else []
    attached = list(case.attachments.order_by("added_at", "id")) if may_read else []
    work = joint_work(actor, case, tasks, {record.name for record in records}) if may_read else JointWork()
    return CaseDetail(
        case=case,
        kind=kind,
        owner=owner_of(case, kind, at=timezone.now(), leaving_out=returned) if kind else None,
        records=records,
        tasks=tasks,
        photos=[one for one in attached if one.width_px],
        voices=[one for one in attached if not one.width_px],
        ratings=list(case.ratings.order_by("round")) if case.score is not None or case.reopens else [],
        reporter=_masked(case) if may_read else None,
        steps=_steps(actor, case, work),
        may_read=may_read,
        joint=work,
    )


def _steps(actor: Actor, case: Case, work: JointWork) -> tuple[str, ...]:
    """List what this person may do now: by post, and by a part in the joint work."""
    workflow = workflow_of(case)
    by_post = [step for step in rules.allowed_steps(workflow, case.standing, actor) if step not in BY_PART]
    place = case.standing.place
    by_part = [step for step in work.steps if step in workflow.steps and place in workflow.steps[step].starts]
    return (*by_post, *by_part)


@dataclass(frozen=True)
class HistoryLine:
    """One line of a case's history, as far as programs read it."""

    seq: int
    name: str
    at: dt.datetime
    by_name: str
    note: str
    done_at: dt.datetime | None
    received_at: dt.datetime | None


@dataclass(frozen=True)
class CaseWithHistory:
    """A case as programs read it; the rest of `CaseDetail` costs a query each and is not asked for."""

    case: Case
    lines: list[HistoryLine]
    steps: tuple[str, ...]
    may_read: bool


_LINE = tuple(HistoryLine.__dataclass_fields__)
_LINES_SQL = f"select {', '.join(_LINE)} from cases_caserecord where case_id = %s order by seq"  # noqa: S608 our own names


def case_with_history(actor: Actor, case_id: UUID) -> CaseWithHistory:
    """Read a case with its history; a confidential one shows outsiders state and dates only."""
    case = case_visible_to(actor, case_id)
    may_read = not case.is_confidential or rules.may_see(case.standing, actor)
    lines: list[HistoryLine] = []
    if may_read:
        key = stored_form(columns_of(Case, "id")[0], case.pk)
        rows = select_rows(_LINES_SQL, [key], columns_of(CaseRecord, *_LINE))
        lines = [HistoryLine(*row) for row in rows]
    return CaseWithHistory(case, lines, rules.allowed_steps(workflow_of(case), case.standing, actor), may_read)


def photo_visible_to(actor: Actor, photo_id: UUID) -> Attachment | None:
    """Find a photo of a case whose content the actor may read."""
    photo = Attachment.objects.select_related("case").filter(pk=photo_id).first()
    if photo is None:
        return None
    case = case_visible_to(actor, photo.case_id)
    return photo if not case.is_confidential or rules.may_see(case.standing, actor) else None


def _masked(case: Case) -> MaskedReporter | None:
    reporter = Reporter.objects.filter(case=case).first()
    if reporter is None or not (reporter.name_sealed or reporter.phone_sealed):
        return None
    return MaskedReporter(mask_name(unseal(reporter.name_sealed)), mask_phone(unseal(reporter.phone_sealed)))
