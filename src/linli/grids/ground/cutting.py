"""Cuts the ground of communities into units that grids are put together from."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray

from linli.grids.drawing.graph import FREE, Floats, Ints, UnitGraph
from linli.grids.drawing.plan import Progress
from linli.grids.ground.blocks import Blocks, Lines, blocks_of, without_inner_streets
from linli.grids.ground.cells import Cell, Cutter, parcel_sizes
from linli.grids.ground.contacts import contacts_of
from linli.grids.ground.layers import KEPT, Layers
from linli.grids.ground.noding import noded
from linli.grids.ground.plane import as_shapes, points_at
from linli.grids.ground.setting_apart import set_apart
from linli.grids.ground.stock import Stock, holder_of, stock_of
from linli.grids.ground.units import Units
from linli.grids.ground.weighing import weigh
from linli.grids.rules.settings import DrawSettings
from linli.grids.rules.workload import Weights

_TELL_EVERY = 25  # blocks
_WIDEST_WHOLE_M2 = 400_000.0  # a quarter drawn as one compound is cut by its streets all the same


def cut(layers: Layers, settings: DrawSettings, weights: Weights, *, progress: Progress | None = None) -> Units:
    """Cut cleaned layers into units; the same layers and settings give the same units.

    What lies in one community hangs on that community's ground alone. Cutting cannot be ended early: what `progress`
    answers is not asked for.
    """
    stock = stock_of(layers)
    layers = without_inner_streets(layers, stock, _kept_whole(stock, settings))
    lines = Lines(layers)
    blocks = blocks_of(layers, stock, lines)
    cells = _cells(blocks, Cutter(stock, blocks, settings, _parcels(layers, stock, settings)), progress)
    shapes, cells = noded(cells, as_shapes(zone.shape for zone in layers.communities))
    shapes = shapely.normalize(shapes)  # a ring begins at the same corner whatever else was cut
    weighed = weigh(layers, stock, shapes, cells, weights)
    contacts = contacts_of(shapes, cells, weighed.households, settings.target, lines)
    compound, compounds = _numbered(cells, (cell.compound for cell in cells))
    fixed, places = _numbered(cells, (cell.dedicated for cell in cells))
    graph = UnitGraph(
        households=weighed.households,
        workload=weighed.workload,
        area_m2=weighed.area_m2,
        outer_m=contacts.outer_m,
        community=np.array([cell.community for cell in cells], dtype=np.int32),
        xy_m=shapely.get_coordinates(shapely.point_on_surface(shapes)),
        contact_a=contacts.a,
        contact_b=contacts.b,
        contact_m=contacts.length_m,
        contact_kind=contacts.kind,
        compound=compound,
        fixed=fixed,
        apart=np.empty((0, 2), dtype=np.int32),
    )
    kept = {number for number, at in enumerate(places) if layers.dedicated[at].kind == KEPT}
    return Units(
        origin_cgcs2000=layers.origin_cgcs2000,
        community_codes=tuple(zone.key for zone in layers.communities),
        graph=replace(graph, fixed=set_apart(graph, kept, settings.target)),
        cells=shapes,
        block=contacts.block,
        buildings=tuple(layers.buildings[at].key for at in weighed.building.tolist()),
        building_unit=weighed.building_unit,
        compound_names=tuple(stock.compounds[at].name for at in compounds),
        fixed_names=tuple(layers.dedicated[at].name for at in places),
        fixed_kinds=tuple(layers.dedicated[at].kind for at in places),
        is_estimated=weighed.is_estimated,
    )


def _kept_whole(stock: Stock, settings: DrawSettings) -> NDArray[np.bool_]:
    inside = stock.compound != FREE
    households = np.bincount(stock.compound[inside], weights=stock.households[inside], minlength=len(stock.compounds))
    area = np.array([zone.shape.area for zone in stock.compounds])
    return (households <= settings.whole_up_to * settings.target) & (area <= _WIDEST_WHOLE_M2)


def _parcels(layers: Layers, stock: Stock, settings: DrawSettings) -> Floats:
    grounds = as_shapes(zone.shape for zone in layers.communities)
    held = holder_of(points_at(stock.xy_m), grounds)
    inside = held != FREE
    households = np.bincount(held[inside], weights=stock.households[inside], minlength=len(grounds))
    assumed = np.array([layers.assumed_households.get(zone.key, 0) for zone in layers.communities], dtype=float)
    has_buildings = np.bincount(held[inside], minlength=len(grounds)) > 0
    return parcel_sizes(shapely.area(grounds), np.maximum(households, assumed), has_buildings, settings.target)


def _cells(blocks: Blocks, cutter: Cutter, progress: Progress | None) -> list[Cell]:
    cells: list[Cell] = []
    for block in range(len(blocks.shapes)):
        if progress is not None and block % _TELL_EVERY == 0:
            progress(block, len(blocks.shapes))
        cells.extend(cutter.cells_in(block))
    return cells


def _numbered(cells: list[Cell], numbers: Iterable[int]) -> tuple[Ints, list[int]]:
    """Number compounds or places anew, community by community, and say which one each number is."""
    keys = [(cell.community, number) for cell, number in zip(cells, numbers, strict=True)]
    known = {key: at for at, key in enumerate(sorted({key for key in keys if key[1] != FREE}))}
    return np.array([known.get(key, FREE) for key in keys], dtype=np.int32), [number for _, number in known]
