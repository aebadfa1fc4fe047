"""Counts of people that go public: none from 1 to 9, and none that the others would give away (safeguards, rule 9).

Everything published stands in one table, rows (areas) by columns (ages and so on), with every sum that is told. A
small count is hidden; so are as many others as it takes that it may really have been another one. The proof for each
hidden count is a *move*: some people more here, as many fewer there, after which every told count is the same. Its
rows and columns are paths through the sums, so that no whole changes whose parts are looked at, however the tables
drawn from this one are laid over each other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise, product

SMALL = 10
WIDTH = 5  # a hidden count may have been any of at least this many others

Cell = tuple[str, str]
Cells = Mapping[Cell, int]


class SumsDisagree(ValueError):
    """The parts of a whole do not add up to it: the table is no table."""


@dataclass(frozen=True)
class Sums:
    """One side of the table: each whole with the ways in which it divides into parts. A part has one whole."""

    ways: Mapping[str, tuple[tuple[str, ...], ...]]

    @cached_property
    def _home(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        return {part: (whole, parts) for whole, ways in self.ways.items() for parts in ways for part in parts}

    def whole_of(self, part: str) -> str | None:
        """Name the whole that this is a part of."""
        return self._home[part][0] if part in self._home else None

    def beside(self, part: str) -> Iterator[str]:
        """Name the other parts of the same whole, divided in the same way."""
        return (one for one in self._home.get(part, ("", ()))[1] if one != part)

    def up_from(self, part: str) -> Iterator[str]:
        """Walk from a part up to the top, itself first."""
        at: str | None = part
        while at is not None:
            yield at
            at = self.whole_of(at)


@dataclass(frozen=True)
class _Side:
    """How a move goes along one side: what grows, and what shrinks by as much."""

    more: tuple[str, ...]
    fewer: tuple[str, ...]


@dataclass(frozen=True)
class _Move:
    """People more in some cells, as many fewer in others, with every sum kept."""

    more: tuple[Cell, ...]
    fewer: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell that takes part."""
        return self.more + self.fewer


def is_small(count: int) -> bool:
    """Say whether a count may not be told: fewer than ten people, but somebody."""
    return 0 < count < SMALL


def published(cells: Cells, *, rows: Sums, columns: Sums) -> dict[Cell, int | None]:
    """Give the table as it may go public, None for each count that is hidden; the same table gives the same pattern."""
    check_sums(cells, rows=rows, columns=columns)
    pattern = _Pattern(cells, rows, columns)
    for cell in sorted(cell for cell, count in cells.items() if is_small(count)):
        pattern.protect(cell)
    return {cell: None if cell in pattern.hidden else count for cell, count in cells.items()}


def check_sums(cells: Cells, *, rows: Sums, columns: Sums) -> None:
    """Refuse a table whose sums do not add up: its pattern would protect nothing."""
    for whole, parts in lines_of(cells, rows=rows, columns=columns):
        if cells.get(whole, 0) != sum(cells.get(part, 0) for part in parts):
            raise SumsDisagree(whole)


def lines_of(cells: Cells, *, rows: Sums, columns: Sums) -> Iterator[tuple[Cell, list[Cell]]]:
    """List every sum of the table: a cell with the cells that add up to it."""
    for whole, ways in rows.ways.items():
        for parts, column in product(ways, sorted({column for _, column in cells})):
            yield (whole, column), [(part, column) for part in parts]
    for whole, ways in columns.ways.items():
        for parts, row in product(ways, sorted({row for row, _ in cells})):
            yield (row, whole), [(row, part) for part in parts]


