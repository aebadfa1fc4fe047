"""The ground in tracts: connected ground of one community, each divided by a search of its own.

A search sees its tract alone, in an order that depends on where the atoms lie: what happens elsewhere changes nothing.
"""

from dataclasses import dataclass

import numpy as np

from linli.grids.drawing.atoms import Bools, atoms_of
from linli.grids.drawing.counting import grids_needed, target_shares, work_rate
from linli.grids.drawing.graph import COST_PER_M, FREE, Floats, Ints, UnitGraph
from linli.grids.drawing.pieces import Links, components, links_of
from linli.grids.rules.settings import DrawSettings

LEAST_SHARE = 0.5  # of the target: ground cut off with fewer households joins the nearest instead of being a grid


@dataclass(frozen=True)
class Tract:
    """Atoms that can be reached from each other, in compressed rows, and how many grids they become."""

    community: int
    grids: int
    units: Ints  # of the graph
    atom_of_unit: Ints  # aligned with `units`
    households: Floats  # by atom, as all below
    shares: Floats  # of a grid that the atom fills
    workload: Floats
    area_m2: Floats
    around_m: Floats  # length of the whole edge
    xy_m: Floats
    start: Ints  # contacts of atom i: start[i] … start[i + 1]
    neighbour: Ints
    metres: Floats
    cost: Floats
    apart: Ints  # (pairs, 2)

    def __len__(self) -> int:
        return len(self.households)

    @property
    def links(self) -> Links:
        """The contacts as pairs, for counting and joining pieces."""
        row = np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.start))
        once = row < self.neighbour
        weight = self.workload + 1e-6 * self.area_m2
        return Links(row[once], self.neighbour[once], self.metres[once], weight)


@dataclass(frozen=True)
class _Contracted:
    """All atoms to be drawn, sorted by community and place, and their contacts within communities."""

    units: Ints
    atom_of_unit: Ints
    households: Floats
    workload: Floats
    area_m2: Floats
    around_m: Floats
    xy_m: Floats
    community: Ints
    a: Ints
    b: Ints
    metres: Floats
    cost: Floats
    apart: Ints


def tracts_of(graph: UnitGraph, settings: DrawSettings, present: Ints | None = None) -> list[Tract]:
    """Take compounds together, leave fixed units out, join ground that is cut off, and give each tract by itself."""
    all_atoms = _contract(graph, atoms_of(graph, settings, present))
    joined, label = _bridge(all_atoms, settings.target * LEAST_SHARE)
    return _slice(joined, label, work_rate(graph), settings)


def grounds_of(graph: UnitGraph, settings: DrawSettings) -> tuple[Ints, Bools]:
    """Number the ground of each unit, in one piece but for what is fixed; say which ground can carry grids of its own."""
    links, drawn = links_of(graph), graph.fixed == FREE
    joined = drawn[links.a] & drawn[links.b]
    count, label = components(len(graph), links.a[joined], links.b[joined])
    households = np.bincount(label[drawn], graph.households[drawn], count)
    community = np.zeros(count, np.int32)
    community[label] = graph.community
    return label, _carrying(households, community, settings.target * LEAST_SHARE)


def _contract(graph: UnitGraph, atom: Ints) -> _Contracted:
    """Sum units up to atoms, put atoms in order, and merge their contacts; fixed units are left out."""
    units = np.flatnonzero(graph.fixed == FREE).astype(np.int32)
    first, number = np.unique(atom[units], return_index=True, return_inverse=True)[1:]
    count = len(first)
    weight = graph.area_m2[units] + 1e-9
    total = np.bincount(number, weight, count)
    xy_m = np.column_stack([np.bincount(number, weight * graph.xy_m[units, axis], count) / total for axis in (0, 1)])
    community = graph.community[units[first]]
    place_cm = np.round(xy_m * 100)
    order = np.lexsort((place_cm[:, 0], place_cm[:, 1], community))
    rank = np.empty(count, np.int32)
    rank[order] = np.arange(count)
    atom_of_unit = rank[number]
    a, b, metres, cost, inside_m = _merge_contacts(graph, units, atom_of_unit)
    edge = np.bincount(graph.contact_a, graph.contact_m, len(graph)) + np.bincount(
        graph.contact_b, graph.contact_m, len(graph)
    )
    around = np.bincount(atom_of_unit, (edge + graph.outer_m)[units], count) - 2 * inside_m
    return _Contracted(
        units=units,
        atom_of_unit=atom_of_unit,
        households=np.bincount(atom_of_unit, graph.households[units], count),
        workload=np.bincount(atom_of_unit, graph.workload[units], count),
        area_m2=np.bincount(atom_of_unit, graph.area_m2[units], count),
        around_m=around,
        xy_m=xy_m[order],
        community=community[order],
        a=a,
        b=b,
        metres=metres,
        cost=cost,
        apart=_local_pairs(graph, units, atom_of_unit),
    )


def _merge_contacts(graph: UnitGraph, units: Ints, atom_of_unit: Ints) -> tuple[Ints, Ints, Floats, Floats, Floats]:
    """Sum contacts between the same two atoms; the last answer is the length that vanished inside each atom."""
    atom = np.full(len(graph), FREE, np.int64)
    atom[units] = atom_of_unit
    count = int(atom.max(initial=FREE)) + 1
    low, high = (
        np.minimum(atom[graph.contact_a], atom[graph.contact_b]),
        np.maximum(atom[graph.contact_a], atom[graph.contact_b]),
    )
    within = (low != FREE) & (graph.community[graph.contact_a] == graph.community[graph.contact_b])
    inside = within & (low == high)
    inside_m = np.bincount(low[inside], graph.contact_m[inside], count)
    across = within & (low != high)
    pair, number = np.unique(low[across] * max(1, count) + high[across], return_inverse=True)
    metres = np.bincount(number, graph.contact_m[across], len(pair))
    per_m = np.array(COST_PER_M)[graph.contact_kind[across]]
    cost = np.bincount(number, graph.contact_m[across] * per_m, len(pair))
    a, b = np.divmod(pair, max(1, count))
    return a.astype(np.int32), b.astype(np.int32), metres, cost, inside_m


