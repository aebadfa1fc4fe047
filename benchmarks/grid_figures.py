"""One yardstick for every way of drawing: figures of a plan from the graph alone, written apart from the program's own."""

from dataclasses import asdict, dataclass

import numpy as np
import scipy.sparse as sparse
from benchmarks.grid_cities import TARGET, City
from scipy.sparse.csgraph import connected_components

from linli.grids.drawing.graph import COST_PER_M, FREE, Contact, Floats, Ints, UnitGraph

BAND = (300, 500)
WHOLE_UP_TO = 1.1  # grids
_COST_PER_M = np.array(COST_PER_M)


@dataclass(frozen=True)
class Figures:
    """How good a plan is; deviations are of the workload, from the mean of the grid's community, in per cent."""

    grids: int
    worst: float
    mean: float
    within_10: float
    within_5: float
    within_10_of_city: float
    outside_10: int  # grids
    in_band: float
    broken: int
    compactness: float
    street_share: float  # of the borders between grids of one community
    inside_km: float
    cost_km: float  # all borders, those of communities too
    compounds_cut: float  # of those that fit into a grid

    @property
    def plain(self) -> dict[str, float]:
        """The figures as JSON."""
        return asdict(self)


def figures_of(city: City, grid: Ints) -> Figures:
    """Measure a plan: which unit is in which grid."""
    graph, grids = city.graph, int(grid.max()) + 1
    work = np.bincount(grid, graph.workload, grids)
    households = np.bincount(grid, graph.households, grids)
    community = community_of_grid(graph, grid)
    by_community = np.bincount(community, work) / np.bincount(community)
    off = 100 * np.abs(work / by_community[community] - 1)
    from_city = np.abs(work / work.mean() - 1)
    cut = grid[graph.contact_a] != grid[graph.contact_b]
    kind, shared_m = graph.contact_kind[cut], graph.contact_m[cut]
    drawn = shared_m * (graph.community[graph.contact_a[cut]] == graph.community[graph.contact_b[cut]])
    return Figures(
        grids=grids,
        worst=float(off.max()),
        mean=float(off.mean()),
        within_10=_percent(off <= 10),
        within_5=_percent(off <= 5),
        within_10_of_city=_percent(from_city <= 0.1),
        outside_10=int((off > 10).sum()),
        in_band=_percent((households >= BAND[0]) & (households <= BAND[1])),
        broken=broken_grids(graph, grid),
        compactness=float(_compactness(graph, grid, cut).mean()),
        street_share=100 * float(drawn[kind == Contact.STREET].sum() / max(drawn.sum(), 1e-9)),
        inside_km=float(shared_m[kind == Contact.INSIDE].sum() / 1000),
        cost_km=float((shared_m * _COST_PER_M[kind]).sum() / 1000),
        compounds_cut=_compounds_cut(graph, grid),
    )


def community_of_grid(graph: UnitGraph, grid: Ints) -> Ints:
    """Say in which community each grid lies; a grid in two communities is no plan."""
    found = np.full(int(grid.max()) + 1, FREE, dtype=np.int32)
    found[grid] = graph.community
    if (found[grid] != graph.community).any() or (found == FREE).any():
        message = "a grid lies in two communities, or holds no unit"
        raise ValueError(message)
    return found


def broken_grids(graph: UnitGraph, grid: Ints) -> int:
    """Count grids that are in several pieces."""
    return int((_pieces(graph, grid) > 1).sum())


def moved_percent(graph: UnitGraph, before: Ints, after: Ints) -> float:
    """Say how many households of a hundred are in another grid than before."""
    return 100 * float(graph.households[before != after].sum() / graph.households.sum())


def _pieces(graph: UnitGraph, part: Ints) -> Ints:
    """Count the connected pieces of each part; units of no part do not count."""
    same = part[graph.contact_a] == part[graph.contact_b]
    ends = (graph.contact_a[same], graph.contact_b[same])
    net = sparse.coo_matrix((np.ones(int(same.sum()), dtype=np.int8), ends), shape=(len(graph), len(graph)))
    piece = connected_components(net, directed=False)[1]
    pairs = np.unique(np.column_stack([part, piece])[part != FREE], axis=0)
    return np.bincount(pairs[:, 0])


def _compactness(graph: UnitGraph, grid: Ints, cut: np.ndarray) -> Floats:
    grids = int(grid.max()) + 1
    around_m = np.bincount(grid, graph.outer_m, grids)
    for end in (graph.contact_a, graph.contact_b):
        around_m += np.bincount(grid[end[cut]], graph.contact_m[cut], grids)
    ratio: Floats = 4 * np.pi * np.bincount(grid, graph.area_m2, grids) / np.maximum(around_m, 1) ** 2
    return ratio


def _compounds_cut(graph: UnitGraph, grid: Ints) -> float:
    """Say how many of a hundred compounds are cut: of those in one piece that are no larger than 1.1 grids."""
    of_one = graph.compound != FREE
    households = np.bincount(graph.compound[of_one], graph.households[of_one])
    fits = (households > 0) & (households <= WHOLE_UP_TO * TARGET) & (_pieces(graph, graph.compound) == 1)
    pairs = np.unique(np.column_stack([graph.compound[of_one], grid[of_one]]), axis=0)
    return _percent(np.bincount(pairs[:, 0], minlength=len(households))[fits] > 1)


def _percent(which: np.ndarray) -> float:
    return 100 * float(which.mean()) if len(which) else 0.0
