"""Small counts stay hidden, whatever is worked out from all the tables that are told."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.register.rules.small_cells import SMALL, WIDTH, Sums, SumsDisagree, lines_of, published
from linli.register.tests.attacking import interval, recovered

ROWS = Sums({"town": (("north", "south"),), "north": (("n1", "n2", "n3"),), "south": (("s1", "s2"),)})
COLUMNS = Sums(
    {
        "all": (("0-4", "5-9", "10+"), ("at-home", "elsewhere")),
        "0-4": (("0-4 f", "0-4 m"), ("aged 0-2", "aged 3-4")),
        "5-9": (("5-9 f", "5-9 m"), ("aged 5", "aged 6-9")),
        "10+": (("10+ f", "10+ m"),),
    }
)
LEAVES, BANDS = ("n1", "n2", "n3", "s1", "s2"), ("0-4", "5-9", "10+")
HALVES = {"0-4": ("aged 0-2", "aged 3-4"), "5-9": ("aged 5", "aged 6-9")}


def table_of(people, rows=ROWS):
    """Count people given as (leaf row, its columns) into every cell."""
    cells = {}
    for row, columns in people:
        for up in rows.up_from(row):
            for column in columns:
                cells[up, column] = cells.get((up, column), 0) + 1
    return {**dict.fromkeys(((row, "all") for row in ("town", "north", "south", *LEAVES)), 0), **cells}


def person(row, band, sex, half, home):
    own = ("all", band, f"{band} {sex}", home)
    return row, own + ((HALVES[band][half],) if band in HALVES else ())


FULLNESS = ((0, 0, 1, 2, 5, 9, 10, 14, 30), (0, 0, 0, 0, 0, 0, 4, 30), (0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 12))


@st.composite
def towns(draw):
    """Draw towns with empty, tiny and fuller places, some of them almost empty."""
    sizes = st.sampled_from(draw(st.sampled_from(FULLNESS)))
    leaves, bands = (draw(st.sets(st.sampled_from(all_of), min_size=1)) for all_of in (LEAVES, BANDS))
    people = []
    for row, band in itertools.product(sorted(leaves), sorted(bands)):
        for sex, half, home in itertools.product("fm", (0, 1) if band in HALVES else (0,), ("at-home", "elsewhere")):
            people += [person(row, band, sex, half, home)] * draw(sizes)
    return table_of(people)


@settings(max_examples=40)
@given(towns())
def test_no_hidden_count_can_be_worked_out_from_all_that_is_told(cells):
    told = published(cells, rows=ROWS, columns=COLUMNS)
    assert recovered(told, list(lines_of(cells, rows=ROWS, columns=COLUMNS)), width=WIDTH) == []


@settings(max_examples=60)
@given(towns())
def test_what_is_told_is_true_and_never_from_one_to_nine(cells):
    told = published(cells, rows=ROWS, columns=COLUMNS)
    assert all(count is None or count == cells[cell] for cell, count in told.items())
    assert not any(count is not None and 0 < count < SMALL for count in told.values())
    assert all(told[cell] == 0 for cell, count in cells.items() if count == 0)


@given(towns())
def test_the_same_table_in_another_order_gives_the_same_pattern(cells):
    again = dict(reversed(list(cells.items())))
    assert published(cells, rows=ROWS, columns=COLUMNS) == published(again, rows=ROWS, columns=COLUMNS)


def test_the_attack_finds_what_is_hidden_alone():
    cells = table_of([person("n1", "10+", "f", 0, "at-home")] * 3 + [person("n2", "10+", "f", 0, "at-home")] * 30)
    told = {cell: None if cell == ("n1", "all") else count for cell, count in cells.items()}
    assert interval(("n1", "all"), told, list(lines_of(cells, rows=ROWS, columns=COLUMNS))) == (3, 3)


def test_a_whole_that_may_be_another_one_may_be_so_in_each_way_it_divides():
    """The one boy is hidden with the town's total: then its single years and its homes may not stand there either."""
    girls = [person("n1", "0-4", "f", 1, "elsewhere")] * 12
    told = published(table_of([*girls, person("n3", "0-4", "m", 1, "elsewhere")]), rows=ROWS, columns=COLUMNS)
    hidden = {column for (row, column), count in told.items() if row == "town" and count is None}
    assert hidden == {"all", "0-4", "0-4 m", "aged 3-4", "elsewhere"}
    assert recovered(told, list(lines_of(told, rows=ROWS, columns=COLUMNS)), width=WIDTH) == []


def test_where_nothing_is_small_everything_is_told():
    people = [
        person(row, band, sex, half, home)
        for row in LEAVES for band in BANDS for sex in "fm" for half in (0, 1) for home in ("at-home", "elsewhere")
    ]  # fmt: skip
    cells = table_of(people * 20)
    assert published(cells, rows=ROWS, columns=COLUMNS) == cells


def test_a_hamlet_alone_is_hidden_up_to_the_town():
    told = published(table_of([person("n1", "10+", "f", 0, "at-home")] * 2), rows=ROWS, columns=COLUMNS)
    assert told["n1", "all"] is told["town", "all"] is None
    assert told["s1", "all"] == 0


def test_one_small_count_among_large_ones_hides_three_more():
    rows, columns = Sums({"t": (("a", "b", "c"),)}), Sums({"all": (("x", "y", "z"),)})
    sizes = {"a": (4, 60, 70), "b": (50, 80, 90), "c": (40, 55, 65)}
    cells = {
        (row, column): size for row, all_sizes in sizes.items() for column, size in zip("xyz", all_sizes, strict=True)
    }
    cells |= {(row, "all"): sum(all_sizes) for row, all_sizes in sizes.items()}
    cells |= {("t", column): sum(cells[row, column] for row in "abc") for column in ("x", "y", "z", "all")}
    told = published(cells, rows=rows, columns=columns)
    assert {cell for cell, count in told.items() if count is None} == {("a", "x"), ("a", "y"), ("c", "x"), ("c", "y")}


def test_a_table_that_does_not_add_up_is_refused():
    with pytest.raises(SumsDisagree):
        published(
            {("t", "all"): 40, ("a", "all"): 12, ("b", "all"): 27}, rows=Sums({"t": (("a", "b"),)}), columns=Sums({})
        )
