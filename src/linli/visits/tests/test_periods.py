"""Which visits a rhythm asks for: one in each period, on a working day, never before or after somebody takes part."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.calendar import is_china_working_day
from linli.visits.rules import Every, Standing, missing_visits, period_on, periods_between

DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2029, 12, 31))
EVERY = st.sampled_from(list(Every))
SPANS = st.integers(0, 200)
WORKING = is_china_working_day


@pytest.mark.parametrize(
    ("every", "first", "last"),
    [
        (Every.WEEK, dt.date(2026, 11, 16), dt.date(2026, 11, 22)),
        (Every.MONTH, dt.date(2026, 11, 1), dt.date(2026, 11, 30)),
        (Every.QUARTER, dt.date(2026, 10, 1), dt.date(2026, 12, 31)),
        (Every.HALF_YEAR, dt.date(2026, 7, 1), dt.date(2026, 12, 31)),
        (Every.YEAR, dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    ],
    ids=[one.value for one in Every],
)
def test_a_day_lies_in_its_period(every, first, last):
    period = period_on(every, dt.date(2026, 11, 18))
    assert (period.begins_on, period.ends_on) == (first, last)


@given(EVERY, DAYS, SPANS)
def test_periods_follow_each_other_without_gap(every, first, span):
    found = list(periods_between(every, first, first + dt.timedelta(days=span)))
    assert found[0].begins_on <= first <= found[0].ends_on
    assert all(after.begins_on - before.ends_on == dt.timedelta(days=1) for before, after in pairwise(found))


@given(EVERY, DAYS, SPANS, st.integers(0, 400), st.none() | st.integers(0, 400), st.integers(0, 2**64))
def test_a_plan_never_has_two_visits_in_one_period(every, first, span, since_back, until_on, spread):
    last = first + dt.timedelta(days=span)
    standing = Standing(
        first - dt.timedelta(days=since_back - 100),
        None if until_on is None else first + dt.timedelta(days=until_on - 100),
        spread,
    )
    found = missing_visits(every, standing, first=first, last=last, seen=(), is_working_day=WORKING)
    begins = [period_on(every, due.planned_on).begins_on for due in found]
    assert len(begins) == len(set(begins))
    for due in found:
        assert due.period.begins_on <= due.planned_on <= due.period.ends_on
        assert max(first, standing.since) <= due.planned_on
        assert standing.until is None or due.planned_on <= standing.until


@given(EVERY, DAYS, SPANS, st.lists(st.integers(0, 200), max_size=12), st.integers(0, 2**64))
def test_what_is_seen_is_not_planned_again(every, first, span, seen_after, spread):
    last, standing = first + dt.timedelta(days=span), Standing(first, None, spread)
    seen = [first + dt.timedelta(days=one) for one in seen_after]
    found = missing_visits(every, standing, first=first, last=last, seen=seen, is_working_day=WORKING)
    covered = {period_on(every, day).begins_on for day in seen}
    assert not covered & {due.period.begins_on for due in found}
    again = missing_visits(
        every,
        standing,
        first=first,
        last=last,
        seen=[*seen, *(due.planned_on for due in found)],
        is_working_day=WORKING,
    )
    assert again == []


@given(DAYS, st.integers(0, 2**64))
def test_a_visit_is_proposed_for_a_working_day_when_its_period_has_one_left(first, spread):
    [due] = missing_visits(
        Every.MONTH, Standing(first, None, spread), first=first, last=first, seen=(), is_working_day=WORKING
    )
    left = [first + dt.timedelta(days=one) for one in range((due.period.ends_on - first).days + 1)]
    assert WORKING(due.planned_on) or not any(map(WORKING, left))


def test_nobody_is_visited_in_the_holiday_of_october_and_some_are_on_its_make_up_saturday():
    october = (dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    days = {
        due.planned_on
        for spread in range(200)
        for due in missing_visits(
            Every.MONTH,
            Standing(october[0], None, spread),
            first=october[0],
            last=october[1],
            seen=(),
            is_working_day=WORKING,
        )
    }
    assert min(days) == dt.date(2026, 10, 8)
    assert dt.date(2026, 10, 10) in days
    assert days == {
        october[0] + dt.timedelta(days=one) for one in range(31) if WORKING(october[0] + dt.timedelta(days=one))
    }


def test_where_no_day_is_a_working_day_the_first_is_proposed():
    week = (dt.date(2026, 10, 1), dt.date(2026, 10, 4))
    [due] = missing_visits(
        Every.WEEK, Standing(week[0], week[1], 3), first=week[0], last=week[1], seen=(), is_working_day=WORKING
    )
    assert due.planned_on == week[0]


def test_somebody_who_takes_part_from_later_on_is_not_visited_before():
    standing = Standing(dt.date(2026, 11, 19), None, 0)
    found = missing_visits(
        Every.WEEK, standing, first=dt.date(2026, 11, 16), last=dt.date(2026, 11, 30), seen=(), is_working_day=WORKING
    )
    assert [due.planned_on for due in found] == [dt.date(2026, 11, 19), dt.date(2026, 11, 23), dt.date(2026, 11, 30)]
