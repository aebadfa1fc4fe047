"""How many grids a piece of ground needs.

By households where the settings name a band, since the band is about households. Else by work, so that work is level from
community to community as well: a target of households stands for the work that so many households mean on average.
"""

import math

import numpy as np

from linli.grids.drawing.atoms import Bools
from linli.grids.drawing.graph import FREE, Floats, UnitGraph
from linli.grids.rules.settings import DrawSettings

RELUCTANCE = 0.75  # a redraw keeps the number of grids until it is off by more than this
RATE_STEP = 0.02  # the average is rounded to this, so that a building far away changes nothing here


def work_rate(graph: UnitGraph) -> float:
    """Give the work of an average household of all the ground to be drawn, rounded."""
    free = graph.fixed == FREE
    households = float(graph.households[free].sum())
    rate = float(graph.workload[free].sum()) / households if households > 0 else 1.0
    return max(RATE_STEP, round(rate / RATE_STEP) * RATE_STEP)


def target_shares(households: Floats, workload: Floats, rate: float, settings: DrawSettings) -> Floats:
    """Say of every atom how much of a grid it fills.

    An atom of more than the target fills one grid: what it has beyond is not spread over others.
    """
    filled = households / settings.target if settings.band else workload / (rate * settings.target)
    return np.minimum(filled, 1.0)


def exceeding(graph: UnitGraph, settings: DrawSettings) -> Bools:
    """Say which units, each one building as a rule, are more than a grid by themselves: no border can make them less."""
    return np.asarray((graph.fixed == FREE) & (graph.households > settings.most_households))


def mean_workload(households: Floats, workload: Floats, grids: int, settings: DrawSettings) -> float:
    """Give the work of a grid when all are level; what is more than a grid by itself is a grid apart, and no measure for others."""
    alone = households > settings.most_households
    others = grids - int(alone.sum())
    if others <= 0 or others == grids:
        return float(workload.sum() / grids) or 1.0
    return float(workload[~alone].sum() / others) or 1.0


def grids_needed(shares: Floats, settings: DrawSettings) -> int:
    """Choose the number of grids whose mean is nearest to the target, in the band where that is possible."""
    share = float(shares.sum())
    choices = {max(1, math.floor(share)), max(1, math.ceil(share))}
    best = min(sorted(choices), key=lambda grids: _distance(share / grids, settings))
    return min(best, len(shares))


def grids_kept(present: int, shares: Floats, settings: DrawSettings) -> int:
    """Keep the present number of grids unless it is clearly wrong: every grid more or less moves hundreds of people."""
    if present == 0 or abs(present - float(shares.sum())) > RELUCTANCE:
        return grids_needed(shares, settings)
    return min(present, len(shares))


def _distance(mean: float, settings: DrawSettings) -> tuple[bool, float]:
    """Order means, in targets: in the band first, then by how many times too large or too small."""
    outside = settings.band is not None and not settings.band.holds(mean * settings.target)
    return outside, abs(math.log(max(mean, 1e-9)))
