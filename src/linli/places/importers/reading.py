"""What every importer gives back: features that can be used, and what was wrong with the others."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from charset_normalizer import from_bytes
from django.utils.functional import Promise

from linli.places.errors import FileTooLarge, FileUnreadable
from linli.places.rules import Level

MOST_MB = 400
_MB = 1024 * 1024


@dataclass(frozen=True)
class Feature:
    """One area as its file gives it; `names` holds the names of the levels above and its own."""

    number: int
    level: Level
    names: Mapping[Level, str]
    code: str = ""
    parent_code: str = ""
    boundary: bytes | None = None
    traits: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The area's own name."""
        return self.names.get(self.level, "")


@dataclass(frozen=True)
class Remark:
    """Something to tell about one feature or row of a file."""

    number: int
    name: str
    text: str | Promise


@dataclass
class Reading:
    """What a file held."""

    features: list[Feature] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)


def read_text(path: Path) -> str:
    """Read a text file, packed by gzip or not, in UTF-8, UTF-16 or GB18030, whichever it is."""
    return decode(_read_bytes(path), name=path.name)


def decode(content: bytes, *, name: str) -> str:
    """Turn bytes into text; Chinese spreadsheets are often GB18030."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    best = from_bytes(content[: 4 * _MB]).best()
    if best is None:
        raise FileUnreadable(file=name, why="?")
    return content.decode(best.encoding, errors="replace")


def _read_bytes(path: Path) -> bytes:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            content = file.read(MOST_MB * _MB + 1)
    except (OSError, EOFError) as trouble:
        raise FileUnreadable(file=path.name, why=str(trouble)) from None
    if len(content) > MOST_MB * _MB:
        raise FileTooLarge(file=path.name, most_mb=MOST_MB)
    return content
