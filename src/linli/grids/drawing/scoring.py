"""How good a plan is, in figures: grid by grid, as a scorecard, and against the grids of today.

Everything is summed from the graph; no polygon is looked at. Grids that are dedicated or kept, and those of a building that
is more than a grid by itself, have figures, but do not count for balance; numbers without any unit are no grids.
"""

from dataclasses import dataclass

import numpy as np

from linli.grids.drawing.atoms import Bools, whole_compounds
from linli.grids.drawing.counting import exceeding
from linli.grids.drawing.graph import COST_PER_M, FREE, Contact, Floats, Ints, UnitGraph
from linli.grids.drawing.pieces import components, count_pieces, links_of
from linli.grids.drawing.plan import GridFigures, Scorecard
from linli.grids.drawing.tracts import grounds_of
from linli.grids.rules.settings import DrawSettings


@dataclass(frozen=True)
class _Sums:
    """A plan summed up by grid number, and its inner borders."""

    units: Ints
    households: Floats
    workload: Floats
    area_m2: Floats
    border_m: Floats
    walk_m: Floats
    community: Ints
    is_fixed: Bools
    is_oversize: Bools
    deviation: Floats
    cut: Bools  # contacts between two grids of one community

    @property
    def basic(self) -> Bools:
        """Grids that were drawn: not empty, not fixed."""
        return (self.units > 0) & ~self.is_fixed

    @property
    def counts(self) -> Bools:
        """Grids that balance is about: what nobody can divide is not measured against what can be."""
        return self.basic & ~self.is_oversize


def score(
    graph: UnitGraph,
    grid: Ints,
    settings: DrawSettings,
    *,
    present: Ints | None = None,
    in_one_piece: Bools | None = None,
) -> Scorecard:
    """Judge a plan as a whole; units in no grid (FREE) are left out.

    `in_one_piece` names grids of today whose outline is one: cut anew, a scrap of water may come to lie on the other bank.
    """
    sums = _sum_up(graph, grid, settings)
    counts, in_pieces = sums.counts, sums.basic & (count_pieces(links_of(graph), grid) > 1)
    in_pieces = in_pieces if in_one_piece is None else in_pieces & ~in_one_piece
    bridged = _bridged(graph, grid, in_pieces, settings)
    off = np.abs(sums.deviation[counts])
    length = np.bincount(graph.contact_kind[sums.cut], graph.contact_m[sums.cut], len(Contact))
    return Scorecard(
        grids=int((sums.units > 0).sum()),
        households=float(sums.households.sum()),
        workload=float(sums.workload.sum()),
        worst_deviation=float(off.max(initial=0.0)),
        mean_deviation=_mean(off),
        share_within_tolerance=_mean(off <= settings.tolerance, otherwise=1.0),
        share_in_band=_share_in_band(sums, settings),
        broken=int((in_pieces & ~bridged).sum()),
        bridged=int(bridged.sum()),
        oversize=int((sums.basic & sums.is_oversize).sum()),
        compactness=_mean(_compactness(sums)[sums.basic]),
        street_share=_ratio(float(length[Contact.STREET]), float(length.sum()), otherwise=1.0),
        inside_m=float(length[Contact.INSIDE]),
        compounds_cut=int(cut_compounds(graph, grid, settings).sum()),
        walk_m=_ratio(float(sums.walk_m.sum()), float(sums.households.sum())),
        cost=float((length * COST_PER_M).sum() / 1000),
        moved_households=None if present is None else moved_households(graph, grid, present),
        worst_from_city=_worst_from_city(sums),
    )


def figures(graph: UnitGraph, grid: Ints, settings: DrawSettings) -> tuple[GridFigures, ...]:
    """Give every grid in figures, in the order of their numbers."""
    sums = _sum_up(graph, grid, settings)
    pieces = count_pieces(links_of(graph), grid)
    bridged = _bridged(graph, grid, sums.basic & (pieces > 1), settings)
    compactness = _compactness(sums)
    shared, street = _shared_borders(graph, grid, sums)
    return tuple(
        GridFigures(
            households=float(sums.households[number]),
            workload=float(sums.workload[number]),
            deviation=float(sums.deviation[number]),
            area_m2=float(sums.area_m2[number]),
            compactness=float(compactness[number]),
            pieces=int(pieces[number]),
            walk_m=_ratio(float(sums.walk_m[number]), float(sums.households[number])),
            border_m=float(sums.border_m[number]),
            street_share=_ratio(float(street[number]), float(shared[number]), otherwise=1.0),
            is_fixed=bool(sums.is_fixed[number]),
            is_oversize=bool(sums.basic[number] & sums.is_oversize[number]),
            is_bridged=bool(bridged[number]),
        )
        for number in range(len(sums.units))
    )


