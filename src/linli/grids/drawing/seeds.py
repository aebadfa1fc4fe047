"""First cuts of a tract, in one piece each: by METIS, or by halving along the longest axis where METIS fails."""

import numpy as np
import pymetis

from linli.grids.drawing.graph import Floats, Ints
from linli.grids.drawing.pieces import join_pieces
from linli.grids.drawing.tracts import Tract

HALVED_AGAIN = 4  # grids from which METIS halves a half again
LONE_LOAD = 1.8  # mean grids: an atom below never stands alone for three of them
FILLING = 0.5  # of the work: so much of it in atoms that are small fills every half up
UNEVENNESS = (30, 60, 15, 100)  # METIS' ufactor, in thousandths: looser cuts have shorter borders to start from


def metis_cut(tract: Tract, turn: int, seed: int) -> Ints | None:
    """Cut a tract with METIS, in one piece each; None when it leaves a grid empty, which no local move would ever fill."""
    if tract.grids == 1:
        return np.zeros(len(tract), np.int32)
    weights = np.maximum(1, np.round(tract.workload * 10)).astype(np.int32)  # METIS drops units of weight 0
    if is_too_lumpy(weights, tract.grids):
        return None
    costs = np.maximum(1, np.round(tract.cost)).astype(np.int32)
    options = pymetis.Options(contig=1, ufactor=UNEVENNESS[turn % len(UNEVENNESS)], seed=seed * 100 + turn)
    _, parts = pymetis.part_graph(
        tract.grids,
        adjacency=pymetis.CSRAdjacency(tract.start, tract.neighbour),
        vweights=weights,
        eweights=costs,
        recursive=False,
        options=options,
    )
    plan = np.array(parts, np.int32)
    return plan if len(np.unique(plan)) == tract.grids else None


def is_too_lumpy(weights: Ints, grids: int) -> bool:
    """Say whether METIS would be left with one atom for three grids or more: it says so on standard output, and leaves a grid empty.

    It halves the atoms, then each half. That goes wrong where there are fewer atoms than grids, or where one of them weighs
    almost two grids and the few largest hold most of the work, so that nothing fills up what lies beside it.
    """
    if len(weights) < grids:
        return True
    if grids < HALVED_AGAIN:
        return False
    falling = np.sort(weights)[::-1].astype(np.float64)
    whole = falling.sum()
    return bool(falling[0] * grids > LONE_LOAD * whole and falling[: grids - 2].sum() > FILLING * whole)


def halved_cut(tract: Tract, chance: np.random.Generator) -> Ints:
    """Halve a tract by workload again and again across its longest axis, seen from a random side."""
    plan = np.zeros(len(tract), np.int32)
    waiting = [(np.arange(len(tract)), 0, tract.grids)]
    turned = tract.xy_m @ _random_turn(chance)
    while waiting:
        atoms, first, grids = waiting.pop()
        if grids == 1:
            plan[atoms] = first
            continue
        near = grids // 2
        order, half = halve(turned[atoms], tract.workload[atoms] + 1e-6, near, grids)
        waiting.append((atoms[order[:half]], first, near))
        waiting.append((atoms[order[half:]], first + near, grids - near))
    return join_pieces(tract.links, plan)


def _random_turn(chance: np.random.Generator) -> Floats:
    """Turn and stretch the ground, so that every cut starts from another side."""
    angle, stretch = chance.uniform(0, np.pi), chance.uniform(0.6, 1.6)
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([[cos, -sin], [sin, cos]]) @ np.diag([stretch, 1 / stretch])


def halve(xy_m: Floats, workload: Floats, near: int, grids: int) -> tuple[Ints, int]:
    """Order atoms along the longest axis and say how many of them hold the near share of the work."""
    middle = np.average(xy_m, axis=0, weights=workload)
    spread = (xy_m - middle).T @ ((xy_m - middle) * workload[:, None])
    axis = np.linalg.eigh(spread)[1][:, -1]
    order = np.argsort((xy_m - middle) @ axis, kind="stable")
    done = np.cumsum(workload[order])
    half = 1 + int(np.argmin(np.abs(done - done[-1] * near / grids)))
    return order.astype(np.int32), min(max(half, near), len(order) - (grids - near))
