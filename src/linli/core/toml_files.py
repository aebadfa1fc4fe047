"""Reading TOML so that every value keeps the line it was written on."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.utils.translation import gettext as _

Place = tuple[str | int, ...]

_NAME = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_DOTTED = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*"
_BLANK = re.compile(r"(?:\s|#[^\n]*)*")
_HEADER = re.compile(rf"(?P<bracket>\[\[?)[ \t]*(?P<path>{_DOTTED})[ \t]*\]\]?")
_KEY = re.compile(rf"(?P<path>{_DOTTED})[ \t]*=")
_PIECE = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}' + r"|'''.*?'{3,5}" + r"""|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\#[^\n]*|[^"'#\[\]{}\n]+|.""",
    re.DOTALL,
)
_AT_LINE = re.compile(r"\(at line (\d+)")


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong in a declared file, with the line to mend."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


@dataclass(frozen=True)
class TomlFile:
    """A file that could be read: its name as people see it, its content, and where each key stands."""

    name: str
    content: Mapping[str, object]
    text: str

    @cached_property
    def lines(self) -> Mapping[Place, int]:
        """The line of each header and key; worked out only when there is a problem to place."""
        return _key_lines(self.text)

    def line_of(self, place: Place) -> int:
        """Find the line of a value, else of the nearest table around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def problem(self, place: Place, what: str) -> Problem:
        """Say what is wrong at a place in this file."""
        return Problem(self.name, self.line_of(place), what)


def read_toml(path: Path, *, name: str) -> TomlFile | Problem:
    """Read one file; what cannot be read is a problem with its line, never an exception."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        return Problem(name, 1, _("文件打不开：%(why)s") % {"why": error.strerror or error})
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Problem(name, _line_at(raw, error.start), _("不是 UTF-8 编码的文本，请另存为 UTF-8。"))
    text = text.replace("\r\n", "\n")
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Problem(name, _line_of_error(error, text), _("TOML 写法有误：%(why)s") % {"why": error})
    return TomlFile(name, content, text)


def _line_at(raw: bytes, position: int) -> int:
    return raw.count(b"\n", 0, position) + 1


def _line_of_error(error: tomllib.TOMLDecodeError, text: str) -> int:
    found = _AT_LINE.search(str(error))
    return int(found[1]) if found else max(text.rstrip("\n").count("\n") + 1, 1)


def _key_lines(text: str) -> dict[Place, int]:
    """Walk over valid TOML and note the line of each header and key."""
    lines: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    at = _skip(_BLANK, text, 0)
    line = text.count("\n", 0, at) + 1
    while at < len(text):
        begin = at
        if header := _HEADER.match(text, at):
            table = _table_place(header, counts)
            lines[table] = line
            lines.setdefault(tuple(part for part in table if isinstance(part, str)), line)
            at = header.end()
        elif key := _KEY.match(text, at):
            names = _names(key["path"])
            for depth in range(1, len(names) + 1):
                lines.setdefault((*table, *names[:depth]), line)
            at = _end_of_value(text, key.end())
        else:  # nothing else begins a statement in valid TOML; step on rather than stand still
            at += 1
        at = _skip(_BLANK, text, at)
        line += text.count("\n", begin, at)
    return lines


def _table_place(header: re.Match[str], counts: dict[Place, int]) -> Place:
    """Turn the name of a header into a place: the n-th [[kind]] is ("kind", n - 1)."""
    place: Place = ()
    names = _names(header["path"])
    for name in names[:-1]:
        place = (*place, name)
        if place in counts:
            place = (*place, counts[place])
    place = (*place, names[-1])
    if header["bracket"] == "[[":
        counts[place] = counts.get(place, -1) + 1
        place = (*place, counts[place])
    return place


def _end_of_value(text: str, at: int) -> int:
    """Find the end of the line on which a value ends; arrays and long strings run over several."""
    depth = 0
    for piece in _PIECE.finditer(text, at):
        if piece[0] == "\n" and depth == 0:
            return piece.start()
        depth += (piece[0] in "[{") - (piece[0] in "]}")
    return len(text)


def _names(path: str) -> list[str]:
    return [name.strip("\"'") for name in re.findall(_NAME, path)]


def _skip(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
