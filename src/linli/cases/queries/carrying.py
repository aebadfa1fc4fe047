"""The cases that a phone takes along: which ones, as of which version, and what of them; read a whole list at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet

from linli.cases import rules
from linli.cases.catalogue import KindDeclaration
from linli.cases.catalogue.workflows import FieldDeclaration, StepDeclaration, WorkflowDeclaration
from linli.cases.models import Attachment, Case, CaseRecord
from linli.cases.queries.joint import BY_PART, helping
from linli.cases.queries.kinds import kind_of, workflow_declared, workflow_of
from linli.cases.rules import TO, State, StepName
from linli.core.scope import within
from linli.core.statements import Kept, kept, select_rows
from linli.staff.rules import Actor

MOST_CARRIED = 1_000  # of each reason for taking a case along; what is due first comes first
LINES_CARRIED = 12
_VERSION = ("id", "version", "due_at", "unit_code")


@dataclass(frozen=True)
class Reach:
    """Whose cases come along: open ones of some grids, tasks of some units, answers to check in some areas."""

    grids: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    not_by: str = ""  # what this person answered is checked by somebody else


@dataclass(frozen=True)
class Carried:
    """A case with what a phone shows of it."""

    case: Any  # the row; other rooms read it and never change it
    kind: KindDeclaration | None
    steps: tuple[str, ...]
    does: frozenset[StepName]
    asks: list[dict[str, object]]
    photos: list[Attachment] = field(default_factory=list)
    lines: list[CaseRecord] = field(default_factory=list)


def carried_versions(reach: Reach) -> list[tuple[Any, ...]]:  # Any: as the database gave them
    """Name the cases of a reach with what changes when they do; at most four questions, each from an index."""
    found = {}
    for why in ("grids", "units", "helped", "checks"):
        question = _question(reach, why, connection.vendor)
        if question is not None:
            found.update({row[0]: row for row in select_rows(question.sql, question.values, ())})
    return list(found.values())


@lru_cache(maxsize=512)
def _question(reach: Reach, why: str, _vendor: str) -> Kept | None:
    wanted = {"grids": _of_grids, "units": _of_units, "helped": _helped, "checks": _to_check}[why](reach)
    if wanted is None:
        return None
    rows = Case.objects.filter(wanted, is_open=True).order_by("due_at", "id")
    return kept(rows.values_list(*_VERSION)[:MOST_CARRIED])


def _of_grids(reach: Reach) -> Q | None:
    return within("area_code", reach.grids) & Q(is_confidential=False) if reach.grids else None


def _of_units(reach: Reach) -> Q | None:
    """Confidential ones too: the unit with the task is their handler."""
    return Q(unit_code__in=reach.units) if reach.units else None


def _helped(reach: Reach) -> Q | None:
    return helping(reach.units) if reach.units else None


def _to_check(reach: Reach) -> Q | None:
    if not reach.checks:
        return None
    here = within("area_code", reach.checks) & Q(is_confidential=False, state=State.RESPONDED.value)
    return here & ~Q(handled_by=reach.not_by)


def carried_cases(actor: Actor, case_ids: Iterable[UUID]) -> list[Carried]:
    """Read cases with their photos, the end of their history and what this actor may do; three questions."""
    wanted = list(case_ids)
    cases = [case for case in Case.objects.filter(pk__in=wanted) if rules.may_see(case.standing, actor)]
    photos, lines = _photos(wanted), _lines(wanted)
    return [_carried(actor, case, photos.get(case.pk, []), lines.get(case.pk, [])) for case in cases]


def may_carry_photo(actor: Actor, case_id: UUID, sha256: str) -> Attachment | None:
    """Find a photo of a case that this actor may read, by the hash of its bytes."""
    photo = Attachment.objects.select_related("case").filter(case=case_id, sha256=sha256, width_px__gt=0).first()
    return photo if photo is not None and rules.may_see(photo.case.standing, actor) else None


def _carried(actor: Actor, case: Case, photos: list[Attachment], lines: list[CaseRecord]) -> Carried:
    workflow = workflow_of(case)
    steps = tuple(name for name in rules.allowed_steps(workflow, case.standing, actor) if name not in BY_PART)
    does = frozenset(workflow.steps[name].does for name in steps)
    declared = workflow_declared(case.lane, case.workflow_version)
    asks = [_asked(step, declared) for step in declared.step if step.code in steps and step.effect is StepName.ADVANCE]
    return Carried(case, kind_of(case), steps, does, asks, photos, lines)


def _photos(case_ids: Sequence[UUID]) -> Mapping[UUID, list[Attachment]]:
    """Read the photos of each; a voice note is an attachment without a width, and stays at home."""
    found: dict[UUID, list[Attachment]] = {}
    for photo in Attachment.objects.filter(case__in=case_ids, width_px__gt=0).order_by("added_at", "id"):
        found.setdefault(photo.case_id, []).append(photo)
    return found


def _lines(case_ids: Sequence[UUID]) -> Mapping[UUID, list[CaseRecord]]:
    """Read the newest lines of each: a case has as many as its version says."""
    rows: QuerySet[CaseRecord] = CaseRecord.objects.filter(
        case__in=case_ids, seq__gt=F("case__version") - LINES_CARRIED
    )
    found: dict[UUID, list[CaseRecord]] = {}
    for line in rows.defer("changes").order_by("case_id", "seq"):
        found.setdefault(line.case_id, []).append(line)
    return found


def _asked(step: StepDeclaration, workflow: WorkflowDeclaration) -> dict[str, object]:
    fields = [_field(one, workflow) for one in step.fields]
    return {"step": step.code, "name": str(step.name or step.code), "fields": fields}


def _field(asked: FieldDeclaration, workflow: WorkflowDeclaration) -> dict[str, object]:
    told: dict[str, object] = {
        "code": asked.code, "name": str(asked.name), "takes": asked.takes.value, "required": asked.required,
    }  # fmt: skip
    if asked.hint:
        told["hint"] = str(asked.hint)
    if asked.choices:
        told["choices"] = [{"code": one.code, "name": _choice(asked, one.code, workflow)} for one in asked.choices]
    return told


def _choice(asked: FieldDeclaration, code: str, workflow: WorkflowDeclaration) -> str:
    """Name a value that may be chosen; a phase to go to goes by the phase's name where none was declared."""
    phase = workflow.phase_named(code) if asked.code == TO else None
    named = next((str(one.name) for one in asked.choices if one.code == code), "")
    return named or (str(phase.name) if phase else code)
