"""Drawing grids: every tract is cut several ways, the best cut is improved, and what stays uneven starts anew.

Tracts are searched in threads of their own (machine code lets Python go) and each from the same seed, so a plan depends
neither on the number of threads nor on what other communities look like. Who stops early gets plain first cuts of the
tracts that were still to come.
"""

import numpy as np

from linli.grids.drawing.annealing import Pace, anneal
from linli.grids.drawing.assembling import Assembly
from linli.grids.drawing.board import (
    Aims,
    Board,
    aims_of,
    count_beyond,
    energy,
    lay_out,
    lumpiness,
    plan_of,
    stern,
    worst_fault,
)
from linli.grids.drawing.clock import Clock, in_threads
from linli.grids.drawing.graph import Floats, Ints, UnitGraph
from linli.grids.drawing.pieces import join_pieces
from linli.grids.drawing.plan import Drawn, Progress
from linli.grids.drawing.seeds import halved_cut, metis_cut
from linli.grids.drawing.tracts import Tract, tracts_of
from linli.grids.rules.settings import DrawSettings

CUTS = 8  # first cuts tried for each tract
PROPOSALS = 190  # for each atom
RESTARTS = 4  # for a tract in which a grid stays uneven
RESTART_PROPOSALS = 300
UNEVEN_SHARE = 0.8  # of the tolerance: a grid beyond this makes its tract start anew
SAME = 0.001  # the same worst grid reached from two sides: nothing better is to be had
CLEARLY_LESS = 0.005  # worst grids closer than this count as equal, and the energy decides


def draw(graph: UnitGraph, settings: DrawSettings, *, progress: Progress | None = None) -> Drawn:
    """Draw grids on a graph: level, in one piece, along streets; the best found when told to stop or out of time."""
    tracts = tracts_of(graph, settings)
    clock = Clock(len(tracts), settings.time_limit_s, progress)
    plans = dict(in_threads(lambda number: best_plan(tracts[number], settings), clock))
    whole = Assembly(graph)
    for number, tract in enumerate(tracts):
        whole.put(tract, plans[number] if number in plans else plain_plan(tract, settings))
    whole.put_fixed()
    return whole.drawn()


def best_plan(tract: Tract, settings: DrawSettings) -> Ints:
    """Cut a tract in several ways, improve the best, and start anew while a grid stays uneven."""
    if tract.grids == 1:
        return np.zeros(len(tract), np.int32)
    aims, chance = aims_of(tract, settings), np.random.default_rng(settings.seed)
    best = lay_out(tract, _best_cut(tract, aims, settings.seed, chance))
    improve(best, aims, Pace(PROPOSALS * len(tract), hot=0.7, cold=0.02), settings.seed)
    even_enough = max(UNEVEN_SHARE * settings.tolerance, lumpiness(tract, aims))
    for turn in range(RESTARTS):
        worst = worst_fault(best, aims)
        if worst <= even_enough:
            break
        again = _begun_anew(tract, aims, turn, settings.seed, chance)
        if turn % 2 and abs(worst_fault(again, aims) - worst) < SAME:
            even_enough = worst  # found twice, from elsewhere: big buildings allow no better
        if _is_better(again, best, aims, settings.tolerance):
            best = again
    return plan_of(best)


def plain_plan(tract: Tract, settings: DrawSettings) -> Ints:
    """Cut a tract once, without improving it."""
    plan = metis_cut(tract, 0, settings.seed)
    return halved_cut(tract, np.random.default_rng(settings.seed)) if plan is None else plan


def improve(board: Board, aims: Aims, pace: Pace, seed: int) -> None:
    """Let the search loose on a board; half the units are drawn by their work, since big ones decide the balance."""
    anneal(board, aims, pace, _table(board.units["workload"]), seed)


def _best_cut(tract: Tract, aims: Aims, seed: int, chance: np.random.Generator) -> Ints:
    """Try METIS with several seeds; halve the ground where it always leaves a grid empty."""
    best, least = None, np.inf
    for turn in range(CUTS):
        plan = metis_cut(tract, turn, seed)
        if plan is not None and (worth := energy(lay_out(tract, plan), aims)) < least:
            best, least = plan, worth
    return halved_cut(tract, chance) if best is None else join_pieces(tract.links, best)


def _begun_anew(tract: Tract, aims: Aims, turn: int, seed: int, chance: np.random.Generator) -> Board:
    """Search from another cut: in turn from halves, and from METIS with balance above all."""
    plan = metis_cut(tract, CUTS + turn, seed) if turn % 2 else None
    board = lay_out(tract, halved_cut(tract, chance) if plan is None else plan)
    pace = Pace(RESTART_PROPOSALS * len(tract), hot=2.0, cold=0.02)
    improve(board, stern(aims) if turn % 2 else aims, pace, seed + turn + 1)
    return board


def _is_better(again: Board, best: Board, aims: Aims, tolerance: float) -> bool:
    """Prefer fewer grids beyond the tolerance, then the lesser of the two worst; where both are alike, the smaller energy."""
    fewer = count_beyond(best, aims, tolerance) - count_beyond(again, aims, tolerance)
    if fewer:
        return fewer > 0
    less = worst_fault(best, aims) - worst_fault(again, aims)
    return less > CLEARLY_LESS or (less > -CLEARLY_LESS and energy(again, aims) < energy(best, aims))


def _table(workload: Floats) -> Ints:
    """List units as often as they should be drawn: half evenly, half by workload."""
    share = 0.5 / len(workload) + 0.5 * workload / max(float(workload.sum()), 1e-9)
    often = np.maximum(1, np.round(share * len(workload) * 8)).astype(np.int32)
    return np.repeat(np.arange(len(workload), dtype=np.int32), often)
