"""Which units hang together: what is in one piece, and how a plan in several pieces is put together again."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linli.grids.drawing.graph import FREE, Floats, Ints, UnitGraph

MOST_REPAIRS = 60  # each joins every lost piece to a neighbour; a few are enough, chains of lost pieces take more


@dataclass(frozen=True)
class Links:
    """Who touches whom within a community, and along how many metres."""

    a: Ints
    b: Ints
    metres: Floats
    weight: Floats  # of each unit: the heaviest piece of a grid is the one that stays

    def __len__(self) -> int:
        return len(self.weight)


def links_of(graph: UnitGraph) -> Links:
    """Give the contacts a grid may run across: those within one community."""
    within = graph.community[graph.contact_a] == graph.community[graph.contact_b]
    weight = graph.workload + 1e-6 * graph.area_m2
    return Links(graph.contact_a[within], graph.contact_b[within], graph.contact_m[within], weight)


def components(units: int, a: Ints, b: Ints) -> tuple[int, Ints]:
    """Number the connected components of so many units, joined in pairs."""
    from scipy.sparse import coo_array  # noqa: PLC0415 a tenth of a second, for who draws or edits alone
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 as above

    joined = coo_array((np.ones(len(a), np.int8), (a, b)), shape=(units, units))
    count, labels = connected_components(joined, directed=False)
    return int(count), labels


def pieces_of(graph: UnitGraph, grid: Ints) -> Ints:
    """Count the pieces every grid is in; 0 where no unit has its number."""
    return count_pieces(links_of(graph), grid)


def count_pieces(links: Links, grid: Ints) -> Ints:
    """Count the pieces of every grid, walking along the links alone."""
    together = grid[links.a] == grid[links.b]
    _, piece = components(len(links), links.a[together], links.b[together])
    first = np.unique(piece, return_index=True)[1]
    owner = grid[first]
    return np.bincount(owner[owner != FREE], minlength=int(grid.max(initial=FREE)) + 1).astype(np.int32)


def repair(graph: UnitGraph, grid: Ints) -> Ints:
    """Keep the heaviest piece of every grid and give the others, and units in no grid, to the neighbour they share most border with."""
    return join_pieces(links_of(graph), grid)


def join_pieces(links: Links, grid: Ints) -> Ints:
    """Give lost pieces to neighbouring grids until nothing is lost, or nothing has a neighbour with a grid."""
    grid = grid.copy()
    for turn in range(MOST_REPAIRS):
        together = grid[links.a] == grid[links.b]
        count, piece = components(len(links), links.a[together], links.b[together])
        lost = _lost_pieces(count, piece, links.weight, grid)
        if not lost.any():
            break
        neighbour = _closest_grids(links, piece, lost, grid)
        moves = lost & (neighbour != FREE)
        if turn % 2:  # two lost pieces that keep swapping grids part ways when only some move
            moves &= np.random.default_rng(turn).random(count) < 0.6
        elif not moves.any():
            break
        grid = np.where(moves[piece], neighbour[piece], grid).astype(np.int32)
    return grid


def _lost_pieces(count: int, piece: Ints, weight: Floats, grid: Ints) -> NDArray[np.bool_]:
    """Say of every piece whether a heavier one of its grid stays instead, or it has no grid at all."""
    heavy = np.bincount(piece, weight, count) + 1e-9 * np.bincount(piece, minlength=count)
    owner = np.full(count, FREE, np.int32)
    owner[piece] = grid
    order = np.lexsort((-heavy, owner))
    stays = np.ones(count, np.bool_)
    stays[order[1:]] = owner[order[1:]] != owner[order[:-1]]
    return np.asarray(~stays | (owner == FREE))


def _closest_grids(links: Links, piece: Ints, lost: NDArray[np.bool_], grid: Ints) -> Ints:
    """Find for every lost piece the grid it shares most border with, FREE where it touches none."""
    from scipy.sparse import coo_array, csr_array  # noqa: PLC0415 as above

    count = len(lost)
    grids = int(grid.max(initial=FREE)) + 1
    shared = csr_array((count, max(1, grids)))
    for here, there in ((links.a, links.b), (links.b, links.a)):
        use = lost[piece[here]] & (piece[here] != piece[there]) & (grid[there] != FREE) & (grid[there] != grid[here])
        metres = links.metres[use] + 1e-3  # a bridge has no length, but joins
        shared = shared + coo_array((metres, (piece[here[use]], grid[there[use]])), shape=shared.shape).tocsr()
    best = np.asarray(shared.argmax(axis=1)).ravel()
    return np.where(np.diff(shared.tocsr().indptr) > 0, best, FREE).astype(np.int32)
