"""A tract laid out for the search: rows of numbers that machine code can walk quickly, and what a plan is worth.

Everything a search changes lies in these arrays; `Aims` says what it strives for.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from linli.grids.drawing.compiling import compiled
from linli.grids.drawing.counting import mean_workload
from linli.grids.drawing.graph import FREE, Floats, Ints
from linli.grids.drawing.tracts import Tract
from linli.grids.rules.settings import DrawSettings, Preset

Rows = NDArray[Any]  # of records; numpy has no type for their fields
Places = NDArray[np.int64]  # one width for every whole number: each kernel is compiled once

UNIT = np.dtype(
    [
        ("workload", "f8"),
        ("households", "f8"),
        ("area_m2", "f8"),
        ("around_m", "f8"),
        ("first_contact", "i8"),
        ("last_contact", "i8"),  # one beyond; up to `last_pair` follow those that must not share a grid
        ("last_pair", "i8"),
        ("grid", "i8"),
        ("home", "i8"),  # the grid it is in today, FREE: of none
        ("next", "i8"),  # units of one grid hang together in a list
        ("previous", "i8"),
        ("asked", "i8"),  # marks of a walk, see moves
        ("seen", "i8"),
        ("moving", "i8"),
        ("logged", "i8"),
    ],
    align=True,
)
CONTACT = np.dtype([("unit", "i8"), ("metres", "f8"), ("cost", "f8")], align=True)
GRID = np.dtype(
    [("workload", "f8"), ("households", "f8"), ("area_m2", "f8"), ("border_m", "f8"), ("units", "i8"), ("first", "i8")],
    align=True,
)
STEP = np.dtype([("unit", "i8"), ("source", "i8")], align=True)
MARKS = np.dtype([("walk", "i8"), ("shift", "i8"), ("chain", "i8"), ("logged", "i8")], align=True)

MOST_STEPS = 512  # units moved in one chain of moves
FLATTEST = 60.0  # a grid this far from round (4π, doubled, …) is as bad as any flatter one
QUARREL = 500.0  # what it costs at least that two units share a grid that must not, in sides of a grid


class Board(NamedTuple):
    """A tract and a plan on it."""

    units: Rows
    contacts: Rows
    grids: Rows
    queue: Places  # of a walk
    group: Places  # units that move together
    log: Rows  # steps of the chain under way, to be taken back
    marks: Rows  # one record


class Aims(NamedTuple):
    """What the search strives for, as factors of the energy of one grid."""

    workload: float  # of a grid when all are level
    level: float
    slack: float  # deviation that costs little
    steep: float  # what deviation beyond costs
    shape: float
    border: float  # for each unit of cost, which is metres × kind
    low: float  # households
    high: float
    target: float
    band: float  # what households outside low … high cost: by the target, and not squared, so that few are not let through
    leaving: float  # for each household that leaves its home


def lay_out(tract: Tract, plan: Ints, home: Ints | None = None) -> Board:
    """Lay a tract out with a plan on it; `home` is the plan of today."""
    units = np.zeros(len(tract), UNIT)
    for name in ("workload", "households", "area_m2", "around_m"):
        units[name] = getattr(tract, name)
    units["grid"] = plan
    units["home"] = FREE if home is None else home
    board = Board(
        units=units,
        contacts=_contacts(tract, units),
        grids=np.zeros(max(tract.grids, int(plan.max(initial=0)) + 1), GRID),
        queue=np.zeros(len(tract) + 1, np.int64),
        group=np.zeros(len(tract) + 1, np.int64),
        log=np.zeros(MOST_STEPS, STEP),
        marks=np.zeros(1, MARKS),
    )
    settle(board)
    return board


def aims_of(tract: Tract, settings: DrawSettings, *, leaving: float = 0.0) -> Aims:
    """Weigh balance, borders and shape for a tract; the tight preset gives shape away for balance."""
    tight = settings.preset is Preset.TIGHT
    band = settings.band
    return Aims(
        workload=mean_workload(tract.households, tract.workload, tract.grids, settings),
        level=100.0,
        slack=settings.tolerance * (0.2 if tight else 0.5),
        steep=4000.0 if tight else 2000.0,
        shape=0.1 if tight else 0.4,
        border=(0.3 if tight else 1.0) / _side_m(tract),
        low=float(band.low) if band else 0.0,
        high=float(band.high) if band else 1e12,
        target=float(settings.target),
        band=3000.0,
        leaving=leaving,
    )


def stern(aims: Aims) -> Aims:
    """Weigh balance still more, where grids do not become level otherwise."""
    return aims._replace(border=0.3 * aims.border, shape=min(aims.shape, 0.1), steep=max(aims.steep, 4000.0))


def lumpiness(tract: Tract, aims: Aims) -> float:
    """Give the deviation that the heaviest atom makes unavoidable."""
    return float(tract.workload.max() / aims.workload - 1.0)


def _side_m(tract: Tract) -> float:
    """Give the side of an average grid: borders cost by it, so that dense and wide ground weigh them alike."""
    return float(np.sqrt(tract.area_m2.sum() / tract.grids)) or 1.0


def _contacts(tract: Tract, units: Rows) -> Rows:
    """Write contacts and, after each unit's own, the units it must not share a grid with: they are worth keeping apart."""
    one, other = np.append(tract.apart, tract.apart[:, ::-1], axis=0).T
    here = np.append(np.repeat(np.arange(len(tract)), np.diff(tract.start)), one)
    order = np.argsort(here, kind="stable")
    contacts = np.zeros(len(here), CONTACT)
    contacts["unit"] = np.append(tract.neighbour, other)[order]
    contacts["metres"] = np.append(tract.metres, np.zeros(len(one)))[order]
    contacts["cost"] = np.append(tract.cost, np.full(len(one), -QUARREL * _side_m(tract)))[order]
    bounds = np.searchsorted(here[order], np.arange(len(tract) + 1))
    units["first_contact"], units["last_pair"] = bounds[:-1], bounds[1:]
    units["last_contact"] = bounds[:-1] + np.diff(tract.start)
    return contacts


