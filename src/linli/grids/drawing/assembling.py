"""Plans of single tracts put together to one plan of the whole graph."""

from collections.abc import Sequence

import numpy as np

from linli.grids.drawing.graph import FREE, Ints, UnitGraph
from linli.grids.drawing.plan import Drawn
from linli.grids.drawing.tracts import Tract


class Assembly:
    """A plan of the whole graph in the making; numbers that today's grids bear are given by name, others follow."""

    def __init__(self, graph: UnitGraph, community_of_number: Sequence[int] = ()) -> None:
        self._graph = graph
        self._grid = np.full(len(graph), FREE, np.int32)
        self._community = [int(community) for community in community_of_number]

    def put(self, tract: Tract, plan: Ints, numbers: Sequence[int] = ()) -> None:
        """Add a tract; its first grids bear the numbers given, the others new ones."""
        number = np.full(int(plan.max(initial=0)) + 1, FREE, np.int32)
        for place in np.unique(plan):
            number[place] = self._number(tract.community, int(numbers[place]) if place < len(numbers) else FREE)
        self._grid[tract.units] = number[plan[tract.atom_of_unit]]

    def put_fixed(self, numbers: Sequence[int] = ()) -> None:
        """Add dedicated and kept grids, under the numbers given or new ones."""
        units, group, community = fixed_groups(self._graph)
        for place, where in enumerate(community):
            known = int(numbers[place]) if place < len(numbers) else FREE
            self._grid[units[group == place]] = self._number(int(where), known)

    def drawn(self) -> Drawn:
        """Give the plan."""
        return Drawn(grid=self._grid, community_of_grid=np.array(self._community, np.int32))

    def _number(self, community: int, known: int) -> int:
        """Take a known number, or the next new one."""
        if known == FREE:
            self._community.append(community)
            return len(self._community) - 1
        self._community[known] = community
        return known


def fixed_groups(graph: UnitGraph) -> tuple[Ints, Ints, Ints]:
    """Number the groups of fixed units, one in each community: the units, the group of each, the community of each group."""
    units = np.flatnonzero(graph.fixed != FREE).astype(np.int32)
    pairs = np.column_stack([graph.community[units], graph.fixed[units]])
    groups, number = np.unique(pairs, axis=0, return_inverse=True)
    return units, number.astype(np.int32), groups[:, 0].astype(np.int32)
