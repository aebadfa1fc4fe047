"""Checking and loading catalogue directories: the shipped one, and a city's own laid over it by code."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from linli.cases.catalogue.declarations import (
    Catalogue,
    ChannelDeclaration,
    DeclineReason,
    DutyDeclaration,
    KindDeclaration,
    MajorDeclaration,
    OfficeHours,
    ReturnReason,
)
from linli.cases.catalogue.kind_checks import kind_problems
from linli.cases.catalogue.outcomes import Checking
from linli.cases.catalogue.repeats import RepeatDeclaration, repeat_problems, rules_by_kind
from linli.cases.catalogue.rounds import RoundDeclaration
from linli.cases.catalogue.timing import Condition, Escalation, ReliefReason
from linli.cases.catalogue.timing_checks import ESCALATION, timing_problems
from linli.cases.catalogue.workflow_checks import workflow_problems
from linli.cases.catalogue.workflows import WorkflowDeclaration, put_together
from linli.core.declared import Shape
from linli.core.declared_faults import barred_words, place_of, sentence
from linli.core.errors import Invalid
from linli.core.toml_files import Place, Problem, TomlFile, read_toml

SHIPPED = Path(__file__).resolve().parents[2] / "catalogue"

KINDS_FOLDER = "kinds"
WORKFLOWS_FOLDER = "workflows"
CALENDAR_FILE = "calendar.toml"
ESCALATION_FILE = "escalation.toml"
CHECKING_FILE = "checking.toml"
# Which table a file holds, and what each entry must be.
_FILES: dict[str, tuple[str, type[Shape]]] = {
    "duties.toml": ("duty", DutyDeclaration),
    "majors.toml": ("major", MajorDeclaration),
    "channels.toml": ("channel", ChannelDeclaration),
    "decline_reasons.toml": ("decline_reason", DeclineReason),
    "return_reasons.toml": ("return_reason", ReturnReason),
}
# Files a whole directory may do without.
_MORE_FILES: dict[str, tuple[str, type[Shape]]] = {
    "conditions.toml": ("condition", Condition),
    "pause_reasons.toml": ("pause_reason", ReliefReason),
    "repeats.toml": ("repeat", RepeatDeclaration),
    "rounds.toml": ("round", RoundDeclaration),
}


class CatalogueBroken(Invalid):
    """A catalogue has problems and is not used."""

    code = "case.catalogue-broken"
    text = gettext_lazy("类别目录有 %(number)s 处问题，第一处：%(first)s")

    def __init__(self, *, problems: list[Problem]) -> None:
        super().__init__(number=len(problems), first=str(problems[0]))
        self.problems = problems


@dataclass(frozen=True)
class LookedOver:
    """What is in force with a directory, and what is wrong with it."""

    kinds: int
    workflows: int
    problems: list[Problem]


@dataclass
class Reading:
    """What could be read of one or more directories, and everything that was wrong."""

    entries: dict[str, dict[str, tuple[Shape, TomlFile, Place]]] = field(default_factory=dict)
    office_hours: OfficeHours | None = None
    escalation: Escalation | None = None
    checking: Checking | None = None
    problems: list[Problem] = field(default_factory=list)

    def codes(self, table: str) -> set[str]:
        """List the codes declared so far in a table."""
        return set(self.entries.get(table, {}))


def load_directory(path: Path, *, overlay: Path | None = None) -> Catalogue:
    """Load a whole catalogue, with a city's directory laid over it; refuse it all when anything is wrong."""
    reading = _read([path] if overlay is None else [path, overlay])
    if reading.problems:
        raise CatalogueBroken(problems=reading.problems)
    return _catalogue(reading)


def check_directory(path: Path) -> list[Problem]:
    """List everything wrong with a catalogue directory; one without all its files is laid over the shipped one."""
    return examine(path)[1]


def examine(path: Path) -> tuple[int, list[Problem]]:
    """Count the kinds in force with a directory and list everything wrong with it."""
    found = look_over(path)
    return found.kinds, found.problems


def look_over(path: Path) -> LookedOver:
    """Count the kinds and workflows in force with a directory and list everything wrong with it."""
    reading = _read(_directories(path))
    workflows = [one for one in _workflows(reading).values() if not one.abstract]
    return LookedOver(len(reading.codes("kind")), len(workflows), reading.problems)


def load_changed(path: Path) -> Catalogue:
    """Load the catalogue as it would be with a directory: whole, or a city's own over the shipped one."""
    first, *over = _directories(path)
    return load_directory(first, overlay=over[0] if over else None)


def _directories(path: Path) -> list[Path]:
    return [path] if _is_whole(path) else [SHIPPED, path]


