"""The table of people that goes public adds up, hides what is small, and gives nothing away."""

import datetime as dt

import pytest

from linli.register.rules import published_table as table
from linli.register.rules.ages import BANDS, Births, Stage, births_of
from linli.register.rules.published_table import ALL, AWAY, GUEST, HOME, HOUSEHOLDS, HomeCount, PeopleCount
from linli.register.rules.small_cells import WIDTH, check_sums, lines_of
from linli.register.tests.attacking import recovered

PARENTS = {
    "9901": "99", "990101": "9901",
    "990101001": "990101", "990101001001": "990101001", "990101001002": "990101001",
    "990101002": "990101", "990101002001": "990101002", "990101002002": "990101002",
}  # fmt: skip
COMMUNITIES = [code for code in PARENTS if len(code) == 12]


def a_town(sizes):
    """People of every age in every community, as many as the sizes say, one after the other; some in no community."""
    people, at = [], 0
    for code in (*COMMUNITIES, "990101002"):
        for age in range(-1, 92, 1):
            for sex in ("female", "male"):
                people.append(PeopleCount(code, sex, age, registered=at % 3 > 0, count=sizes[at % len(sizes)]))
                at += 1
    return people, [HomeCount(code, 3 * at, 100 + at) for at, code in enumerate(COMMUNITIES)]


def cells_of(people, homes):
    rows = table.row_sums({table.row_of(one.area_code) for one in (*people, *homes)}, parents=PARENTS)
    return table.table_of(people, homes, rows=rows), rows


def test_everybody_is_counted_once_in_each_way():
    people, homes = a_town((1, 4, 0, 7))
    cells, rows = cells_of(people, homes)
    everybody = sum(one.count for one in people)
    top = "9901"
    assert cells[top, ALL] == everybody == cells[top, HOME] + cells[top, GUEST]
    assert sum(cells[top, band.code] for band in BANDS) == everybody
    assert (cells[top, AWAY], cells[top, HOUSEHOLDS]) == (18, 406)
    check_sums(cells, rows=rows, columns=table.column_sums())


def test_who_is_in_no_community_is_counted_with_the_street():
    cells, rows = cells_of([PeopleCount("990101002", "male", 40, registered=True, count=5)], [])
    assert cells["990101002*", ALL] == cells["990101002", ALL] == cells["9901", ALL] == 5
    assert rows.whole_of("990101002*") == "990101002"


def test_a_code_that_is_no_area_stands_below_the_next_that_is():
    _cells, rows = cells_of([PeopleCount("990101009001", "male", 40, registered=True, count=5)], [])
    assert rows.whole_of("990101009001") == "990101"


@pytest.mark.parametrize(
    "sizes", [(1, 4, 0, 7), (0, 0, 2, 30), (12, 40, 3, 55, 21), (60, 80)], ids=["hamlet", "empty", "mixed", "large"]
)
def test_nothing_hidden_can_be_worked_out_from_the_whole_table(sizes):
    people, homes = a_town(sizes)
    told = table.published_table(people, homes, parents=PARENTS)
    cells, rows = cells_of(people, homes)
    assert not [count for count in told.values() if count is not None and 0 < count < 10]
    assert recovered(told, list(lines_of(cells, rows=rows, columns=table.column_sums())), width=WIDTH) == []


def test_the_years_of_school_are_columns_of_the_same_table():
    assert table.column_of_school(Stage.PRIMARY, 2027, told_in=2026) == "aged 5"
    assert table.column_of_school(Stage.KINDERGARTEN, 2029, told_in=2026) == "aged 0"
    assert table.column_of_school(Stage.JUNIOR, 2027, told_in=2026) == "aged 11"


@pytest.mark.parametrize("stage", Stage, ids=lambda stage: stage.value)
def test_a_column_of_school_holds_whom_the_birth_dates_say(stage):
    births = births_of(stage, 2028)
    age = int(table.column_of_school(stage, 2028, told_in=2026).removeprefix("aged "))
    told_on = dt.date(2026, 8, 31)
    assert births == Births(dt.date(told_on.year - age - 1, 9, 1), dt.date(told_on.year - age, 8, 31))


def test_a_sum_with_a_hidden_part_is_hidden():
    assert table.added_up([12, None, 3]) is None
    assert table.added_up([12, 0, 30]) == 42
