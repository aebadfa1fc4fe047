"""What new grids are called: after their place, else by their number, and no two of a community alike."""

from dataclasses import replace

import numpy as np
import pytest

from linli.grids.queries.plans import planned_grids
from linli.grids.rules import DrawSettings
from linli.grids.tests.squares import squares, store_units, units_of_squares

pytestmark = pytest.mark.django_db
SCHOOLS = {0: (0,), 1: (5,)}
GRID_OF_SQUARE = np.array([1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0], dtype=np.int32)


def names_of(*schools):
    units = replace(units_of_squares(squares(6, 2, fixed=SCHOOLS), 6), fixed_names=schools)
    return [grid.name for grid in planned_grids(store_units(units, GRID_OF_SQUARE, DrawSettings(target=200)))]


def test_a_place_apart_gives_its_grid_its_name():
    plain, *schools = names_of("荷坪学校", "松灯学校")
    assert "网格" in plain
    assert schools == ["荷坪学校", "松灯学校"]


def test_two_places_of_one_name_have_their_numbers_behind_it():
    names = names_of("荷坪学校", "荷坪学校")
    assert len(set(names)) == 3
    assert all(name.startswith("荷坪学校（") for name in names[1:])