def best_match(graph: UnitGraph, grid: Ints, present: Ints) -> Ints:
    """Renumber a plan so that each grid bears the number of the present grid most of its households live in today.

    Numbers are given to the whole plan at once (Hungarian method); grids with no counterpart follow after.
    """
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 a quarter of a second, for who draws alone
    from scipy.sparse import coo_array  # noqa: PLC0415 as above

    olds, news = int(present.max(initial=FREE)) + 1, int(grid.max(initial=FREE)) + 1
    both = (grid != FREE) & (present != FREE)
    weight = graph.households[both] + 1e-6 * graph.area_m2[both] / max(1.0, float(graph.area_m2.sum())) + 1e-9
    stay = coo_array((weight, (grid[both], present[both])), shape=(news, olds)).toarray()
    rows, columns = linear_sum_assignment(stay, maximize=True)
    number = np.full(news, FREE, np.int32)
    matched = stay[rows, columns] > 0
    number[rows[matched]] = columns[matched]
    fresh = number == FREE
    number[fresh] = olds + np.arange(int(fresh.sum()))
    return np.where(grid == FREE, FREE, number[grid]).astype(np.int32)


def moved_households(graph: UnitGraph, grid: Ints, present: Ints) -> float:
    """Count the households that change grid; those in no grid today are new, not moved."""
    return float(graph.households[(grid != present) & (present != FREE)].sum())


def cut_compounds(graph: UnitGraph, grid: Ints, settings: DrawSettings) -> Bools:
    """Say which compounds lie in several grids though they could have stayed whole: small enough, and in one piece."""
    free = (graph.compound != FREE) & (graph.fixed == FREE) & (grid != FREE)
    count = int(graph.compound.max(initial=FREE)) + 1
    touched = np.unique(np.column_stack([graph.compound[free], grid[free]]), axis=0)[:, 0]
    links = links_of(graph)
    label = np.where(free, graph.compound, FREE).astype(np.int32)
    whole = np.flatnonzero(np.append(count_pieces(links, label), np.zeros(count, np.int32))[:count] == 1)
    could = np.zeros(count, np.bool_)
    could[whole] = whole_compounds(graph, settings, settings.whole_up_to or 1.0)[whole]
    return np.asarray(could & (np.bincount(touched, minlength=count) > 1))


def _sum_up(graph: UnitGraph, grid: Ints, settings: DrawSettings) -> _Sums:
    """Sum units and contacts up by grid."""
    count = int(grid.max(initial=FREE)) + 1
    here = grid != FREE
    number = grid[here]
    households, workload, area_m2 = (
        np.bincount(number, values[here], count) for values in (graph.households, graph.workload, graph.area_m2)
    )
    community = np.zeros(count, np.int32)
    community[number] = graph.community[here]
    free_units = np.bincount(number, graph.fixed[here] == FREE, count)
    units = np.bincount(number, minlength=count).astype(np.int32)
    is_fixed = (units > 0) & (free_units == 0)
    is_oversize = np.bincount(number, exceeding(graph, settings)[here], count) > 0
    a, b = grid[graph.contact_a], grid[graph.contact_b]
    cut = (a != b) & (a != FREE) & (b != FREE) & (graph.community[graph.contact_a] == graph.community[graph.contact_b])
    return _Sums(
        units=units,
        households=households,
        workload=workload,
        area_m2=area_m2,
        border_m=_borders(graph, grid, count),
        walk_m=_walks(graph, grid, count),
        community=community,
        is_fixed=is_fixed,
        is_oversize=is_oversize,
        deviation=_deviations(workload, community, basic=(units > 0) & ~is_fixed, is_oversize=is_oversize),
        cut=cut,
    )


def _borders(graph: UnitGraph, grid: Ints, count: int) -> Floats:
    """Sum the length of every grid's whole edge."""
    here = grid != FREE
    border = np.bincount(grid[here], graph.outer_m[here], count)
    differ = grid[graph.contact_a] != grid[graph.contact_b]
    for unit in (graph.contact_a, graph.contact_b):
        edge = differ & here[unit]
        border += np.bincount(grid[unit[edge]], graph.contact_m[edge], count)
    return border


