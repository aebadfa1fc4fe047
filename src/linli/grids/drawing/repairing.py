"""Repair of a tract's grids of today: the right number of them, and those out of balance brought back."""

from dataclasses import replace

import numpy as np

from linli.grids.drawing.annealing import Pace, anneal
from linli.grids.drawing.atoms import Bools
from linli.grids.drawing.board import Aims, Board, aims_of, deviations, lay_out, plan_of, quarrels
from linli.grids.drawing.counting import grids_kept
from linli.grids.drawing.graph import FREE, Floats, Ints
from linli.grids.drawing.pieces import join_pieces
from linli.grids.drawing.search import best_plan, plain_plan
from linli.grids.drawing.seeds import halve
from linli.grids.drawing.today import TodayTract
from linli.grids.drawing.tracts import Tract
from linli.grids.rules.settings import DrawSettings

ROUNDS = 10
RINGS = 3  # how far around a grid out of balance others may change
PROPOSALS = 3000  # for each grid out of balance
LEAVING = 0.02  # what it costs that a household leaves its grid
CALM_ROUNDS = 4  # after which moving becomes cheaper
PATIENCE = 0.5  # by so much, each round
# What a plan that is not in order yet costs, in grids full of households that move: a lump nobody can cut is not worth a district.
UNEVEN = 2.0  # a grid beyond the tolerance
EXCESS = 5.0  # a grid's work beyond it
QUARREL = 100.0  # two that must not share a grid


def kept_plan(today: TodayTract, settings: DrawSettings) -> Ints:
    """Leave the grids of today as they are; free ground and lost pieces join the neighbour they share most border with."""
    if not len(today.numbers):
        return plain_plan(today.tract, settings)
    return join_pieces(today.tract.links, today.home)


def repaired_plan(today: TodayTract, settings: DrawSettings) -> Ints:
    """Bring the number of grids and their balance in order, moving as few households as it takes."""
    tract = today.tract
    if not len(today.numbers):
        return best_plan(tract, settings)
    plan = kept_plan(today, settings)
    grids = grids_kept(len(today.numbers), tract.shares, settings)
    plan = _with_so_many(tract, plan, grids)
    places, close = np.unique(plan, return_inverse=True)
    home = np.where(np.isin(today.home, places), np.searchsorted(places, today.home), FREE).astype(np.int32)
    return places[_levelled(replace(tract, grids=len(places)), close.astype(np.int32), home, settings)].astype(np.int32)


def _with_so_many(tract: Tract, plan: Ints, grids: int) -> Ints:
    """Split the heaviest grids or dissolve the lightest until there are as many as needed."""
    plan = plan.copy()
    while (count := len(np.unique(plan))) != grids:
        load = np.bincount(plan, tract.workload + 1e-6 * tract.area_m2)
        if count < grids:
            _split(tract, plan, load)
        elif not _dissolve(tract, plan, load):
            break
    return join_pieces(tract.links, plan)


def _split(tract: Tract, plan: Ints, load: Floats) -> None:
    """Halve the heaviest grid of more than one atom; the new half gets the next number."""
    several = np.bincount(plan) > 1
    heaviest = int(np.argmax(np.where(several, load, -1.0)))
    atoms = np.flatnonzero(plan == heaviest)
    order, half = halve(tract.xy_m[atoms], tract.workload[atoms] + 1e-6, 1, 2)
    plan[atoms[order[half:]]] = int(plan.max()) + 1


def _dissolve(tract: Tract, plan: Ints, load: Floats) -> bool:
    """Give the lightest grid to the lightest of its neighbours; False when it has none."""
    there = np.where(np.bincount(plan) > 0, load, np.inf)
    for lightest in np.argsort(there)[: int(np.isfinite(there).sum())]:
        links = tract.links
        touching = np.append(plan[links.b[plan[links.a] == lightest]], plan[links.a[plan[links.b] == lightest]])
        others = np.unique(touching[touching != lightest])
        if len(others):
            plan[plan == lightest] = others[np.argmin(load[others])]
            return True
    return False


def _levelled(tract: Tract, plan: Ints, home: Ints, settings: DrawSettings) -> Ints:
    """Search around grids out of balance, in rounds; the plan stands that is worth its moves most.

    From round to round grids that stay uneven weigh more than moving.
    """
    aims = _repair_aims(tract, settings)
    board = lay_out(tract, plan, home)
    best, least = plan, _price(board, aims, home, settings)
    for turn in range(ROUNDS):
        uneven = _uneven(board, aims, settings)
        if not uneven.any():
            break
        patience = PATIENCE ** max(0, turn - CALM_ROUNDS)
        pace = Pace(PROPOSALS * int(uneven.sum()), hot=0.2 / patience, cold=0.01, depth=6, chains=1.0, group=60)
        table = _table(tract, plan_of(board), uneven)
        anneal(board, aims._replace(leaving=LEAVING * patience), pace, table, settings.seed + turn)
        if (price := _price(board, aims, home, settings)) < least:
            best, least = plan_of(board), price
    return best


def _price(board: Board, aims: Aims, home: Ints, settings: DrawSettings) -> float:
    """Weigh what a plan leaves undone against the households that leave their grid, all in grids full of households."""
    moved = board.units["households"][(home != FREE) & (board.units["grid"] != home)].sum()
    full = max(float(board.units["households"].sum()) / len(board.grids), 1.0)
    off = deviations(board, aims) - settings.tolerance
    return float(
        moved / full
        + UNEVEN * _uneven(board, aims, settings).sum()
        + EXCESS * np.maximum(off, 0.0).sum()
        + QUARREL * quarrels(board).sum()
    )


def _repair_aims(tract: Tract, settings: DrawSettings) -> Aims:
    """Want grids within the tolerance, not level beyond that; shape and border count little against staying at home."""
    aims = aims_of(tract, settings)
    return aims._replace(
        level=0.0,
        slack=0.9 * settings.tolerance,
        steep=8000.0,
        border=0.2 * aims.border,
        shape=0.05,
        leaving=LEAVING,
    )


def _uneven(board: Board, aims: Aims, settings: DrawSettings) -> Bools:
    """Say which grids are beyond the tolerance, outside the band, or hold what must not share a grid."""
    grids = board.grids
    outside = (grids["households"] < aims.low) | (grids["households"] > aims.high)
    outside |= quarrels(board) > 0
    return np.asarray(outside | (deviations(board, aims) > settings.tolerance))


def _table(tract: Tract, plan: Ints, uneven: Bools) -> Ints:
    """List the atoms to draw from: all within some rings of an uneven grid, its own as often as all others together."""
    near = uneven.copy()
    links = tract.links
    a, b = plan[links.a], plan[links.b]
    for _ in range(RINGS):
        reached = near.copy()
        reached[b[near[a]]] = True
        reached[a[near[b]]] = True
        near = reached
    around = np.flatnonzero(near[plan])
    own = np.flatnonzero(uneven[plan])
    return np.append(around, np.repeat(own, max(1, len(around) // max(1, len(own))))).astype(np.int32)
