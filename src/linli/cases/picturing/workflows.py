"""A workflow in words: its picture, its limits, and who may take each step."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from linli.cases.catalogue import KindDeclaration, WorkflowDeclaration
from linli.cases.catalogue.drawing import Link, Node, Picture
from linli.cases.catalogue.shapes import GradedLimit, Stage
from linli.cases.catalogue.workflows import PhaseDeclaration, StepDeclaration
from linli.cases.rules import ENDED, OPEN, STAGE, Party, State, StepName
from linli.cases.wording import STAGE_NAMES, STEP_LOOKS, limit_said
from linli.core.calendar import Limit
from linli.staff.queries import ROLE_NAMES
from linli.staff.rules import ROLE_MAY, Permission

Word = str | Promise
MOST_ROLES = 3
_LANGUAGES = {"en": "en", "zh-hant": "zh-Hant"}
_STAGES = {stage.value: stage for stage in Stage}
LIMIT_WORDS: dict[str, Word] = {
    Stage.FILING.value: gettext_lazy("立案时限"),
    Stage.DISPATCH.value: gettext_lazy("派遣时限"),
    Stage.HANDLING.value: gettext_lazy("处理时限"),
    Stage.CHECKING.value: gettext_lazy("核查时限"),
    Stage.RESIDENT.value: gettext_lazy("对居民的时限"),
}
CLOCK_WORDS: dict[str, Word] = {
    "arrival": gettext_lazy("到场时限"),
    "rating": gettext_lazy("互评时限"),
    "ruling": gettext_lazy("裁定时限"),
}
_PARTIES: dict[Party, Word] = {
    Party.UNIT: gettext_lazy("责任单位"),
    Party.CO_UNIT: gettext_lazy("协办单位"),
    Party.ANY_UNIT: gettext_lazy("各承办单位"),
    Party.REPORTER: gettext_lazy("反映人"),
    Party.SYSTEM: gettext_lazy("系统"),
}


def step_name(step: StepDeclaration) -> str:
    """Name a step: as its workflow calls it, else in the words of the trade."""
    return str(step.name or STEP_LOOKS[step.effect].title)


def who_may(step: StepDeclaration) -> str:
    """Say who may take a step: the unit that has the case, or the posts of the area."""
    found = str(_PARTIES.get(step.by, "")) or _roles(step)
    return _("%(who)s（处置人以外）") % {"who": found} if step.other_person else found


def _roles(step: StepDeclaration) -> str:
    if Permission.CASES_VIEW in step.may:
        return _("看得到案卷的人")
    names = [
        str(ROLE_NAMES[role])
        for role, may in ROLE_MAY.items()
        if may & set(step.may) and (not step.roles or role in step.roles)
    ]
    some = _("、").join(names[:MOST_ROLES])
    return _("%(some)s等") % {"some": some} if len(names) > MOST_ROLES else some


def phase_limit(phase: PhaseDeclaration, kind: KindDeclaration | None = None) -> str:
    """Say how long a case may stand in a phase; of a kind with its own amounts, else by the name of the limit."""
    if phase.stage not in OPEN:
        return ""
    stage = _STAGES.get(phase.limit)
    if stage is None:
        amount = limit_said(Limit.parse(phase.limit))
    else:
        amount = graded_said(kind.limits.of(stage)) if kind else ""
    word = CLOCK_WORDS.get(phase.clock) or (LIMIT_WORDS[stage.value] if stage else _("本环节时限"))
    return (
        _("%(name)s：%(limit)s") % {"name": word, "limit": amount}
        if amount
        else _("%(name)s（按类别）") % {"name": word}
    )


def graded_said(limit: GradedLimit) -> str:
    """Say a limit, for each grade of grid where they differ."""
    if not limit.is_graded:
        return limit_said(limit.a)
    return " / ".join(f"{grade} {limit_said(limit.for_grade(grade))}" for grade in "ABC")


def phases_in_order(workflow: WorkflowDeclaration) -> list[PhaseDeclaration]:
    """List phases in the order of a case's course, ends last."""
    return sorted(workflow.phase, key=lambda phase: (phase.stage in ENDED, STAGE[phase.stage]))


