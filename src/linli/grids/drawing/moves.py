"""Moving units from grid to grid without breaking a grid in pieces, and taking moves back."""

from typing import NamedTuple

from linli.grids.drawing.board import Aims, Board, flatness, link, unevenness, unlink
from linli.grids.drawing.compiling import compiled


class Shift(NamedTuple):
    """What changes when a group of units moves from one grid to another."""

    workload: float
    households: float
    area_m2: float
    border_from_m: float  # change of the old grid's border
    border_to_m: float
    cost: float


@compiled
def gather(board: Board, number: int, most: int) -> int:
    """Put into `group` the unit and those that must move with it, so that the rest stays in one piece.

    The heaviest part of the rest stays; the answer is the size of the group, 0 when more than `most` would have to move.
    """
    inside = _ask_neighbours(board, number)
    grid = board.grids[board.units[number].grid]
    board.group[0] = number
    if grid.units <= 1:
        return 0
    if inside < 2:
        return 1
    stays_from = stays_to = end = 0
    heaviest = -1.0
    unit = board.units[number]
    for contact in board.contacts[unit.first_contact : unit.last_contact]:
        near = board.units[contact.unit]
        if near.grid != unit.grid or near.seen == near.asked == board.marks[0].walk:
            continue
        begin = end
        end, met, workload = _flood(board, contact.unit, begin, inside)
        if met == inside:
            return 1
        if workload > heaviest:
            stays_from, stays_to, heaviest = begin, end, workload
    return _take_rest(board, stays_from, stays_to, end, most)


@compiled
def _ask_neighbours(board: Board, number: int) -> int:
    """Start a new walk: mark the unit as seen and its neighbours in the same grid as asked for; count these."""
    board.marks[0].walk += 1
    walk = board.marks[0].walk
    unit = board.units[number]
    unit.seen = walk
    inside = 0
    for contact in board.contacts[unit.first_contact : unit.last_contact]:
        if board.units[contact.unit].grid == unit.grid:
            board.units[contact.unit].asked = walk
            inside += 1
    return inside


@compiled
def _flood(board: Board, number: int, begin: int, inside: int) -> tuple[int, int, float]:
    """Walk from a unit through its grid, into `queue` from `begin`, until all asked for are met or nothing is left."""
    walk = board.marks[0].walk
    grid = board.units[number].grid
    board.units[number].seen = walk
    board.queue[begin] = number
    end, met, workload = begin + 1, 1, board.units[number].workload
    at = begin
    while at < end and met < inside:
        unit = board.units[board.queue[at]]
        at += 1
        for contact in board.contacts[unit.first_contact : unit.last_contact]:
            near = board.units[contact.unit]
            if near.grid == grid and near.seen != walk:
                near.seen = walk
                board.queue[end] = contact.unit
                end += 1
                workload += near.workload
                if near.asked == walk:
                    met += 1
    return end, met, workload


@compiled
def _take_rest(board: Board, stays_from: int, stays_to: int, end: int, most: int) -> int:
    """Add to the group what was walked through and does not stay."""
    count = 1 + end - (stays_to - stays_from)
    if count > most:
        return 0
    at = 1
    for place in range(end):
        if place < stays_from or place >= stays_to:
            board.group[at] = board.queue[place]
            at += 1
    return count


@compiled
def shift_of(board: Board, count: int, target: int) -> Shift:
    """Sum up what moving the group to a grid changes."""
    board.marks[0].shift += 1
    mark = board.marks[0].shift
    for number in board.group[:count]:
        board.units[number].moving = mark
    source = board.units[board.group[0]].grid
    workload = households = area_m2 = around_m = border_from_m = border_to_m = cost = 0.0
    for number in board.group[:count]:
        unit = board.units[number]
        workload += unit.workload
        households += unit.households
        area_m2 += unit.area_m2
        around_m += unit.around_m
        for contact in board.contacts[unit.first_contact : unit.last_pair]:
            near = board.units[contact.unit]
            if near.moving == mark:
                around_m -= contact.metres
            elif near.grid == source:
                cost += contact.cost
                border_from_m += 2.0 * contact.metres
            elif near.grid == target:
                cost -= contact.cost
                border_to_m -= 2.0 * contact.metres
    return Shift(workload, households, area_m2, border_from_m - around_m, border_to_m + around_m, cost)


@compiled
def levelling(board: Board, shift: Shift, source: int, target: int, aims: Aims) -> float:
    """Say how much more uneven the two grids are after a shift; below 0 they are more level."""
    giver, taker = board.grids[source], board.grids[target]
    after = unevenness(giver.workload - shift.workload, giver.households - shift.households, aims)
    after += unevenness(taker.workload + shift.workload, taker.households + shift.households, aims)
    before = unevenness(giver.workload, giver.households, aims) + unevenness(taker.workload, taker.households, aims)
    return float(after - before)


@compiled
def reshaping(board: Board, shift: Shift, source: int, target: int, aims: Aims) -> float:
    """Say what a shift costs in border and shape."""
    giver, taker = board.grids[source], board.grids[target]
    after = flatness(giver.border_m + shift.border_from_m, giver.area_m2 - shift.area_m2)
    after += flatness(taker.border_m + shift.border_to_m, taker.area_m2 + shift.area_m2)
    before = flatness(giver.border_m, giver.area_m2) + flatness(taker.border_m, taker.area_m2)
    return float(aims.border * shift.cost + aims.shape * (after - before))


@compiled
def leaving(board: Board, count: int, target: int, aims: Aims) -> float:
    """Say what it costs that households of the group leave the grid they are in today; who comes back is a gain."""
    households = 0.0
    for number in board.group[:count]:
        unit = board.units[number]
        if unit.home == unit.grid:
            households += unit.households
        elif unit.home == target:
            households -= unit.households
    return aims.leaving * households


@compiled
def move(board: Board, count: int, target: int, shift: Shift) -> None:
    """Move the group."""
    giver, taker = board.grids[board.units[board.group[0]].grid], board.grids[target]
    giver.workload -= shift.workload
    giver.households -= shift.households
    giver.area_m2 -= shift.area_m2
    giver.border_m += shift.border_from_m
    taker.workload += shift.workload
    taker.households += shift.households
    taker.area_m2 += shift.area_m2
    taker.border_m += shift.border_to_m
    for number in board.group[:count]:
        unlink(board, number)
        link(board, number, target)


@compiled
def log_group(board: Board, count: int) -> bool:
    """Note where the group comes from; False when one of it has moved in this chain already, or too many have."""
    marks = board.marks[0]
    if marks.logged + count > len(board.log):
        return False
    for number in board.group[:count]:
        if board.units[number].logged == marks.chain:
            return False
    for number in board.group[:count]:
        unit = board.units[number]
        unit.logged = marks.chain
        board.log[marks.logged].unit = number
        board.log[marks.logged].source = unit.grid
        marks.logged += 1
    return True


@compiled
def take_back(board: Board) -> None:
    """Undo all moves of the chain under way, the last first."""
    for at in range(board.marks[0].logged - 1, -1, -1):
        board.group[0] = board.log[at].unit
        move(board, 1, board.log[at].source, shift_of(board, 1, board.log[at].source))
