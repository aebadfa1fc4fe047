"""Ground divided among what stands on it, by the nearest outline; empty ground divided into parcels."""

import numpy as np
import shapely
from scipy.spatial import QhullError, Voronoi, cKDTree
from shapely.geometry.base import BaseGeometry

from linli.grids.drawing.graph import FREE, Floats, Ints
from linli.grids.ground.lattice import dissolved, edges_of, faces_between, in_one_piece, longest_neighbour
from linli.grids.ground.layers import Shapes
from linli.grids.ground.plane import as_shapes

_OVERSHOOT_M = 0.05  # dividing lines end a little beyond the ground, so that they surely meet its border
_STRAIGHTEN_M = 1.5
_SMALL_PARCEL = 0.35  # of a parcel: a piece cut off by the border joins its neighbour


def divided(ground: BaseGeometry, seeds: Floats, label: Ints) -> list[tuple[int, BaseGeometry]]:
    """Give each label the part of the ground that lies nearest to one of its seeds, in one piece each."""
    names = np.unique(label)
    if len(names) < 2:
        return [(int(names[0]), ground)]
    lines = _dividing_lines(seeds, label)
    inner = shapely.intersection(lines, shapely.buffer(ground, _OVERSHOOT_M))
    faces = _within(ground, faces_between(as_shapes([shapely.boundary(ground), inner])))
    if len(faces) < 2:
        return [(_most(names, label), ground)]
    nearest = cKDTree(seeds).query(shapely.get_coordinates(shapely.point_on_surface(faces)))[1]
    return labelled(faces, label[nearest].astype(np.int32))


def parcels(ground: BaseGeometry, parcel_m2: float) -> list[BaseGeometry]:
    """Divide empty ground into upright parcels of about a size; what its border cuts off joins a neighbour."""
    lines = _parcel_lines(ground, parcel_m2)
    faces = _within(ground, faces_between(as_shapes([shapely.boundary(ground), *lines])))
    if len(faces) < 2:
        return [ground]
    label = np.arange(len(faces), dtype=np.int32)
    edges = edges_of(faces)
    for _ in range(8):
        area = np.bincount(label, weights=shapely.area(faces), minlength=len(faces))
        between = edges.between(label)
        best = longest_neighbour(between, len(faces))
        small = np.flatnonzero((area > 0) & (area < _SMALL_PARCEL * parcel_m2) & (best != FREE))
        if not len(small):
            break
        label = _joined(label, small[np.lexsort((small, area[small]))].tolist(), best)
    return [shape for _, shape in labelled(faces, label)]


def labelled(faces: Shapes, label: Ints) -> list[tuple[int, BaseGeometry]]:
    """Join faces of one label, each in one piece: lesser pieces go to the neighbour they share most border with."""
    names, place = np.unique(label, return_inverse=True)
    kept, left = np.unique(in_one_piece(faces, place.astype(np.int32)), return_inverse=True)
    return list(zip(names[kept].tolist(), dissolved(faces, left.astype(np.int32)), strict=True))


def _joined(label: Ints, smallest: list[int], best: Ints) -> Ints:
    """Join the small to their neighbours, no label twice in one round."""
    result = label.copy()
    touched: set[int] = set()
    for name in smallest:
        into = int(best[name])
        if name not in touched and into not in touched:
            result[label == name] = into
            touched.update((name, into))
    return result


def _dividing_lines(seeds: Floats, label: Ints) -> BaseGeometry:
    """Draw the lines half-way between seeds of different labels, straightened a little."""
    middle = seeds.mean(axis=0)
    far = 50 * max(200.0, float(np.abs(seeds - middle).max()))
    ends = np.array([[far, 0.0], [-far, 0.0], [0.0, far], [0.0, -far]])
    try:
        found = Voronoi(np.vstack([seeds - middle, ends]))
    except QhullError:
        return shapely.MultiLineString()
    names = np.concatenate([label, np.full(4, FREE)])
    pair, corners = names[found.ridge_points], np.asarray(found.ridge_vertices)
    wanted = (pair[:, 0] != pair[:, 1]) & (pair != FREE).all(axis=1) & (corners >= 0).all(axis=1)
    lines = shapely.linestrings(found.vertices[corners[wanted]] + middle)
    straight: BaseGeometry = shapely.simplify(shapely.line_merge(shapely.multilinestrings(lines)), _STRAIGHTEN_M)
    return straight


def _parcel_lines(ground: BaseGeometry, parcel_m2: float) -> list[BaseGeometry]:
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(ground))
    origin, along, up = corners[0], corners[1] - corners[0], corners[3] - corners[0]
    lines: list[BaseGeometry] = []
    for way, across in ((along, up), (up, along)):
        count = max(1, round(float(np.hypot(*way)) / parcel_m2**0.5))
        for step in range(1, count):
            start = origin + way * step / count
            lines.append(shapely.LineString([start - across * 0.01, start + across * 1.01]))
    return lines


def _within(ground: BaseGeometry, faces: Shapes) -> Shapes:
    shapely.prepare(ground)
    inside: Shapes = faces[shapely.contains(ground, shapely.point_on_surface(faces))]
    return inside


def _most(names: Ints, label: Ints) -> int:
    return int(names[np.argmax([(label == name).sum() for name in names])])
