"""What hangs together, and how it is put together again."""

import numpy as np

from linli.grids.drawing.graph import FREE
from linli.grids.drawing.pieces import pieces_of, repair
from linli.grids.tests.lattice import lattice, side_by_side

TOWN = lattice(6, 1)


def test_pieces_are_counted_by_grid():
    assert pieces_of(TOWN, np.array([0, 0, 2, 0, 2, 2], np.int32)).tolist() == [2, 0, 2]


def test_a_lost_piece_goes_to_its_neighbour():
    assert repair(TOWN, np.array([0, 0, 0, 1, 0, 1], np.int32)).tolist()[:3] == [0, 0, 0]
    assert pieces_of(TOWN, repair(TOWN, np.array([0, 0, 0, 1, 0, 1], np.int32))).tolist() == [1, 1]


def test_units_in_no_grid_join_one():
    assert repair(TOWN, np.array([0, 0, FREE, FREE, 1, 1], np.int32)).tolist() in (
        [0, 0, 0, 1, 1, 1],
        [0, 0, 0, 0, 1, 1],
        [0, 0, 1, 1, 1, 1],
    )


def test_what_touches_no_grid_stays_without():
    town = side_by_side(TOWN, TOWN)
    plan = np.append(np.zeros(6, np.int32), np.full(6, FREE, np.int32))
    assert np.array_equal(repair(town, plan), plan)


def test_a_plan_in_one_piece_is_left_alone():
    plan = np.array([0, 0, 1, 1, 2, 2], np.int32)
    assert np.array_equal(repair(TOWN, plan), plan)
