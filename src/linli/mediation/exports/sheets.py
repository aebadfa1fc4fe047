"""A paper as plain blocks: what both writers, PDF and Word, put on a page."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """A paragraph; `look` is body, small, right or centre."""

    text: str
    look: str = "body"


@dataclass(frozen=True)
class Heading:
    """A heading inside a paper."""

    text: str


@dataclass(frozen=True)
class Grid:
    """A table; `widths` are parts of the line, the first row is a head where it says so."""

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    has_head: bool = False


@dataclass(frozen=True)
class Picture:
    """A scanned page."""

    content: bytes


Block = Line | Heading | Grid | Picture


@dataclass(frozen=True)
class Sheet:
    """One paper or a part of one: it begins on a page of its own."""

    title: str
    blocks: tuple[Block, ...]
    code: str = ""  # the paper it begins; "" for what follows it
    is_numbered: bool = True
    is_cover: bool = field(default=False)


def pairs(*rows: tuple[str, str]) -> Grid:
    """Lay names and values out as a table of two columns."""
    return Grid(tuple(rows), (0.26, 0.74))
