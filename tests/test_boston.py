"""A city's published cases: Linli's on-time figures equal those counted from the file, and named duplicates are hinted at."""

import dataclasses
import datetime as dt

import pytest
from benchmarks.boston_cases import DISTRICT, FILE, count, ends_before_it_begins, read_cases, read_marks, square_of

from linli.cases.queries.kinds import catalogue
from linli.places import queries as places

needs_the_file = pytest.mark.skipif(
    not FILE.is_file(), reason="the cases of Boston (../shared/data/cases-311-boston) are not in this repository"
)
SLICE = 2_500


@pytest.fixture(scope="module")
def cases():
    return [case for case in read_cases() if not ends_before_it_begins(case)]


@pytest.fixture
def city(settings, tmp_path, cases):
    """Put the first weeks on a town of squares, each of the city's types a kind of its own."""
    from benchmarks.boston_town import make_town, take_in, write_catalogue

    settings.LINLI_CATALOGUE = str(tmp_path / "catalogue")
    write_catalogue(tmp_path / "catalogue", (case.type for case in cases))
    catalogue.cache_clear()
    make_town()
    places.forget()
    taken = take_in(cases[:SLICE], tmp_path)
    assert (taken.imported, taken.bad) == (SLICE, [])
    yield cases[:SLICE]
    catalogue.cache_clear()


@needs_the_file
@pytest.mark.django_db
def test_every_figure_equals_the_one_counted_from_the_file(city):
    from benchmarks.boston_measuring import compare

    compared = list(compare(city))
    assert len(compared) > 200
    assert sum(mine.in_time for _name, mine, _theirs in compared[:1]) > 1_000
    for name, mine, theirs in compared:
        assert mine == theirs, name


@needs_the_file
@pytest.mark.django_db
def test_duplicates_that_the_city_named_are_hinted_at(city):
    from benchmarks.boston_replay import replay

    marks = read_marks(city)
    later = {then for _first, then in marks.pairs}
    named = [case for case in city if case.id in later]
    found = replay(named, marks, by={"nothing learnt": {}})["nothing learnt"]

    assert found.pairs >= 10
    assert found.recall_of_pairs >= 0.6


@needs_the_file
def test_the_marks_are_read_as_the_departments_wrote_them(cases):
    marks = read_marks(cases)

    assert 1_150 < len(marks.marked) < 1_200
    assert len(marks.pairs) > 400
    assert all(first != then for first, then in marks.pairs)


def test_a_case_counts_as_due_once():
    at = dt.datetime(2015, 6, 10)
    case = _case(opened=at, due=at + dt.timedelta(days=30), closed=at + dt.timedelta(days=2))
    june, july = (dt.datetime(2015, 6, 1), dt.datetime(2015, 7, 1)), (dt.datetime(2015, 7, 1), dt.datetime(2015, 8, 1))
    late = dataclasses.replace(case, closed=at + dt.timedelta(days=40))

    assert [count([case], start=start, end=end).due for start, end in (june, july)] == [1, 0]
    assert [count([late], start=start, end=end).due for start, end in (june, july)] == [0, 1]
    assert count([late], start=july[0], end=july[1]).in_time == 0
    assert count([dataclasses.replace(case, due=None)], start=june[0], end=june[1]).due == 0


def test_a_point_lies_in_one_square_of_the_lattice():
    assert square_of(120.94, 42.318).startswith(DISTRICT)
    assert len(square_of(120.94, 42.318)) == 15
    assert square_of(120.94, 42.318) != square_of(120.951, 42.318)


def _case(**values):
    from benchmarks.boston_cases import CityCase

    given = {"id": "1", "due": None, "closed": None, "type": "x", "address": "", "point": None, "reason": ""}
    return CityCase(**{**given, **values})
