"""What can be wrong with workflows: unknown bases, phases and lanes, dead ends, phases nobody reaches, missing limits."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from linli.cases.catalogue.reading import Place, Problem, TomlFile
from linli.cases.catalogue.shapes import Shape
from linli.cases.catalogue.workflows import LIMIT_NAMES, WorkflowDeclaration, put_together
from linli.cases.rules import OPEN, Party, State
from linli.core.calendar import Limit
from linli.core.errors import LinliError

Entries = Mapping[str, tuple[Shape, TomlFile, Place]]


def workflow_problems(entries: Entries) -> Iterator[Problem]:
    """Find everything wrong between the parts of each workflow, at the line to mend."""
    declared = {
        code: entry for code, (entry, _file, _place) in entries.items() if isinstance(entry, WorkflowDeclaration)
    }
    for code, own in declared.items():
        file = entries[code][1]
        if problem := _base_problem(own, declared, file):
            yield problem
            continue
        if not own.abstract:
            yield from _problems_of(put_together(code, declared), own, file, lanes=set(declared))


def _base_problem(
    own: WorkflowDeclaration, declared: Mapping[str, WorkflowDeclaration], file: TomlFile
) -> Problem | None:
    """Find a base nobody declares, or a ring of workflows made from each other."""
    seen, waiting = {own.code}, list(own.made_from)
    while waiting:
        base = waiting.pop()
        if base == own.code:
            return file.problem(("made_from",), _("流程“%(code)s”绕了一圈又由自己组成。") % {"code": own.code})
        if base not in declared:
            return file.problem(("made_from",), _("没有申报过的办理流程“%(lane)s”。") % {"lane": base})
        if base not in seen:
            seen.add(base)
            waiting.extend(declared[base].made_from)
    return None


def _problems_of(
    whole: WorkflowDeclaration, own: WorkflowDeclaration, file: TomlFile, *, lanes: set[str]
) -> Iterator[Problem]:
    place = _Places(own, file)
    yield from _doubled(own, file)
    yield from _unknown(whole, place, lanes)
    yield from _limits(whole, place)
    yield from _ways(whole, place)


class _Places:
    """Finds the line of a phase or step in the file that declares it, else that of the base it was taken from."""

    def __init__(self, own: WorkflowDeclaration, file: TomlFile) -> None:
        self._file = file
        self._phases = {phase.code: index for index, phase in enumerate(own.phase)}
        self._steps = {step.code: index for index, step in enumerate(own.step)}

    def phase(self, code: str, what: str, *, key: str = "code") -> Problem:
        where: Place = ("phase", self._phases[code], key) if code in self._phases else ("made_from",)
        return self._file.problem(where, what)

    def step(self, code: str, what: str, *, key: str = "code") -> Problem:
        where: Place = ("step", self._steps[code], key) if code in self._steps else ("made_from",)
        return self._file.problem(where, what)

    def whole(self, what: str) -> Problem:
        return self._file.problem(("code",), what)


def _doubled(own: WorkflowDeclaration, file: TomlFile) -> Iterator[Problem]:
    tables = {"phase": [phase.code for phase in own.phase], "step": [step.code for step in own.step]}
    for table, codes in tables.items():
        for index, code in enumerate(codes):
            if code in codes[:index]:
                yield file.problem((table, index, "code"), _("编码“%(code)s”在这个流程里重复。") % {"code": code})


def _unknown(whole: WorkflowDeclaration, place: _Places, lanes: set[str]) -> Iterator[Problem]:
    known = {phase.code for phase in whole.phase}
    for step in whole.step:
        for key, codes in (("from", step.start), ("to", step.to)):
            for code in codes:
                if code not in known:
                    yield place.step(step.code, _("没有申报过的环节“%(phase)s”。") % {"phase": code}, key=key)
        if step.lane and step.lane not in lanes:
            yield place.step(step.code, _("没有申报过的办理流程“%(lane)s”。") % {"lane": step.lane}, key="lane")
        if not step.may and step.by not in {Party.REPORTER, Party.SYSTEM}:
            yield place.step(step.code, _("步骤“%(step)s”没有写谁可以办（may）。") % {"step": step.code})
        if not step.starts(whole.phase):
            yield place.step(step.code, _("步骤“%(step)s”没有起点（from 或 at）。") % {"step": step.code})


def _limits(whole: WorkflowDeclaration, place: _Places) -> Iterator[Problem]:
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


def _ways(whole: WorkflowDeclaration, place: _Places) -> Iterator[Problem]:
    """Every phase can be reached from the first, and from every open phase somebody can bring the case to an end."""
    if not whole.phase or whole.phase[0].stage is not State.REPORTED:
        yield place.whole(_("第一个环节的 stage 必须是 reported。"))
        return
    for stage in (State.FILED, State.CLOSED):
        if not any(phase.stage is stage for phase in whole.phase):
            yield place.whole(_("流程里没有 stage 是 %(stage)s 的环节。") % {"stage": stage.value})
    yield from _lost(whole, place)


def _lost(whole: WorkflowDeclaration, place: _Places) -> Iterator[Problem]:
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
            yield place.phase(
                phase.code, _("环节“%(phase)s”是死路：没有步骤能从这里走到结束。") % {"phase": phase.code}
            )


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
