"""Edits of a drawn plan by hand: move ground, split, merge, a line as border. What would break a promise is refused, naming why.

One community at a time. Ground that stays together (a whole compound, a dedicated place) moves together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linli.grids import errors
from linli.grids.drawing.atoms import atoms_of
from linli.grids.drawing.graph import FREE, Floats, Ints, UnitGraph
from linli.grids.drawing.halving import halve
from linli.grids.drawing.lines import left_of
from linli.grids.rules.settings import DrawSettings

Mask = NDArray[np.bool_]
_MOST_MENDING = 20


@dataclass(frozen=True)
class Canvas:
    """One community as it is edited: its units, the grid of each, what stays together, and names for refusals."""

    graph: UnitGraph
    grid: Ints
    group: Ints  # units of one number are never parted
    names: tuple[str, ...]  # of the grids, by place


@dataclass(frozen=True)
class Edit:
    """How it is afterwards: the grid of each unit, and for each place the place it had before, FREE for a new grid."""

    grid: Ints
    origin: tuple[int, ...]


def groups_of(graph: UnitGraph, settings: DrawSettings, present: Ints | None = None) -> Ints:
    """Number what is never parted: what the drawing takes as one, and dedicated places."""
    group = atoms_of(graph, settings, present)
    is_fixed = graph.fixed != FREE
    group[is_fixed] = graph.fixed[is_fixed] + len(graph)
    return np.unique(group, return_inverse=True)[1].astype(np.int32)


def move_units(canvas: Canvas, units: Sequence[int], to: int) -> Edit:
    """Give some units to another grid, with all that stays together with them."""
    _check_place(canvas, to)
    chosen = np.asarray(units, dtype=np.int64)
    if not len(chosen) or chosen.min() < 0 or chosen.max() >= len(canvas.graph):
        raise errors.UnitsUnknown(field="units")
    moving = _with_their_groups(canvas, chosen)
    if (canvas.grid[moving] == to).all():
        raise errors.NothingMoves(grid=canvas.names[to])
    after = canvas.grid.copy()
    after[moving] = to
    return _checked(canvas, Edit(after, tuple(range(len(canvas.names)))))


def move_block(canvas: Canvas, block: Ints, unit: int, to: int) -> Edit:
    """Give the block around a unit to another grid: as far as it is in that unit's grid."""
    if not 0 <= unit < len(canvas.graph):
        raise errors.UnitsUnknown(field="units")
    same = (block == block[unit]) & (canvas.grid == canvas.grid[unit])
    return move_units(canvas, np.flatnonzero(same).tolist(), to)


def split(canvas: Canvas, which: int, line: Floats | None = None) -> Edit:
    """Cut a grid in two: as level and as cleanly as can be, or along a line. The larger part stays the grid it was."""
    _check_place(canvas, which)
    mine = canvas.grid == which
    if len(np.unique(canvas.group[mine])) < 2:
        raise errors.GridNotDivisible(grid=canvas.names[which])
    if line is None:
        apart = halve(canvas.graph, canvas.group, mine)
    else:
        apart = _mended(canvas, mine, _side(canvas, line) & mine)
    if not apart.any() or (apart == mine).all():
        raise errors.LineDividesNothing(grid=canvas.names[which])
    kept = mine & ~apart
    if canvas.graph.households[apart].sum() > canvas.graph.households[kept].sum():
        apart = kept
    after = canvas.grid.copy()
    after[apart] = len(canvas.names)
    return _checked(canvas, Edit(after, (*range(len(canvas.names)), FREE)))


def merge(canvas: Canvas, kept: int, given_up: int) -> Edit:
    """Make one grid of two that touch; the first goes on."""
    _check_place(canvas, kept)
    _check_place(canvas, given_up)
    if kept == given_up:
        raise errors.NothingMoves(grid=canvas.names[kept])
    after = canvas.grid.copy()
    after[after == given_up] = kept
    after[after > given_up] -= 1
    origin = tuple(place for place in range(len(canvas.names)) if place != given_up)
    return _checked(canvas, Edit(after, origin))


def border_along(canvas: Canvas, one: int, other: int, line: Floats) -> Edit:
    """Let the border between two grids run along a line; each keeps the side on which most of its households are."""
    _check_place(canvas, one)
    _check_place(canvas, other)
    if one == other:
        raise errors.NothingMoves(grid=canvas.names[one])
    both = (canvas.grid == one) | (canvas.grid == other)
    left = _mended(canvas, both, _side(canvas, line) & both)
    if not left.any() or (left == both).all():
        raise errors.LineDividesNothing(grid=canvas.names[one])
    weight = canvas.graph.households + 1e-6 * canvas.graph.area_m2
    was_one = canvas.grid == one
    stays = weight[left & was_one].sum() + weight[both & ~left & ~was_one].sum()
    changes = weight[left & ~was_one].sum() + weight[both & ~left & was_one].sum()
    to_left, to_right = (one, other) if stays >= changes else (other, one)
    after = canvas.grid.copy()
    after[both] = to_right
    after[left] = to_left
    if (after == canvas.grid).all():
        raise errors.NothingMoves(grid=canvas.names[one])
    return _checked(canvas, Edit(after, tuple(range(len(canvas.names)))))


