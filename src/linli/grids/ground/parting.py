"""One community out of the units of many: what a plan keeps of each by itself."""

import numpy as np
from numpy.typing import NDArray

from linli.grids.drawing.graph import FREE, Ints, UnitGraph
from linli.grids.ground.units import Units


def part_of(units: Units, community: int) -> Units:
    """Take the units of one community with their contacts among themselves, everything numbered anew from 0."""
    graph = units.graph
    here = np.flatnonzero(graph.community == community)
    place = np.full(len(graph), FREE, np.int32)
    place[here] = np.arange(len(here), dtype=np.int32)
    compound, compounds = _numbered(graph.compound[here])
    fixed, fixings = _numbered(graph.fixed[here])
    is_here = place[units.building_unit] != FREE if len(units.building_unit) else np.zeros(0, bool)
    return Units(
        origin_cgcs2000=units.origin_cgcs2000,
        community_codes=(units.community_codes[community],),
        graph=_graph_of(graph, here, place, compound, fixed),
        cells=units.cells[here],
        block=_numbered(units.block[here])[0],
        buildings=tuple(key for key, stays in zip(units.buildings, is_here, strict=True) if stays),
        building_unit=place[units.building_unit[is_here]],
        compound_names=tuple(units.compound_names[one] for one in compounds),
        fixed_names=tuple(units.fixed_names[one] for one in fixings),
        fixed_kinds=tuple(units.fixed_kinds[one] for one in fixings),
        is_estimated=units.is_estimated[here],
    )


def _graph_of(graph: UnitGraph, here: NDArray[np.intp], place: Ints, compound: Ints, fixed: Ints) -> UnitGraph:
    inside = (place[graph.contact_a] != FREE) & (place[graph.contact_b] != FREE)
    apart = graph.apart.reshape(-1, 2)
    told = apart[(place[apart] != FREE).all(axis=1)]
    return UnitGraph(
        households=graph.households[here],
        workload=graph.workload[here],
        area_m2=graph.area_m2[here],
        outer_m=graph.outer_m[here] + _shared_with_others(graph, place)[here],
        community=np.zeros(len(here), np.int32),
        xy_m=graph.xy_m[here],
        contact_a=place[graph.contact_a[inside]],
        contact_b=place[graph.contact_b[inside]],
        contact_m=graph.contact_m[inside],
        contact_kind=graph.contact_kind[inside],
        compound=compound,
        fixed=fixed,
        apart=place[told],
    )


def _shared_with_others(graph: UnitGraph, place: Ints) -> NDArray[np.float64]:
    """Add up by unit the edge it shares with units of other communities: from now on an edge no other unit shares."""
    crosses = (place[graph.contact_a] != FREE) != (place[graph.contact_b] != FREE)
    lengths = graph.contact_m[crosses]
    found = np.bincount(graph.contact_a[crosses], lengths, minlength=len(graph))
    return found + np.bincount(graph.contact_b[crosses], lengths, minlength=len(graph))


def _numbered(groups: Ints) -> tuple[Ints, list[int]]:
    """Number groups anew from 0 in the order of their numbers, FREE stays; say which they were."""
    known = [int(one) for one in np.unique(groups) if one != FREE]
    anew = np.searchsorted(known, groups).astype(np.int32) if known else np.zeros(len(groups), np.int32)
    return np.where(groups == FREE, FREE, anew).astype(np.int32), known
