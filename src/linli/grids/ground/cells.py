"""Blocks cut further: compounds whole, buildings grouped where a block holds too many households, empty ground in parcels."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from linli.grids.drawing.graph import FREE, Floats, Ints
from linli.grids.ground.blocks import Blocks
from linli.grids.ground.dividing import divided, parcels
from linli.grids.ground.layers import Shapes
from linli.grids.ground.plane import as_shapes, ground_of, points_at
from linli.grids.ground.stock import Stock, grouped, holder_of, outline_seeds
from linli.grids.rules.settings import DrawSettings

_BLOCK_SHARE = 0.1  # of a target: a block of so few households is not cut further
_GROUP_SHARE = 0.05  # of a target: so much may buildings hold that are kept together
_CELLS_PER_GRID = 40  # where nothing but ground is known
_MOST_CELLS_PER_GRID = 60
_PARCEL_M2 = 15_000.0
_LEAST_PARCEL_M2 = 400.0
_LEAST_OVERLAP = 0.1  # of a compound: less lies in a block by mistake
_LEAST_SHARE = 0.3  # of a block
_SMOOTH_M = 60.0
_STRAIGHTEN_M = 8.0
_WIDE_M = 40.0  # empty ground so far from every compound is nobody's


@dataclass(frozen=True)
class Cell:
    """A piece of ground on its way to become a unit."""

    shape: BaseGeometry
    community: int
    block: int
    today: int  # the grid of today it lies in, FREE where that does not matter
    compound: int = FREE
    dedicated: int = FREE
    is_parcel: bool = False


@dataclass(frozen=True)
class _Item:
    """What a block is divided among: a compound, a place apart, some buildings."""

    outlines: tuple[BaseGeometry, ...]
    buildings: Ints
    compound: int = FREE
    dedicated: int = FREE


class Cutter:
    """Cuts block after block into cells."""

    def __init__(self, stock: Stock, blocks: Blocks, settings: DrawSettings, parcel_m2: Floats) -> None:
        self._stock, self._blocks, self._parcel_m2 = stock, blocks, parcel_m2
        self._block_most = _BLOCK_SHARE * settings.target
        self._group_most = _GROUP_SHARE * settings.target
        self._block_of = holder_of(points_at(stock.xy_m), blocks.shapes)
        order = np.argsort(self._block_of, kind="stable").astype(np.int32)
        ends = np.searchsorted(self._block_of[order], np.arange(len(blocks.shapes) + 1))
        self._buildings = [order[start:end] for start, end in pairwise(ends.tolist())]
        self._compounds = _zones_in(blocks, as_shapes(zone.shape for zone in stock.compounds))
        self._dedicated = _zones_in(blocks, stock.dedicated_shapes)

    def cells_in(self, block: int) -> list[Cell]:
        """Cut a block into cells."""
        shape, community = self._blocks.shapes[block], int(self._blocks.community[block])
        items = self._items(block)
        if not items:
            return self._parcels(shape, block)
        cells: list[Cell] = []
        for wide in self._open_ground(shape, community, items):
            shape = ground_of(shape.difference(wide))
            cells.extend(self._parcels(wide, block))
        if len(items) == 1:
            return [*cells, *self._cells_of(items[0], shape, block)]
        seeds, owner = outline_seeds([outline for item in items for outline in item.outlines])
        name = np.repeat(np.arange(len(items)), [len(item.outlines) for item in items]).astype(np.int32)
        for index, part in divided(shape, seeds, name[owner]):
            cells.extend(self._cells_of(items[index], part, block))
        return cells

    def _items(self, block: int) -> list[_Item]:
        inside = self._buildings[block]
        compound, dedicated = self._stock.compound[inside], self._stock.dedicated[inside]
        items = self._places_apart(block, inside, dedicated)
        apart = shapely.union_all([outline for item in items for outline in item.outlines])
        inside, compound = inside[dedicated == FREE], compound[dedicated == FREE]
        zones = dict(self._compounds.get(block, ()))
        for number in sorted({*zones, *compound[compound != FREE].tolist()}):
            own = inside[compound == number]
            outline = zones.get(number, shapely.Polygon()).difference(apart)
            outlines = (outline,) if not outline.is_empty else tuple(self._stock.shapes[own])
            items.append(_Item(outlines, own, compound=number))
        return [*items, *self._free(inside[compound == FREE])]

    def _places_apart(self, block: int, inside: Ints, dedicated: Ints) -> list[_Item]:
        zones = self._dedicated.get(block, ())
        return [_Item((outline,), inside[dedicated == number], dedicated=number) for number, outline in zones]

    def _free(self, buildings: Ints) -> list[_Item]:
        """Group the buildings of no compound; all of them together when they hold few households."""
        if not len(buildings):
            return []
        households = self._stock.households[buildings]
        most = self._group_most if households.sum() > self._block_most else np.inf
        group = grouped(self._stock, buildings, most)
        parts = [buildings[group == number] for number in range(group.max() + 1)]
        return [_Item(tuple(self._stock.shapes[part]), part) for part in parts]

    def _open_ground(self, shape: BaseGeometry, community: int, items: list[_Item]) -> list[BaseGeometry]:
        """Set wide empty ground far from everything apart, so that no compound grows over fields."""
        if shape.area < 4 * self._parcel_m2[community]:
            return []
        outlines = as_shapes(outline for item in items for outline in item.outlines)
        near = shapely.union_all(shapely.buffer(outlines, _WIDE_M + _SMOOTH_M, quad_segs=2)).buffer(-_SMOOTH_M)
        rest = shape.difference(near).buffer(-_WIDE_M / 2).buffer(_WIDE_M / 2, join_style="bevel")
        wide = ground_of(shapely.simplify(rest, _STRAIGHTEN_M).intersection(shape))
        return [part for part in shapely.get_parts(wide) if part.area >= self._parcel_m2[community]]

    def _cells_of(self, item: _Item, part: BaseGeometry, block: int) -> list[Cell]:
        community, today = int(self._blocks.community[block]), int(self._blocks.today[block])
        own = Cell(part, community, block, today, item.compound, item.dedicated)
        if item.compound == FREE or self._stock.households[item.buildings].sum() <= self._block_most:
            return [own]
        group = grouped(self._stock, item.buildings, self._group_most)
        seeds, owner = outline_seeds(self._stock.shapes[item.buildings])
        return [replace(own, shape=shape) for _, shape in divided(part, seeds, group[owner])]

    def _parcels(self, shape: BaseGeometry, block: int) -> list[Cell]:
        community, today = int(self._blocks.community[block]), int(self._blocks.today[block])
        size = float(self._parcel_m2[community])
        parts = parcels(shape, size) if shape.area > 1.6 * size else [shape]
        return [Cell(part, community, block, today, is_parcel=True) for part in parts]


def parcel_sizes(area_m2: Floats, households: Floats, has_buildings: NDArray[np.bool_], target: int) -> Floats:
    """Say how large the parcels of each community's empty ground are: finer where ground is all that is known."""
    grids = np.maximum(1.0, np.round(households / target))
    fine = np.clip(area_m2 / grids / _CELLS_PER_GRID, _LEAST_PARCEL_M2, _PARCEL_M2)
    coarse = np.maximum(_PARCEL_M2, area_m2 / grids / _MOST_CELLS_PER_GRID)
    is_wide = area_m2 / grids / _MOST_CELLS_PER_GRID > _PARCEL_M2
    return np.where(has_buildings | is_wide, coarse, fine)


def _zones_in(blocks: Blocks, zones: Shapes) -> dict[int, list[tuple[int, BaseGeometry]]]:
    """Give the zones that lie in each block, with the part that does."""
    found: dict[int, list[tuple[int, BaseGeometry]]] = {}
    zone, block = shapely.STRtree(blocks.shapes).query(zones, predicate="intersects")
    parts = shapely.buffer(shapely.intersection(zones[zone], blocks.shapes[block]), -0.5)
    area = shapely.area(parts)
    enough = (area >= _LEAST_OVERLAP * shapely.area(zones[zone])) | (
        area >= _LEAST_SHARE * shapely.area(blocks.shapes[block])
    )
    for at in np.flatnonzero(enough).tolist():
        found.setdefault(int(block[at]), []).append((int(zone[at]), parts[at]))
    return {index: sorted(listed, key=lambda pair: pair[0]) for index, listed in found.items()}
