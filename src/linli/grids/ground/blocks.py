"""Blocks: the ground of communities cut by streets, barriers, water and borders that are to stay, slivers and water taken in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from linli.grids.drawing.graph import FREE, Floats, Ints
from linli.grids.ground.dividing import divided
from linli.grids.ground.lattice import LATTICE_M, Edges, dissolved, edges_of, faces_between, taken_in
from linli.grids.ground.layers import KEPT, BarrierKind, Layers, Shapes, Zone
from linli.grids.ground.plane import as_shapes, points_at
from linli.grids.ground.stock import Stock, holder_of

_TINY_M2 = 400.0  # a traffic island
_SMALL_M2 = 1500.0  # with nothing on it
_THIN_M = 24.0  # the ground between two carriageways, with nothing on it
_WALL_M = 10.0  # a street this deep inside a compound does not cut it
_WATER_M2 = 1000.0  # less is a pond one walks around
_WATER_M = 8.0
_ON_LINE_M = 0.03
_BANK_M = 8.0


@dataclass(frozen=True)
class Blocks:
    """Ground between streets, the community of each, and the grid of today it lies in (FREE where that does not matter)."""

    shapes: Shapes
    community: Ints
    today: Ints


@dataclass(frozen=True)
class _Faces:
    """Ground between all that cuts it; `today`: the grid it lies in, FREE where that does not matter."""

    shapes: Shapes
    community: Ints
    today: Ints
    is_water: NDArray[np.bool_]

    def inner_edges(self) -> Edges:
        """Give the edges between faces of one community."""
        edges = edges_of(self.shapes)
        edges = edges.only(edges.b != FREE)
        return edges.only(self.community[edges.a] == self.community[edges.b])


class Lines:
    """Answers whether a place on a border lies on a street, a lane, or a barrier."""

    def __init__(self, layers: Layers) -> None:
        water, lines = wide_water(layers), barrier_lines(layers)
        self._street = shapely.STRtree(as_shapes(line for _, line in layers.streets))
        self._lane = shapely.STRtree(as_shapes(layers.lanes))
        self._barrier = shapely.STRtree(as_shapes([*lines, *water]))

    def on_street(self, edges: Edges) -> NDArray[np.bool_]:
        """Say which edges run along a street."""
        return self._on(self._street, edges)

    def on_lane(self, edges: Edges) -> NDArray[np.bool_]:
        """Say which edges run along a lane."""
        return self._on(self._lane, edges)

    def on_barrier(self, edges: Edges) -> NDArray[np.bool_]:
        """Say which edges run along a barrier line or in water."""
        return self._on(self._barrier, edges)

    def _on(self, tree: shapely.STRtree, edges: Edges) -> NDArray[np.bool_]:
        hit = np.zeros(len(edges.a), dtype=bool)
        hit[tree.query(shapely.points(edges.middle), predicate="dwithin", distance=_ON_LINE_M)[0]] = True
        return hit


def wide_water(layers: Layers) -> list[BaseGeometry]:
    """Give the waters wide enough to part neighbours."""
    waters = as_shapes(
        shape for kind, shape in layers.barriers if kind is BarrierKind.WATER and shape.area >= _WATER_M2
    )
    return list(waters[~shapely.is_empty(shapely.buffer(waters, -_WATER_M / 2))])


def barrier_lines(layers: Layers) -> list[BaseGeometry]:
    """Give the barriers that are lines: railways, motorways, streams."""
    lines = [shape if shape.area == 0 else None for _, shape in layers.barriers]
    outlines = [shape.boundary for kind, shape in layers.barriers if shape.area > 0 and kind is not BarrierKind.WATER]
    return [line for line in (*lines, *outlines) if line is not None and not line.is_empty]


def without_inner_streets(layers: Layers, stock: Stock, whole: NDArray[np.bool_]) -> Layers:
    """Leave out the streets and lanes inside compounds that stay whole, and inside places apart."""
    kept = [zone.shape for zone, is_whole in zip(stock.compounds, whole, strict=True) if is_whole]
    cores = shapely.buffer(as_shapes([*kept, *stock.dedicated_shapes]), -_WALL_M)
    streets = _outside([line for _name, line in layers.streets], cores)
    named = zip((name for name, _line in layers.streets), streets, strict=True)
    lanes = _outside(layers.lanes, cores)
    return replace(
        layers,
        streets=tuple((name, line) for name, line in named if not line.is_empty),
        lanes=tuple(line for line in lanes if not line.is_empty),
    )


def blocks_of(layers: Layers, stock: Stock, lines: Lines) -> Blocks:
    """Cut the communities into blocks along streets, lanes, barriers, water, and borders that are to stay."""
    grounds = as_shapes(zone.shape for zone in layers.communities)
    shapes = faces_between(_cutters(layers, grounds))
    middle = shapely.point_on_surface(shapes)
    community = holder_of(middle, grounds)
    today = holder_of(middle, as_shapes(zone.shape for zone in _standing(layers)))
    is_water = holder_of(middle, as_shapes(wide_water(layers))) != FREE
    inside = community != FREE
    faces = _Faces(shapes[inside], community[inside], today[inside], is_water[inside])
    return _without_water(faces, _without_slivers(faces, _is_sliver(faces, stock), lines))


def _standing(layers: Layers) -> list[Zone]:
    """Give the grids of today whose borders units must respect."""
    return [*layers.present, *(zone for zone in layers.dedicated if zone.kind == KEPT)]


def _cutters(layers: Layers, grounds: Shapes) -> Shapes:
    ways = [*(line for _name, line in layers.streets), *layers.lanes]
    water = [shapely.boundary(shape) for shape in wide_water(layers)]
    present = [shapely.boundary(zone.shape) for zone in _standing(layers)]
    others = as_shapes([*ways, *barrier_lines(layers), *water, *present])
    near = np.unique(shapely.STRtree(grounds).query(others, predicate="intersects")[0])
    return as_shapes([*shapely.boundary(grounds), *others[near]])


def _outside(lines: Sequence[BaseGeometry], cores: Shapes) -> Shapes:
    """Leave out what of the lines runs inside a core."""
    given = as_shapes(lines)
    line, core = shapely.STRtree(cores).query(given, predicate="intersects")
    for index in np.unique(line):
        given[index] = given[index].difference(shapely.union_all(cores[core[line == index]]))
    return given


def _is_sliver(faces: _Faces, stock: Stock) -> NDArray[np.bool_]:
    """Find traffic islands, and small or thin ground with no building on it."""
    area = shapely.area(faces.shapes)
    built = np.zeros(len(area), dtype=bool)
    held = holder_of(points_at(stock.xy_m), faces.shapes)
    built[held[held != FREE]] = True
    thin = shapely.is_empty(shapely.buffer(faces.shapes, -_THIN_M / 2))
    sliver: NDArray[np.bool_] = ~faces.is_water & ((area < _TINY_M2) | (~built & ((area < _SMALL_M2) | thin)))
    return sliver


def _without_slivers(faces: _Faces, sliver: NDArray[np.bool_], lines: Lines) -> Ints:
    """Give slivers to the block they share most border with, across barriers and today's borders only for want of another."""
    edges = faces.inner_edges()
    edges = edges.only(~faces.is_water[edges.a] & ~faces.is_water[edges.b])
    same = faces.today[edges.a] == faces.today[edges.b]
    label = np.where(sliver, FREE, np.arange(len(sliver))).astype(np.int32)
    for allowed in (same & ~lines.on_barrier(edges), same, np.ones_like(same)):
        chosen = edges.only(allowed)
        label = taken_in(chosen, chosen.length_m, label)
    alone = label == FREE
    label[alone] = np.flatnonzero(alone)
    return label


