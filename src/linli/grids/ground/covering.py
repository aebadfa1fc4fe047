"""Grids as polygons: the cells of their units joined, so that they cover every community without gap or overlap."""

import numpy as np
import shapely

from linli.grids.drawing.graph import Ints
from linli.grids.ground.layers import Shapes
from linli.grids.ground.units import Units


def outlines(units: Units, grid: Ints) -> Shapes:
    """Join the cells of each grid (0…): a polygon each, a multipolygon where a grid is not in one piece, in metres."""
    count = int(grid.max()) + 1 if len(grid) else 0
    order = np.argsort(grid, kind="stable")
    starts = np.searchsorted(grid[order], np.arange(count + 1))
    result: Shapes = np.empty(count, dtype=object)
    for index in range(count):
        own = units.cells[order[starts[index] : starts[index + 1]]]
        result[index] = shapely.normalize(shapely.coverage_union_all(own)) if len(own) else shapely.Polygon()
    return result
