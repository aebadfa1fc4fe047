"""Benchmark cities to draw grids in: S and M on the streets of Wuhan, A on those of Aleppo, L all of Wuhan.

    from benchmarks.grid_cities import city
    graph = city("M").graph

A city is built once (M within a minute or two) and kept in the folder of the benchmarks. Every unit is a building with its
cell; communities of about ten grids are cut along streets, each in one piece. `TARGET` is the size its grids aim at.
"""

import os
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from benchmarks.grid_cells import Cells, cells_of
from benchmarks.grid_parcels import SLABS, Buildings, Parcels, blocks_of, cut_parcels, put_up
from scipy.sparse.csgraph import connected_components

from linli.grids.drawing.graph import FREE, Ints, UnitGraph

TARGET = 450  # households of a grid
VERSION = 1  # rises when cities are built in another way
_ROOT = Path(__file__).resolve().parents[1]
_GRIDS_A_COMMUNITY = 10
_MOST_IN_A_LUMP = 3  # grids in a block that no community's border cuts
_SIZES = (0.45, 1.55)  # of communities, by the average one
_TRIES = 12  # of which the one whose communities come nearest to their sizes stands
_LEAST_GRIDS = 4  # smaller pieces of ground, cut off by water or hills, are left out
_FIELDS = tuple(UnitGraph.__dataclass_fields__)


@dataclass(frozen=True)
class Recipe:
    """On which streets, with how many buildings, in parcels of which size."""

    streets: str
    units: int
    median_ha: float = 1.5


@dataclass(frozen=True)
class City:
    """A city's units; `parcel` numbers what lies within one wall, homes or not, `block` what lies between streets."""

    name: str
    graph: UnitGraph
    parcel: Ints
    block: Ints

    @property
    def grids(self) -> Ints:
        """How many grids each community needs."""
        return grids_needed(self.graph)


RECIPES = {
    "S": Recipe("wuhan", 6_200),
    "M": Recipe("wuhan", 53_500),
    "A": Recipe("aleppo", 67_000, 1.0),
    "L": Recipe("wuhan", 10**9),
}


class StreetsMissing(Exception):
    """The street networks lie beside the checkout, not in it."""


def city(name: str, folder: Path | None = None) -> City:
    """Give a city, built now if it is not kept yet."""
    kept = (folder or _folder()) / f"{name}-{VERSION}.npz"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        built = _built(name)
        fresh = kept.with_suffix(f".{os.getpid()}.npz")
        arrays = {field: getattr(built.graph, field) for field in _FIELDS}
        np.savez(fresh, parcel=built.parcel, block=built.block, **arrays)
        fresh.replace(kept)
    with np.load(kept) as read:
        return City(name, UnitGraph(**{field: read[field] for field in _FIELDS}), read["parcel"], read["block"])


def grids_needed(graph: UnitGraph, target: int = TARGET) -> Ints:
    """Say how many grids of `target` households, on the city's average of work, each community needs."""
    share = np.bincount(graph.community, graph.workload, graph.communities) / graph.workload.sum()
    return np.maximum(1, np.round(share * graph.households.sum() / target)).astype(np.int32)


def without_compounds(graph: UnitGraph) -> UnitGraph:
    """Forget which units are of one compound, so that a drawing may cut anywhere."""
    return replace(graph, compound=np.full(len(graph), FREE, dtype=np.int32))


def some_communities(graph: UnitGraph, first: int) -> UnitGraph:
    """Keep the first communities only."""
    return _taken(graph, graph.community < first)


def pieces_of(graph: UnitGraph, part: Ints) -> Ints:
    """Number the connected pieces of each part."""
    same = part[graph.contact_a] == part[graph.contact_b]
    ends = (graph.contact_a[same], graph.contact_b[same])
    net = sparse.coo_matrix((np.ones(int(same.sum()), dtype=np.int8), ends), shape=(len(graph), len(graph)))
    return np.asarray(connected_components(net, directed=False)[1], dtype=np.int32)