def _is_whole(path: Path) -> bool:
    return all((path / name).is_file() for name in (*_FILES, CALENDAR_FILE)) and (path / KINDS_FOLDER).is_dir()


def _read(directories: list[Path]) -> Reading:
    reading = Reading()
    for directory in directories:
        _Layer(directory, reading).read()
    if reading.office_hours is None:
        reading.problems.append(Problem(CALENDAR_FILE, 1, _("缺少这个文件。")))
    reading.problems.extend(_loose_ends(reading))
    reading.problems.extend(_rounds_of_nothing(reading))
    reading.problems.extend(timing_problems(reading.entries))
    reading.problems.extend(repeat_problems(reading.entries.get("repeat", {}), reading.entries.get("kind", {})))
    workflows = reading.entries.get("workflow", {})
    reading.problems.extend(workflow_problems(workflows))
    reading.problems.extend(kind_problems(reading.entries.get("kind", {}), workflows))
    reading.problems = sorted(set(reading.problems))
    return reading


@dataclass
class _Layer:
    """One directory being read over what the ones below it declared; a code may stand in it once."""

    directory: Path
    reading: Reading
    seen: dict[tuple[str, str], tuple[TomlFile, Place]] = field(default_factory=dict)

    def read(self) -> None:
        folders = (self.directory, self.directory / KINDS_FOLDER, self.directory / WORKFLOWS_FOLDER)
        paths = [path for folder in folders for path in sorted(folder.glob("*.toml"))]
        if not any(self.directory.rglob("*.toml")):  # other rooms keep theirs in folders of their own
            self.reading.problems.append(Problem(self.directory.name, 1, _("这个目录里没有 TOML 文件。")))
        for path in paths:
            file = read_toml(path, name=path.relative_to(self.directory).as_posix())
            if isinstance(file, Problem):
                self.reading.problems.append(file)
            else:
                self._read_file(file)

    def _read_file(self, file: TomlFile) -> None:
        for place, word in barred_words(file.content):
            self._report(file, place, _("“%(word)s”不能写进目录：邻里不登记这类信息。") % {"word": word})
        if file.name == CALENDAR_FILE:
            hours = self._validated(dict(file.content), OfficeHours, file, ())
            self.reading.office_hours = hours or self.reading.office_hours
        elif file.name.startswith(f"{KINDS_FOLDER}/"):
            self._read_tables(file, "kind", KindDeclaration)
        elif file.name.startswith(f"{WORKFLOWS_FOLDER}/"):
            self._read_workflow(file)
        elif file.name == ESCALATION_FILE:
            self._read_escalation(file)
        elif file.name == CHECKING_FILE:
            checking = self._validated(dict(file.content), Checking, file, ())
            self.reading.checking = checking or self.reading.checking
        elif table := (_FILES | _MORE_FILES).get(file.name):
            self._read_tables(file, *table)
        else:
            self._report(file, (), _("不认识的文件名。"))

    def _read_escalation(self, file: TomlFile) -> None:
        ladder = self._validated(dict(file.content), Escalation, file, ())
        if ladder is not None:
            self.reading.escalation = ladder
            self.reading.entries[ESCALATION] = {ESCALATION: (ladder, file, ())}

    def _read_tables(self, file: TomlFile, table: str, shape: type[Shape]) -> None:
        for key in file.content:
            if key != table:
                what = _("不认识的表“%(key)s”，这里只能写 [[%(table)s]]。")
                self._report(file, (key,), what % {"key": key, "table": table})
        entries = file.content.get(table, [])
        if not isinstance(entries, list):
            self._report(file, (table,), _("要写成 [[%(table)s]]，每项一段。") % {"table": table})
            return
        for index, content in enumerate(entries):
            entry = self._validated(content, shape, file, (table, index))
            if self._is_first(content, file, (table, index)) and entry is not None:
                self.reading.entries.setdefault(table, {})[content["code"]] = (entry, file, (table, index))

    def _read_workflow(self, file: TomlFile) -> None:
        """A workflow fills a whole file of its own."""
        declared = self._validated(dict(file.content), WorkflowDeclaration, file, ())
        if self._is_first(file.content, file, ("workflow",)) and declared is not None:
            self.reading.entries.setdefault("workflow", {})[declared.code] = (declared, file, ())

    def _is_first(self, content: object, file: TomlFile, place: Place) -> bool:
        code = content.get("code") if isinstance(content, Mapping) else None
        if not isinstance(code, str):
            return False
        first = self.seen.setdefault((str(place[0]), code), (file, place))
        if first == (file, place):
            return True
        used = f"{first[0].name}:{first[0].line_of(_place_of_code(first[1]))}"
        what = _("编码“%(code)s”重复，%(first)s 已经用过。")
        self._report(file, _place_of_code(place), what % {"code": code, "first": used})
        return False

    def _validated[S: Shape](self, content: object, shape: type[S], file: TomlFile, place: Place) -> S | None:
        try:
            return shape.model_validate(content)
        except ValidationError as error:
            for details in error.errors(include_url=False):
                self._report(file, (*place, *place_of(details)), sentence(details))
            return None

    def _report(self, file: TomlFile, place: Place, what: str) -> None:
        self.reading.problems.append(file.problem(place, what))