def _walks(graph: UnitGraph, grid: Ints, count: int) -> Floats:
    """Sum the distances from every grid's middle to each of its households."""
    here = grid != FREE
    number, weight = grid[here], graph.households[here]
    households = np.maximum(np.bincount(number, weight, count), 1e-9)
    middle = [np.bincount(number, weight * graph.xy_m[here, axis], count) / households for axis in (0, 1)]
    distance = np.hypot(*(graph.xy_m[here, axis] - middle[axis][number] for axis in (0, 1)))
    return np.bincount(number, weight * distance, count)


def _deviations(workload: Floats, community: Ints, *, basic: Bools, is_oversize: Bools) -> Floats:
    """Compare every basic grid with the mean of those of its community that a building has not made too large.

    Fixed and empty ones deviate by nothing.
    """
    communities, counts = int(community.max(initial=0)) + 1, basic & ~is_oversize
    mean = np.bincount(community[counts], workload[counts], communities) / np.maximum(
        1, np.bincount(community[counts], minlength=communities)
    )
    of_grid = mean[community]
    known = basic & (of_grid > 0)
    return np.where(known, workload / np.where(known, of_grid, 1.0) - 1.0, 0.0)


def _compactness(sums: _Sums) -> Floats:
    """Polsby–Popper of every grid."""
    return np.asarray(4 * np.pi * sums.area_m2 / np.maximum(sums.border_m, 1.0) ** 2)


def _shared_borders(graph: UnitGraph, grid: Ints, sums: _Sums) -> tuple[Floats, Floats]:
    """Sum each grid's border with others of its community: all of it, and what runs along streets."""
    count = len(sums.units)
    is_street = graph.contact_kind == Contact.STREET
    shared, street = np.zeros(count), np.zeros(count)
    for unit in (graph.contact_a, graph.contact_b):
        shared += np.bincount(grid[unit[sums.cut]], graph.contact_m[sums.cut], count)
        street += np.bincount(grid[unit[sums.cut]], (graph.contact_m * is_street)[sums.cut], count)
    return shared, street


def _bridged(graph: UnitGraph, grid: Ints, in_pieces: Bools, settings: DrawSettings) -> Bools:
    """Say which grids in several pieces could not be in one: each on ground of its own, and one at most large enough.

    Ground that water, railways, dedicated grids or the community's border cut off joins a grid beyond when it holds too
    few households for a grid of its own.
    """
    found = np.zeros(len(in_pieces), np.bool_)
    if not in_pieces.any():
        return found
    links = links_of(graph)
    together = grid[links.a] == grid[links.b]
    piece = components(len(graph), links.a[together], links.b[together])[1]
    ground, carries = grounds_of(graph, settings)
    inside = (grid != FREE) & np.append(in_pieces, False)[grid]
    drawn = inside & (graph.fixed == FREE)
    pieces = np.bincount(_owner_of(piece[inside], grid[inside]), minlength=len(found))
    on_ground = np.bincount(_owner_of(piece[drawn], grid[drawn]), minlength=len(found))
    large = drawn & carries[ground]
    with_large = np.bincount(_owner_of(piece[large], grid[large]), minlength=len(found))
    apart = _owner_of(ground[drawn], grid[drawn], piece[drawn]), _owner_of(ground[drawn], grid[drawn])
    alike = [np.bincount(one, minlength=len(found)) for one in apart]
    return np.asarray(in_pieces & (on_ground == pieces) & (with_large <= 1) & (alike[0] == alike[1]))


def _owner_of(part: Ints, grid: Ints, *more: Ints) -> Ints:
    """Give the grid of each different part that a grid has."""
    found: Ints = np.unique(np.column_stack([grid, part, *more]), axis=0)[:, 0]
    return found


def _share_in_band(sums: _Sums, settings: DrawSettings) -> float | None:
    """Give the share of grids whose households lie in the band, None without a band."""
    if settings.band is None:
        return None
    households = np.round(sums.households[sums.counts])
    return _mean((households >= settings.band.low) & (households <= settings.band.high), otherwise=1.0)


def _worst_from_city(sums: _Sums) -> float:
    """Give the largest deviation from the mean of all basic grids, whatever their community."""
    workload = sums.workload[sums.counts]
    mean = _mean(workload)
    return float(np.abs(workload / mean - 1.0).max()) if mean > 0 else 0.0


def _mean(values: Floats | Bools, otherwise: float = 0.0) -> float:
    """Take the mean, something else of nothing."""
    return float(values.mean()) if len(values) else otherwise


def _ratio(part: float, whole: float, otherwise: float = 0.0) -> float:
    """Divide, something else by nothing."""
    return part / whole if whole > 0 else otherwise
