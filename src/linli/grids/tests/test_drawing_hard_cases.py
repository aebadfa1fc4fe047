"""Ground that breaks simple ways of drawing: rivers, towers, exclaves, rings, compounds in pieces, nobody at home."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from linli.grids.drawing import search
from linli.grids.drawing.board import aims_of, energy, lay_out
from linli.grids.drawing.graph import FREE, UnitGraph
from linli.grids.drawing.pieces import pieces_of
from linli.grids.drawing.scoring import figures, score
from linli.grids.drawing.search import best_plan, draw
from linli.grids.drawing.tracts import tracts_of
from linli.grids.rules.settings import Band, DrawSettings, Preset
from linli.grids.tests.lattice import lattice, side_by_side, without_contacts

SETTINGS = DrawSettings(target=400)


def populated(town: UnitGraph, households) -> UnitGraph:
    """The same town with other households."""
    households = np.broadcast_to(np.asarray(households, float), len(town)).copy()
    return replace(town, households=households, workload=households * 1.1)


def labelled(town: UnitGraph, units) -> np.ndarray:
    """Label 0 for some units, FREE for the others."""
    label = np.full(len(town), FREE, np.int32)
    label[units] = 0
    return label


def river(town: UnitGraph, west) -> UnitGraph:
    """Nobody walks between the units given and the others."""
    is_west = np.isin(np.arange(len(town)), west)
    return without_contacts(town, is_west[town.contact_a] != is_west[town.contact_b])


def test_a_river_through_a_community_is_never_crossed():
    town = lattice(12, 10)
    west = np.flatnonzero(town.xy_m[:, 0] < 500)
    grid = draw(river(town, west), SETTINGS).grid
    east = np.setdiff1d(np.arange(len(town)), west)
    assert not set(grid[west]) & set(grid[east])
    assert (len(set(grid[west])), len(set(grid[east]))) == (5, 7)


def test_an_exclave_with_few_people_belongs_to_the_nearest_grid():
    town = river(lattice(10, 10), [0, 1])
    drawn = draw(town, SETTINGS)
    card = score(town, drawn.grid, SETTINGS)
    assert drawn.grid[0] == drawn.grid[1] in set(drawn.grid[[2, 10, 11]])
    assert (card.grids, card.broken) == (10, 0)
    assert figures(town, drawn.grid, SETTINGS)[drawn.grid[0]].pieces == 2


def test_an_exclave_with_enough_people_is_a_grid():
    island = [0, 1, 2, 10, 11, 12]
    grid = draw(river(lattice(10, 10, households=60.0), island), SETTINGS).grid
    assert set(np.flatnonzero(grid == grid[0])) == set(island)


def test_a_cut_with_an_empty_grid_is_not_taken(monkeypatch):
    def lazy(grids, adjacency, **_options):
        return 0, [min(unit, grids - 2) for unit in range(len(adjacency.adj_starts) - 1)]

    monkeypatch.setattr("linli.grids.drawing.seeds.pymetis.part_graph", lazy)
    card = score(lattice(8, 10), draw(lattice(8, 10), SETTINGS).grid, SETTINGS)
    assert (card.grids, card.broken) == (8, 0)
    assert card.worst_deviation <= 0.1


def test_where_half_the_ground_is_empty_everything_still_has_a_grid():
    town = lattice(12, 10)
    town = populated(town, np.where(town.xy_m[:, 1] < 500, 80.0, 0.0))
    drawn = draw(town, SETTINGS)
    card = score(town, drawn.grid, SETTINGS)
    assert (drawn.grid != FREE).all()
    assert (card.grids, card.broken) == (12, 0)
    assert card.worst_deviation <= 0.1


def test_a_community_without_people_is_one_grid():
    town = populated(lattice(5, 4), 0.0)
    assert set(draw(town, SETTINGS).grid) == {0}
    assert score(town, draw(town, SETTINGS).grid, SETTINGS).worst_deviation == 0.0


def test_a_community_of_less_than_a_target_is_one_grid():
    assert set(draw(lattice(3, 2), SETTINGS).grid) == {0}


def test_a_building_larger_than_a_grid_fills_one_and_costs_the_others_none():
    town = lattice(9, 9, households=20.0)
    households = np.where(np.arange(81) == 40, 1000.0, 20.0)
    drawn = draw(populated(town, households), SETTINGS)
    assert len(drawn.community_of_grid) == 5
    assert (drawn.grid == drawn.grid[40]).sum() == 1


def test_fewer_buildings_than_grids_would_need_give_a_grid_each():
    drawn = draw(lattice(3, 1, households=900.0), SETTINGS)
    assert sorted(drawn.grid) == [0, 1, 2]


def test_a_ring_round_a_park_is_divided_in_pieces_that_hold():
    town = lattice(9, 9, households=50.0)
    park = (np.abs(town.xy_m - 400) <= 200).all(axis=1)
    ring = replace(town, fixed=np.where(park, 0, FREE).astype(np.int32))
    drawn = draw(ring, SETTINGS)
    card = score(ring, drawn.grid, SETTINGS)
    assert len(set(drawn.grid[park])) == 1
    assert not set(drawn.grid[park]) & set(drawn.grid[~park])
    assert (card.grids, card.broken) == (8, 0)
    assert card.worst_deviation <= 0.1


def test_where_a_few_towers_decide_starting_anew_helps(monkeypatch):
    towers = np.random.default_rng(6).integers(60, 260, 30)
    town = populated(lattice(6, 5), towers)
    often = score(town, draw(town, SETTINGS).grid, SETTINGS)
    monkeypatch.setattr(search, "RESTARTS", 0)
    once = score(town, draw(town, SETTINGS).grid, SETTINGS)
    assert often.share_within_tolerance > once.share_within_tolerance
    assert often.worst_deviation < once.worst_deviation


def test_fewer_grids_beyond_the_tolerance_count_more_than_a_lesser_worst():
    settings = DrawSettings(target=100)
    (tract,) = tracts_of(lattice(8, 5, households=10.0), settings)
    aims = aims_of(tract, settings)
    two_far_off, four_off = (
        lay_out(tract, np.repeat(np.arange(4, dtype=np.int32), counts)) for counts in ([13, 7, 10, 10], [12, 8, 12, 8])
    )
    assert search._is_better(two_far_off, four_off, aims, settings.tolerance)
    assert not search._is_better(four_off, two_far_off, aims, settings.tolerance)


def test_a_compound_small_enough_is_never_cut():
    town = lattice(10, 10)
    compound = ((town.xy_m[:, 0] // 300) + 4 * (town.xy_m[:, 1] // 300)).astype(np.int32)
    town = replace(town, compound=compound)
    assert score(town, draw(town, DrawSettings(target=400, whole_up_to=0.0)).grid, SETTINGS).compounds_cut > 0
    assert score(town, draw(town, SETTINGS).grid, SETTINGS).compounds_cut == 0


def test_a_compound_too_large_is_cut():
    town = lattice(10, 10)
    town = replace(town, compound=np.zeros(100, np.int32))
    card = score(town, draw(town, SETTINGS).grid, SETTINGS)
    assert card.worst_deviation <= 0.1
    assert card.compounds_cut == 0  # it could not have stayed whole


def test_a_compound_in_two_pieces_does_not_let_a_grid_leap():
    town = lattice(12, 4)
    ends = labelled(town, [0, 1, 10, 11])
    drawn = draw(replace(town, compound=ends), SETTINGS)
    assert pieces_of(town, drawn.grid).max() == 1
    assert drawn.grid[0] == drawn.grid[1] != drawn.grid[10] == drawn.grid[11]


def test_what_must_stay_apart_shares_no_grid():
    town = lattice(6, 6, households=45.0)
    pairs = np.array([[14, 15], [14, 20], [15, 21]], np.int32)
    grid = draw(replace(town, apart=pairs, compound=labelled(town, [14, 15])), SETTINGS).grid
    assert (grid[pairs[:, 0]] != grid[pairs[:, 1]]).all()


def test_a_dedicated_place_is_a_grid_of_its_own_in_every_community():
    town = side_by_side(lattice(6, 6), lattice(6, 6))
    town = replace(town, fixed=labelled(town, [0, 1, 36]))
    drawn = draw(town, SETTINGS)
    card = figures(town, drawn.grid, SETTINGS)
    assert [set(np.flatnonzero(drawn.grid == drawn.grid[unit])) for unit in (0, 36)] == [{0, 1}, {36}]
    assert [number for number, one in enumerate(card) if one.is_fixed] == [drawn.grid[0], drawn.grid[36]]
    assert drawn.community_of_grid[drawn.grid[[0, 36]]].tolist() == [0, 1]


def test_households_lie_in_the_band_though_work_is_level():
    town = lattice(16, 16, households=20.0)
    care = np.where(town.xy_m[:, 0] < 800, 1.5, 1.0)
    town = replace(town, workload=town.households * care)
    settings = DrawSettings(target=400, band=Band(340, 460))
    without = score(town, draw(town, DrawSettings(target=400)).grid, settings)
    within = score(town, draw(town, settings).grid, settings)
    assert without.share_in_band < 1.0
    assert within.share_in_band == 1.0


def test_the_tight_preset_gives_border_away_for_balance():
    town = populated(lattice(14, 12), np.random.default_rng(1).integers(5, 75, 168))
    default, tight = (
        score(town, draw(town, DrawSettings(target=400, preset=preset)).grid, SETTINGS) for preset in Preset
    )
    assert tight.mean_deviation < default.mean_deviation
    assert tight.cost > default.cost


def test_one_building_far_away_changes_nothing_here():
    town = populated(lattice(12, 10), np.random.default_rng(2).integers(10, 70, 120))
    alone = draw(town, SETTINGS).grid
    both = draw(side_by_side(town, lattice(7, 5)), SETTINGS).grid
    more = draw(side_by_side(town, lattice(9, 7, households=61.0)), SETTINGS).grid
    assert np.array_equal(both[:120], alone)
    assert np.array_equal(more[:120], alone)


def test_the_order_of_units_does_not_matter():
    town = populated(lattice(8, 8), np.random.default_rng(3).integers(20, 60, 64))
    order = np.random.default_rng(5).permutation(64)
    place = np.argsort(order).astype(np.int32)
    by_unit = ("households", "workload", "area_m2", "outer_m", "community", "xy_m", "compound", "fixed")
    ends = np.sort([place[town.contact_a], place[town.contact_b]], axis=0)
    mixed = replace(
        town, contact_a=ends[0], contact_b=ends[1], **{name: getattr(town, name)[order] for name in by_unit}
    )
    assert np.array_equal(draw(mixed, SETTINGS).grid, draw(town, SETTINGS).grid[order])


def test_a_small_town_is_drawn_as_well_as_can_be():
    town = populated(lattice(4, 3, block=2), [90, 40, 70, 30, 20, 80, 60, 50, 10, 70, 90, 40])
    (tract,) = tracts_of(town, replace(SETTINGS, target=325))
    aims = aims_of(tract, SETTINGS)
    halves = [np.array((0, *rest), np.int32) for rest in product((0, 1), repeat=11)]
    whole = [half for half in halves if half.any() and pieces_of(town, half).max() == 1]
    least = min(energy(lay_out(tract, half), aims) for half in whole)
    assert energy(lay_out(tract, best_plan(tract, SETTINGS)), aims) == pytest.approx(least)


def test_told_to_stop_a_drawing_gives_what_it_has():
    town = side_by_side(side_by_side(lattice(8, 8), lattice(8, 8)), lattice(8, 8))
    told = []

    def enough(done, of):
        told.append((done, of))
        return False

    drawn = draw(town, SETTINGS, progress=enough)
    assert told[0] == (1, 3)
    assert score(town, drawn.grid, SETTINGS).broken == 0
    assert (drawn.grid != FREE).all()


def test_out_of_time_a_drawing_gives_what_it_has(monkeypatch):
    town = side_by_side(lattice(8, 8), lattice(8, 8))
    monkeypatch.setattr("linli.grids.drawing.clock.monotonic", iter(range(0, 1000, 5)).__next__)
    drawn = draw(town, replace(SETTINGS, time_limit_s=1.0))
    assert score(town, drawn.grid, SETTINGS).broken == 0


def test_nothing_to_draw_gives_an_empty_plan():
    nothing = replace(
        lattice(1, 1), **{name: values[:0] for name, values in vars(lattice(1, 1)).items() if name != "apart"}
    )
    assert len(draw(nothing, SETTINGS).grid) == 0
    assert score(nothing, draw(nothing, SETTINGS).grid, SETTINGS).grids == 0
