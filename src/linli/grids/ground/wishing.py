"""What people want of a drawing beyond balance: buildings or compounds kept together, or kept apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from linli.grids.drawing.graph import FREE, Ints
from linli.grids.ground.layers import Zone
from linli.grids.ground.units import Units
from linli.grids.rules.settings import DrawSettings

_MOSTLY = 0.5  # of a unit
_MUCH = 0.2  # of a compound: less is a wall drawn beside its street

type UnitsOf = Mapping[str, NDArray[np.intp]]


def units_by_code(units: Units, compounds: Sequence[Zone], codes: Iterable[str]) -> UnitsOf:
    """Find the units of buildings and compounds by their codes; those on no drawn ground have none."""
    wanted = set(codes)
    found: dict[str, NDArray[np.intp]] = {}
    for code, unit in zip(units.buildings, units.building_unit.tolist(), strict=True):
        if code in wanted:
            found[code] = np.array([unit])
    cells = shapely.STRtree(units.cells)
    for zone in compounds:
        if zone.key in wanted:
            found[zone.key] = _under(zone.shape, units, cells)
    return found


def with_wishes(units: Units, settings: DrawSettings, places: UnitsOf) -> Units:
    """Have the drawing take what belongs together as one compound, and see what must be apart."""
    compound, names = units.graph.compound.copy(), list(units.compound_names)
    for group in settings.together:
        members = _together(compound, [places[code] for code in group if code in places])
        members = members[units.graph.fixed[members] == FREE]  # a grid that is to stay makes no group too large
        if len(members):
            compound[members] = len(names)
            names.append("、".join(group))
    pairs = [_pairs(places[one], places[other]) for one, other in settings.apart if one in places and other in places]
    apart = np.concatenate([units.graph.apart.reshape(-1, 2), *pairs]).astype(np.int32)
    graph = replace(units.graph, compound=compound, apart=apart)
    return replace(units, graph=graph, compound_names=tuple(names))


def unmet(grid: Ints, settings: DrawSettings, places: UnitsOf) -> tuple[tuple[str, ...], ...]:
    """List the groups that are not together and the pairs that are not apart: not neighbours, or too many households."""
    torn = [group for group in settings.together if len(np.unique(grid[_all(places, group)])) > 1]
    joined = [
        pair
        for pair in settings.apart
        if np.intersect1d(grid[_all(places, pair[:1])], grid[_all(places, pair[1:])]).size
    ]
    return (*torn, *joined)


def _under(shape: BaseGeometry, units: Units, cells: shapely.STRtree) -> NDArray[np.intp]:
    """Find the units on a compound's ground: those mostly in it, and those it lies in, as in a grid that is to stay."""
    near = np.sort(cells.query(shape, predicate="intersects"))
    both = shapely.area(shapely.intersection(units.cells[near], shape))
    if not both.any():
        return np.zeros(0, np.intp)
    mostly = both >= _MOSTLY * shapely.area(units.cells[near])
    holding = both >= min(_MUCH * shape.area, float(both.max()))
    return np.asarray(near[mostly | holding], np.intp)


def _together(compound: Ints, members: Sequence[NDArray[np.intp]]) -> NDArray[np.intp]:
    """Take some units with all units of their compounds."""
    if not members:
        return np.zeros(0, np.intp)
    own = np.concatenate(members)
    whole = np.unique(compound[own])
    return np.union1d(own, np.flatnonzero(np.isin(compound, whole[whole != FREE])))


def _pairs(some: NDArray[np.intp], others: NDArray[np.intp]) -> Ints:
    one, other = np.meshgrid(some, others, indexing="ij")
    pairs = np.column_stack([one.ravel(), other.ravel()])
    return np.asarray(pairs[pairs[:, 0] != pairs[:, 1]], np.int32)


def _all(places: UnitsOf, codes: Iterable[str]) -> NDArray[np.intp]:
    found = [places[code] for code in codes if code in places]
    return np.concatenate(found) if found else np.zeros(0, np.intp)
