"""What higher rooms hold of somebody: `site` names who is asked at start, the register knows none of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.functional import Promise

type Words = str | Promise


@dataclass(frozen=True)
class Section:
    """One part of what is held of somebody: a table with a key and words for each column, every cell already in words."""

    key: str
    title: Words
    columns: tuple[tuple[str, Words], ...]
    rows: tuple[tuple[str, ...], ...]
    about: Words = ""

    def as_records(self) -> list[dict[str, str]]:
        """Give the rows by the keys of their columns."""
        return [dict(zip((key for key, _ in self.columns), row, strict=True)) for row in self.rows]

    def as_lines(self) -> list[list[tuple[Words, str]]]:
        """Give each row as what is said of what, for narrow screens; what is empty is left out."""
        return [
            [(words, cell) for (_, words), cell in zip(self.columns, row, strict=True) if cell] for row in self.rows
        ]


# Given an account and the resident behind it, tells what a room holds of them.
type Gatherer = Callable[[UUID, UUID], Sequence[Section]]


@dataclass
class _Asked:
    gatherers: Sequence[Gatherer] = field(default_factory=tuple)


_asked = _Asked()


def ask(gatherers: Sequence[Gatherer]) -> None:
    """Set who is asked: called once at start by `site`, which knows all rooms."""
    _asked.gatherers = tuple(gatherers)


def gathered(account_id: UUID, resident_id: UUID) -> list[Section]:
    """Ask every room what it holds of somebody."""
    return [section for gatherer in _asked.gatherers for section in gatherer(account_id, resident_id)]
