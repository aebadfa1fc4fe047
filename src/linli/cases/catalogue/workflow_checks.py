"""What can be wrong with workflows: unknown bases, phases and lanes, dead ends, phases nobody reaches, missing limits."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from linli.cases.catalogue.workflow_effects import effect_problems
from linli.cases.catalogue.workflow_parts import Entries, Places, part_problems
from linli.cases.catalogue.workflows import LIMIT_NAMES, WorkflowDeclaration, put_together
from linli.cases.rules import OPEN, State
from linli.core.calendar import Limit
from linli.core.errors import LinliError
from linli.core.toml_files import Problem, TomlFile

Declared = Mapping[str, WorkflowDeclaration]


def workflow_problems(entries: Entries) -> Iterator[Problem]:
    """Find everything wrong with and between the parts of each workflow, at the line to mend."""
    declared = {
        code: entry for code, (entry, _file, _place) in entries.items() if isinstance(entry, WorkflowDeclaration)
    }
    broken = {code for code in declared if _base_problem(code, declared)}
    for code, own in declared.items():
        file = entries[code][1]
        yield from part_problems(own, file, lanes=set(declared))
        if code in broken:
            yield file.problem(("made_from",), _base_problem(code, declared))
        elif not own.abstract and not _bases(code, declared) & broken:
            yield from _problems_of(put_together(code, declared), Places(own, file), file)


def _base_problem(code: str, declared: Declared) -> str:
    """Name a base nobody declares, a ring of workflows made from each other, or something left out that is not there."""
    own = declared[code]
    if missing := next((base for base in own.made_from if base not in declared), ""):
        return _("没有申报过的办理流程“%(lane)s”。") % {"lane": missing}
    if code in _bases(code, declared):
        return _("流程“%(code)s”绕了一圈又由自己组成。") % {"code": code}
    return ""


def _bases(code: str, declared: Declared) -> set[str]:
    """List all that a workflow is made from, over any number of hands."""
    return _reach({one: set(own.made_from) for one, own in declared.items()}, set(declared[code].made_from))


def _problems_of(whole: WorkflowDeclaration, place: Places, file: TomlFile) -> Iterator[Problem]:
    yield from _unknown(whole, place)
    yield from _limits(whole, place)
    yield from _ways(whole, place, file)
    yield from effect_problems(whole, place)


def _unknown(whole: WorkflowDeclaration, place: Places) -> Iterator[Problem]:
    known = {phase.code for phase in whole.phase}
    for step in whole.step:
        for key, codes in (("from", step.start), ("to", step.to)):
            for code in codes:
                if code not in known:
                    yield place.step(step.code, _("没有申报过的环节“%(phase)s”。") % {"phase": code}, key=key)
        if not step.starts(whole.phase):
            yield place.step(step.code, _("步骤“%(step)s”没有起点（from 或 at）。") % {"step": step.code})


def _limits(whole: WorkflowDeclaration, place: Places) -> Iterator[Problem]:
    for phase in whole.phase:
        if phase.stage not in OPEN:
            continue
        if not phase.limit:
            yield place.phase(phase.code, _("环节“%(phase)s”没有时限（limit）。") % {"phase": phase.code})
        elif phase.limit not in LIMIT_NAMES and not _is_limit(phase.limit):
            what = _("环节“%(phase)s”的时限“%(limit)s”无法识别：写 %(names)s，或“3 working days”这样的时长。")
            said = {"phase": phase.code, "limit": phase.limit, "names": "、".join(LIMIT_NAMES)}
            yield place.phase(phase.code, what % said, key="limit")


def _is_limit(text: str) -> bool:
    try:
        return Limit.parse(text).amount > 0
    except LinliError:
        return False


def _ways(whole: WorkflowDeclaration, place: Places, file: TomlFile) -> Iterator[Problem]:
    """Every phase can be reached from the first, and from every open phase somebody can bring the case to an end."""
    if not whole.phase or whole.phase[0].stage is not State.REPORTED:
        yield file.problem(("code",), _("第一个环节的 stage 必须是 reported。"))
        return
    for stage in (State.FILED, State.CLOSED):
        if not any(phase.stage is stage for phase in whole.phase):
            yield file.problem(("code",), _("流程里没有 stage 是 %(stage)s 的环节。") % {"stage": stage.value})
    yield from _lost(whole, place)


def _lost(whole: WorkflowDeclaration, place: Places) -> Iterator[Problem]:
    onward = _onward(whole)
    reached = _reach(onward, {whole.phase[0].code})
    backward: dict[str, set[str]] = {}
    for start, ends in onward.items():
        for end in ends:
            backward.setdefault(end, set()).add(start)
    ending = _reach(backward, {phase.code for phase in whole.phase if phase.stage not in OPEN})
    for phase in whole.phase:
        if phase.code not in reached:
            yield place.phase(phase.code, _("从第一个环节走不到环节“%(phase)s”。") % {"phase": phase.code})
        if phase.stage in OPEN and phase.code not in ending:
            what = _("环节“%(phase)s”是死路：没有步骤能从这里走到结束。")
            yield place.phase(phase.code, what % {"phase": phase.code})


def _onward(whole: WorkflowDeclaration) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for step in whole.step:
        for start in step.starts(whole.phase):
            found.setdefault(start, set()).update(step.to)
    return found


def _reach(ways: Mapping[str, set[str]], start: set[str]) -> set[str]:
    reached, waiting = set(start), list(start)
    while waiting:
        for code in ways.get(waiting.pop(), set()) - reached:
            reached.add(code)
            waiting.append(code)
    return reached
