"""Cut one grid in two level halves, each in one piece: the best single cut of many trees over its ground.

A tree prefers to run inside compounds and across walls, so that what is cut is mostly a street.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linli.grids.drawing.graph import COST_PER_M, Floats, Ints, UnitGraph

Mask = NDArray[np.bool_]
_TREES = 32
_CUTS_OF_A_TREE = 3
_LEVEL = 0.05  # halves that differ by less are as good as level


@dataclass(frozen=True)
class _Parts:
    """What is never parted, as one node each: weights, and edges with what a border along them costs."""

    weight: Floats
    area_m2: float
    a: Ints
    b: Ints
    cost: Floats
    length_m: Floats


def halve(graph: UnitGraph, group: Ints, mine: Mask) -> Mask:
    """Choose the units of one half: level in workload, with a short border that cuts through little."""
    numbers, node = np.unique(group[mine], return_inverse=True)
    of_unit = np.full(len(graph), -1, dtype=np.int64)
    of_unit[mine] = node
    parts = _parts(graph, of_unit, mine, len(numbers))
    best, chosen = np.inf, np.zeros(len(numbers), dtype=bool)
    rng = np.random.default_rng(1)
    for _tree in range(_TREES):
        order = np.argsort(rng.random(len(parts.a)) / np.maximum(parts.cost, 1e-6), kind="stable")
        for side in _cuts(parts, order):
            energy = _energy(parts, side)
            if energy < best:
                best, chosen = energy, side
    half = np.zeros(len(graph), dtype=bool)
    half[mine] = chosen[node]
    return half


def _parts(graph: UnitGraph, of_unit: NDArray[np.int64], mine: Mask, count: int) -> _Parts:
    a, b = of_unit[graph.contact_a], of_unit[graph.contact_b]
    inner = (a >= 0) & (b >= 0) & (a != b)
    low, high = np.minimum(a[inner], b[inner]), np.maximum(a[inner], b[inner])
    per_m = np.asarray(COST_PER_M)[graph.contact_kind[inner]]
    pair, at = np.unique(low * count + high, return_inverse=True)
    length = np.bincount(at, graph.contact_m[inner], minlength=len(pair))
    cost = np.bincount(at, graph.contact_m[inner] * per_m, minlength=len(pair))
    # Ground without any household weighs a little by its extent, or empty grids could not be halved.
    weight = graph.workload[mine] + 1e-6 * graph.area_m2[mine]
    ends = np.column_stack([pair // count, pair % count]).astype(np.int32)
    links = _links(ends, count)
    ends = np.vstack([ends, links])
    nought = np.zeros(len(links))
    return _Parts(
        np.bincount(of_unit[mine], weight, minlength=count),
        float(graph.area_m2[mine].sum()),
        ends[:, 0],
        ends[:, 1],
        np.r_[cost, nought],
        np.r_[length, nought],
    )


def _links(ends: Ints, count: int) -> Ints:
    """Link pieces that do not touch, so that a tree reaches everything."""
    parent = list(range(count))
    for a, b in ends.tolist():
        parent[_root(parent, a)] = _root(parent, b)
    roots = sorted({_root(parent, one) for one in range(count)})
    return np.array([(roots[0], one) for one in roots[1:]], dtype=np.int32).reshape(-1, 2)


def _root(parent: list[int], one: int) -> int:
    while parent[one] != one:
        parent[one] = parent[parent[one]]
        one = parent[one]
    return one


def _cuts(parts: _Parts, order: NDArray[np.int64]) -> Iterator[Mask]:
    """Grow the tree of an order of edges, and give the sides of its most level cuts."""
    count = len(parts.weight)
    beside = _tree(parts, order)
    walk, above = [0], [-1] * count
    for one in walk:
        for other in beside[one]:
            if other != above[one]:
                above[other] = one
                walk.append(other)
    below = parts.weight.tolist()
    for one in reversed(walk[1:]):
        below[above[one]] += below[one]
    whole = below[0]
    uneven = sorted(walk[1:], key=lambda one: abs(2 * below[one] - whole))
    for top in uneven[:_CUTS_OF_A_TREE]:
        side = np.zeros(count, dtype=bool)
        reached = [top]
        for one in reached:
            side[one] = True
            reached.extend(other for other in beside[one] if other != above[one])
        yield side


def _tree(parts: _Parts, order: NDArray[np.int64]) -> list[list[int]]:
    parent = list(range(len(parts.weight)))
    beside: list[list[int]] = [[] for _one in parent]
    for a, b in zip(parts.a[order].tolist(), parts.b[order].tolist(), strict=True):
        first, second = _root(parent, a), _root(parent, b)
        if first != second:
            parent[first] = second
            beside[a].append(b)
            beside[b].append(a)
    return beside


def _energy(parts: _Parts, side: Mask) -> float:
    """Weigh levelness against the cut, as the drawing does."""
    whole = max(float(parts.weight.sum()), 1e-9)
    off = abs(2 * float(parts.weight[side].sum()) / whole - 1)
    cut = side[parts.a] != side[parts.b]
    cost = float(parts.cost[cut].sum()) / max(math.sqrt(parts.area_m2 / 2), 1.0)
    return 100 * off**2 + 2000 * max(0.0, off - _LEVEL) ** 2 + cost
