"""Ground without gap or overlap: lines noded on a lattice of one centimetre, the faces between them, their shared edges."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from linli.grids.drawing.graph import FREE, Floats, Ints
from linli.grids.ground.layers import Shapes

LATTICE_M = 0.01
_PER_M = 100


@dataclass(frozen=True)
class Edges:
    """Straight pieces of border between two faces (a < b), or between a face and nothing (b is FREE)."""

    a: Ints
    b: Ints
    start: Floats  # (edges, 2)
    end: Floats

    @property
    def length_m(self) -> Floats:
        """How long each edge is."""
        way = self.end - self.start
        return np.hypot(way[:, 0], way[:, 1])

    @property
    def middle(self) -> Floats:
        """The middle of each edge."""
        middle: Floats = (self.start + self.end) / 2
        return middle

    def only(self, wanted: NDArray[np.bool_]) -> "Edges":
        """Give some of the edges."""
        return Edges(self.a[wanted], self.b[wanted], self.start[wanted], self.end[wanted])

    def between(self, label: Ints) -> "Edges":
        """Give the edges between faces of different labels, named by label; faces labelled FREE are nothing."""
        a = label[self.a]
        b = np.where(self.b == FREE, FREE, label[self.b]).astype(np.int32)
        low, high = np.minimum(a, b), np.maximum(a, b)
        lone = low == FREE
        first, second = np.where(lone, high, low), np.where(lone, FREE, high)
        return Edges(first, second, self.start, self.end).only((a != b) & (first != FREE))


def faces_between(lines: Shapes) -> Shapes:
    """Node lines on the lattice and give the faces they enclose, in an order that hangs on the faces alone."""
    noded = shapely.union_all(shapely.force_2d(lines), grid_size=LATTICE_M)
    faces: Shapes = shapely.get_parts(shapely.polygonize([noded]))
    bounds = shapely.bounds(faces).round(2)
    points = shapely.get_coordinates(shapely.point_on_surface(faces)).round(2)
    ordered: Shapes = faces[np.lexsort((*points.T, *bounds.T))] if len(faces) else faces
    return ordered


def edges_of(faces: Shapes) -> Edges:
    """Find which noded faces share which straight pieces of border."""
    rings, owner = shapely.get_rings(faces, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    follows = np.flatnonzero(ring[1:] == ring[:-1])
    start, end = xy[follows], xy[follows + 1]
    face = owner[ring[follows]].astype(np.int32)
    keys = np.sort(np.column_stack([_key(start), _key(end)]), axis=1)
    order = np.lexsort((face, keys[:, 1], keys[:, 0]))
    keys, face, start, end = keys[order], face[order], start[order], end[order]
    twin = np.zeros(len(face), dtype=bool)
    twin[:-1] = (keys[1:] == keys[:-1]).all(axis=1)
    second = np.zeros(len(face), dtype=bool)
    second[1:] = twin[:-1]
    other = np.full(len(face), FREE, dtype=np.int32)
    other[:-1][twin[:-1]] = face[1:][twin[:-1]]
    keep = ~second & (face != other)
    return Edges(face, other, start, end).only(keep)


def pieces_of(count: int, a: Ints, b: Ints) -> Ints:
    """Number what hangs together through the pairs."""
    links = coo_array((np.ones(len(a), dtype=np.int8), (a, b)), shape=(count, count))
    return np.asarray(connected_components(links, directed=False)[1], dtype=np.int32)


def in_one_piece(faces: Shapes, label: Ints) -> Ints:
    """Leave each label its largest piece, and give every other face to the neighbour with the longest shared border."""
    edges = edges_of(faces)
    edges = edges.only(edges.b != FREE)
    same = label[edges.a] == label[edges.b]
    piece = pieces_of(len(faces), edges.a[same], edges.b[same])
    size = np.bincount(piece, weights=shapely.area(faces))
    order = np.lexsort((-piece, np.round(size[piece], 2)))
    main = np.full(int(label.max()) + 1, FREE, dtype=np.int32)
    held = order[label[order] != FREE]
    main[label[held]] = piece[held]
    kept = (label != FREE) & (piece == main[label])
    result = taken_in(edges, edges.length_m, np.where(kept, label, FREE).astype(np.int32))
    return np.where(result == FREE, label, result).astype(np.int32)


def taken_in(edges: Edges, weight: Floats, label: Ints) -> Ints:
    """Give faces without a label (FREE) the label they share most border with, ring by ring, while any can be reached."""
    while (label == FREE).any():
        step = _one_ring(edges, weight, label)
        if (step == label).all():
            break
        label = step
    return label


def longest_neighbour(edges: Edges, count: int) -> Ints:
    """Give each label the neighbour it shares most border with, the lower number when equal; FREE for none."""
    nobody = np.arange(count, dtype=np.int32)
    best = np.full(count, FREE, dtype=np.int32)
    inner = edges.only(edges.b != FREE)
    pairs, total = _shared(inner.a, inner.b, inner.length_m, nobody)
    order = np.lexsort((-pairs[:, 1], total, pairs[:, 0]))
    best[pairs[order, 0]] = pairs[order, 1]
    return best


def dissolved(faces: Shapes, label: Ints) -> Shapes:
    """Join noded faces of the same label (0…); every label must have a face."""
    order = np.argsort(label, kind="stable")
    starts = np.searchsorted(label[order], np.arange(label.max() + 2))
    result: Shapes = np.empty(len(starts) - 1, dtype=object)
    for index in range(len(result)):
        own = faces[order[starts[index] : starts[index + 1]]]
        result[index] = own[0] if len(own) == 1 else shapely.coverage_union_all(own)
    return result


def _one_ring(edges: Edges, weight: Floats, label: Ints) -> Ints:
    pairs, total = _shared(edges.a, edges.b, weight, label)
    wanted = (label[pairs[:, 0]] == FREE) & (pairs[:, 1] != FREE)
    pairs, total = pairs[wanted], total[wanted]
    order = np.lexsort((-pairs[:, 1], total, pairs[:, 0]))
    result = label.copy()
    result[pairs[order, 0]] = pairs[order, 1]
    return result


def _shared(a: Ints, b: Ints, weight: Floats, label: Ints) -> tuple[Ints, Floats]:
    """Sum the border between each face and each label beside it: pairs (face, label), and how much."""
    both = np.column_stack([np.concatenate([a, b]), label[np.concatenate([b, a])]])
    pairs, place = np.unique(both, axis=0, return_inverse=True)
    total = np.bincount(place.ravel(), weights=np.tile(weight, 2), minlength=len(pairs))
    return pairs.reshape(-1, 2), np.round(total, 3)


def _key(xy: Floats) -> NDArray[np.int64]:
    cells = np.round(xy * _PER_M).astype(np.int64) + (1 << 30)
    keys: NDArray[np.int64] = (cells[:, 0] << 31) | cells[:, 1]
    return keys
