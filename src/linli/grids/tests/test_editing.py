"""Edits of a plan by hand: what moves, what is refused and why."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.errors import LinliError
from linli.grids import errors
from linli.grids.drawing.editing import Canvas, border_along, merge, move_block, move_units, pieces, split
from linli.grids.drawing.graph import FREE
from linli.grids.drawing.lines import left_of
from linli.grids.tests.squares import blocks, canvas, squares

# Six columns, four rows; left half 甲, right half 乙.
HALVES = [0, 0, 0, 1, 1, 1] * 4
THIRDS = [0, 0, 1, 1, 2, 2] * 4


def line(*points: tuple[float, float]) -> np.ndarray:
    return np.array(points, dtype=float)


def test_a_unit_on_the_border_moves_to_the_grid_beside():
    edit = move_units(canvas(squares(6, 4), HALVES), [2], 1)
    assert edit.grid.tolist() == [0, 0, 1, *HALVES[3:]]
    assert edit.origin == (0, 1)


def test_a_whole_compound_moves_with_each_of_its_units():
    graph = squares(6, 4, compounds={0: (1, 2, 7, 8)})
    edit = move_units(canvas(graph, HALVES), [2], 1)
    assert edit.grid[[1, 2, 7, 8]].tolist() == [1, 1, 1, 1]


def test_a_compound_larger_than_what_stays_whole_is_moved_unit_by_unit():
    graph = squares(6, 4, compounds={0: (1, 2, 7, 8)})
    edit = move_units(canvas(graph, HALVES, target=79), [2], 1)
    assert edit.grid[[1, 2, 7, 8]].tolist() == [0, 1, 0, 0]


def test_a_block_moves_as_far_as_it_is_in_the_grid():
    # Columns 2 and 3 are one block, half of it in each grid.
    edit = move_block(canvas(squares(6, 4), HALVES), blocks(6, 4), 2, 1)
    assert np.flatnonzero(edit.grid != np.array(HALVES)).tolist() == [2, 8]


def test_ground_that_does_not_touch_the_other_grid_is_refused():
    with pytest.raises(errors.GridTorn) as refusal:
        move_units(canvas(squares(6, 4), HALVES), [0], 1)
    assert refusal.value.facts == {"grid": "乙", "pieces": 2}


def test_a_move_that_tears_the_grid_it_comes_from_is_refused():
    grid = [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1]  # one row of 甲 above two of 乙
    with pytest.raises(errors.GridTorn) as refusal:
        move_units(canvas(squares(4, 3), grid), [1], 1)
    assert refusal.value.facts["grid"] == "甲"


def test_a_grid_that_water_divides_may_stay_divided():
    graph = squares(7, 1, walls=((1, 2),))
    edit = move_units(canvas(graph, [0, 0, 0, 0, 1, 1, 1]), [3], 1)
    assert edit.grid.tolist() == [0, 0, 0, 1, 1, 1, 1]


def test_nothing_is_left_of_a_grid_only_by_merging():
    with pytest.raises(errors.GridEmptied):
        move_units(canvas(squares(3, 1), [0, 1, 1]), [0], 1)


def test_dedicated_ground_is_not_moved_and_takes_nothing_in():
    graph = squares(6, 4, fixed={0: (5, 11)})
    grid = [0, 0, 0, 1, 1, 2, 0, 0, 0, 1, 1, 2, *HALVES[12:]]
    with pytest.raises(errors.DedicatedGround):
        move_units(canvas(graph, grid), [5], 1)
    with pytest.raises(errors.DedicatedGround) as refusal:
        move_units(canvas(graph, grid), [4], 2)
    assert refusal.value.facts == {"grid": "丙"}


def test_what_must_be_apart_is_not_put_together():
    graph = squares(6, 4, apart=((2, 3),))
    with pytest.raises(errors.MustStayApart) as refusal:
        move_units(canvas(graph, HALVES), [2], 1)
    assert refusal.value.facts == {"grid": "甲", "other": "乙"}


@pytest.mark.parametrize(("units", "to"), [([], 1), ([99], 1), ([-1], 1), ([2], 9)])
def test_what_is_not_of_the_community_is_refused(units: list[int], to: int):
    with pytest.raises((errors.UnitsUnknown, errors.GridUnknownInPlan)):
        move_units(canvas(squares(6, 4), HALVES), units, to)


def test_a_move_to_where_it_is_already_is_told():
    with pytest.raises(errors.NothingMoves):
        move_units(canvas(squares(6, 4), HALVES), [0], 0)


def test_a_split_gives_two_level_halves_along_a_street():
    edit = split(canvas(squares(8, 4), [0] * 32), 0)
    assert np.bincount(edit.grid).tolist() == [16, 16]
    assert edit.origin == (0, FREE)
    assert edit.grid.tolist() in ([0, 0, 0, 0, 1, 1, 1, 1] * 4, [1, 1, 1, 1, 0, 0, 0, 0] * 4)


def test_a_split_leaves_compounds_whole():
    graph = squares(6, 1, compounds={0: (0, 1, 2, 3)})
    edit = split(canvas(graph, [0] * 6), 0)
    assert edit.grid.tolist() == [0, 0, 0, 0, 1, 1]


def test_a_single_compound_is_not_split():
    graph = squares(3, 1, compounds={0: (0, 1, 2)})
    with pytest.raises(errors.GridNotDivisible):
        split(canvas(graph, [0, 0, 0]), 0)


def test_a_grid_on_both_sides_of_water_is_split_at_the_water():
    graph = squares(6, 1, walls=((2, 3),))
    assert split(canvas(graph, [0] * 6), 0).grid.tolist() in ([0, 0, 0, 1, 1, 1], [1, 1, 1, 0, 0, 0])


def test_a_grid_without_households_is_split_by_its_ground():
    edit = split(canvas(squares(4, 1, households=0), [0] * 4), 0)
    assert np.bincount(edit.grid).tolist() == [2, 2]


def test_a_line_splits_a_grid_and_the_larger_part_stays():
    edit = split(canvas(squares(6, 4), [0] * 24), 0, line((100, -10), (100, 300)))
    assert edit.grid.tolist() == [1, 1, 0, 0, 0, 0] * 4


def test_a_short_line_goes_on_straight():
    edit = split(canvas(squares(6, 4), [0] * 24), 0, line((100, 90), (100, 110)))
    assert edit.grid.tolist() == [1, 1, 0, 0, 0, 0] * 4


def test_a_line_beside_the_grid_divides_nothing():
    with pytest.raises(errors.LineDividesNothing):
        split(canvas(squares(6, 4), [0] * 24), 0, line((500, 0), (500, 100)))


@pytest.mark.parametrize("points", [(), ((1, 1),), ((1, 1), (1, 1)), ((1, 1), (float("nan"), 2))])
def test_a_line_needs_two_points(points: tuple[tuple[float, float], ...]):
    with pytest.raises(errors.LineTooShort):
        split(canvas(squares(6, 4), [0] * 24), 0, line(*points).reshape(-1, 2))


def test_the_border_between_two_grids_follows_a_line():
    edit = border_along(canvas(squares(6, 4), THIRDS), 0, 1, line((150, 0), (150, 200)))
    assert edit.grid.tolist() == [0, 0, 0, 1, 2, 2] * 4


def test_the_border_follows_a_line_drawn_the_other_way_round_just_so():
    edit = border_along(canvas(squares(6, 4), THIRDS), 0, 1, line((150, 200), (150, 0)))
    assert edit.grid.tolist() == [0, 0, 0, 1, 2, 2] * 4


def test_scraps_beyond_a_crooked_line_go_to_their_neighbours():
    # The line cuts into the lower left corner on its way out: that corner would lie alone.
    crooked = line((-50, 40), (40, 10), (150, 60), (150, 200))
    edit = border_along(canvas(squares(6, 4), THIRDS), 0, 1, crooked)
    both = edit.grid != 2
    assert pieces(squares(6, 4), both & (edit.grid == 0)).max() == 0
    assert pieces(squares(6, 4), both & (edit.grid == 1)).max() == 0


def test_two_grids_that_touch_become_one_and_the_numbers_close_up():
    edit = merge(canvas(squares(6, 4), THIRDS), 1, 0)
    assert edit.grid.tolist() == [0, 0, 0, 0, 1, 1] * 4
    assert edit.origin == (1, 2)


def test_grids_that_do_not_touch_are_not_merged():
    with pytest.raises(errors.GridTorn):
        merge(canvas(squares(6, 4), THIRDS), 0, 2)


def test_a_dedicated_grid_is_not_merged():
    graph = squares(3, 1, fixed={0: (2,)})
    with pytest.raises(errors.DedicatedGround):
        merge(canvas(graph, [0, 1, 2]), 1, 2)


def test_left_of_a_bent_line_is_left_all_along_it():
    bent = line((0, 0), (10, 0), (10, 10))
    points = np.array([[5, 5], [9, 1], [11, 5], [5, -5], [-500, 1], [9, 900]], dtype=float)
    assert left_of(points, bent).tolist() == [True, True, False, False, True, True]


@given(
    st.integers(0, 2**32 - 1),
    st.lists(st.sampled_from(("move", "block", "split", "merge", "line")), min_size=1, max_size=8),
)
def test_no_run_of_edits_tears_a_grid_or_loses_a_unit(seed: int, steps: list[str]):
    rng = np.random.default_rng(seed)
    graph = squares(6, 4, compounds={0: (0, 1), 1: (14, 15, 20, 21)})
    now = canvas(graph, THIRDS)
    for step in steps:
        try:
            edit = _some(now, step, rng)
        except LinliError:
            continue
        now = Canvas(graph, edit.grid, now.group, tuple(str(one) for one in range(len(edit.origin))))
        assert sorted(set(now.grid.tolist())) == list(range(len(now.names)))
        assert all(pieces(graph, now.grid == one).max() == 0 for one in range(len(now.names)))
        assert all(len(set(now.grid[graph.compound == one].tolist())) == 1 for one in (0, 1))


def _some(now: Canvas, step: str, rng: np.random.Generator):
    place, other = (int(rng.integers(len(now.names))) for _turn in range(2))
    if step == "move":
        return move_units(now, [int(rng.integers(24))], place)
    if step == "block":
        return move_block(now, blocks(6, 4), int(rng.integers(24)), place)
    if step == "split":
        return split(now, place)
    if step == "merge":
        return merge(now, place, other)
    return border_along(now, place, other, rng.uniform(0, 300, (3, 2)))
