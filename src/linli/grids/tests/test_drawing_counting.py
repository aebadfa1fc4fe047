"""How many grids ground needs."""

from dataclasses import replace

import numpy as np
import pytest

from linli.grids.drawing.counting import grids_kept, grids_needed, mean_workload, target_shares, work_rate
from linli.grids.drawing.graph import FREE
from linli.grids.drawing.search import draw
from linli.grids.rules.settings import Band, DrawSettings
from linli.grids.tests.lattice import lattice, side_by_side

SETTINGS = DrawSettings(target=400)


@pytest.mark.parametrize(("share", "grids"), [(0, 1), (0.9, 1), (1.4, 1), (1.5, 2), (10, 10), (10.45, 10)])
def test_the_number_of_grids_brings_the_mean_nearest_to_the_target(share, grids):
    assert grids_needed(np.full(100, share / 100), SETTINGS) == grids


def test_the_band_decides_where_rounding_would_leave_it():
    shares = np.full(100, 490 / 310 / 100)
    assert grids_needed(shares, DrawSettings(target=310)) == 2
    assert grids_needed(shares, DrawSettings(target=310, band=Band(300, 500))) == 1  # two would hold 245 each


def test_there_are_never_more_grids_than_atoms():
    assert grids_needed(np.array([1.0, 1.0, 1.0]), SETTINGS) == 3
    assert grids_needed(np.array([3.0, 3.0]), SETTINGS) == 2


def test_a_building_larger_than_a_grid_counts_as_one():
    assert target_shares(np.array([1000.0, 200.0]), np.array([1500.0, 300.0]), 1.5, SETTINGS).tolist() == [1.0, 0.5]


def test_a_redraw_keeps_the_number_until_it_is_clearly_wrong():
    assert [grids_kept(10, np.full(100, share / 100), SETTINGS) for share in (9.4, 10.7, 10.8, 8)] == [10, 10, 11, 8]


def test_communities_with_more_care_get_more_grids_unless_a_band_is_set():
    plain = lattice(10, 10)
    town = side_by_side(plain, replace(plain, workload=plain.workload * 1.5))
    by_work = np.bincount(draw(town, SETTINGS).community_of_grid)
    by_households = np.bincount(draw(town, DrawSettings(target=400, band=Band(300, 500))).community_of_grid)
    assert by_work.tolist() == [8, 12]
    assert by_households.tolist() == [10, 10]


def test_the_average_work_ignores_dedicated_places_and_a_few_buildings_more():
    town = lattice(10, 10)
    assert work_rate(town) == pytest.approx(1.1)
    busy = np.where(np.arange(100) < 10, 900.0, town.workload)
    assert work_rate(replace(town, workload=busy)) > 1.5
    assert work_rate(replace(town, workload=busy, fixed=np.where(busy == 900, 0, FREE))) == pytest.approx(1.1)
    assert work_rate(replace(town, workload=town.workload + (np.arange(100) == 3) * 30.0)) == pytest.approx(1.1)


def test_the_mean_is_that_of_grids_that_borders_can_level():
    settings = DrawSettings(target=100)
    households = np.array([900.0, 60.0, 40.0, 100.0])
    assert mean_workload(households, households * 2, 3, settings) == 200
    assert mean_workload(households, households * 2, 1, settings) == 2200
    assert mean_workload(households[1:], households[1:] * 2, 2, settings) == 200
