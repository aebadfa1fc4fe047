"""Which unit lies in which of today's grids."""

from collections.abc import Sequence

import numpy as np
import shapely

from linli.grids.drawing.graph import FREE, Ints
from linli.grids.ground.layers import Zone
from linli.grids.ground.units import Units

_COMMUNITY_DIGITS = 12


def present_of(units: Units, grids: Sequence[Zone]) -> Ints:
    """Find for every unit the place of its grid among `grids`: the one its inner point lies in, of its own community; else FREE."""
    found = np.full(len(units.graph), FREE, np.int32)
    if not grids:
        return found
    place = {code: number for number, code in enumerate(units.community_codes)}
    community = np.array([place.get(one.key[:_COMMUNITY_DIGITS], FREE) for one in grids], np.int32)
    tree = shapely.STRtree([one.shape for one in grids])
    points = shapely.points(units.graph.xy_m)
    unit, grid = tree.query(points, predicate="intersects")
    own = community[grid] == units.graph.community[unit]
    unit, grid = unit[own], grid[own]
    order = np.lexsort((grid, unit))[::-1]  # a point on a border: the first grid is written last
    found[unit[order]] = grid[order]
    return found
