"""Who touches whom, along what: streets, walls, or between buildings; nobody across water, railways and motorways."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from linli.grids.drawing.graph import FREE, Contact, Floats, Ints
from linli.grids.ground.blocks import Lines
from linli.grids.ground.cells import Cell
from linli.grids.ground.lattice import edges_of, pieces_of
from linli.grids.ground.layers import Shapes

_LEAST_M = 2.0  # less is a corner
_LEAST_PIECE = 0.5  # of a target: fewer households beyond a barrier make no grid, and are reached over it
_BARRED = len(Contact)


@dataclass(frozen=True)
class Contacts:
    """Pairs of units that touch (a < b), how long, along what; and what of each unit's border touches nobody."""

    a: Ints
    b: Ints
    length_m: Floats
    kind: Ints
    outer_m: Floats
    block: Ints


def contacts_of(units: Shapes, cells: list[Cell], households: Floats, target: int, lines: Lines) -> Contacts:
    """Find the contacts of noded units."""
    community = np.array([cell.community for cell in cells], dtype=np.int32)
    pairs, lengths = _by_pair(units, cells, community, lines)
    barred = lengths[:, _BARRED]
    open_m = lengths[:, :_BARRED].sum(axis=1)
    today = np.array([cell.today for cell in cells], dtype=np.int32)[pairs]
    same = (today[:, 0] == today[:, 1]) & (today[:, 0] != FREE)
    longest = np.lexsort((np.arange(len(pairs)), -barred))
    longest = longest[barred[longest] >= _LEAST_M]
    bridged = np.zeros(len(pairs), dtype=bool)
    for within in (same, np.ones_like(same)):  # a grid of today that reaches over a barrier first
        links = within & (bridged | (open_m >= _LEAST_M))
        bridged |= _bridges(pairs, longest[within[longest]], links, households, target)
    length = np.where(bridged, barred + open_m, open_m)
    kind = np.where(open_m >= _LEAST_M, lengths[:, :_BARRED].argmax(axis=1), int(Contact.STREET)).astype(np.int32)
    keep = bridged | (open_m >= _LEAST_M)
    pairs, length, kind = pairs[keep], length[keep], kind[keep]
    outer = shapely.length(units) - np.bincount(pairs.ravel(), weights=np.repeat(length, 2), minlength=len(units))
    together = kind != Contact.STREET
    block = pieces_of(len(units), pairs[together, 0], pairs[together, 1])
    return Contacts(pairs[:, 0], pairs[:, 1], length, kind, np.maximum(outer, 0.0), block)


def _by_pair(units: Shapes, cells: list[Cell], community: Ints, lines: Lines) -> tuple[Ints, Floats]:
    """Sum the shared border of each pair, by what runs along it; the last column is barriers."""
    edges = edges_of(units)
    edges = edges.only(edges.b != FREE)
    edges = edges.only(community[edges.a] == community[edges.b])
    compound = np.array([cell.compound for cell in cells], dtype=np.int32)
    special = np.array([cell.dedicated != FREE or cell.is_parcel for cell in cells], dtype=bool)
    same = (compound[edges.a] == compound[edges.b]) & ~special[edges.a] & ~special[edges.b]
    kind = np.where(same, int(Contact.INSIDE), int(Contact.WALL))
    kind[lines.on_lane(edges)] = int(Contact.WALL)
    kind[lines.on_street(edges)] = int(Contact.STREET)
    kind[lines.on_barrier(edges)] = _BARRED
    pairs, place = np.unique(np.column_stack([edges.a, edges.b]), axis=0, return_inverse=True)
    lengths = np.zeros((len(pairs), _BARRED + 1))
    np.add.at(lengths, (place.ravel(), kind), edges.length_m)
    return pairs.astype(np.int32).reshape(-1, 2), np.round(lengths, 2)


def _bridges(
    pairs: Ints, barred: NDArray[np.int64], links: NDArray[np.bool_], households: Floats, target: int
) -> NDArray[np.bool_]:
    """Say over which barriers few people are reached after all, because they are too few for a grid of their own.

    `barred` names the pairs that a barrier parts, the likeliest bridge first.
    """
    piece = pieces_of(len(households), pairs[links, 0], pairs[links, 1])
    weight = dict(enumerate(np.bincount(piece, weights=households).tolist()))
    root = {name: name for name in weight}

    def found(name: int) -> int:
        while root[name] != name:
            name = root[name]
        return name

    bridged = np.zeros(len(pairs), dtype=bool)
    for at in barred.tolist():
        first, second = found(int(piece[pairs[at, 0]])), found(int(piece[pairs[at, 1]]))
        few = min(weight[first], weight[second]) < _LEAST_PIECE * target
        if first != second and few:
            bridged[at], root[second] = True, first
            weight[first] += weight[second]
    return bridged
