"""Households of grids that go public: what is hidden cannot be worked out from what is told."""

from hypothesis import given
from hypothesis import strategies as st

from linli.register.rules.published_grids import hidden_parts, published_grids
from linli.register.rules.published_table import HOUSEHOLDS, HomeCount
from linli.register.rules.small_cells import SMALL, WIDTH, is_small

COMMUNITY = "990101001001"


def grid(number):
    return f"{COMMUNITY}{number:03d}"


def told(counts, *, rest=0):
    """Publish the grids of one community, whose own count is told unless it is small."""
    whole = sum(counts) + rest
    homes = [HomeCount(grid(number), 0, count) for number, count in enumerate(counts) if count]
    table = {(COMMUNITY, HOUSEHOLDS): None if is_small(whole) else whole} if whole else {}
    return published_grids(homes, table, grids=[grid(number) for number in range(len(counts))])


def test_large_grids_are_told_and_empty_ones_as_none():
    assert told([400, 0, 350]) == {grid(0): 400, grid(1): 0, grid(2): 350}


def test_one_small_grid_hides_another_beside_it():
    assert told([400, 4, 350]) == {grid(0): 400, grid(1): None, grid(2): None}


def test_a_grid_just_below_ten_is_not_what_the_whole_leaves():
    assert told([400, 9]) == {grid(0): None, grid(1): None}


def test_households_in_no_grid_are_protected_too():
    assert told([400, 350], rest=3) == {grid(0): 400, grid(1): None}
    assert told([400, 350], rest=30) == {grid(0): 400, grid(1): 350}


def test_a_community_that_is_hidden_hides_its_grids():
    assert told([4, 3]) == {grid(0): None, grid(1): None}


def test_many_grids_of_one_household_are_hidden_with_the_empty_ones():
    assert set(told([1] * 10 + [0]).values()) == {None}


@given(
    st.lists(st.integers(0, 40) | st.sampled_from([0, 1, 9, 10, 300]), min_size=1, max_size=12),
    st.integers(0, 12),
)
def test_no_small_count_can_be_narrowed_down(counts, rest):
    """The whole is told: each hidden count may be anything that leaves the others at least one household, or none."""
    whole = sum(counts) + rest
    if is_small(whole):
        assert set(told(counts, rest=rest).values()) == {None}
        return
    found = told(counts, rest=rest)
    open_sum = sum(count for count in found.values() if count is not None)
    assert not any(count and count < SMALL for count in found.values() if count is not None)
    hidden = [number for number in range(len(counts)) if found[grid(number)] is None]
    if any(is_small(counts[number]) for number in range(len(counts))) or is_small(rest):
        least = 0 if any(counts[number] == 0 for number in hidden) else 1
        free = whole - open_sum - least * len(hidden)
        assert free >= WIDTH
    if any(is_small(counts[number]) for number in hidden):
        assert len([number for number in hidden if counts[number]]) > 1 or len(hidden) == len(counts)


def test_a_whole_with_only_large_parts_hides_nothing():
    assert hidden_parts({grid(1): 10, grid(2): 11}, whole=21) == frozenset()
