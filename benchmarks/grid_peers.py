"""Other partitioners at the same task: so many grids in every community, level work, short borders.

Each gives, for one city, which unit is in which grid. METIS comes with the program; Mt-KaHyPar and gerrychain are
installed apart: see `INSTALL`. Grids are numbered community by community, and none is left empty.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from benchmarks.grid_cities import City

from linli.grids.drawing.graph import COST_PER_M, Floats, Ints, UnitGraph

INSTALL = "uv pip install --target {folder} --require-hashes -r requirements/peers.txt"
_COST_PER_M = np.array(COST_PER_M)
_WEIGHT = 10  # METIS and Mt-KaHyPar count in whole numbers

_GERRYCHAIN_ATTEMPTS = 1_000
_GERRYCHAIN_ALLOWED = (0.1, 0.1, 0.1, 0.2, 0.4)

Cut = Callable[["Ground", int, int], Ints]


class PeersMissing(Exception):
    """A partitioner is not installed."""


class PeerFailed(Exception):
    """A partitioner gave up."""


@dataclass(frozen=True)
class Ground:
    """The graph of one community: weights of units, and costs of contacts in both directions."""

    work: Floats
    net: sparse.csr_matrix

    @property
    def weights(self) -> Ints:
        """The work in whole numbers; nothing weighs nothing."""
        return np.maximum(1, np.round(self.work * _WEIGHT)).astype(np.int32)

    @property
    def costs(self) -> Ints:
        """The costs in whole numbers, in the order of the net."""
        return np.maximum(1, np.round(self.net.data)).astype(np.int32)


def nested(cut: Cut, city: City, seed: int) -> Ints:
    """Cut every community by itself."""
    grid = np.empty(len(city.graph), dtype=np.int32)
    first = 0
    for (units, ground), parts in zip(_communities(city.graph), city.grids.tolist(), strict=True):
        part = cut(ground, parts, seed) if parts > 1 else np.zeros(len(units), dtype=np.int32)
        numbers, part = np.unique(part, return_inverse=True)
        grid[units] = first + part
        first += len(numbers)
    return grid


def metis(ground: Ground, parts: int, seed: int, *, imbalance: int = 30) -> Ints:
    """Cut by METIS: k-way, in one piece each."""
    import pymetis  # noqa: PLC0415 one partitioner a process

    found = pymetis.part_graph(
        parts,
        adjacency=pymetis.CSRAdjacency(ground.net.indptr.astype(np.int32), ground.net.indices.astype(np.int32)),
        vweights=ground.weights,
        eweights=ground.costs,
        recursive=False,
        options=pymetis.Options(contig=1, ufactor=imbalance, seed=seed),
    )
    return np.asarray(found.vertex_part, dtype=np.int32)


def metis_best(ground: Ground, parts: int, seed: int, *, tries: int = 20) -> Ints:
    """Cut by METIS often, with several allowances for imbalance, and keep the cut whose worst part is least off."""
    cuts = [metis(ground, parts, seed * 100 + place, imbalance=(30, 60, 15, 100)[place % 4]) for place in range(tries)]

    def worst(part: Ints) -> float:
        work = np.bincount(part, ground.work, parts)
        return float(np.abs(work / work.mean() - 1).max())

    return min(cuts, key=worst)


def mt_kahypar(ground: Ground, parts: int, seed: int) -> Ints:
    """Cut by Mt-KaHyPar with its usual settings, on one thread, 3 % imbalance allowed."""
    mtkahypar = _peer("mtkahypar")
    mtkahypar.set_seed(seed)
    program = _kahypar_program()
    context = program.context_from_preset(mtkahypar.PresetType.DEFAULT)
    context.set_partitioning_parameters(parts, 0.03, mtkahypar.Objective.CUT)
    context.logging = False
    row, column, cost = _upper(ground)
    edges = list(zip(row.tolist(), column.tolist(), strict=True))
    graph = program.create_graph(context, len(ground.work), len(edges), edges, ground.weights.tolist(), cost.tolist())
    return np.asarray(graph.partition(context).get_partition(), dtype=np.int32)


def gerrychain(ground: Ground, parts: int, seed: int) -> Ints:
    """Cut by gerrychain's recursive cutting of random spanning trees, 10 % imbalance allowed, more where it finds none."""
    chain, networkx = _peer("gerrychain"), _peer("networkx")
    partition, tree = _peer("gerrychain.partition"), _peer("gerrychain.tree")
    row, column, _cost = _upper(ground)
    net = networkx.Graph()
    net.add_nodes_from((unit, {"work": work}) for unit, work in enumerate(ground.work.tolist()))
    net.add_edges_from(zip(row.tolist(), column.tolist(), strict=True))
    graph, mean = chain.Graph.from_networkx(net), float(ground.work.sum()) / parts
    bounded = partial(tree.bipartition_tree, max_attempts=_GERRYCHAIN_ATTEMPTS)  # else it may try for ever
    for place, allowed in enumerate(_GERRYCHAIN_ALLOWED):
        try:
            found = partition.recursive_tree_part(
                graph, range(parts), mean, "work", allowed, bipartition_tree_fn=bounded, rng=seed * 100 + place
            )
        except (RuntimeError, tree.BalanceError):
            continue
        return np.array([found[unit] for unit in range(len(ground.work))], dtype=np.int32)
    message = "gerrychain found no cut"
    raise PeerFailed(message)


def open_peers(folder: Path) -> None:
    """Let peers installed in a folder be imported; the program's own packages come first."""
    sys.path.append(str(folder))


def _communities(graph: UnitGraph) -> Iterator[tuple[Ints, Ground]]:
    order = np.argsort(graph.community, kind="stable")
    first = np.searchsorted(graph.community[order], np.arange(graph.communities + 1))
    a, b, cost = graph.contact_a, graph.contact_b, graph.contact_m * _COST_PER_M[graph.contact_kind]
    ends = (np.concatenate([a, b]), np.concatenate([b, a]))
    net = sparse.csr_matrix((np.tile(cost, 2), ends), shape=(len(graph), len(graph)))[order][:, order].tocsr()
    for start, stop in zip(first[:-1].tolist(), first[1:].tolist(), strict=True):
        units = order[start:stop]
        yield units, Ground(graph.workload[units], net[start:stop, start:stop].tocsr())


def _upper(ground: Ground) -> tuple[Ints, Ints, Ints]:
    upper = sparse.triu(ground.net, 1).tocoo()
    return upper.row, upper.col, np.maximum(1, np.round(upper.data)).astype(np.int32)


def _peer(name: str):  # whatever the module is
    from importlib import import_module  # noqa: PLC0415 as the modules below

    try:
        return import_module(name)
    except ModuleNotFoundError as missing:
        raise PeersMissing(name) from missing


_started: list[object] = []


def _kahypar_program():
    if not _started:
        _started.append(_peer("mtkahypar").initialize(1, False))  # noqa: FBT003 its own order
    return _started[0]
