"""Figures of a plan, worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from linli.grids.drawing.graph import FREE
from linli.grids.drawing.scoring import best_match, figures, score
from linli.grids.rules.settings import Band, DrawSettings
from linli.grids.tests.lattice import lattice, side_by_side

TOWN = lattice(4, 4, block=2)  # sixteen squares of 100 m; streets through the middle, both ways
QUARTERS = np.array([0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3], np.int32)
STRIPES = np.repeat(np.arange(4, dtype=np.int32), 4)
SETTINGS = DrawSettings(target=160, band=Band(150, 170))


def with_tower(town, *, unit, households=1000.0):
    """Put so many households into one building."""
    more = np.where(np.arange(len(town)) == unit, households - town.households, 0.0)
    return replace(town, households=town.households + more, workload=town.households + more)


def with_park():
    """Two columns of homes, a park, three columns of homes; the first grid lies on both sides of the park."""
    town = lattice(6, 2)
    column = town.xy_m[:, 0] // 100
    plan = np.select([column == 2, column <= 3], [2, 0], 1).astype(np.int32)
    return replace(town, fixed=np.where(column == 2, 0, FREE).astype(np.int32)), plan


def test_quarters_along_streets_are_level_and_compact():
    card = score(TOWN, QUARTERS, SETTINGS)
    assert (card.grids, card.broken, card.households) == (4, 0, 640)
    assert (card.worst_deviation, card.share_within_tolerance, card.share_in_band) == (0, 1, 1)
    assert card.compactness == pytest.approx(np.pi / 4)
    assert (card.street_share, card.inside_m) == (1, 0)
    assert card.cost == pytest.approx(0.8)
    assert card.walk_m == pytest.approx(np.hypot(50, 50))


def test_stripes_cut_through_blocks():
    card = score(TOWN, STRIPES, SETTINGS)
    assert card.inside_m == 800
    assert card.street_share == pytest.approx(1 / 3)
    assert card.cost == pytest.approx(0.4 + 0.8 * 6)


def test_deviation_is_from_the_mean_of_the_own_community():
    town = side_by_side(TOWN, replace(TOWN, workload=TOWN.workload * 2))
    plan = np.append(QUARTERS, QUARTERS + 4)
    card = score(town, plan, SETTINGS)
    assert card.worst_deviation == pytest.approx(0, abs=1e-9)
    assert card.worst_from_city == pytest.approx(1 / 3)


def test_a_grid_in_two_pieces_is_broken():
    plan = np.where(QUARTERS == 3, 0, QUARTERS).astype(np.int32)
    assert score(TOWN, plan, SETTINGS).broken == 1
    assert [one.pieces for one in figures(TOWN, plan, SETTINGS)] == [2, 1, 1]


def test_a_building_that_is_more_than_a_grid_is_no_measure_for_the_others():
    plan = np.where(np.arange(16) == 0, 4, QUARTERS).astype(np.int32)
    town = with_tower(TOWN, unit=0)
    card = score(town, plan, SETTINGS)
    assert (card.grids, card.oversize) == (5, 1)
    assert card.worst_deviation == pytest.approx(0.2)  # 120 among 160
    assert (card.share_within_tolerance, card.share_in_band) == (0.75, 0.75)
    facts = figures(town, plan, SETTINGS)
    assert [one.is_oversize for one in facts] == [False] * 4 + [True]
    assert facts[4].deviation == pytest.approx(1000 / 150 - 1)


def test_a_building_within_the_band_counts_with_the_others():
    town = with_tower(TOWN, unit=0, households=170)
    assert score(town, QUARTERS, SETTINGS).oversize == 0
    assert score(town, QUARTERS, replace(SETTINGS, band=None, tolerance=0.05)).oversize == 1


def test_where_every_grid_is_one_large_building_nothing_is_uneven():
    town = replace(TOWN, households=TOWN.households * 10, workload=TOWN.workload * np.arange(1, 17))
    card = score(town, np.arange(16, dtype=np.int32), SETTINGS)
    assert (card.oversize, card.worst_deviation, card.share_within_tolerance) == (16, 0, 1)


def test_a_grid_whose_ground_a_park_cuts_off_is_bridged_not_broken():
    town, plan = with_park()
    card = score(town, plan, replace(SETTINGS, target=400, band=None))
    assert (card.broken, card.bridged) == (0, 1)
    assert [one.is_bridged for one in figures(town, plan, replace(SETTINGS, target=400, band=None))] == [True] + [
        False
    ] * 2


def test_ground_that_could_carry_a_grid_bridges_nothing():
    town, plan = with_park()
    card = score(town, plan, replace(SETTINGS, target=200, band=None))
    assert (card.broken, card.bridged) == (1, 0)


def test_a_grid_of_today_whose_outline_is_one_is_in_one_piece():
    plan = np.where(QUARTERS == 3, 0, QUARTERS).astype(np.int32)
    for first, broken in ((True, 0), (False, 1)):
        assert score(TOWN, plan, SETTINGS, in_one_piece=np.array([first, True, True])).broken == broken


def test_two_pieces_on_one_side_of_a_park_are_broken():
    town, plan = with_park()
    plan[town.xy_m[:, 0] == 500] = 0
    card = score(town, plan, replace(SETTINGS, target=400, band=None))
    assert (card.broken, card.bridged) == (1, 0)


def test_dedicated_grids_have_figures_but_do_not_count_for_balance():
    town = replace(TOWN, fixed=np.where(QUARTERS == 3, 0, FREE).astype(np.int32))
    town = replace(town, workload=np.where(QUARTERS == 3, 0.0, TOWN.workload))
    one = figures(town, QUARTERS, SETTINGS)[3]
    assert (one.is_fixed, one.deviation, one.workload) == (True, 0.0, 0.0)
    assert score(town, QUARTERS, SETTINGS).worst_deviation == 0


def test_numbers_without_units_are_no_grids():
    card = score(TOWN, QUARTERS * 2, SETTINGS)
    assert (card.grids, card.worst_deviation) == (4, 0)
    assert [one.pieces for one in figures(TOWN, QUARTERS * 2, SETTINGS)] == [1, 0, 1, 0, 1, 0, 1]


def test_units_in_no_grid_are_left_out():
    plan = np.where(QUARTERS == 3, FREE, QUARTERS).astype(np.int32)
    card = score(TOWN, plan, SETTINGS)
    assert (card.grids, card.households) == (3, 480)


def test_borders_of_a_grid_are_its_whole_edge():
    one = figures(TOWN, QUARTERS, SETTINGS)[0]
    assert (one.border_m, one.area_m2, one.street_share) == (800, 40_000, 1)


def test_moved_households_are_those_in_another_grid_than_today():
    plan = QUARTERS.copy()
    plan[[0, 1]] = 1
    today = QUARTERS.copy()
    today[1] = FREE  # built since
    assert score(TOWN, plan, SETTINGS, present=today).moved_households == 40


def test_a_plan_takes_the_numbers_of_the_grids_it_resembles():
    plan = np.array([5, 2, 0, 7], np.int32)[QUARTERS]
    assert np.array_equal(best_match(TOWN, plan, QUARTERS), QUARTERS)


def test_a_new_grid_is_numbered_after_those_of_today():
    today = np.where(QUARTERS == 3, 1, QUARTERS).astype(np.int32)
    matched = best_match(TOWN, QUARTERS, today)
    assert sorted(np.unique(matched)) == [0, 1, 2, 3]
    assert (matched == today).sum() == 12


def test_a_compound_counts_as_cut_only_if_it_could_stay_whole():
    compound = np.where(np.arange(16) < 4, 0, np.where(np.isin(np.arange(16), [12, 15]), 1, FREE)).astype(np.int32)
    town = replace(TOWN, compound=compound)
    assert score(town, QUARTERS, SETTINGS).compounds_cut == 1  # the other is in two pieces already
    assert score(town, STRIPES, SETTINGS).compounds_cut == 0
    assert score(town, QUARTERS, replace(SETTINGS, target=100, band=None)).compounds_cut == 0


def test_contacts_across_communities_are_no_borders_between_grids():
    town = replace(TOWN, community=(np.arange(16) // 8).astype(np.int32))
    assert score(town, QUARTERS, SETTINGS).cost == pytest.approx(0.4)
