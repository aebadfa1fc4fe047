"""What can be wrong with the parts a workflow's own file declares: doubled codes, steps nobody may take, odd fields."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from linli.cases.catalogue.workflows import FieldDeclaration, StepDeclaration, WorkflowDeclaration
from linli.cases.rules import NOTE, TO, Answer, Party, StepName
from linli.cases.rules.clocks import RESIDENT
from linli.core.declared import Shape
from linli.core.toml_files import Place, Problem, TomlFile
from linli.staff.rules import ROLE_MAY

Entries = Mapping[str, tuple[Shape, TomlFile, Place]]
# As long as the columns of history, case and task let a code be.
LONGEST_STEP, LONGEST_PHASE, LONGEST_CODE = 20, 30, 30
# Answers the code itself keeps under these names.
RESERVED = frozenset({"condition", "despite", "outside-result"})
NOT_OF_A_PHASE = frozenset({RESIDENT, "task"})


class Places:
    """Finds the line of a phase or step in the file that declares it, else that of the base it was taken from."""

    def __init__(self, own: WorkflowDeclaration, file: TomlFile) -> None:
        self._file = file
        self._phases = {phase.code: index for index, phase in enumerate(own.phase)}
        self._steps = {step.code: index for index, step in enumerate(own.step)}

    def phase(self, code: str, what: str, *, key: str = "code") -> Problem:
        """Say what is wrong with a phase."""
        where: Place = ("phase", self._phases[code], key) if code in self._phases else ("made_from",)
        return self._file.problem(where, what)

    def step(self, code: str, what: str, *, key: str = "code") -> Problem:
        """Say what is wrong with a step."""
        where: Place = ("step", self._steps[code], key) if code in self._steps else ("made_from",)
        return self._file.problem(where, what)


def part_problems(own: WorkflowDeclaration, file: TomlFile, *, lanes: set[str]) -> Iterator[Problem]:
    """Find what is wrong with the phases, steps and fields of one file, without looking at what it is made from."""
    if len(own.code) > LONGEST_CODE:
        yield file.problem(("code",), _too_long(own.code, LONGEST_CODE))
    yield from _phases(own, file)
    yield from _doubled((step.code for step in own.step), ("step",), file)
    for index, step in enumerate(own.step):
        place: Place = ("step", index)
        for key, what in _wrong_with(step, lanes):
            where: Place = (*place, key, 0) if key == "fields" else (*place, key)
            yield file.problem(where, what)
        yield from _doubled((field.code for field in step.fields), (*place, "fields"), file)
        for number, field in enumerate(step.fields):
            for key, what in _wrong_with_field(field):
                yield file.problem((*place, "fields", number, key), what)


def _phases(own: WorkflowDeclaration, file: TomlFile) -> Iterator[Problem]:
    yield from _doubled((phase.code for phase in own.phase), ("phase",), file)
    for index, phase in enumerate(own.phase):
        if len(phase.code) > LONGEST_PHASE:
            yield file.problem(("phase", index, "code"), _too_long(phase.code, LONGEST_PHASE))
        if phase.clock in NOT_OF_A_PHASE:
            what = _("时钟“%(clock)s”不能用作环节的时钟。") % {"clock": phase.clock}
            yield file.problem(("phase", index, "clock"), what)


def _doubled(codes: Iterator[str], place: Place, file: TomlFile) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, code in enumerate(codes):
        if code in seen:
            yield file.problem((*place, index, "code"), _("编码“%(code)s”在这个流程里重复。") % {"code": code})
        seen.add(code)


def _wrong_with(step: StepDeclaration, lanes: set[str]) -> Iterator[tuple[str, str]]:
    said = {"step": step.code}
    if len(step.code) > LONGEST_STEP:
        yield "code", _too_long(step.code, LONGEST_STEP)
    if step.lane and step.lane not in lanes:
        yield "lane", _("没有申报过的办理流程“%(lane)s”。") % {"lane": step.lane}
    if step.effect is StepName.ADVANCE and step.name is None:
        yield "code", _("步骤“%(step)s”要写名称（name）。") % said
    if step.effect is not StepName.ADVANCE and step.code != step.effect.value:
        what = _("作用是 %(does)s 的步骤，编码也要写成“%(does)s”。")
        yield "does" if step.does else "code", what % {"does": step.effect.value}
    if step.effect is not StepName.ADVANCE and step.fields:
        yield "fields", _("步骤“%(step)s”有自己的表单，不能另外要求填写内容（fields）。") % said
    yield from _nobody(step)


def _nobody(step: StepDeclaration) -> Iterator[tuple[str, str]]:
    said = {"step": step.code}
    if step.by in {Party.REPORTER, Party.SYSTEM}:
        return
    if not step.may:
        yield "code", _("步骤“%(step)s”没有写谁可以办（may）。") % said
    elif not any(set(step.may) & ROLE_MAY[role] for role in step.roles or ROLE_MAY):
        yield "roles" if step.roles else "may", _("步骤“%(step)s”没有人能办：没有岗位同时符合 may 和 roles。") % said


def _wrong_with_field(field: FieldDeclaration) -> Iterator[tuple[str, str]]:
    said = {"field": field.code}
    if field.takes is Answer.CHOICE and not field.choices:
        yield "code", _("选择项“%(field)s”没有写可选的值（choices）。") % said
    if field.takes is not Answer.CHOICE and field.choices:
        yield "choices", _("“%(field)s”不是选择项，不能写 choices。") % said
    if field.code in RESERVED:
        yield "code", _("“%(field)s”这个名字另有用处，请换一个。") % said
    if field.code == TO and field.takes is not Answer.CHOICE:
        yield "code", _("“to”用来选择去哪个环节，要写成选择项（takes = choice）。")
    if field.code == NOTE and field.takes is not Answer.TEXT:
        yield "code", _("“note”是这一步的备注，要写成文字。")
    if _repeats([choice.code for choice in field.choices]):
        yield "choices", _("有重复的值。")


def _repeats(codes: Sequence[str]) -> bool:
    return len(set(codes)) < len(codes)


def _too_long(code: str, most: int) -> str:
    return _("编码“%(code)s”太长：最多 %(most)s 个字符。") % {"code": code, "most": most}
