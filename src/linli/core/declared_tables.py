"""Tables of declared content read from a folder's TOML files: the shipped ones, and a city's own laid over them by code."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from pydantic import ValidationError

from linli.core.declared import Shape
from linli.core.declared_faults import barred_words, place_of, sentence
from linli.core.toml_files import Place, Problem, TomlFile, read_toml

Key = tuple[str, str]  # of what is declared in versions: code and version; of everything else: code and ''
Entry = tuple[Shape, TomlFile, Place]


@dataclass
class Reading:
    """What was read so far, by table, and everything that was wrong."""

    entries: dict[str, dict[Key, Entry]] = field(default_factory=lambda: defaultdict(dict))
    problems: list[Problem] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many entries are in force."""
        return sum(map(len, self.entries.values()))

    def codes(self, table: str) -> set[str]:
        """The codes that a table declares."""
        return {code for code, _version in self.entries[table]}

    def by_code[S: Shape](self, table: str, shape: type[S]) -> dict[str, S]:
        """Give a table's entries by their codes."""
        found = self.entries[table].items()
        return {code: entry for (code, _version), (entry, _file, _place) in found if isinstance(entry, shape)}


def read_tables(directories: Sequence[Path], *, folder: str, tables: Mapping[str, type[Shape]]) -> Reading:
    """Read a folder of each directory, later ones over earlier; nothing stops at the first fault."""
    reading = Reading()
    for directory in directories:
        for path in sorted((directory / folder).glob("*.toml")):
            file = read_toml(path, name=f"{folder}/{path.name}")
            if isinstance(file, Problem):
                reading.problems.append(file)
            else:
                _read_file(file, tables, reading)
    return reading


def _read_file(file: TomlFile, tables: Mapping[str, type[Shape]], reading: Reading) -> None:
    for place, word in barred_words(file.content):
        what = _("“%(word)s”不能写进目录：邻里不登记这类信息。") % {"word": word}
        reading.problems.append(file.problem(place, what))
    for table, entries in file.content.items():
        if table not in tables:
            what = _("不认识的表“%(key)s”。") % {"key": table}
            reading.problems.append(file.problem((table,), what))
            continue
        for index, content in enumerate(entries if isinstance(entries, list) else [entries]):
            entry = _entry(tables[table], content, file, (table, index), reading)
            if entry is not None:
                _lay(reading.entries[table], entry, file, (table, index), reading)


def _entry(shape: type[Shape], content: object, file: TomlFile, place: Place, reading: Reading) -> Shape | None:
    try:
        return shape.model_validate(content)
    except ValidationError as error:
        found = error.errors(include_url=False)
        reading.problems.extend(file.problem((*place, *place_of(details)), sentence(details)) for details in found)
        return None


def _lay(known: dict[Key, Entry], entry: Shape, file: TomlFile, place: Place, reading: Reading) -> None:
    """Lay an entry over one of an earlier file; twice in one file is a slip."""
    key = (str(getattr(entry, "code", "")), str(getattr(entry, "version", "")))
    first = known.get(key)
    if first is not None and first[1] is file:
        what = _("编码“%(code)s”在这个文件里重复。") % {"code": key[0]}
        reading.problems.append(file.problem((*place, "code"), what))
        return
    known[key] = (entry, file, place)
