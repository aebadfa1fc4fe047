"""The search: units change grids at random, downhill and at first uphill, too; chains of moves pass big buildings on.

One move of a tower never pays, since it unbalances two grids at once; a chain lets the receiving grid pass its most
fitting unit on, and the next one likewise, until the whole chain pays or is taken back.
"""

from typing import NamedTuple

import numpy as np

from linli.grids.drawing.board import Aims, Board, unevenness
from linli.grids.drawing.compiling import compiled
from linli.grids.drawing.graph import FREE, Ints
from linli.grids.drawing.moves import gather, leaving, levelling, log_group, move, reshaping, shift_of, take_back

FAR = 1e300
MOST_SCANNED = 400  # units of a grid looked at for the next step of a chain
PROMISING = 1.0  # borders may make up for so much when units to be passed on are compared
SHUFFLE = 0.3  # share of the temperature that chance adds to a price
HOPELESS = 2.0  # a move whose borders alone cost this much too much starts no chain


class Pace(NamedTuple):
    """How long and how boldly to search."""

    proposals: int
    hot: float
    cold: float
    depth: int = 4  # most moves of a chain
    chains: float = 0.3  # share of moves refused for balance alone that start one
    group: int = 30  # most units that move at once


@compiled
def anneal(board: Board, aims: Aims, pace: Pace, table: Ints, seed: int) -> int:
    """Improve the plan on the board with units drawn from `table`; the answer is the number of moves that stayed."""
    np.random.seed(seed)  # numba keeps a generator of its own in every thread
    temperature = pace.hot
    stayed = 0
    for turn in range(pace.proposals):
        if turn % 256 == 0:
            temperature = pace.hot * (pace.cold / pace.hot) ** (turn / pace.proposals)
        number = table[np.random.randint(len(table))]
        target = _neighbouring_grid(board, number)
        if target != board.units[number].grid and _attempt(board, number, target, aims, pace, temperature):
            stayed += 1
    return stayed


@compiled
def _neighbouring_grid(board: Board, number: int) -> int:
    """Pick the grid of a random neighbour, the unit's own when it touches nothing."""
    unit = board.units[number]
    contacts = unit.last_contact - unit.first_contact
    if contacts == 0:
        return int(unit.grid)
    return int(board.units[board.contacts[unit.first_contact + np.random.randint(contacts)].unit].grid)


@compiled
def _attempt(board: Board, number: int, target: int, aims: Aims, pace: Pace, temperature: float) -> bool:
    """Move a unit if that pays, or is cheap enough at this temperature, or a chain makes it so."""
    source = board.units[number].grid
    count = gather(board, number, pace.group)
    if count == 0:
        return False
    shift = shift_of(board, count, target)
    level = levelling(board, shift, source, target, aims)
    rest = reshaping(board, shift, source, target, aims) + leaving(board, count, target, aims)
    bar = -temperature * np.log(np.random.random() + FAR**-1)
    if level + rest <= bar:
        move(board, count, target, shift)
        return True
    if level <= 0 or rest > bar + HOPELESS or np.random.random() > pace.chains:
        return False
    board.marks[0].chain += 1
    board.marks[0].logged = 0
    if not log_group(board, count):
        return False
    move(board, count, target, shift)
    return _chain(board, target, level + rest - bar, aims, pace, temperature)


@compiled
def _chain(board: Board, grid: int, debt: float, aims: Aims, pace: Pace, temperature: float) -> bool:
    """Let the grid that received pass a unit on, and so forth, until nothing is owed; else take all back."""
    for _ in range(1, pace.depth):
        number, target = _best_to_pass_on(board, grid, aims, temperature)
        if number == FREE:
            break
        count = gather(board, number, pace.group)
        if count == 0 or not log_group(board, count):
            break
        shift = shift_of(board, count, target)
        debt += levelling(board, shift, grid, target, aims) + leaving(board, count, target, aims)
        debt += reshaping(board, shift, grid, target, aims)
        move(board, count, target, shift)
        if debt <= 0.0:
            return True
        grid = target
    take_back(board)
    return False


@compiled
def _best_to_pass_on(board: Board, grid: int, aims: Aims, temperature: float) -> tuple[int, int]:
    """Find the unit of a grid, and the neighbour it goes to, that together cost least."""
    best, chosen, taker = FAR, FREE, FREE
    number = board.grids[grid].first
    for _ in range(MOST_SCANNED):
        if number == FREE:
            break
        unit = board.units[number]
        if unit.logged != board.marks[0].chain:
            price, target = _cheapest_taker(board, number, best, aims, temperature)
            if price < best:
                best, chosen, taker = price, number, target
        number = unit.next
    return chosen, taker


@compiled
def _cheapest_taker(board: Board, number: int, best: float, aims: Aims, temperature: float) -> tuple[float, int]:
    """Find the neighbouring grid that takes a unit for less than the best price so far; chance shuffles near equals."""
    unit = board.units[number]
    taker = last = unit.grid
    for contact in board.contacts[unit.first_contact : unit.last_contact]:
        target = board.units[contact.unit].grid
        if target == unit.grid or target == last:
            continue
        last = target
        price = _balance_price(board, number, target, aims)
        if price < best + PROMISING:
            price += _border_price(board, number, target, aims) + SHUFFLE * temperature * np.random.random()
            if price < best:
                best, taker = price, target
    return (FAR if taker == unit.grid else best), taker


@compiled
def _balance_price(board: Board, number: int, target: int, aims: Aims) -> float:
    """Say what passing a unit on costs in balance, but for what the giving grid costs now, which is the same for all."""
    unit = board.units[number]
    giver, taker = board.grids[unit.grid], board.grids[target]
    price = unevenness(giver.workload - unit.workload, giver.households - unit.households, aims)
    price += unevenness(taker.workload + unit.workload, taker.households + unit.households, aims)
    return float(price - unevenness(taker.workload, taker.households, aims))


@compiled
def _border_price(board: Board, number: int, target: int, aims: Aims) -> float:
    """Say what passing a unit on costs in border, and in households that leave their home."""
    unit = board.units[number]
    price = 0.0
    for contact in board.contacts[unit.first_contact : unit.last_pair]:
        near = board.units[contact.unit].grid
        if near == unit.grid:
            price += aims.border * contact.cost
        elif near == target:
            price -= aims.border * contact.cost
    if unit.home == unit.grid:
        price += aims.leaving * unit.households
    elif unit.home == target:
        price -= aims.leaving * unit.households
    return float(price)