def picture_of(workflow: WorkflowDeclaration, kind: KindDeclaration | None = None) -> Picture:
    """Put a workflow's picture together, with a kind's limits where one is given."""
    title = (
        _("%(kind)s · %(workflow)s") % {"kind": kind.name, "workflow": workflow.name} if kind else str(workflow.name)
    )
    return Picture(
        title=title,
        about=str(workflow.about),
        nodes=tuple(_node(phase, workflow, kind) for phase in phases_in_order(workflow)),
        links=tuple(_links(workflow, kind)),
        notes=tuple(_notes(workflow)),
        legend=(_("向前"), _("退回、返工、重办"), _("提前结束")),
        language=_LANGUAGES.get((get_language() or "").lower(), "zh-Hans"),
    )


def _node(phase: PhaseDeclaration, workflow: WorkflowDeclaration, kind: KindDeclaration | None) -> Node:
    number = STAGE[phase.stage]
    staying = [
        _("可办：%(step)s（%(who)s）") % {"step": step_name(step), "who": who_may(step)}
        for step in workflow.step
        if step.effect is StepName.ADVANCE and not step.to and phase.code in step.starts(workflow.phase)
    ]
    limit = phase_limit(phase, kind)
    return Node(
        code=phase.code,
        name=str(phase.name),
        stage=number,
        stage_name=str(STAGE_NAMES[number - 1]) if number else "",
        lines=tuple(line for line in (limit, *staying) if line),
        is_end=phase.stage in ENDED,
        is_aside=phase.aside,
    )


def _links(workflow: WorkflowDeclaration, kind: KindDeclaration | None) -> Iterator[Link]:
    for step in workflow.step:
        if step.effect is StepName.SETTLE and kind is not None and not kind.on_spot:
            continue
        starts = step.starts(workflow.phase)
        for phase in workflow.phase:
            if phase.code in starts and not (phase.stage in ENDED and phase.stage is not State.CLOSED):
                yield from (Link(phase.code, end, _way_name(step, end, workflow), _said_of(step)) for end in step.to)


def _way_name(step: StepDeclaration, end: str, workflow: WorkflowDeclaration) -> str:
    """Name a step at its arrow; where it leads to several phases, with the one this arrow leads to."""
    phase = workflow.phase_named(end)
    if len(step.to) == 1 or phase is None:
        return step_name(step)
    return _("%(step)s → %(phase)s") % {"step": step_name(step), "phase": phase.name}


def _said_of(step: StepDeclaration) -> str:
    count = len(step.fields)
    return _("%(who)s · 填 %(count)s 项") % {"who": who_may(step), "count": count} if count else who_may(step)


def _notes(workflow: WorkflowDeclaration) -> Iterator[str]:
    """What may be done in many phases without leaving them, and what brings an ended case back."""
    names = {phase.code: str(phase.name) for phase in workflow.phase}
    anywhere = [step for step in workflow.step if not step.to and step.effect is not StepName.ADVANCE]
    own = _("、").join(step_name(step) for step in anywhere if step.by is not Party.SYSTEM)
    yield _("不改变环节、多处可办：%(steps)s。") % {"steps": own}
    ended = {phase.code for phase in workflow.phase if phase.stage in ENDED and phase.stage is not State.CLOSED}
    for step in workflow.step:
        if step.to and (starts := step.starts(workflow.phase) & ended):
            said = {
                "step": step_name(step), "who": who_may(step), "start": names[min(starts)], "end": names[step.to[0]],
            }  # fmt: skip
            yield _("%(step)s（%(who)s）：%(start)s → %(end)s。") % said