@dataclass
class _Pattern:
    """What is hidden so far, and what has its proof."""

    cells: Cells
    rows: Sums
    columns: Sums
    hidden: set[Cell] = field(default_factory=set)
    proved: set[Cell] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.hidden |= {cell for cell, count in self.cells.items() if is_small(count)}

    def protect(self, cell: Cell) -> None:
        """Hide as little more as it takes that this cell has a move; its other cells then have one too."""
        if cell in self.proved:
            return
        move = self._cheapest(cell)
        self.hidden.update(move.cells)
        self.proved.update(move.cells)

    def _cheapest(self, cell: Cell) -> _Move:
        """Try exchanges within the cell's own lines first, then with its wholes hidden too, up to everything above it."""
        ups, overs = list(self.rows.up_from(cell[0])), list(self.columns.up_from(cell[1]))
        heights = sorted(product(range(len(ups)), range(len(overs))), key=lambda pair: (sum(pair), pair))
        found = (self._moves(cell, ups[: height + 1], overs[: breadth + 1]) for height, breadth in heights)
        wide = ([move for move in moves if self._is_wide(move)] for moves in found)
        # The last height is the chain of all wholes: nobody becomes fewer there, so it may always grow.
        return min(next(moves for moves in wide if moves), key=self._cost)

    def _moves(self, cell: Cell, ups: Sequence[str], overs: Sequence[str]) -> Iterator[_Move]:
        down = self._rows_below(cell[0], cell[1], needed=1) or ()  # there are people, so there is a way
        others = [*self.rows.beside(ups[-1])] if self.rows.whole_of(ups[-1]) else [None]
        swaps = [*self.columns.beside(overs[-1])] if self.columns.whole_of(overs[-1]) else [None]
        for other in others:
            fewer = () if other is None else self._rows_below(other, cell[1], needed=WIDTH + 1)
            if fewer is None:
                continue
            side = _Side((*down, *ups[1:]), fewer)
            yield from self._over(overs, swaps, side)

    def _over(self, overs: Sequence[str], swaps: Sequence[str | None], side: _Side) -> Iterator[_Move]:
        """Lay the columns of a move over its rows: what stands on both grows or shrinks."""
        ends = [rows[0] for rows in (side.more, side.fewer) if rows]
        own = self._columns_through(overs, ends)
        for swap in swaps:
            against = () if swap is None else self._columns_below(swap, ends[::-1])
            if own is None or against is None:
                continue
            more = [*product(side.more, own), *product(side.fewer, against)]
            fewer = [*product(side.more, against), *product(side.fewer, own)]
            yield _Move(tuple(more), tuple(fewer))

    def _rows_below(self, row: str, column: str, *, needed: int) -> tuple[str, ...] | None:
        """Walk down to one smallest row that has people of this column; give the way, the end first."""
        way: tuple[str, ...] = (row,)
        while ways := self.rows.ways.get(way[0], ()):
            best = self._best([(part, column) for part in ways[0]], needed)
            if best is None:
                return None
            way = (best[0], *way)
        return way

    def _columns_through(self, overs: Sequence[str], ends: Sequence[str]) -> tuple[str, ...] | None:
        """Take a column with what is below it and its wholes above; a whole that changes does so in each way it divides."""
        found = self._columns_below(overs[0], ends)
        for part, whole in pairwise(overs):
            for parts in self.columns.ways[whole]:
                beside = () if part in parts else self._chosen(parts, ends)
                found = None if found is None or beside is None else (*found, *beside)
            found = found and (*found, whole)
        return found

    def _columns_below(self, column: str, ends: Sequence[str]) -> tuple[str, ...] | None:
        """Take a column and one part of it for each way it divides, down to the smallest."""
        found: tuple[str, ...] = (column,)
        for parts in self.columns.ways.get(column, ()):
            below = self._chosen(parts, ends)
            if below is None:
                return None
            found += below
        return found

    def _chosen(self, parts: Sequence[str], ends: Sequence[str]) -> tuple[str, ...] | None:
        """Choose the best of some parts with people at the ends of both paths; None where there is none."""
        usable = [part for part in parts if all(self.cells.get((row, part), 0) for row in ends)]
        return self._columns_below(min(usable, key=lambda part: self._rank(part, ends)), ends) if usable else None

    def _rank(self, part: str, ends: Sequence[str]) -> tuple[int, int, int, str]:
        here = [(row, part) for row in ends]
        short = sum(self.cells[cell] <= WIDTH for cell in here)
        return short, sum(cell not in self.hidden for cell in here), sum(self.cells[cell] for cell in here), part

    def _best(self, choices: Iterable[Cell], needed: int) -> Cell | None:
        found = [cell for cell in choices if self.cells.get(cell, 0)]
        return min(
            found,
            key=lambda cell: (self.cells[cell] < needed, cell not in self.hidden, self.cells[cell], cell),
            default=None,
        )

    def _is_wide(self, move: _Move) -> bool:
        """Say whether people can be moved far enough: nobody knows more of a hidden cell than that it is not empty."""
        if not all(self.cells.get(cell, 0) for cell in move.cells):
            return False
        if not move.fewer:
            return True
        least = min(self.cells[cell] for cell in move.fewer) + min(self.cells[cell] for cell in move.more)
        return least - 2 >= WIDTH

    def _cost(self, move: _Move) -> tuple[int, int, tuple[Cell, ...]]:
        new = [cell for cell in move.cells if cell not in self.hidden]
        return sum(self.cells[cell] for cell in new), len(new), move.cells
