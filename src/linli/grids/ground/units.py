"""The units a drawing puts together: cells of ground, seamless within each community, with what stands on them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linli.grids.drawing.graph import Ints, UnitGraph
from linli.grids.ground.layers import Shapes


@dataclass(frozen=True)
class Units:
    """A graph of units with the ground of each: cells cover every community without gap or overlap, in metres."""

    origin_cgcs2000: tuple[float, float]
    community_codes: tuple[str, ...]
    graph: UnitGraph
    cells: Shapes  # one polygon each, all noded: neighbours share every vertex
    block: Ints  # units between the same streets share a number
    buildings: tuple[str, ...]  # codes, in the order of `building_unit`
    building_unit: Ints
    compound_names: tuple[str, ...]  # by number in graph.compound
    fixed_names: tuple[str, ...]  # by number in graph.fixed
    fixed_kinds: tuple[str, ...]  # school … office, or 'kept'
    is_estimated: NDArray[np.bool_]  # households of the unit estimated, not counted