def _local_pairs(graph: UnitGraph, units: Ints, atom_of_unit: Ints) -> Ints:
    """Say which atoms must not share a grid; pairs with a fixed unit, or in two communities, are apart already."""
    atom = np.full(len(graph), FREE, np.int32)
    atom[units] = atom_of_unit
    pairs = graph.apart.reshape(-1, 2)
    same = graph.community[pairs[:, 0]] == graph.community[pairs[:, 1]]
    local = atom[pairs[same]]
    return np.asarray(local[(local != FREE).all(axis=1)])


def _bridge(atoms: _Contracted, least_households: float) -> tuple[_Contracted, Ints]:
    """Join ground that is cut off and holds too few households to the nearest ground of its community."""
    count, label = components(len(atoms.households), atoms.a, atoms.b)
    households = np.bincount(label, atoms.households, count)
    of_community = np.empty(count, np.int32)
    of_community[label] = atoms.community
    rich = _carrying(households, of_community, least_households)
    pairs = [_nearest(atoms, label, int(piece), rich) for piece in np.flatnonzero(~rich)]
    if not pairs:
        return atoms, label
    a, b = np.array(pairs, np.int32).T
    none = np.zeros(len(a))
    joined = _Contracted(
        **{**vars(atoms), "a": np.append(atoms.a, a), "b": np.append(atoms.b, b)}
        | {"metres": np.append(atoms.metres, none), "cost": np.append(atoms.cost, none)}
    )
    return joined, components(len(atoms.households), joined.a, joined.b)[1]


def _carrying(households: Floats, community: Ints, least_households: float) -> Bools:
    """Say which ground can carry grids: with enough households, or the most of its community."""
    rich = households >= least_households
    order = np.lexsort((-households, community))
    leads = order[np.append(True, np.diff(community[order]) != 0)] if len(order) else order
    rich[leads] = True
    return np.asarray(rich)


def _nearest(atoms: _Contracted, label: Ints, piece: int, rich: Bools) -> tuple[int, int]:
    """Find the shortest way from a piece to ground of the same community that can carry grids."""
    from scipy.spatial import cKDTree  # noqa: PLC0415 for who draws alone, and where ground lies apart

    here = np.flatnonzero(label == piece)
    there = np.flatnonzero(rich[label] & (atoms.community == atoms.community[here[0]]))
    distance, found = cKDTree(atoms.xy_m[there]).query(atoms.xy_m[here])
    closest = int(np.argmin(distance))
    return int(here[closest]), int(there[found[closest]])


def _slice(atoms: _Contracted, label: Ints, rate: float, settings: DrawSettings) -> list[Tract]:
    """Cut the sorted atoms into tracts, each numbering its atoms from 0."""
    order = np.argsort(label, kind="stable")
    bounds = np.searchsorted(label[order], np.arange(int(label.max(initial=-1)) + 2))
    local = np.empty(len(label), np.int32)
    local[order] = np.arange(len(label)) - bounds[label[order]]
    rows = _by_label(label[atoms.a], len(bounds) - 1)
    units = _by_label(label[atoms.atom_of_unit], len(bounds) - 1)
    pairs = _by_label(label[atoms.apart[:, 0]], len(bounds) - 1)
    tracts = []
    for number in range(len(bounds) - 1):
        mine = order[bounds[number] : bounds[number + 1]]
        shares = target_shares(atoms.households[mine], atoms.workload[mine], rate, settings)
        start, neighbour, metres, cost = _rows(atoms, local, rows[number], len(mine))
        tracts.append(
            Tract(
                community=int(atoms.community[mine[0]]),
                grids=grids_needed(shares, settings),
                units=atoms.units[units[number]],
                atom_of_unit=local[atoms.atom_of_unit[units[number]]],
                households=atoms.households[mine],
                shares=shares,
                workload=atoms.workload[mine],
                area_m2=atoms.area_m2[mine],
                around_m=atoms.around_m[mine],
                xy_m=atoms.xy_m[mine],
                start=start,
                neighbour=neighbour,
                metres=metres,
                cost=cost,
                apart=local[atoms.apart[pairs[number]]],
            )
        )
    return tracts


def _by_label(label: Ints, count: int) -> list[Ints]:
    """Give the positions of each label, as one array a label."""
    order = np.argsort(label, kind="stable").astype(np.int32)
    return np.split(order, np.searchsorted(label[order], np.arange(1, count)))


def _rows(atoms: _Contracted, local: Ints, contacts: Ints, count: int) -> tuple[Ints, Ints, Floats, Floats]:
    """Write the contacts of a tract as compressed rows, each contact in both directions."""
    a, b = local[atoms.a[contacts]], local[atoms.b[contacts]]
    here, there = np.append(a, b), np.append(b, a)
    order = np.lexsort((there, here))
    start = np.searchsorted(here[order], np.arange(count + 1)).astype(np.int32)
    both = np.append(contacts, contacts)[order]
    return start, there[order].astype(np.int32), atoms.metres[both], atoms.cost[both]
