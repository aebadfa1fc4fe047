"""What a drawing gives back: which unit is in which grid, and how good that is."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from linli.grids.drawing.graph import Ints

Progress = Callable[[int, int], bool | None]
"""Told (done, of) after every step; answering False ends the drawing with the best found so far."""


@dataclass(frozen=True)
class Drawn:
    """A plan by unit: the grid of each (0…, every grid in one community), and the community of each grid."""

    grid: Ints
    community_of_grid: Ints


@dataclass(frozen=True)
class GridFigures:
    """One grid in figures. `deviation` compares its workload with the mean of its community's basic grids, oversize ones apart."""

    households: float
    workload: float
    deviation: float
    area_m2: float
    compactness: float  # Polsby–Popper: 1 for a circle
    pieces: int
    walk_m: float  # mean distance from the grid's middle to its households
    border_m: float
    street_share: float  # of the border that other grids of the community share
    is_fixed: bool
    is_oversize: bool = False  # holds a building that is more than a grid by itself
    is_bridged: bool = False  # in several pieces, since ground is cut off that is too little for a grid


@dataclass(frozen=True)
class Scorecard:
    """A plan in figures; deviations and shares are fractions.

    Fixed (dedicated, kept) grids do not count for balance, nor do those of a building that is more than a grid by itself.
    """

    grids: int
    households: float
    workload: float
    worst_deviation: float
    mean_deviation: float
    share_within_tolerance: float
    share_in_band: float | None
    broken: int  # grids not in one piece that could be
    compactness: float  # mean Polsby–Popper
    street_share: float  # of all borders between grids of one community, by length
    inside_m: float  # border that cuts through compounds or parcels
    compounds_cut: int  # that could have stayed whole
    walk_m: float
    cost: float  # weighted border, km-equivalents
    moved_households: float | None = None  # in another grid than today
    worst_from_city: float | None = None  # deviation from the mean of all communities
    bridged: int = 0  # grids in several pieces, since ground is cut off that is too little for a grid
    oversize: int = 0  # grids of a building that is more than a grid by itself


class Way(StrEnum):
    """How a point of the curve between moving nobody and drawing afresh comes about."""

    KEPT = "kept"  # today's grids, new ground added
    REPAIRED = "repaired"  # only what is out of balance, and what lies around it
    AFRESH = "afresh"  # drawn anew, numbers matched


@dataclass(frozen=True)
class TradeOff:
    """One choice when grids are redrawn: how level they become, and how many households change grid for it."""

    way: Way
    tolerance: float | None  # aimed at, None where nothing is aimed at
    drawn: Drawn
    moved_households: float
    worst_deviation: float
    share_within: float  # of grids within the tolerance of the settings
    share_in_band: float | None = None
    quarrels: int = 0  # pairs that share a grid though they must not
    miscounted: int = 0  # by how many grids it misses the number that the ground needs
    is_plan: bool = False  # the plan that was drawn is this choice
