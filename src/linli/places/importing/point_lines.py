"""Tables of points as lines of text: what stands in a line is written out again as it was, only the coordinates are read.

A line is one string, where a row of cells would be a list: a million of those keep Python's garbage collector busy.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

_BLOCK = 1 << 16


@dataclass(frozen=True)
class Lines:
    """Some rows as they are written, as wide as the head, and the texts of their two coordinates."""

    lines: list[str]
    first: list[str]
    second: list[str]


class PointLines:
    """A table's head, and its rows block by block; rows that are quite empty are left out."""

    def __init__(self, text: str) -> None:
        self._is_plain = '"' not in text  # a quoted cell may hold a comma, or a line's end
        stream = io.StringIO(text, newline=None if self._is_plain else "")
        self._rows = filter(None, csv.reader(stream))
        self.head = next(self._rows, [])
        self._stream = stream

    def blocks(self, first: int, second: int) -> Iterator[Lines]:
        """Read on, and give of each row the cells in two places too."""
        if self._is_plain:
            # The reader has taken the head's line and no more.
            lines = filter(None, (line.rstrip("\n") for line in self._stream))
            return self._plain(lines, first, second)
        return self._quoted(first, second)

    def _plain(self, rows: Iterator[str], first: int, second: int) -> Iterator[Lines]:
        commas = len(self.head) - 1
        while lines := list(islice(rows, _BLOCK)):
            wide = []
            for place, line in enumerate(lines):
                if (found := line.count(",")) < commas:
                    lines[place] = line + "," * (commas - found)
                elif found > commas:
                    wide.append(place)
            cells = [[line.split(",", at + 1)[at] for line in lines] for at in (first, second)]
            for place in wide:
                lines[place] = line_of(_fitted(lines[place].split(","), commas + 1))
            yield Lines(lines, *cells)

    def _quoted(self, first: int, second: int) -> Iterator[Lines]:
        width = len(self.head)
        while rows := list(islice(self._rows, _BLOCK)):
            rows = [row + [""] * (width - len(row)) for row in rows]
            yield Lines(
                [line_of(_fitted(row, width)) for row in rows], *([row[at] for row in rows] for at in (first, second))
            )


def _fitted(cells: Sequence[str], width: int) -> Sequence[str]:
    """Put what stands beyond the head's columns into the last one, so that what is written behind stands under its head."""
    return cells if len(cells) <= width else [*cells[: width - 1], ",".join(cells[width - 1 :]).rstrip(",")]


def line_of(cells: Sequence[str]) -> str:
    """Write cells as one line, quoted where they must be, without the line's end."""
    if not any(mark in cell for cell in cells for mark in ',"\r\n'):
        return ",".join(cells)
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(cells)
    return written.getvalue()
