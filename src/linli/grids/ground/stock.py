"""What stands on the ground: buildings as arrays, each in its compound or its place apart, and the outlines ground is divided by."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from linli.grids.drawing.graph import FREE, Floats, Ints
from linli.grids.ground.lattice import pieces_of
from linli.grids.ground.layers import Layers, Shapes, Zone
from linli.grids.ground.plane import as_shapes

_SHRUNK_M = 1.5  # outlines of neighbours that share a wall must not meet
_SPACING_M = 2.5
_STRAIGHT_M = 0.5
_OVERLAP_SHARE = 0.3  # of the smaller outline: so far into each other, two are one house
_STANDS_WITHIN_M = 15.0  # a place apart that is only a point is the building so near


@dataclass(frozen=True)
class Stock:
    """Buildings of the layers, in their order: a point inside, an outline, households, and the zones they lie in."""

    xy_m: Floats
    shapes: Shapes
    households: Floats
    compound: Ints  # place in `compounds`, FREE: none
    dedicated: Ints  # place in `dedicated`, FREE: none
    compounds: tuple[Zone, ...]  # those of the layers, then those that only buildings name
    dedicated_shapes: Shapes
    house: Ints  # buildings that reach into each other share a number


def stock_of(layers: Layers) -> Stock:
    """Put the buildings into arrays and find their compounds and places apart."""
    shapes = as_shapes(building.shape for building in layers.buildings)
    points = shapely.point_on_surface(shapes)
    compounds = _compounds(layers)
    dedicated_shapes = as_shapes(_grown(zone.shape, shapes) for zone in layers.dedicated)
    return Stock(
        shapely.get_coordinates(points).reshape(-1, 2),
        shapes,
        np.array([building.households or 0 for building in layers.buildings], dtype=float),
        _compound_of(layers, compounds, points),
        holder_of(points, dedicated_shapes),
        compounds,
        dedicated_shapes,
        _houses(shapes),
    )


def holder_of(points: Shapes, zones: Shapes) -> Ints:
    """Say in which zone each point lies, the first if several, FREE if none."""
    result = np.full(len(points), FREE, dtype=np.int32)
    if len(zones) and len(points):
        point, zone = shapely.STRtree(zones).query(points, predicate="intersects")
        order = np.lexsort((-zone, point))
        result[point[order]] = zone[order]
    return result


def outline_seeds(shapes: Sequence[BaseGeometry] | Shapes, *, spacing_m: float = _SPACING_M) -> tuple[Floats, Ints]:
    """Give points along the outlines of shapes, a little inside them, and which shape each belongs to."""
    given = as_shapes(shapes)
    shrunk = shapely.buffer(given, -_SHRUNK_M, join_style="mitre")
    kept = np.where(shapely.is_empty(shrunk), given, shrunk)
    lines = shapely.segmentize(shapely.simplify(kept, _STRAIGHT_M), spacing_m)
    xy, owner = shapely.get_coordinates(lines, return_index=True)
    _, first = np.unique(np.round(xy, 1), axis=0, return_index=True)
    first.sort()
    return xy[first], owner[first].astype(np.int32)


def grouped(stock: Stock, buildings: Ints, most: float) -> Ints:
    """Group neighbouring buildings of a block so that a group holds at most so many households, or is one house."""
    house = np.unique(stock.house[buildings], return_inverse=True)[1]
    counted = np.bincount(house)
    middle = np.column_stack([np.bincount(house, weights=axis) / counted for axis in stock.xy_m[buildings].T])
    households = np.bincount(house, weights=stock.households[buildings])
    return _grouped(middle, households, most)[house]


def _grouped(xy_m: Floats, households: Floats, most: float) -> Ints:
    result = np.zeros(len(xy_m), dtype=np.int32)
    waiting: list[Ints] = [np.arange(len(xy_m), dtype=np.int32)]
    count = 0
    while waiting:
        group = waiting.pop()
        if len(group) < 2 or households[group].sum() <= most:
            result[group] = count
            count += 1
            continue
        waiting.extend(_halves(group, xy_m, households))
    return result


def _halves(group: Ints, xy_m: Floats, households: Floats) -> tuple[Ints, Ints]:
    """Cut a group across its length, at the widest gap not far from the middle of its households."""
    spread = xy_m[group] - xy_m[group].mean(axis=0)
    axis = np.linalg.eigh(spread.T @ spread)[1][:, 1]
    axis = axis if tuple(axis) >= (0.0, 0.0) else -axis
    along = np.round(spread @ axis, 2)
    order = np.lexsort((group, along))
    share = np.cumsum(households[group][order]) / max(households[group].sum(), 1e-9)
    gaps = np.diff(along[order])
    central = (share[:-1] >= 0.3) & (share[:-1] <= 0.7)
    if not central.any():
        central = np.abs(share[:-1] - 0.5) <= np.abs(share[:-1] - 0.5).min() + 1e-9
    cut = int(np.argmax(np.where(central, gaps, -1.0))) + 1
    return np.sort(group[order[:cut]]), np.sort(group[order[cut:]])


def _compounds(layers: Layers) -> tuple[Zone, ...]:
    known = {zone.key for zone in layers.compounds}
    named = sorted({building.compound for building in layers.buildings} - known - {""})
    return (*layers.compounds, *(Zone(key, key, shapely.Polygon()) for key in named))


def _compound_of(layers: Layers, compounds: tuple[Zone, ...], points: Shapes) -> Ints:
    place = {zone.key: index for index, zone in reversed(list(enumerate(compounds)))}
    result = holder_of(points, as_shapes(zone.shape for zone in compounds))
    for index, building in enumerate(layers.buildings):
        if building.compound:
            result[index] = place[building.compound]
    return result


def _houses(shapes: Shapes) -> Ints:
    """Number buildings so that those that stand in each other share a number: a tower and its podium."""
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pair = first < second
    first, second = first[pair], second[pair]
    shared = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    smaller = np.minimum(shapely.area(shapes[first]), shapely.area(shapes[second]))
    one = (shared > 0) & (shared >= _OVERLAP_SHARE * smaller)
    return pieces_of(len(shapes), first[one].astype(np.int32), second[one].astype(np.int32))


def _grown(shape: BaseGeometry, buildings: Shapes) -> BaseGeometry:
    """Take a place known as a point only for the building it stands in or at."""
    if shape.area > 0 or shape.is_empty:
        return shape
    near = [int(index) for index in shapely.STRtree(buildings).query(shape, "dwithin", _STANDS_WITHIN_M)]
    near = [index for index in near if buildings[index].area > 0]
    if not near:
        return shape.buffer(_STANDS_WITHIN_M, quad_segs=2)
    outlines: list[BaseGeometry] = [buildings[index] for index in near]
    return min(outlines, key=lambda outline: (outline.distance(shape), outline.area))
