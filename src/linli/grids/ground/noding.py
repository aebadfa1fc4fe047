"""Cells brought onto the lattice together: one polygon each, every vertex shared, no gap and no overlap."""

import numpy as np
import shapely

from linli.grids.drawing.graph import FREE, Floats, Ints
from linli.grids.ground.cells import Cell
from linli.grids.ground.lattice import dissolved, edges_of, faces_between, pieces_of, taken_in
from linli.grids.ground.layers import Shapes
from linli.grids.ground.plane import as_shapes
from linli.grids.ground.stock import holder_of

_SPLINTER_M2 = 1.0  # alone, it is the end of a spike and nobody's
_LEAST_M2 = 25.0  # a cell that came out smaller joins its neighbour
_SCRAP_M2 = 400.0  # what its own block has no neighbour for may join another block


def noded(cells: list[Cell], grounds: Shapes) -> tuple[Shapes, list[Cell]]:
    """Give the cells as they lie on the lattice; a cell in pieces becomes several, scraps join a neighbour."""
    rough = as_shapes(cell.shape for cell in cells)
    faces = faces_between(as_shapes([*shapely.boundary(rough), *shapely.boundary(grounds)]))
    middle = shapely.point_on_surface(faces)
    label, community = holder_of(middle, rough), holder_of(middle, grounds)
    faces, label, community = (each[community != FREE] for each in (faces, label, community))
    of_cell = np.array([cell.community for cell in cells], dtype=np.int32)
    label[(label != FREE) & (of_cell[label] != community)] = FREE
    piece, owner = _pieces(faces, label, community, np.array([cell.block for cell in cells], dtype=np.int32))
    faces, piece = faces[piece != FREE], piece[piece != FREE]
    pairs, place = np.unique(np.column_stack([owner[piece], piece]), axis=0, return_inverse=True)
    return dissolved(faces, place.ravel().astype(np.int32)), [cells[at] for at in pairs[:, 0].tolist()]


def _pieces(faces: Shapes, label: Ints, community: Ints, block_of_cell: Ints) -> tuple[Ints, Ints]:
    """Say which piece each face belongs to in the end, and which cell each piece is of."""
    everywhere = edges_of(faces)
    everywhere = everywhere.only(everywhere.b != FREE)
    edges = everywhere.only(community[everywhere.a] == community[everywhere.b])
    same = (label[edges.a] == label[edges.b]) & (label[edges.a] != FREE)
    piece = pieces_of(len(faces), edges.a[same], edges.b[same])
    area = np.bincount(piece, weights=shapely.area(faces))
    owner = np.full(len(area), FREE, dtype=np.int32)
    owner[piece] = label
    block = np.where(label == FREE, FREE, block_of_cell[label])
    of_block = edges.only((block[edges.a] == block[edges.b]) & (block[edges.a] != FREE))
    is_main = (piece == _largest(owner, area)[label]) & (label != FREE) & (area[piece] >= _LEAST_M2)
    result = taken_in(of_block, of_block.length_m, np.where(is_main, piece, FREE).astype(np.int32))
    for least_m2 in (_SCRAP_M2, _SPLINTER_M2):
        stands = (result == FREE) & (label != FREE) & (area[piece] >= least_m2)
        result = np.where(stands, piece, result).astype(np.int32)
        result = taken_in(edges, edges.length_m, result)
    # A splinter that touches nothing of its own community joins the one beside it, or their shared border would not fit.
    is_splinter = (result == FREE) & (shapely.area(faces) < _SPLINTER_M2)
    return np.where(is_splinter, taken_in(everywhere, everywhere.length_m, result), result).astype(np.int32), owner


def _largest(owner: Ints, area_m2: Floats) -> Ints:
    """Give each cell its largest piece."""
    order = np.lexsort((-np.arange(len(owner)), np.round(area_m2, 2)))
    held = order[owner[order] != FREE]
    largest = np.full(int(owner.max(initial=0)) + 1, FREE, dtype=np.int32)
    largest[owner[held]] = held
    return largest
