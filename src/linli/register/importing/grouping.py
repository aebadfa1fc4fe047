"""Rows into households, households into parts: the same file always gives the same parts, so that it can go on anywhere.

The rows of a household may stand anywhere in the file. A first walk counts how many rows each household has; in the second
one a household is complete with its last row. Files sorted by household, as nearly all are, need hardly any room for that.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from linli.core.tables import Row, Table
from linli.register.actions.sorting_out import Part
from linli.register.importing.rows import RowReader
from linli.register.rules.arriving import Arrival, Group, Seen, check_group

PART_ROWS = 5_000


class Plan:
    """How many rows a file has, and how many each household in it."""

    def __init__(self, rows: Iterable[Row], reader: RowReader) -> None:
        self.rows = 0
        self._left: Counter[int] = Counter()
        self._count(rows, reader.key)

    def _count(self, rows: Iterable[Row], key: Callable[[Row], str]) -> None:
        left, count, before, run = self._left, 0, 0, 0
        for row in rows:
            count += 1
            mark = hash(key(row))
            if mark != before:
                if run:
                    left[before] += run
                before, run = mark, 0
            run += 1
        if run:
            left[before] += run
        self.rows = count

    def groups(self, rows: Iterable[Row], reader: RowReader) -> Iterator[Group]:
        """Give each household with its last row, its people read and looked for in the rows before."""
        held: dict[int, list[Arrival]] = {}
        left, seen = self._left, Seen()
        for row in rows:
            key = reader.key(row)
            mark = hash(key)
            members = held.get(mark)
            if members is None:
                members = held[mark] = []
            person = reader.read(row)
            seen.check(person)
            members.append(person)
            if len(members) == left[mark]:
                yield Group(key, held.pop(mark))


def parts(table: Table, plan: Plan, reader: RowReader) -> Iterator[Part]:
    """Give the file part by part, households whole, with what is wrong within the file found."""
    groups, begins, ends = list[Group](), 0, 0
    for group in plan.groups(table.rows, reader):
        check_group(group.members)
        groups.append(group)
        ends += len(group.members)
        if ends - begins >= PART_ROWS:
            yield Part(groups, begins, ends)
            groups, begins = [], ends
    if groups:
        yield Part(groups, begins, ends)
