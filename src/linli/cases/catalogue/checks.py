"""Checking and loading catalogue directories: the shipped one, and a city's own laid over it by code."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from django.utils.functional import Promise
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
from linli.cases.catalogue.reading import Place, Problem, TomlFile, read_toml
from linli.cases.catalogue.shapes import Shape
from linli.cases.catalogue.wording import barred_words, sentence
from linli.core.errors import Invalid

SHIPPED = Path(__file__).resolve().parents[2] / "catalogue"

KINDS_FOLDER = "kinds"
CALENDAR_FILE = "calendar.toml"
# Which table a file holds, and what each entry must be.
_FILES: Mapping[str, tuple[str, type[Shape]]] = {
    "duties.toml": ("duty", DutyDeclaration),
    "majors.toml": ("major", MajorDeclaration),
    "channels.toml": ("channel", ChannelDeclaration),
    "decline_reasons.toml": ("decline_reason", DeclineReason),
    "return_reasons.toml": ("return_reason", ReturnReason),
}


class CatalogueBroken(Invalid):
    """A catalogue has problems and is not used."""

    code: ClassVar[str] = "cases.catalogue-broken"
    text: ClassVar[str | Promise] = gettext_lazy("类别目录有 %(number)s 处问题，第一处：%(first)s")

    def __init__(self, *, problems: list[Problem]) -> None:
        super().__init__(number=len(problems), first=str(problems[0]))
        self.problems = problems


@dataclass
class Reading:
    """What could be read of one or more directories, and everything that was wrong."""

    entries: dict[str, dict[str, tuple[Shape, TomlFile, Place]]] = field(default_factory=dict)
    office_hours: OfficeHours | None = None
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
    reading = _read([path] if _is_whole(path) else [SHIPPED, path])
    return len(reading.codes("kind")), reading.problems


def _is_whole(path: Path) -> bool:
    return all((path / name).is_file() for name in (*_FILES, CALENDAR_FILE)) and (path / KINDS_FOLDER).is_dir()


def _read(directories: list[Path]) -> Reading:
    reading = Reading()
    for directory in directories:
        _read_directory(directory, reading)
    if reading.office_hours is None:
        reading.problems.append(Problem(CALENDAR_FILE, 1, _("缺少这个文件。")))
    reading.problems.extend(_loose_ends(reading))
    reading.problems.sort()
    return reading


def _read_directory(directory: Path, reading: Reading) -> None:
    files = sorted(directory.glob("*.toml")) + sorted((directory / KINDS_FOLDER).glob("*.toml"))
    if not files:
        reading.problems.append(Problem(directory.name, 1, _("这个目录里没有 TOML 文件。")))
    seen: dict[tuple[str, str], str] = {}
    for path in files:
        name = path.relative_to(directory).as_posix()
        file = read_toml(path, name=name)
        if isinstance(file, Problem):
            reading.problems.append(file)
        else:
            _read_file(file, reading, seen)


def _read_file(file: TomlFile, reading: Reading, seen: dict[tuple[str, str], str]) -> None:
    reading.problems.extend(
        file.problem(place, _("“%(word)s”不能写进目录：邻里不登记这类信息。") % {"word": word})
        for place, word in barred_words(file.content)
    )
    if file.name == CALENDAR_FILE:
        reading.office_hours = _read_calendar(file, reading) or reading.office_hours
        return
    table, shape = ("kind", KindDeclaration) if file.name.startswith(f"{KINDS_FOLDER}/") else _FILES.get(file.name, ("", Shape))
    if not table:
        reading.problems.append(Problem(file.name, 1, _("不认识的文件名。")))
        return
    reading.problems.extend(
        file.problem((key,), _("不认识的表“%(key)s”，这里只能写 [[%(table)s]]。") % {"key": key, "table": table})
        for key in file.content
        if key != table
    )
    for index, content in enumerate(_tables(file, table, reading)):
        _read_entry(content, shape, file, (table, index), reading, seen)


def _tables(file: TomlFile, table: str, reading: Reading) -> list[object]:
    content = file.content.get(table, [])
    if isinstance(content, list):
        return content
    reading.problems.append(file.problem((table,), _("要写成 [[%(table)s]]，每项一段。") % {"table": table}))
    return []


def _read_entry(  # noqa: PLR0913: one place where file, shape and what was seen meet
    content: object, shape: type[Shape], file: TomlFile, place: Place, reading: Reading, seen: dict[tuple[str, str], str]
) -> None:
    entry = _validated(content, shape, file, place, reading)
    code = content.get("code") if isinstance(content, dict) else None
    if not isinstance(code, str):
        return
    table, here = str(place[0]), f"{file.name}:{file.line_of(place)}"
    if first := seen.get((table, code)):
        what = _("编码“%(code)s”重复，%(first)s 已经用过。") % {"code": code, "first": first}
        reading.problems.append(file.problem((*place, "code"), what))
        return
    seen[table, code] = here
    if entry is not None:
        reading.entries.setdefault(table, {})[code] = (entry, file, place)


def _validated(content: object, shape: type[Shape], file: TomlFile, place: Place, reading: Reading) -> Shape | None:
    try:
        return shape.model_validate(content)
    except ValidationError as error:
        reading.problems.extend(
            file.problem((*place, *details["loc"]), sentence(details)) for details in error.errors(include_url=False)
        )
        return None


def _read_calendar(file: TomlFile, reading: Reading) -> OfficeHours | None:
    entry = _validated(dict(file.content), OfficeHours, file, (), reading)
    return entry if isinstance(entry, OfficeHours) else None


def _loose_ends(reading: Reading) -> Iterator[Problem]:
    """Find kinds that point at a duty or a major class nobody declares, or at a major of another group."""
    duties, majors = reading.codes("duty"), reading.entries.get("major", {})
    for kind, file, place in reading.entries.get("kind", {}).values():
        if not isinstance(kind, KindDeclaration):  # the table holds nothing else; tells the type checker so
            continue
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


def _catalogue(reading: Reading) -> Catalogue:
    if reading.office_hours is None:
        raise CatalogueBroken(problems=reading.problems)

    def declared[S: Shape](table: str, shape: type[S]) -> dict[str, S]:
        found = ((code, entry) for code, (entry, _file, _place) in reading.entries.get(table, {}).items())
        return {code: entry for code, entry in found if isinstance(entry, shape)}

    return Catalogue(
        kinds=declared("kind", KindDeclaration),
        majors=declared("major", MajorDeclaration),
        duties=declared("duty", DutyDeclaration),
        channels=declared("channel", ChannelDeclaration),
        decline_reasons=declared("decline_reason", DeclineReason),
        return_reasons=declared("return_reason", ReturnReason),
        office_hours=reading.office_hours,
    )
