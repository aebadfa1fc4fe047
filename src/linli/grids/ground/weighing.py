"""What lies on each unit: buildings by where they stand, households and care load, components, assumed households."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from linli.grids.drawing.graph import FREE, Floats, Ints
from linli.grids.ground.cells import Cell
from linli.grids.ground.layers import Layers, Shapes
from linli.grids.ground.plane import points_at
from linli.grids.ground.stock import Stock, holder_of
from linli.grids.rules.workload import VACANT, Weights, workload_of
from linli.register.rules.small_cells import SMALL


@dataclass(frozen=True)
class Weighed:
    """Figures of the units, and the unit of every building that stands in a community."""

    households: Floats
    workload: Floats
    area_m2: Floats
    is_estimated: NDArray[np.bool_]
    building: Ints  # place in the layers
    building_unit: Ints


def weigh(layers: Layers, stock: Stock, units: Shapes, cells: list[Cell], weights: Weights) -> Weighed:
    """Count what stands on each unit; a building belongs to the unit its point lies in."""
    unit_of = holder_of(points_at(stock.xy_m), units)
    building = np.flatnonzero(unit_of != FREE).astype(np.int32)
    standing = unit_of[building]
    area = shapely.area(units)
    households = np.bincount(standing, weights=stock.households[building], minlength=len(units))
    assumed = _assumed(layers, area, cells)
    households = households + assumed
    care = _care(layers, building, standing, len(units))
    components = _components(layers, units)
    without_care = [Counter({VACANT: one[VACANT]}) for one in care]
    bare, whole = (
        np.array(
            [
                workload_of(float(homes), classes.items(), float(ground), int(things), weights=weights)
                for homes, classes, ground, things in zip(households, said, area, components, strict=True)
            ]
        )
        for said in (without_care, care)
    )
    in_care = np.array([one.total() - one[VACANT] for one in care])
    community = np.array([cell.community for cell in cells], dtype=np.int32)
    workload = bare + pooled(whole - bare, in_care, households, community)
    estimated = assumed > 0
    marked = np.array([layers.buildings[at].is_estimated for at in building.tolist()], dtype=bool)
    estimated[standing[marked]] = True
    return Weighed(households, workload, area, estimated, building, standing)


def pooled(load: Floats, in_care: Ints, households: Floats, community: Ints) -> Floats:
    """Share the care load of units with few households in care out over all such units of their community, by households.

    Whoever moves a house from grid to grid sees the workload change; it must not tell what is owed at one house. The load
    of a community stays what it is.
    """
    few = in_care < SMALL
    count = int(community.max(initial=-1)) + 1
    owed = np.bincount(community[few], weights=load[few], minlength=count)
    homes = np.bincount(community[few], weights=households[few], minlength=count)
    rate = np.divide(owed, homes, out=np.zeros(count), where=homes > 0)
    return np.asarray(np.where(few & (homes[community] > 0), households * rate[community], load), dtype=float)


def _assumed(layers: Layers, area_m2: Floats, cells: list[Cell]) -> Floats:
    """Spread the households assumed for a community over its ground, places apart left out."""
    community = np.array([cell.community for cell in cells], dtype=np.int32)
    ground = np.where([cell.dedicated == FREE for cell in cells], area_m2, 0.0)
    total = np.bincount(community, weights=ground, minlength=len(layers.communities))
    wanted = np.array([layers.assumed_households.get(zone.key, 0) for zone in layers.communities], dtype=float)
    per_m2 = np.divide(wanted, total, out=np.zeros_like(total), where=total > 0)
    spread: Floats = ground * per_m2[community]
    return spread


def _care(layers: Layers, building: Ints, unit: Ints, count: int) -> list[Counter[str]]:
    care: list[Counter[str]] = [Counter() for _ in range(count)]
    for at, place in zip(building.tolist(), unit.tolist(), strict=True):
        for name, households in layers.buildings[at].care:
            care[place][name] += households
    return care


def _components(layers: Layers, units: Shapes) -> Ints:
    if not layers.components:
        return np.zeros(len(units), dtype=np.int32)
    held = holder_of(points_at(np.array(layers.components, dtype=float)), units)
    return np.bincount(held[held != FREE], minlength=len(units)).astype(np.int32)
