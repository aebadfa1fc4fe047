"""Checking and loading the register's declared content: the shipped files, and a city's own laid over them by code."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import ValidationError

from linli.core.declared import Shape
from linli.core.declared_faults import barred_words, place_of, sentence
from linli.core.toml_files import Place, Problem, TomlFile, read_toml
from linli.register.catalogue.declarations import (
    Declared,
    NoticeDeclaration,
    OrganisationKind,
    ProgrammeDeclaration,
    PurposeDeclaration,
    QuestionDeclaration,
    SourceDeclaration,
)
from linli.register.errors import DeclarationsBroken

SHIPPED = Path(__file__).resolve().parents[2] / "catalogue"
FOLDER = "register"
_TABLES: Mapping[str, type[Shape]] = {
    "purpose": PurposeDeclaration,
    "programme": ProgrammeDeclaration,
    "notice": NoticeDeclaration,
    "source": SourceDeclaration,
    "organisation": OrganisationKind,
    "question": QuestionDeclaration,
}

Key = tuple[str, str]  # of a notice: code and version; of everything else: code and ''


@dataclass
class Reading:
    """What was read so far, by table, and everything that was wrong."""

    entries: dict[str, dict[Key, tuple[Shape, TomlFile, Place]]] = field(
        default_factory=lambda: {table: {} for table in _TABLES}
    )
    problems: list[Problem] = field(default_factory=list)


@lru_cache(maxsize=1)
def declared() -> Declared:
    """Give what this installation declares, read once per process."""
    own = settings.LINLI_CATALOGUE
    return load_declared(overlay=Path(own) if own else None)


def forget() -> None:
    """Read the files anew next time."""
    declared.cache_clear()


def load_declared(*, overlay: Path | None = None) -> Declared:
    """Load everything in force; refuse it all when anything is wrong."""
    reading = _read([SHIPPED] if overlay is None else [SHIPPED, overlay])
    if reading.problems:
        raise DeclarationsBroken(problems="; ".join(map(str, reading.problems)))
    return _declared(reading)


def examine(directory: Path) -> tuple[int, list[Problem]]:
    """Count the entries in force with a directory and list everything wrong."""
    reading = _read([SHIPPED] if directory.resolve() == SHIPPED else [SHIPPED, directory])
    return sum(map(len, reading.entries.values())), sorted(set(reading.problems))


def _declared(reading: Reading) -> Declared:
    def by_code[S: Shape](table: str, shape: type[S]) -> dict[str, S]:
        found = reading.entries[table].items()
        return {code: entry for (code, _), (entry, _file, _place) in found if isinstance(entry, shape)}

    notices: dict[str, list[NoticeDeclaration]] = {}
    for entry, _file, _place in reading.entries["notice"].values():
        if isinstance(entry, NoticeDeclaration):
            notices.setdefault(entry.code, []).append(entry)
    return Declared(
        purposes=by_code("purpose", PurposeDeclaration),
        programmes=by_code("programme", ProgrammeDeclaration),
        notices={
            code: tuple(sorted(found, key=lambda one: one.valid_from, reverse=True)) for code, found in notices.items()
        },
        sources=by_code("source", SourceDeclaration),
        organisations=by_code("organisation", OrganisationKind),
        questions=by_code("question", QuestionDeclaration),
    )


def _read(directories: list[Path]) -> Reading:
    reading = Reading()
    for directory in directories:
        for path in sorted((directory / FOLDER).glob("*.toml")):
            file = read_toml(path, name=f"{FOLDER}/{path.name}")
            if isinstance(file, Problem):
                reading.problems.append(file)
            else:
                _read_file(file, reading)
    reading.problems.extend(_dangling(reading))
    return reading


def _read_file(file: TomlFile, reading: Reading) -> None:
    for place, word in barred_words(file.content):
        what = _("“%(word)s”不能写进目录：邻里不登记这类信息。") % {"word": word}
        reading.problems.append(file.problem(place, what))
    for table, entries in file.content.items():
        if table not in _TABLES:
            what = _("不认识的表“%(key)s”。") % {"key": table}
            reading.problems.append(file.problem((table,), what))
            continue
        for index, content in enumerate(entries if isinstance(entries, list) else [entries]):
            _read_entry(table, content, file, (table, index), reading)


def _read_entry(table: str, content: object, file: TomlFile, place: Place, reading: Reading) -> None:
    try:
        entry = _TABLES[table].model_validate(content)
    except ValidationError as error:
        reading.problems.extend(
            file.problem((*place, *place_of(details)), sentence(details)) for details in error.errors(include_url=False)
        )
        return
    key = (str(getattr(entry, "code", "")), str(getattr(entry, "version", "")))
    first = reading.entries[table].get(key)
    if first is not None and first[1] is file:
        what = _("编码“%(code)s”在这个文件里重复。") % {"code": key[0]}
        reading.problems.append(file.problem((*place, "code"), what))
        return
    reading.entries[table][key] = (entry, file, place)


def _dangling(reading: Reading) -> Iterator[Problem]:
    """Name what points at nothing: a programme without its purpose, a purpose without its notice."""
    purposes = {code for code, _ in reading.entries["purpose"]}
    notices = {code for code, _ in reading.entries["notice"]}
    for entry, file, place in reading.entries["programme"].values():
        if isinstance(entry, ProgrammeDeclaration) and entry.purpose not in purposes:
            yield file.problem((*place, "purpose"), _("没有目的“%(code)s”。") % {"code": entry.purpose})
    for entry, file, place in reading.entries["purpose"].values():
        if not isinstance(entry, PurposeDeclaration):
            continue
        if entry.notice is not None and entry.notice not in notices:
            yield file.problem((*place, "notice"), _("没有告知书“%(code)s”。") % {"code": entry.notice})
        if entry.basis.value == "consent" and entry.notice is None:
            yield file.problem((*place, "notice"), _("以同意为依据的目的要有告知书。"))