@compiled
def settle(board: Board) -> None:
    """Count anew what every grid holds, from the grid of every unit."""
    for grid in board.grids:
        grid.workload = grid.households = grid.area_m2 = grid.border_m = 0.0
        grid.units = 0
        grid.first = FREE
    for number in range(len(board.units)):
        unit = board.units[number]
        grid = board.grids[unit.grid]
        grid.workload += unit.workload
        grid.households += unit.households
        grid.area_m2 += unit.area_m2
        grid.border_m += unit.around_m
        for contact in board.contacts[unit.first_contact : unit.last_contact]:
            if board.units[contact.unit].grid == unit.grid:
                grid.border_m -= contact.metres
        link(board, number, unit.grid)


@compiled
def link(board: Board, number: int, grid: int) -> None:
    """Hang a unit into the list of a grid."""
    unit = board.units[number]
    first = board.grids[grid].first
    unit.grid = grid
    unit.next = first
    unit.previous = FREE
    if first != FREE:
        board.units[first].previous = number
    board.grids[grid].first = number
    board.grids[grid].units += 1


@compiled
def unlink(board: Board, number: int) -> None:
    """Take a unit out of the list of its grid."""
    unit = board.units[number]
    if unit.previous != FREE:
        board.units[unit.previous].next = unit.next
    else:
        board.grids[unit.grid].first = unit.next
    if unit.next != FREE:
        board.units[unit.next].previous = unit.previous
    board.grids[unit.grid].units -= 1


@compiled
def unevenness(workload: float, households: float, aims: Aims) -> float:
    """Say what a grid's distance from the mean and from the band costs."""
    deviation = abs(workload / aims.workload - 1.0)
    beyond = max(0.0, deviation - aims.slack)
    outside = max(0.0, aims.low - households, households - aims.high) / aims.target
    return aims.level * deviation * deviation + aims.steep * beyond * beyond + aims.band * outside


@compiled
def flatness(border_m: float, area_m2: float) -> float:
    """Say how far from round a grid is: 1 for a circle, the inverse of Polsby–Popper."""
    return min(FLATTEST, border_m * border_m / max(area_m2, 1.0)) / (4.0 * np.pi)


@compiled
def energy(board: Board, aims: Aims) -> float:
    """Say what the whole plan is worth: the smaller the better."""
    total = 0.0
    for grid in board.grids:
        total += unevenness(grid.workload, grid.households, aims) + aims.shape * flatness(grid.border_m, grid.area_m2)
    for unit in board.units:
        for contact in board.contacts[unit.first_contact : unit.last_contact]:
            if board.units[contact.unit].grid != unit.grid:
                total += 0.5 * aims.border * contact.cost
        for contact in board.contacts[unit.last_contact : unit.last_pair]:
            if board.units[contact.unit].grid == unit.grid:
                total -= 0.5 * aims.border * contact.cost
        if unit.home != FREE and unit.home != unit.grid:
            total += aims.leaving * unit.households
    return total


def worst_fault(board: Board, aims: Aims) -> float:
    """Give the largest deviation of a grid from the mean; add by how many targets the worst lies outside the band, and quarrels."""
    households = board.grids["households"]
    outside = np.maximum(aims.low - households, households - aims.high).max()
    return float(deviations(board, aims).max() + max(0.0, outside) / aims.target + quarrels(board).sum())


def count_beyond(board: Board, aims: Aims, tolerance: float) -> int:
    """Count the grids that deviate from the mean by more than the tolerance."""
    return int((deviations(board, aims) > tolerance + 1e-9).sum())


def deviations(board: Board, aims: Aims) -> Floats:
    """Give every grid's distance from the mean workload, as a share of it."""
    return np.asarray(np.abs(board.grids["workload"] / aims.workload - 1.0))


def quarrels(board: Board) -> Places:
    """Count for every grid the units that share it with one they must not."""
    found = np.zeros(len(board.grids), np.int64)
    _count_quarrels(board, found)
    return found


@compiled
def _count_quarrels(board: Board, found: Places) -> None:
    for unit in board.units:
        for contact in board.contacts[unit.last_contact : unit.last_pair]:
            if board.units[contact.unit].grid == unit.grid:
                found[unit.grid] += 1


def plan_of(board: Board) -> Ints:
    """Read the plan off a board."""
    return board.units["grid"].astype(np.int32)