def _folder() -> Path:
    data = Path(os.environ.get("LINLI_DATA", _ROOT / "var" / "bench"))
    return data / "cities"


def _streets(name: str) -> Path:
    shared = Path(os.environ.get("LINLI_SHARED", _ROOT.parent / "shared"))
    path = shared / "data" / "streets-neatnet" / f"{name}.parquet"
    if not path.exists():
        message = f"no streets at {path}: set LINLI_SHARED to the folder that holds data/streets-neatnet"
        raise StreetsMissing(message)
    return path


def _built(name: str) -> City:
    recipe, generator = RECIPES[name], np.random.default_rng(1)
    parcels = cut_parcels(
        blocks_of(_streets(recipe.streets), recipe.units), median_ha=recipe.median_ha, generator=generator
    )
    buildings = put_up(parcels, generator)
    whole = _graph(parcels, buildings, cells_of(parcels, buildings))
    block = parcels.block[buildings.parcel].astype(np.int32)
    kept, community = _communities(whole, _lumps(whole, block, parcels.block.max() + 1 + buildings.parcel))
    graph = replace(_taken(whole, kept), community=community)
    return City(name, _renumbered(graph), buildings.parcel[kept].astype(np.int32), block[kept])


def _graph(parcels: Parcels, buildings: Buildings, cells: Cells) -> UnitGraph:
    is_compound = parcels.kind[buildings.parcel] >= SLABS
    count = len(buildings.parcel)
    return UnitGraph(
        households=buildings.households,
        workload=buildings.workload,
        area_m2=cells.area_m2,
        outer_m=cells.outer_m,
        community=np.zeros(count, dtype=np.int32),
        xy_m=buildings.xy_m - buildings.xy_m.mean(axis=0).round(),
        contact_a=cells.a,
        contact_b=cells.b,
        contact_m=cells.shared_m,
        contact_kind=cells.kind,
        compound=np.where(is_compound, buildings.parcel, FREE).astype(np.int32),
        fixed=np.full(count, FREE, dtype=np.int32),
        apart=np.empty((0, 2), dtype=np.int32),
    )


def _taken(graph: UnitGraph, kept: np.ndarray) -> UnitGraph:
    """Keep some units and the contacts among them; an edge towards the others becomes an outer edge."""
    place = (np.cumsum(kept) - 1).astype(np.int32)
    a, b, shared_m = graph.contact_a, graph.contact_b, graph.contact_m
    inner, cut = kept[a] & kept[b], kept[a] != kept[b]
    outer_m = graph.outer_m + sum(np.bincount(end[cut], shared_m[cut], len(graph)) for end in (a, b))
    by_unit = ("households", "workload", "area_m2", "community", "xy_m", "compound", "fixed")
    taken = {field: getattr(graph, field)[kept] for field in by_unit}
    return replace(
        graph, **taken, outer_m=outer_m[kept], contact_a=place[a[inner]], contact_b=place[b[inner]],
        contact_m=shared_m[inner], contact_kind=graph.contact_kind[inner],
    )  # fmt: skip


def _renumbered(graph: UnitGraph) -> UnitGraph:
    numbers, place = np.unique(graph.compound, return_inverse=True)
    return replace(graph, compound=(place - int(numbers[0] == FREE)).astype(np.int32))


def _lumps(graph: UnitGraph, block: Ints, parcel: Ints) -> Ints:
    """Take blocks as they are, but the parcels of a block that is a small community by itself."""
    heavy = np.bincount(block, graph.households)[block] > _MOST_IN_A_LUMP * TARGET
    return np.where(heavy, parcel, block).astype(np.int32)