def pieces(graph: UnitGraph, among: Mask) -> Ints:
    """Number the pieces that some units form; FREE where a unit is not among them."""
    inside = among[graph.contact_a] & among[graph.contact_b]
    a, b = graph.contact_a[inside], graph.contact_b[inside]
    label = np.where(among, np.arange(len(graph)), len(graph)).astype(np.int64)
    while True:
        lowest = label.copy()
        np.minimum.at(lowest, a, label[b])
        np.minimum.at(lowest, b, label[a])
        lowest[among] = lowest[lowest[among]]
        if (lowest == label).all():
            break
        label = lowest
    numbered = np.full(len(graph), FREE, dtype=np.int32)
    numbered[among] = np.unique(label[among], return_inverse=True)[1]
    return numbered


def _with_their_groups(canvas: Canvas, chosen: NDArray[np.int64]) -> Mask:
    """Take along what stays together with the chosen units and is in the same grid as they."""
    key = canvas.group.astype(np.int64) * (len(canvas.names) + 1) + canvas.grid
    return np.isin(key, np.unique(key[chosen]))


def _side(canvas: Canvas, line: Floats) -> Mask:
    """Say of every unit whether it lies left of a line; what stays together goes where most of its ground is."""
    left = left_of(canvas.graph.xy_m, line)
    area = np.maximum(canvas.graph.area_m2, 1e-6)
    share = np.bincount(canvas.group, area * left) / np.maximum(np.bincount(canvas.group, area), 1e-9)
    decided: Mask = share[canvas.group] > 0.5
    return decided


def _mended(canvas: Canvas, both: Mask, left: Mask) -> Mask:
    """Give scraps that a line leaves beyond itself to the other side, until each side is in one piece if it can be."""
    left = left.copy()
    for _turn in range(_MOST_MENDING):
        scraps = _scraps(canvas, left) | _scraps(canvas, both & ~left)
        if not scraps.any():
            break
        left[scraps] = ~left[scraps]
    return left & both


def _scraps(canvas: Canvas, side: Mask) -> Mask:
    label = pieces(canvas.graph, side)
    if label.max(initial=FREE) < 1:
        return np.zeros(len(side), dtype=bool)
    area = np.bincount(label[side], canvas.graph.area_m2[side] + 1e-6)
    scraps: Mask = side & (label != int(area.argmax()))
    return scraps


def _check_place(canvas: Canvas, place: int) -> None:
    if not 0 <= place < len(canvas.names):
        raise errors.GridUnknownInPlan(field="grid")


def _checked(canvas: Canvas, edit: Edit) -> Edit:
    """Refuse an edit that touches dedicated ground, empties or tears a grid, or puts together what must be apart."""
    before = np.array([*edit.origin, FREE], dtype=np.int64)[edit.grid]  # the place a unit's grid had before
    changed = before != canvas.grid
    _check_fixed(canvas, edit, changed)
    gone = set(range(len(canvas.names))) - set(canvas.grid[~changed].tolist())
    merged = set(range(len(canvas.names))) - set(edit.origin)
    for place in sorted(gone - merged):
        raise errors.GridEmptied(grid=canvas.names[place])
    _check_pieces(canvas, edit, changed)
    _check_apart(canvas, edit)
    return edit


def _check_fixed(canvas: Canvas, edit: Edit, changed: Mask) -> None:
    is_fixed = canvas.graph.fixed != FREE
    if (changed & is_fixed).any():
        raise errors.DedicatedGround(grid=canvas.names[int(canvas.grid[changed & is_fixed][0])])
    entered = np.isin(edit.grid, np.unique(edit.grid[changed])) & is_fixed
    if entered.any():
        raise errors.DedicatedGround(grid=canvas.names[int(canvas.grid[entered][0])])


def _check_pieces(canvas: Canvas, edit: Edit, changed: Mask) -> None:
    """A grid may be in as many pieces as the worst of those its ground comes from was: barriers are not the editor's."""
    touched = set(canvas.grid[changed].tolist())
    were = {place: _count_pieces(canvas.graph, canvas.grid == place) for place in range(len(canvas.names))}
    for place, origin in enumerate(edit.origin):
        mine = edit.grid == place
        if not (mine & changed).any() and origin not in touched:
            continue
        allowed = max(were[one] for one in np.unique(canvas.grid[mine]).tolist())
        count = _count_pieces(canvas.graph, mine)
        if count > max(1, allowed):
            source = origin if origin != FREE else int(canvas.grid[mine][0])
            raise errors.GridTorn(grid=canvas.names[source], pieces=count)


def _count_pieces(graph: UnitGraph, among: Mask) -> int:
    return int(pieces(graph, among).max(initial=FREE)) + 1


def _check_apart(canvas: Canvas, edit: Edit) -> None:
    if not len(canvas.graph.apart):
        return
    first, second = canvas.graph.apart[:, 0], canvas.graph.apart[:, 1]
    joined = (edit.grid[first] == edit.grid[second]) & (canvas.grid[first] != canvas.grid[second])
    if joined.any():
        pair = int(np.flatnonzero(joined)[0])
        one, other = int(canvas.grid[first[pair]]), int(canvas.grid[second[pair]])
        raise errors.MustStayApart(grid=canvas.names[one], other=canvas.names[other])
