"""The desk's pages of the declared content: which kinds and workflows there are, and each as a picture with its tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.cases.catalogue import KindDeclaration, WorkflowDeclaration
from linli.cases.catalogue.drawing import write_svg
from linli.cases.catalogue.shapes import Stage
from linli.cases.catalogue.workflows import StepDeclaration
from linli.cases.picturing import LIMIT_WORDS, graded_said, phase_limit, phases_in_order, picture_of, step_name, who_may
from linli.cases.queries.kinds import catalogue, grouped_kinds, usual_lane
from linli.cases.rules import OPEN, Party
from linli.cases.web.advance_forms import choice_name
from linli.cases.wording import STATE_NAMES, Word
from linli.staff.rules import Permission
from linli.staff.web.access import StaffRequest, needs

STAFF = (Permission.CASES_VIEW, Permission.CASES_HANDLE, Permission.FIGURES_VIEW, Permission.REFERENCE_EDIT)


@dataclass(frozen=True)
class Shown:
    """A workflow, and the kind whose limits it is shown with."""

    workflow: WorkflowDeclaration
    kind: KindDeclaration | None

    @property
    def name(self) -> str:
        """What the page is about."""
        return str(self.kind.name if self.kind else self.workflow.name)


@dataclass(frozen=True)
class PhaseLine:
    """One phase in the table."""

    name: str
    stage: Word
    limit: str


@dataclass(frozen=True)
class StepLine:
    """One step in the table: from where to where, who, and what it asks."""

    name: str
    starts: str
    ends: str
    who: str
    fields: list[str]


@require_safe
@needs(*STAFF)
def index(request: StaffRequest) -> HttpResponse:
    house = catalogue()
    lanes = {code: str(one.name) for code, one in house.workflows.items()}
    groups = [
        (major, [(kind, [lanes[lane] for lane in kind.lanes]) for kind in kinds]) for major, kinds in grouped_kinds()
    ]
    return render(request, "cases/catalogue.html", {"workflows": house.workflows.values(), "groups": groups})


@require_safe
@needs(*STAFF)
def workflow(request: StaffRequest, code: str) -> HttpResponse:
    shown = _shown(code, request.GET.get("lane", ""))
    house, own = catalogue(), shown.workflow
    context = {
        "shown": shown,
        "code": code,
        "picture": f"/desk/catalogue/{code}/picture.svg?lane={own.code}",
        "lanes": [house.workflows[lane] for lane in shown.kind.lanes] if shown.kind else [],
        "kinds": [kind for kind in house.kinds.values() if own.code in kind.lanes] if shown.kind is None else [],
        "limits": _limits(shown.kind) if shown.kind else [],
        "owner": house.duties[shown.kind.duty].name if shown.kind else "",
        "phases": [
            PhaseLine(str(one.name), STATE_NAMES[one.stage.value], phase_limit(one, shown.kind))
            for one in phases_in_order(own)
        ],
        "steps": [_line(step, own) for step in own.step if step.to or step.fields],
        "anywhere": [_line(step, own) for step in own.step if not (step.to or step.fields or step.by is Party.SYSTEM)],
    }
    return render(request, "cases/workflow.html", context)


@require_safe
@needs(*STAFF)
def picture(request: StaffRequest, code: str) -> HttpResponse:
    shown = _shown(code, request.GET.get("lane", ""))
    answer = HttpResponse(write_svg(picture_of(shown.workflow, shown.kind)), content_type="image/svg+xml")
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _shown(code: str, lane: str) -> Shown:
    """Find what an address means: a workflow, or a kind in the lane asked for, else in its usual one."""
    house = catalogue()
    if code in house.workflows:
        return Shown(house.workflows[code], None)
    kind = house.kinds.get(code)
    if kind is None:
        raise Http404
    return Shown(house.workflows[lane if lane in kind.lanes else usual_lane(kind)], kind)


def _limits(kind: KindDeclaration) -> list[tuple[Word, str]]:
    return [(LIMIT_WORDS[stage.value], graded_said(kind.limits.of(stage))) for stage in Stage]


def _line(step: StepDeclaration, own: WorkflowDeclaration) -> StepLine:
    names = {phase.code: str(phase.name) for phase in own.phase}
    starts = step.starts(own.phase)
    is_anywhere = starts == {phase.code for phase in own.phase if phase.stage in OPEN}
    return StepLine(
        name=step_name(step),
        starts=_("所有在办环节")
        if is_anywhere
        else _("、").join(name for code, name in names.items() if code in starts),
        ends=_("、").join(names[code] for code in step.to),
        who=who_may(step),
        fields=list(_fields(step, own)),
    )


def _fields(step: StepDeclaration, own: WorkflowDeclaration) -> Iterator[str]:
    for field in step.fields:
        choices = _("、").join(choice_name(field, one.code, own) for one in field.choices)
        name = str(field.name) if field.required else _("%(name)s（可不填）") % {"name": field.name}
        yield _("%(name)s：%(choices)s") % {"name": name, "choices": choices} if choices else name