def _place_of_code(place: Place) -> Place:
    """Find where an entry's code stands: in its own table, or at the head of a file that it fills."""
    return (*place, "code") if len(place) > 1 else ("code",)


def _loose_ends(reading: Reading) -> Iterator[Problem]:
    """Find kinds that point at a duty or a major class nobody declares, or at a major of another group."""
    duties, majors = reading.codes("duty"), reading.entries.get("major", {})
    lanes = {code for code, declared in _workflows(reading).items() if not declared.abstract}
    for kind, file, place in reading.entries.get("kind", {}).values():
        if not isinstance(kind, KindDeclaration):
            continue
        for lane in set(kind.lanes) - lanes:
            yield file.problem((*place, "lanes"), _("没有申报过的办理流程“%(lane)s”。") % {"lane": lane})
        yield from _unknown_conditions(kind, reading.codes("condition"), file, place)
        if kind.duty not in duties:
            yield file.problem((*place, "duty"), _("没有申报过的职责“%(duty)s”。") % {"duty": kind.duty})
        major = majors.get(kind.major, (None,))[0]
        if not isinstance(major, MajorDeclaration):
            yield file.problem((*place, "major"), _("没有申报过的大类“%(major)s”。") % {"major": kind.major})
        elif major.group is not kind.group:
            what = _("大类“%(major)s”属于 %(theirs)s，不属于 %(group)s。")
            yield file.problem(
                (*place, "major"), what % {"major": kind.major, "theirs": major.group, "group": kind.group}
            )


def _rounds_of_nothing(reading: Reading) -> Iterator[Problem]:
    """Find rounds whose cases would be of a kind nobody declares: they would fail by night."""
    for declared, file, place in reading.entries.get("round", {}).values():
        if isinstance(declared, RoundDeclaration) and declared.kind not in reading.codes("kind"):
            what = _("没有申报过的类别“%(kind)s”。")
            yield file.problem((*place, "kind"), what % {"kind": declared.kind})


def _unknown_conditions(kind: KindDeclaration, known: set[str], file: TomlFile, place: Place) -> Iterator[Problem]:
    for one in kind.conditions:
        if one.when not in known:
            what = _("没有申报过的条件“%(condition)s”。") % {"condition": one.when}
            yield file.problem((*place, "conditions"), what)


def _workflows(reading: Reading) -> dict[str, WorkflowDeclaration]:
    found = ((code, entry) for code, (entry, _file, _place) in reading.entries.get("workflow", {}).items())
    return {code: entry for code, entry in found if isinstance(entry, WorkflowDeclaration)}


def _catalogue(reading: Reading) -> Catalogue:
    if reading.office_hours is None:
        raise CatalogueBroken(problems=reading.problems)

    def declared[S: Shape](table: str, shape: type[S]) -> dict[str, S]:
        found = ((code, entry) for code, (entry, _file, _place) in reading.entries.get(table, {}).items())
        return {code: entry for code, entry in found if isinstance(entry, shape)}

    workflows = _workflows(reading)
    repeats = declared("repeat", RepeatDeclaration)
    return Catalogue(
        kinds=declared("kind", KindDeclaration),
        majors=declared("major", MajorDeclaration),
        duties=declared("duty", DutyDeclaration),
        channels=declared("channel", ChannelDeclaration),
        decline_reasons=declared("decline_reason", DeclineReason),
        return_reasons=declared("return_reason", ReturnReason),
        workflows={code: put_together(code, workflows) for code, own in workflows.items() if not own.abstract},
        office_hours=reading.office_hours,
        conditions=declared("condition", Condition),
        pause_reasons=declared("pause_reason", ReliefReason),
        escalation=reading.escalation,
        checking=reading.checking or Checking(),
        rounds=declared("round", RoundDeclaration),
        repeats=rules_by_kind(repeats.values(), declared("kind", KindDeclaration)),
        repeat_names={code: one.name for code, one in repeats.items()},
    )
