"""Units come back from their bytes as they went, and shapes from degrees."""

import numpy as np
import pytest
import shapely

from linli.grids.drawing.graph import UnitGraph
from linli.grids.ground.covering import outlines
from linli.grids.ground.cutting import cut
from linli.grids.ground.packing import CellInPieces, pack, unpack
from linli.grids.ground.plane import Plane, plane_around
from linli.grids.rules.settings import DrawSettings
from linli.grids.rules.workload import Weights
from linli.grids.tests.towns import rough_town, town


def test_units_come_back_from_their_bytes():
    units = cut(rough_town(3), DrawSettings(), Weights())
    again = unpack(pack(units))
    assert shapely.equals_exact(units.cells, again.cells, tolerance=0).all()
    for name in UnitGraph.__dataclass_fields__:
        assert (getattr(units.graph, name) == getattr(again.graph, name)).all(), name
    assert (units.buildings, units.compound_names, units.fixed_kinds) == (
        again.buildings, again.compound_names, again.fixed_kinds,
    )  # fmt: skip
    assert (units.building_unit == again.building_unit).all()
    assert units.origin_cgcs2000 == again.origin_cgcs2000


def test_a_unit_in_pieces_is_refused():
    units = cut(town(), DrawSettings(), Weights())
    units.cells[0] = shapely.union_all([units.cells[0], shapely.box(9000, 0, 9010, 10)])
    with pytest.raises(CellInPieces):
        pack(units)


def test_a_community_takes_little_room():
    units = cut(rough_town(3), DrawSettings(), Weights())
    assert len(pack(units)) < 160 * len(units.graph)


def test_grids_in_two_pieces_are_multipolygons_and_blocks_are_joined_again():
    units = cut(town(), DrawSettings(), Weights())
    west, east = units.graph.xy_m[:, 0] < 150, units.graph.xy_m[:, 0] > 450
    grid = np.where(west | east, 0, 1).astype(np.int32)
    shapes = outlines(units, grid)
    assert [shape.geom_type for shape in shapes] == ["MultiPolygon", "Polygon"]
    assert shapely.area(shapes).tolist() == pytest.approx([180_000, 180_000], abs=1)
    assert len(outlines(units, units.block)) == 16


def test_degrees_and_metres_undo_each_other():
    plane = plane_around([121.4, 121.6], [31.1, 31.3])
    assert plane.origin_cgcs2000 == (121.5, 31.2)
    box = shapely.box(121.5, 31.2, 121.51, 31.21)
    metres = plane.metres_of(box)
    assert metres.bounds[2:] == pytest.approx((953.2, 1108.7), abs=1)
    assert shapely.equals_exact(plane.degrees_of(metres), box, tolerance=1e-12)
    assert Plane((121.5, 31.2)) == plane
