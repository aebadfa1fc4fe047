"""Who touches whom in a benchmark city: each building's cell within its parcel, and the lengths that cells share."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
import shapely
from benchmarks.grid_parcels import Buildings, Floats, Geometries, Ints, Parcels
from scipy.spatial import KDTree, Voronoi

from linli.grids.drawing.graph import Contact

_STEP_M = 5.0  # edges of parcels are looked at this often
_BEYOND_M = 0.6  # so far outside to see who is there
_LEAST_CONTACT_M = 2.0  # corners that touch are no way from one to the other
_FAR = 1e7  # keeps parcels apart in one tree
_CHUNK = 20_000


@dataclass(frozen=True)
class Cells:
    """The cells' sizes, and their contacts, a < b."""

    area_m2: Floats
    outer_m: Floats
    a: Ints
    b: Ints
    shared_m: Floats
    kind: Ints


def cells_of(parcels: Parcels, buildings: Buildings) -> Cells:
    """Divide every parcel among its buildings and measure what the pieces share, within it and across its edge."""
    area_m2, inner = _within(parcels, buildings)
    outer_m, across = _across(parcels, buildings)
    block = parcels.block[buildings.parcel]
    kind = np.where(block[across.row] == block[across.col], Contact.WALL, Contact.STREET)
    return Cells(
        area_m2,
        outer_m,
        np.concatenate([inner.row, across.row]).astype(np.int32),
        np.concatenate([inner.col, across.col]).astype(np.int32),
        np.concatenate([inner.data, across.data]),
        np.concatenate([np.full(inner.nnz, Contact.INSIDE), kind]).astype(np.int32),
    )


def _within(parcels: Parcels, buildings: Buildings) -> tuple[Floats, sparse.coo_matrix]:
    """Cut parcels of several buildings into Voronoi cells: areas, and lengths shared inside."""
    count = len(buildings.parcel)
    first = np.searchsorted(buildings.parcel, np.arange(len(parcels.shapes) + 1))
    cells: Geometries = parcels.shapes[buildings.parcel]
    rings, owners, ridges, pairs = list[Floats](), list[int](), list[Floats](), list[Ints]()
    for start, stop in zip(first[:-1].tolist(), first[1:].tolist(), strict=True):
        if stop - start < 2:
            continue
        ring, ridge, pair = _voronoi(buildings.xy_m[start:stop])
        rings += ring
        owners += range(start, stop)
        ridges.append(ridge)
        pairs.append(pair + start)
    sizes = np.array([len(ring) for ring in rings])
    hulls = shapely.polygons(
        shapely.linearrings(np.concatenate(rings), indices=np.repeat(np.arange(len(rings)), sizes))
    )
    cells[owners] = shapely.intersection(hulls, cells[owners])
    pair = np.concatenate(pairs)
    lines = shapely.linestrings(np.concatenate(ridges))
    shared_m = shapely.length(shapely.intersection(lines, parcels.shapes[buildings.parcel[pair[:, 0]]]))
    return shapely.area(cells), _contacts(pair, shared_m, count)


def _voronoi(xy: Floats) -> tuple[list[Floats], Floats, Ints]:
    """Give the cell of each point, the ridges between two cells, and whose they are."""
    middle = xy.mean(axis=0)
    far = 50 * max(100.0, float(np.abs(xy - middle).max()))
    net = Voronoi(np.vstack([xy - middle, [[far, 0], [-far, 0], [0, far], [0, -far]]]))
    rings = [net.vertices[net.regions[net.point_region[place]]] + middle for place in range(len(xy))]
    pairs, ends = np.asarray(net.ridge_points), np.asarray(net.ridge_vertices)
    real = (pairs < len(xy)).all(axis=1) & (ends >= 0).all(axis=1)
    return [np.vstack([ring, ring[:1]]) for ring in rings], net.vertices[ends[real]] + middle, pairs[real]


def _across(parcels: Parcels, buildings: Buildings) -> tuple[Floats, sparse.coo_matrix]:
    """Walk round every parcel and see, step by step, whose cell is inside and whose is beyond."""
    count = len(buildings.parcel)
    nearest = KDTree(np.column_stack([buildings.xy_m, buildings.parcel * _FAR]))
    tree = shapely.STRtree(parcels.shapes)
    outer_m = np.zeros(count)
    pairs, lengths = list[Ints](), list[Floats]()
    for start in range(0, len(parcels.shapes), _CHUNK):
        own = np.arange(start, min(len(parcels.shapes), start + _CHUNK))
        parcel, on, beyond, step_m = _walk(parcels.shapes, own)
        inside = nearest.query(np.column_stack([on, parcel * _FAR]))[1]
        point, found = tree.query(shapely.points(beyond), predicate="within")
        other = np.full(len(on), -1)
        foreign = found != parcel[point]
        other[point[foreign]] = found[foreign]
        met = other >= 0
        outer_m += np.bincount(inside[~met], step_m[~met], count)
        outside = nearest.query(np.column_stack([on[met], other[met] * _FAR]))[1]
        pairs.append(np.column_stack([inside[met], outside]))
        lengths.append(step_m[met] / 2)  # each edge is walked from both sides
    found_m = _contacts(np.concatenate(pairs), np.concatenate(lengths), count, least_m=0.0)
    real = found_m.data >= _LEAST_CONTACT_M
    for end in (found_m.row, found_m.col):
        outer_m += np.bincount(end[~real], found_m.data[~real], count)
    return outer_m, sparse.coo_matrix(
        (found_m.data[real], (found_m.row[real], found_m.col[real])), shape=(count, count)
    )


def _walk(shapes: Geometries, own: Ints) -> tuple[Ints, Floats, Floats, Floats]:
    """Give points on the edges of parcels, the points a little beyond, and the length each stands for."""
    rings = shapely.get_exterior_ring(shapely.orient_polygons(shapes[own]))
    length_m = shapely.length(rings)
    count = np.maximum(4, np.round(length_m / _STEP_M)).astype(int)
    ring = np.repeat(np.arange(len(own)), count)
    place = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    step_m = (length_m / count)[ring]
    before, after = (
        shapely.get_coordinates(shapely.line_interpolate_point(rings[ring], (place + part) * step_m))
        for part in (0.4, 0.6)
    )
    ahead = after - before
    ahead /= np.maximum(np.hypot(*ahead.T), 1e-9)[:, None]
    on = (before + after) / 2
    return own[ring], on, on + _BEYOND_M * np.column_stack([ahead[:, 1], -ahead[:, 0]]), step_m


def _contacts(pairs: Ints, shared_m: Floats, count: int, *, least_m: float = _LEAST_CONTACT_M) -> sparse.coo_matrix:
    """Add up what the same two share, each pair once."""
    summed = sparse.coo_matrix((shared_m, (pairs.min(axis=1), pairs.max(axis=1))), shape=(count, count)).tocsr().tocoo()
    real = summed.data >= least_m
    return sparse.coo_matrix((summed.data[real], (summed.row[real], summed.col[real])), shape=(count, count))
