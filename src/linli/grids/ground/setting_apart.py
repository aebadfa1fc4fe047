"""Places that are grids of their own: their pieces, and the scraps of ordinary ground they enclose."""

from collections.abc import Collection

import numpy as np

from linli.grids.drawing.graph import FREE, Floats, Ints, UnitGraph
from linli.grids.ground.lattice import pieces_of

_SCRAP_SHARE = 0.1  # of a target: fewer households enclosed by a place apart belong to it


def set_apart(graph: UnitGraph, kept: Collection[int], target: int) -> Ints:
    """Leave each place its largest piece, and give it the scraps of ordinary ground that touch nothing but places.

    Grids of today that are to be kept (by number in `graph.fixed`) stay exactly as they are.
    """
    stays = np.isin(graph.fixed, list(kept))
    place = _largest_pieces(graph, np.where(stays, FREE, graph.fixed).astype(np.int32))
    place[stays] = graph.fixed[stays]
    return _with_scraps(graph, place, kept, _SCRAP_SHARE * target)


def _largest_pieces(graph: UnitGraph, place: Ints) -> Ints:
    """Make what of a place lies beyond a street that parts it ordinary ground."""
    a, b = graph.contact_a, graph.contact_b
    same = (place[a] == place[b]) & (place[a] != FREE)
    piece = pieces_of(len(place), a[same], b[same])
    best = _largest(place, piece, np.bincount(piece, weights=graph.area_m2))
    return np.where((place != FREE) & (best[place] == piece), place, FREE).astype(np.int32)


def _with_scraps(graph: UnitGraph, place: Ints, kept: Collection[int], few: float) -> Ints:
    ordinary, a, b = place == FREE, graph.contact_a, graph.contact_b
    together = ordinary[a] & ordinary[b]
    piece = pieces_of(len(place), a[together], b[together])
    weight = np.bincount(piece, weights=graph.households)
    stays = _largest(np.where(ordinary, graph.community, FREE), piece, weight)
    across = ordinary[a] != ordinary[b]
    inner = np.where(ordinary[a], a, b)[across]
    beside = place[np.where(ordinary[a], b, a)[across]]
    result = place.copy()
    for name in np.setdiff1d(piece[inner][weight[piece[inner]] < few], stays).tolist():
        mine = piece[inner] == name
        taker = int(np.argmax(np.round(np.bincount(beside[mine], weights=graph.contact_m[across][mine]), 2)))
        if taker not in kept:
            result[piece == name] = taker
    return result


def _largest(group: Ints, piece: Ints, size: Floats) -> Ints:
    """Give each group its largest piece."""
    order = np.lexsort((-piece, np.round(size[piece], 1)))
    held = order[group[order] != FREE]
    best = np.full(int(group.max(initial=0)) + 1, FREE, dtype=np.int32)
    best[group[held]] = piece[held]
    return best