def _without_water(faces: _Faces, label: Ints) -> Blocks:
    """Give every water of a community to the blocks on its banks, as far as its middle."""
    edges = faces.inner_edges()
    edges = edges.only(faces.is_water[edges.a] != faces.is_water[edges.b])
    shares: dict[int, list[BaseGeometry]] = {}
    for index in np.flatnonzero(faces.is_water).tolist():
        touching = (edges.a == index) | (edges.b == index)
        same = touching & (faces.today[edges.a] == faces.today[edges.b])
        shore = edges.only(same if same.any() else touching)
        if not len(shore.a):
            continue
        bank = label[np.where(shore.a == index, shore.b, shore.a)]
        label[index] = FREE
        for name, part in divided(faces.shapes[index], *_along(shore, bank)):
            shares.setdefault(name, []).append(part)
    land = label != FREE
    names, place = np.unique(label[land], return_inverse=True)
    shapes = dissolved(faces.shapes[land], place.astype(np.int32))
    for at, name in enumerate(names.tolist()):
        if name in shares:
            shapes[at] = shapely.union_all(as_shapes([shapes[at], *shares[name]]), grid_size=LATTICE_M)
    return Blocks(shapes, faces.community[names], faces.today[names])


def _along(edges: Edges, name: Ints) -> tuple[Floats, Ints]:
    """Give points along edges, and the name of the edge each lies on."""
    lines = shapely.segmentize(shapely.linestrings(np.stack([edges.start, edges.end], axis=1)), _BANK_M)
    xy, line = shapely.get_coordinates(shapely.line_interpolate_point(lines, 0.5, normalized=True), return_index=True)
    inner, owner = shapely.get_coordinates(lines, return_index=True)
    return np.vstack([xy, inner]), name[np.concatenate([line, owner])]