def _communities(graph: UnitGraph, block: Ints) -> tuple[np.ndarray, Ints]:
    """Cut the ground into communities of about ten grids along streets; say which units are in any, and in which."""
    island = pieces_of(graph, np.zeros(len(graph), dtype=np.int32))
    of_one = graph.workload.sum() / graph.households.sum() * TARGET
    grids = np.bincount(island, graph.workload) / of_one
    community = np.full(len(graph), FREE, dtype=np.int32)
    for number in np.flatnonzero(grids >= _LEAST_GRIDS):
        units = np.flatnonzero(island == number)
        parts = max(1, round(grids[number] / _GRIDS_A_COMMUNITY))
        community[units] = community.max() + 1 + _parts(graph, units, block, parts)
    kept = community != FREE
    return kept, _in_one_piece(_taken(graph, kept), community[kept])


def _parts(graph: UnitGraph, units: Ints, block: Ints, parts: int) -> Ints:
    """Partition the blocks of one piece of ground; blocks stay whole."""
    import pymetis  # noqa: PLC0415 heavy

    if parts == 1:
        return np.zeros(len(units), dtype=np.int32)
    numbers, node = np.unique(block[units], return_inverse=True)
    node_of_unit = np.full(len(graph), FREE)
    node_of_unit[units] = node
    a, b = node_of_unit[graph.contact_a], node_of_unit[graph.contact_b]
    real = (a != b) & (a != FREE) & (b != FREE)
    ends = (np.concatenate([a[real], b[real]]), np.concatenate([b[real], a[real]]))
    net = sparse.csr_matrix((np.tile(graph.contact_m[real], 2), ends), shape=(len(numbers), len(numbers)))
    net.sum_duplicates()
    weights = np.maximum(1, np.bincount(node, graph.workload[units] * 10)).astype(np.int32)
    adjacency = pymetis.CSRAdjacency(net.indptr.astype(np.int32), net.indices.astype(np.int32))
    lengths = np.maximum(1, np.round(net.data)).astype(np.int32)

    sizes = np.random.default_rng(parts).uniform(*_SIZES, parts)
    shares = sizes / sizes.sum()

    def cut(seed: int) -> Ints:
        found = pymetis.part_graph(
            parts, adjacency=adjacency, vweights=weights, eweights=lengths, tpwgts=shares.tolist(), recursive=False,
            options=pymetis.Options(contig=1, ufactor=100, seed=seed),
        )  # fmt: skip
        return np.asarray(found.vertex_part, dtype=np.int32)

    tries = [cut(seed) for seed in range(_TRIES)]
    best = max(tries, key=lambda part: (np.bincount(part, weights, parts) / shares).min())
    return best[node]


def _in_one_piece(graph: UnitGraph, community: Ints) -> Ints:
    """Give stray pieces to the community they share most edge with, until every community hangs together."""
    while True:
        piece = pieces_of(graph, community)
        weight = np.bincount(piece, graph.workload + 1e-6)
        owner = np.zeros(len(weight), dtype=np.int32)
        owner[piece] = community
        order = np.lexsort((-weight, owner))
        first = np.append(True, owner[order][1:] != owner[order][:-1])
        stray = np.zeros(len(weight), dtype=bool)
        stray[order[~first]] = True
        if not stray.any():
            return np.unique(community, return_inverse=True)[1].astype(np.int32)
        community = _handed_over(graph, community, piece, stray)


def _handed_over(graph: UnitGraph, community: Ints, piece: Ints, stray: np.ndarray) -> Ints:
    shared = dict[tuple[int, int], float]()
    for one, other in ((graph.contact_a, graph.contact_b), (graph.contact_b, graph.contact_a)):
        out = stray[piece[one]] & (community[one] != community[other])
        for number, neighbour, shared_m in zip(
            piece[one[out]].tolist(), community[other[out]].tolist(), graph.contact_m[out].tolist(), strict=True
        ):
            shared[number, neighbour] = shared.get((number, neighbour), 0.0) + shared_m
    best = dict[int, tuple[float, int]]()
    for (number, neighbour), shared_m in shared.items():
        best[number] = max(best.get(number, (0.0, -1)), (shared_m, neighbour))
    changed = community.copy()
    number = min(best)  # one at a time: two strays beside each other must not change places
    changed[piece == number] = best[number][1]
    return changed
