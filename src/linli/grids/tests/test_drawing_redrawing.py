"""Redrawing: numbers stay, few households move, and a curve to choose from."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from linli.grids.drawing.graph import FREE
from linli.grids.drawing.plan import Way
from linli.grids.drawing.redrawing import chosen, redraw, trade_off, unbeaten
from linli.grids.drawing.scoring import moved_households, score
from linli.grids.drawing.search import draw
from linli.grids.rules.settings import Band, DrawSettings
from linli.grids.tests.lattice import lattice, side_by_side

SETTINGS = DrawSettings(target=400)
TOWN = lattice(14, 10, households=20.0)


@pytest.fixture(scope="module")
def present():
    return draw(TOWN, SETTINGS).grid


def grown(town, corner=4, factor=2.0):
    """New dwellings in one corner of the town."""
    more = np.where((town.xy_m < corner * 100).all(axis=1), factor, 1.0)
    return replace(town, households=town.households * more, workload=town.workload * more)


def test_what_is_level_stays_as_it_is(present):
    assert np.array_equal(redraw(TOWN, present, SETTINGS).grid, present)


def test_new_dwellings_move_few_households(present):
    town = grown(TOWN, factor=1.3)
    again = redraw(town, present, SETTINGS)
    assert score(town, present, SETTINGS).worst_deviation > 0.1
    assert score(town, again.grid, SETTINGS).worst_deviation <= 0.1
    assert moved_households(town, again.grid, present) < 0.15 * town.households.sum()


def test_a_redraw_far_away_changes_nothing_here(present):
    both = side_by_side(TOWN, TOWN)
    today = np.append(present, present + present.max() + 1)
    elsewhere = np.arange(len(both)) >= len(TOWN)
    changed = replace(both, workload=both.workload * np.where(elsewhere & (both.xy_m[:, 1] < 300), 2.0, 1.0))
    again = redraw(changed, today, DrawSettings(target=400, band=Band(300, 500))).grid
    assert np.array_equal(again[~elsewhere], present)
    assert not np.array_equal(again[elsewhere], today[elsewhere])


def test_new_ground_joins_a_grid_it_touches(present):
    today = np.where(np.arange(len(TOWN)) == 37, FREE, present).astype(np.int32)
    again = redraw(TOWN, today, SETTINGS)
    assert np.array_equal(np.delete(again.grid, 37), np.delete(present, 37))
    assert again.grid[37] in present[[36, 38, 23, 51]]


def test_a_smaller_target_splits_and_keeps_the_other_numbers(present):
    again = redraw(TOWN, present, DrawSettings(target=280))
    assert len(np.unique(again.grid)) == 10
    assert set(np.unique(present)) < set(np.unique(again.grid))
    assert score(TOWN, again.grid, SETTINGS).worst_deviation <= 0.1


def test_a_larger_target_dissolves_grids_and_gives_no_number_away(present):
    again = redraw(TOWN, present, DrawSettings(target=700))
    assert len(np.unique(again.grid)) == 4
    assert set(np.unique(again.grid)) < set(np.unique(present))
    assert len(again.community_of_grid) == present.max() + 1


def test_ground_without_grids_is_drawn_afresh(present):
    both = side_by_side(TOWN, TOWN)
    today = np.append(present, np.full(len(TOWN), FREE, np.int32))
    again = redraw(both, today, SETTINGS)
    assert np.array_equal(again.grid[: len(TOWN)], present)
    assert set(np.unique(again.grid[len(TOWN) :])) == set(range(7, 14))
    assert again.community_of_grid.tolist() == [0] * 7 + [1] * 7


def test_a_grid_that_becomes_dedicated_keeps_its_number(present):
    campus = present == 3
    town = replace(TOWN, fixed=np.where(campus, 0, FREE).astype(np.int32))
    again = redraw(town, present, SETTINGS)
    assert (again.grid[campus] == 3).all()
    assert not (again.grid[~campus] == 3).any()


def test_a_redraw_parts_what_must_not_share_a_grid(present):
    pair = np.flatnonzero(present == 2)[[0, 1]].astype(np.int32)
    again = redraw(replace(TOWN, apart=pair[None]), present, SETTINGS)
    assert again.grid[pair[0]] != again.grid[pair[1]]


def test_a_compound_cut_today_may_stay_cut_but_no_new_one_is_cut(present):
    halves = np.where((present == 0) | (present == 1), 0, np.where(present == 2, 1, FREE)).astype(np.int32)
    town = grown(replace(TOWN, compound=halves), factor=1.5)
    again = redraw(town, present, DrawSettings(target=400, whole_up_to=3.0))
    assert len(set(again.grid[halves == 1])) == 1
    assert len(set(again.grid[halves == 0])) > 1


def test_told_to_stop_a_redraw_leaves_the_rest_as_it_is(present, monkeypatch):
    monkeypatch.setattr("linli.grids.drawing.clock.os.cpu_count", lambda: 1)
    towns, today = TOWN, present
    for _ in range(5):
        towns = side_by_side(towns, TOWN)
        today = np.append(today, present + today.max() + 1)
    towns = replace(towns, workload=towns.workload * np.where(towns.xy_m[:, 1] < 300, 1.5, 1.0))
    again = redraw(towns, today, SETTINGS, progress=lambda _done, _of: False).grid
    changed = [(again == today)[towns.community == number].all() for number in range(6)].count(False)
    assert 1 <= changed < 6


def test_the_curve_runs_from_nobody_to_everybody(present):
    town = grown(TOWN)
    curve = trade_off(town, present, SETTINGS)
    assert (curve[0].way, curve[0].moved_households) == (Way.KEPT, 0.0)
    assert curve[-1].way == Way.AFRESH
    assert curve[-1].moved_households >= max(point.moved_households for point in curve)
    assert curve[0].worst_deviation > curve[-1].worst_deviation


@pytest.mark.parametrize("tolerance", [0.1, 0.07, 0.4, 0.001])
def test_the_curve_aims_at_tolerances_people_can_ask_for_again(present, tolerance):
    settings = replace(SETTINGS, tolerance=tolerance)
    curve = trade_off(grown(TOWN), present, settings)
    aims = [point.tolerance for point in curve if point.way is Way.REPAIRED]
    assert aims
    assert all(0.001 <= one <= 0.5 and float(f"{one:g}") == one for one in aims)


def test_no_choice_moves_more_and_levels_less_than_another(present):
    curve = [one for one in trade_off(grown(TOWN, factor=3.0), present, SETTINGS) if one.way is Way.REPAIRED]
    for one, other in itertools.permutations(curve, 2):
        worse = one.moved_households > other.moved_households and one.share_within < other.share_within
        assert not (worse and one.worst_deviation > other.worst_deviation)


def test_a_lump_nobody_can_cut_moves_nobody_else(present):
    lump = np.zeros(len(TOWN))
    lump[0] = 5 * SETTINGS.target
    town = replace(TOWN, households=TOWN.households + lump, workload=TOWN.workload + lump)
    first = redraw(town, present, SETTINGS)
    again = redraw(town, first.grid, SETTINGS)
    assert (again.grid != first.grid).sum() == 0


def test_a_tower_that_is_a_grid_by_itself_moves_nobody_elsewhere(present):
    tower = np.zeros(len(TOWN))
    tower[0] = 5 * SETTINGS.target
    town = replace(TOWN, households=TOWN.households + tower, workload=TOWN.workload + tower)
    today = np.where(tower > 0, 7, present).astype(np.int32)
    again = redraw(town, today, SETTINGS)
    assert np.array_equal(again.grid, today)
    assert score(town, again.grid, SETTINGS).share_within_tolerance == 1


def test_a_redrawn_plan_that_a_choice_of_its_curve_beats_is_not_taken(present):
    town = grown(TOWN, factor=3.0)
    curve = trade_off(town, present, SETTINGS)
    best = min((one for one in curve if one.way is Way.REPAIRED), key=lambda one: one.moved_households)
    shuffled = draw(town, replace(SETTINGS, seed=7))  # as level as any, and everybody moves
    assert np.array_equal(unbeaten(town, present, SETTINGS, best.drawn, curve).grid, best.drawn.grid)
    settled = unbeaten(town, present, SETTINGS, shuffled, curve)
    assert moved_households(town, settled.grid, present) < moved_households(town, shuffled.grid, present)


def test_a_curve_with_the_redrawn_plan_at_hand_is_the_same(present):
    town = grown(TOWN, factor=3.0)
    with_plan = trade_off(town, present, SETTINGS, drawn=redraw(town, present, SETTINGS))
    for one, other in zip(with_plan, trade_off(town, present, SETTINGS), strict=True):
        assert (one.way, one.tolerance, one.moved_households) == (other.way, other.tolerance, other.moved_households)
        assert np.array_equal(one.drawn.grid, other.drawn.grid)


def test_a_redrawn_plan_is_not_taken_where_drawing_afresh_moves_fewer_and_levels_more(present):
    town = grown(TOWN, factor=3.0)
    curve = trade_off(town, present, SETTINGS)
    afresh = curve[-1]
    shuffled = draw(town, replace(SETTINGS, seed=7))
    settled = unbeaten(town, present, SETTINGS, shuffled, (curve[0], afresh))
    assert np.array_equal(settled.grid, afresh.drawn.grid)


def test_level_grids_of_the_wrong_size_beat_no_redraw(present):
    smaller = replace(SETTINGS, target=280)
    drawn = redraw(TOWN, present, smaller)
    curve = trade_off(TOWN, present, smaller, drawn=drawn)
    assert Way.REPAIRED in {one.way for one in curve}
    assert len(np.unique(unbeaten(TOWN, present, smaller, drawn, curve).grid)) == 10


def test_leaving_together_what_must_be_apart_beats_no_redraw(present):
    pair = np.flatnonzero(present == 2)[[0, 1]].astype(np.int32)
    town = replace(TOWN, apart=pair[None])
    drawn = redraw(town, present, SETTINGS)
    taken = unbeaten(town, present, SETTINGS, drawn, trade_off(town, present, SETTINGS, drawn=drawn))
    assert taken.grid[pair[0]] != taken.grid[pair[1]]


def test_the_choice_that_a_plan_is_is_marked(present):
    curve = trade_off(grown(TOWN), present, SETTINGS)
    for place, point in enumerate(curve):
        assert [one.is_plan for one in chosen(curve, point.drawn.grid)].index(True) == place
    assert not any(one.is_plan for one in chosen(curve, present[::-1].copy()))


def test_a_number_does_not_go_to_another_community(present):
    both = side_by_side(TOWN, TOWN)
    today = np.append(present, np.full(len(TOWN), FREE, np.int32))
    today[len(TOWN) : len(TOWN) + 3] = present[0]  # drawn by hand, over the border
    afresh = trade_off(both, today, SETTINGS)[-1].drawn
    assert set(afresh.grid[both.community == 1]).isdisjoint(present)


@pytest.mark.parametrize("tolerance", [0.001, 0.3, 0.5])
def test_a_curve_aims_at_no_tolerance_that_nobody_may_ask_for(present, tolerance):
    curve = trade_off(grown(TOWN), present, replace(SETTINGS, tolerance=tolerance))
    assert all(0.001 <= one.tolerance <= 0.5 for one in curve if one.tolerance is not None)


def test_a_curve_aims_at_tolerances_as_people_write_them(present):
    curve = trade_off(grown(TOWN, factor=3.0), present, SETTINGS)
    assert {one.tolerance for one in curve} <= {None, 0.2, 0.15, 0.1, 0.07, 0.05}
