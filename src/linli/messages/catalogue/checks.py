"""Checking and loading the declared notices: the shipped ones, and a city's own laid over them by code."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from pydantic import ValidationError

from linli.core.declared_faults import barred_words, place_of, sentence
from linli.core.toml_files import Place, Problem, TomlFile, read_toml
from linli.messages.catalogue.declarations import NoticeDeclaration
from linli.messages.errors import NoticesBroken

SHIPPED = Path(__file__).resolve().parents[2] / "catalogue"
FOLDER = "messages"
TABLE = "notice"


@dataclass
class Reading:
    """What was read so far, and everything that was wrong."""

    notices: dict[str, tuple[NoticeDeclaration, TomlFile, Place]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def load_notices(*, overlay: Path | None = None) -> dict[str, NoticeDeclaration]:
    """Load every notice in force; refuse them all when anything is wrong."""
    reading = _read([SHIPPED] if overlay is None else [SHIPPED, overlay])
    if reading.problems:
        raise NoticesBroken(problems=list(reading.problems))
    return {code: notice for code, (notice, _file, _place) in reading.notices.items()}


def examine(directory: Path, *, facts: Collection[str]) -> tuple[int, list[Problem]]:
    """Count the notices in force with a directory and list everything wrong, facts that nobody announces included."""
    reading = _read([SHIPPED] if directory.resolve() == SHIPPED else [SHIPPED, directory])
    return len(reading.notices), sorted([*reading.problems, *_unheard(reading, facts)])


def _read(directories: list[Path]) -> Reading:
    reading = Reading()
    for directory in directories:
        seen: dict[str, str] = {}
        for path in sorted((directory / FOLDER).glob("*.toml")):
            file = read_toml(path, name=f"{FOLDER}/{path.name}")
            if isinstance(file, Problem):
                reading.problems.append(file)
            else:
                _read_file(file, reading, seen)
    reading.problems = sorted(set(reading.problems))
    return reading


def _read_file(file: TomlFile, reading: Reading, seen: dict[str, str]) -> None:
    for place, word in barred_words(file.content):
        what = _("“%(word)s”不能写进目录：邻里不登记这类信息。") % {"word": word}
        reading.problems.append(file.problem(place, what))
    for key in file.content:
        if key != TABLE:
            what = _("不认识的表“%(key)s”，这里只能写 [[%(table)s]]。") % {"key": key, "table": TABLE}
            reading.problems.append(file.problem((key,), what))
    entries = file.content.get(TABLE, [])
    if not isinstance(entries, list):
        what = _("要写成 [[%(table)s]]，每项一段。") % {"table": TABLE}
        reading.problems.append(file.problem((TABLE,), what))
        return
    for index, content in enumerate(entries):
        _read_notice(content, file, (TABLE, index), reading, seen)


def _read_notice(content: object, file: TomlFile, place: Place, reading: Reading, seen: dict[str, str]) -> None:
    try:
        notice = NoticeDeclaration.model_validate(content)
    except ValidationError as error:
        reading.problems.extend(
            file.problem((*place, *place_of(details)), sentence(details)) for details in error.errors(include_url=False)
        )
        return
    here = f"{file.name}:{file.line_of((*place, 'code'))}"
    first = seen.setdefault(notice.code, here)
    if first != here:
        what = _("编码“%(code)s”重复，%(first)s 已经用过。") % {"code": notice.code, "first": first}
        reading.problems.append(file.problem((*place, "code"), what))
        return
    reading.notices[notice.code] = (notice, file, place)


def _unheard(reading: Reading, facts: Collection[str]) -> Iterator[Problem]:
    for notice, file, place in reading.notices.values():
        if notice.fact not in facts:
            what = _("没有“%(fact)s”这个事实，这条消息不会发出。") % {"fact": notice.fact}
            yield file.problem((*place, "fact"), what)
