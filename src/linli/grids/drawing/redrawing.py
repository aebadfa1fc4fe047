"""Changing today's grids as little as possible: only grids out of balance and what lies around them are searched anew.

Every household that would leave its grid has a price. Grids keep their numbers, new ones follow after them; a number
that is not used any more is left out, not given to another.
"""

from dataclasses import replace

import numpy as np

from linli.grids.drawing.assembling import Assembly
from linli.grids.drawing.clock import Clock, in_threads
from linli.grids.drawing.counting import grids_kept
from linli.grids.drawing.graph import Ints, UnitGraph
from linli.grids.drawing.plan import Drawn, Progress, TradeOff, Way
from linli.grids.drawing.repairing import kept_plan, repaired_plan
from linli.grids.drawing.scoring import best_match, moved_households, score
from linli.grids.drawing.search import draw
from linli.grids.drawing.today import Today, read_today
from linli.grids.rules.settings import LEAST_TOLERANCE, MOST_TOLERANCE, DrawSettings

STEPS = (2.0, 1.5, 1.0, 0.7, 0.5)  # tolerances the curve aims at, in tolerances of the settings


def redraw(graph: UnitGraph, present: Ints, settings: DrawSettings, *, progress: Progress | None = None) -> Drawn:
    """Bring today's grids within the tolerance; told to stop or out of time, what is left stays as it is."""
    return _repaired(graph, read_today(graph, present, settings), settings, progress)


def trade_off(
    graph: UnitGraph,
    present: Ints,
    settings: DrawSettings,
    *,
    drawn: Drawn | None = None,
    progress: Progress | None = None,
) -> tuple[TradeOff, ...]:
    """Offer a curve to choose from: grids left as they are, brought within ever smaller tolerances, drawn afresh.

    A repair that another choice beats is left out. `drawn` is what `redraw` came to with these settings, where somebody
    has it: it is not searched again. Whoever stops it does not get what it says: its choices are then unfinished.
    """
    today = read_today(graph, present, settings)
    curve = [_point(graph, present, settings, Way.KEPT, _kept(graph, today, settings))]
    curve[0] = replace(curve[0], miscounted=_miscounted(today, curve[0].drawn.grid, settings))
    for aim in _aims(settings):
        repaired = drawn if drawn is not None and aim == settings else _repaired(graph, today, aim, progress)
        point = _point(graph, present, settings, Way.REPAIRED, repaired)
        if not any(_is_same(point.drawn, one.drawn) for one in curve):
            curve.append(replace(point, tolerance=aim.tolerance))
    curve.append(_point(graph, present, settings, Way.AFRESH, _afresh(graph, today, settings, progress)))
    return tuple(
        point for point in curve if point.way is not Way.REPAIRED or not any(_beats(one, point) for one in curve)
    )


def unbeaten(
    graph: UnitGraph, present: Ints, settings: DrawSettings, drawn: Drawn, curve: tuple[TradeOff, ...]
) -> Drawn:
    """Give a redrawn plan, or the choice of its curve that beats it and moves fewest, whatever way it came about."""
    own = _point(graph, present, settings, Way.REPAIRED, drawn)
    better = [point for point in curve if _beats(point, own)]
    return min(better, key=_worth).drawn if better else drawn


def chosen(curve: tuple[TradeOff, ...], grid: Ints) -> tuple[TradeOff, ...]:
    """Mark the choice that a plan is."""
    return tuple(replace(point, is_plan=np.array_equal(point.drawn.grid, grid)) for point in curve)


def _aims(settings: DrawSettings) -> list[DrawSettings]:
    """Give the settings of the steps, as far as a tolerance may be so large or small, in figures that people write."""
    tolerances = [settings.tolerance if step == 1.0 else round(settings.tolerance * step, 4) for step in STEPS]
    return [replace(settings, tolerance=one) for one in tolerances if LEAST_TOLERANCE <= one <= MOST_TOLERANCE]


def _is_same(one: Drawn, other: Drawn) -> bool:
    return np.array_equal(one.grid, other.grid)


def _beats(one: TradeOff, other: TradeOff) -> bool:
    """Say whether a choice is as good as another in everything, and better in something."""
    mine, others = _worth(one), _worth(other)
    return mine != others and all(a <= b for a, b in zip(mine, others, strict=True))


def _worth(point: TradeOff) -> tuple[float, ...]:
    """Write a choice in figures, the smaller the better, no finer than people read them.

    Grids of the wrong size are level easily, and wishes are not for sale: both count beside balance.
    """
    in_band = 1.0 if point.share_in_band is None else point.share_in_band
    return (
        round(point.moved_households),
        round(point.worst_deviation, 3),
        -round(point.share_within, 3),
        -round(in_band, 3),
        point.quarrels,
        point.miscounted,
    )


def _miscounted(today: Today, grid: Ints, settings: DrawSettings) -> int:
    """Count by how many grids the tracts miss the number that a repair gives them."""
    return sum(
        abs(len(np.unique(grid[one.tract.units])) - grids_kept(len(one.numbers), one.tract.shares, settings))
        for one in today.tracts
    )


def _repaired(graph: UnitGraph, today: Today, settings: DrawSettings, progress: Progress | None = None) -> Drawn:
    """Repair every tract, those not begun when the clock stops stay as they are."""
    clock = Clock(len(today.tracts), settings.time_limit_s, progress)
    plans = dict(in_threads(lambda number: repaired_plan(today.tracts[number], settings), clock))
    left = {n: kept_plan(tract, settings) for n, tract in enumerate(today.tracts) if n not in plans}
    return _assembled(graph, today, plans | left)


def _kept(graph: UnitGraph, today: Today, settings: DrawSettings) -> Drawn:
    """Leave every tract as it is."""
    return _assembled(graph, today, {n: kept_plan(tract, settings) for n, tract in enumerate(today.tracts)})


def _assembled(graph: UnitGraph, today: Today, plans: dict[int, Ints]) -> Drawn:
    """Put the plans of all tracts together under today's numbers."""
    whole = Assembly(graph, today.community_of_number.tolist())
    for number, part in enumerate(today.tracts):
        whole.put(part.tract, plans[number], part.numbers.tolist())
    whole.put_fixed(today.fixed_numbers.tolist())
    return whole.drawn()


def _afresh(graph: UnitGraph, today: Today, settings: DrawSettings, progress: Progress | None = None) -> Drawn:
    """Draw as if there were no grids, and number them like those of today they resemble most.

    A number goes on only on the ground that its grid mostly lies on today: never in another community.
    """
    drawn = draw(graph, settings, progress=progress)
    grid = best_match(graph, drawn.grid, today.tenant)
    count = max(int(grid.max(initial=-1)) + 1, len(today.community_of_number))
    community = np.zeros(count, np.int32)
    community[: len(today.community_of_number)] = today.community_of_number
    community[grid] = graph.community
    return Drawn(grid=grid, community_of_grid=community)


def _point(graph: UnitGraph, present: Ints, settings: DrawSettings, way: Way, drawn: Drawn) -> TradeOff:
    """Judge one choice."""
    card = score(graph, drawn.grid, settings)
    one, other = drawn.grid[graph.apart.reshape(-1, 2)].T
    return TradeOff(
        way=way,
        tolerance=None,
        drawn=drawn,
        moved_households=moved_households(graph, drawn.grid, present),
        worst_deviation=card.worst_deviation,
        share_within=card.share_within_tolerance,
        share_in_band=card.share_in_band,
        quarrels=int((one == other).sum()),
    )
