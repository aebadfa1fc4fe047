"""What can be wrong with the effects of steps: between which stages each works, who looks, and that an end is an end."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from linli.cases.catalogue.workflow_parts import Places
from linli.cases.catalogue.workflows import StepDeclaration, WorkflowDeclaration
from linli.cases.rules import ENDED, TO, Answer, State, StepName
from linli.core.toml_files import Problem

_S = State
# From which stages an effect starts, and to which it leads: what its action writes is true only there.
BETWEEN: Mapping[StepName, tuple[frozenset[State], frozenset[State]]] = {
    StepName.FILE: (frozenset({_S.REPORTED}), frozenset({_S.FILED})),
    StepName.DECLINE: (frozenset({_S.REPORTED}), frozenset({_S.DECLINED})),
    StepName.MERGE: (frozenset({_S.REPORTED, _S.FILED}), frozenset({_S.DECLINED})),
    StepName.UNMERGE: (frozenset({_S.DECLINED}), frozenset({_S.REPORTED})),
    StepName.SETTLE: (frozenset({_S.REPORTED}), frozenset({_S.CLOSED})),
    StepName.DISPATCH: (frozenset({_S.FILED}), frozenset({_S.DISPATCHED})),
    StepName.RULE: (frozenset({_S.FILED}), frozenset({_S.DISPATCHED})),
    StepName.ACCEPT: (frozenset({_S.DISPATCHED}), frozenset({_S.HANDLING})),
    StepName.RETURN: (frozenset({_S.DISPATCHED, _S.HANDLING}), frozenset({_S.FILED})),
    StepName.RESPOND: (frozenset({_S.HANDLING}), frozenset({_S.RESPONDED})),
    StepName.PASS_CHECK: (frozenset({_S.RESPONDED}), frozenset({_S.CHECKED})),
    StepName.FAIL_CHECK: (frozenset({_S.RESPONDED}), frozenset({_S.HANDLING})),
    StepName.CLOSE: (frozenset({_S.RESPONDED, _S.CHECKED}), frozenset({_S.CLOSED})),
    StepName.REOPEN: (frozenset({_S.CLOSED}), frozenset({_S.FILED})),
    StepName.VOID: (frozenset({_S.FILED, _S.DISPATCHED, _S.HANDLING}), frozenset({_S.VOIDED})),
}
# Without these no case of a workflow comes to an end that somebody else has looked at.
NEEDED = (StepName.FILE, StepName.DISPATCH, StepName.ACCEPT, StepName.RESPOND, StepName.PASS_CHECK, StepName.CLOSE)
BY_ANOTHER = frozenset({StepName.PASS_CHECK, StepName.FAIL_CHECK, StepName.CLOSE})
LEAVES_AN_END = frozenset({StepName.REOPEN, StepName.UNMERGE})


def effect_problems(whole: WorkflowDeclaration, place: Places) -> Iterator[Problem]:
    """Find steps whose effect does not fit where they start, lead or who takes them, and effects that are missing."""
    stages = {phase.code: phase.stage for phase in whole.phase}
    for step in whole.step:
        for key, what in _wrong_with(step, stages):
            yield place.step(step.code, what, key=key)
    present = {step.effect for step in whole.step}
    for effect in NEEDED:
        if effect not in present:
            yield place.step("", _("流程缺少步骤“%(step)s”。") % {"step": effect.value})


def _wrong_with(step: StepDeclaration, stages: Mapping[str, State]) -> Iterator[tuple[str, str]]:
    said = {"step": step.code}
    starts = {stages[code] for code in step.start if code in stages} | _at(step)
    ends = {stages[code] for code in step.to if code in stages}
    if step.effect in BY_ANOTHER and not step.other_person:
        yield "code", _("步骤“%(step)s”须由处置人以外的人办理：请写 other_person = true。") % said
    if starts & ENDED and ends and step.effect not in LEAVES_AN_END:
        yield "from", _("已结束的案卷只能由 reopen 或 unmerge 离开，步骤“%(step)s”不行。") % said
    elif step.effect is StepName.ADVANCE:
        yield from _advance(step, starts, ends)
    elif step.effect in BETWEEN:
        yield from _between(step, starts, ends)
    elif step.to:
        yield "to", _("步骤“%(step)s”不改变环节，不能写 to。") % said


def _at(step: StepDeclaration) -> set[State]:
    """The stages named by `at`; what may happen anywhere leads nowhere, so nothing else is asked of it."""
    return set() if isinstance(step.at, str) else set(step.at)


def _between(step: StepDeclaration, starts: set[State], ends: set[State]) -> Iterator[tuple[str, str]]:
    from_stages, to_stages = BETWEEN[step.effect]
    if wrong := sorted(starts - from_stages):
        what = _("步骤“%(step)s”不能从 %(wrong)s 开始，只能从 %(right)s 开始。")
        yield "from", what % {"step": step.code, "wrong": "、".join(wrong), "right": _listed(from_stages)}
    if wrong := sorted(ends - to_stages):
        what = _("步骤“%(step)s”不能通向 %(wrong)s，只能通向 %(right)s。")
        yield "to", what % {"step": step.code, "wrong": "、".join(wrong), "right": _listed(to_stages)}
    if not step.to:
        what = _("步骤“%(step)s”要写通向哪个环节（to）：它的 stage 是 %(right)s。")
        yield "code", what % {"step": step.code, "right": _listed(to_stages)}


def _advance(step: StepDeclaration, starts: set[State], ends: set[State]) -> Iterator[tuple[str, str]]:
    """A declared step moves within a stage: to file, send, accept, answer, check and end there are steps with actions."""
    said = {"step": step.code}
    if step.to and starts != ends:
        yield "to", _("步骤“%(step)s”只能在同一个 stage 里从一个环节到另一个环节。") % said
    asked = next((field for field in step.fields if field.code == TO), None)
    if asked is None:
        if len(step.to) > 1:
            yield "to", _("步骤“%(step)s”通向几个环节，要有一个名为 to 的选择项来选。") % said
        return
    if asked.takes is Answer.CHOICE and {choice.code for choice in asked.choices} != set(step.to):
        yield "to", _("步骤“%(step)s”的选择项 to 要正好列出它通向的环节。") % said


def _listed(stages: frozenset[State]) -> str:
    return "、".join(stage.value for stage in State if stage in stages)
