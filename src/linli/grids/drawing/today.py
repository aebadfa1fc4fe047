"""The grids of today, read as a plan for each tract: who is where, and which number every grid keeps."""

from dataclasses import dataclass

import numpy as np

from linli.grids.drawing.assembling import fixed_groups
from linli.grids.drawing.graph import FREE, Floats, Ints, UnitGraph
from linli.grids.drawing.tracts import Tract, tracts_of
from linli.grids.rules.settings import DrawSettings


@dataclass(frozen=True)
class TodayTract:
    """A tract with the grids it has today, counted from 0 within the tract."""

    tract: Tract
    home: Ints  # by atom, FREE: in no grid of this tract
    numbers: Ints  # of these grids in the whole plan


@dataclass(frozen=True)
class Today:
    """All tracts with their grids of today, and what else bears a number."""

    tracts: list[TodayTract]
    fixed_numbers: Ints  # by group of fixed units, FREE: a new grid
    community_of_number: Ints
    tenant: Ints  # by unit: its grid of today, where that grid mostly lies on the same ground


def read_today(graph: UnitGraph, present: Ints, settings: DrawSettings) -> Today:
    """Give each present grid to the one tract or fixed group that most of it lies in; what lies elsewhere is free."""
    present = _with_their_compounds(graph, present)
    tracts = tracts_of(graph, settings, present)
    place = _places(graph, tracts)
    tenant = np.where(_owners(graph, present, place)[present] == place, present, FREE).astype(np.int32)
    units, group, _ = fixed_groups(graph)
    community = np.zeros(int(present.max(initial=FREE)) + 1, np.int32)
    community[present[present != FREE]] = graph.community[present != FREE]
    return Today(
        tracts=[_today_of(tract, tenant) for tract in tracts],
        fixed_numbers=_main_tenants(graph, tenant, units, group),
        community_of_number=community,
        tenant=tenant,
    )


def _with_their_compounds(graph: UnitGraph, present: Ints) -> Ints:
    """Give new buildings in a compound that is in one grid today to that grid."""
    known = np.flatnonzero((graph.compound != FREE) & (present != FREE))
    pairs = np.unique(np.column_stack([graph.compound[known], present[known]]), axis=0)
    alone = np.flatnonzero(np.bincount(pairs[:, 0], minlength=1) == 1)
    grid_of_compound = np.full(int(graph.compound.max(initial=FREE)) + 2, FREE, np.int32)
    single = pairs[np.isin(pairs[:, 0], alone)]
    grid_of_compound[single[:, 0]] = single[:, 1]
    return np.where(present == FREE, grid_of_compound[graph.compound], present).astype(np.int32)


def _places(graph: UnitGraph, tracts: list[Tract]) -> Ints:
    """Number where units lie: tracts first, then groups of fixed units."""
    place = np.full(len(graph), FREE, np.int32)
    for number, tract in enumerate(tracts):
        place[tract.units] = number
    units, group, _ = fixed_groups(graph)
    place[units] = len(tracts) + group
    return place


def _weight(graph: UnitGraph) -> Floats:
    """Weigh units by households, those without any by a little ground."""
    return graph.households + 1e-6 * graph.area_m2


def _owners(graph: UnitGraph, present: Ints, place: Ints) -> Ints:
    """Find for every present grid the place most of it lies in; one more, the last, stands for FREE."""
    here = np.flatnonzero(present != FREE)
    return np.append(_heaviest(present[here], place[here], _weight(graph)[here]), np.int32(FREE))


def _main_tenants(graph: UnitGraph, tenant: Ints, units: Ints, group: Ints) -> Ints:
    """Find for every group of fixed units the present grid that most of it is."""
    here = tenant[units] != FREE
    found = np.full(int(group.max(initial=FREE)) + 1, FREE, np.int32)
    heaviest = _heaviest(group[here], tenant[units[here]], _weight(graph)[units[here]])
    found[: len(heaviest)] = heaviest
    return found


def _heaviest(rows: Ints, columns: Ints, weight: Floats) -> Ints:
    """Find for every row the column that weighs most, FREE for a row with none."""
    pairs, number = np.unique(np.column_stack([rows, columns]), axis=0, return_inverse=True)
    heavy = np.bincount(number, weight, len(pairs))
    order = np.argsort(heavy, kind="stable")
    best = np.full(int(rows.max(initial=FREE)) + 1, FREE, np.int32)
    best[pairs[order, 0]] = pairs[order, 1]  # the heaviest is written last, and stays
    return best


def _today_of(tract: Tract, tenant: Ints) -> TodayTract:
    """Read the grids of a tract off its units."""
    of_atom = np.full(len(tract), FREE, np.int32)
    of_atom[tract.atom_of_unit] = tenant[tract.units]
    numbers = np.unique(of_atom[of_atom != FREE])
    home = np.where(of_atom == FREE, FREE, np.searchsorted(numbers, of_atom))
    return TodayTract(tract, home.astype(np.int32), numbers)
