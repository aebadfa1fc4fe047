"""Working time against a slow oracle that walks it minute by minute, over the holidays and make-up days of 2024 to 2027."""

import datetime as dt
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.calendar import CHINA, Calendar, Limit, TimeUnit, is_china_working_day

FIRST, LAST = dt.date(2024, 1, 1), dt.date(2027, 12, 31)
OWN = Calendar(
    hours=((dt.time(9), dt.time(11, 30)), (dt.time(12, 30), dt.time(15)), (dt.time(18), dt.time(20, 15))),
    days_off=frozenset({dt.date(2025, 3, 12), dt.date(2026, 12, 31)}),
    days_on=frozenset({dt.date(2025, 3, 15), dt.date(2027, 1, 1)}),
)
CALENDARS = (Calendar(), OWN)
MINUTE = dt.timedelta(minutes=1)
DAY = 24 * 60
ZERO = dt.datetime.combine(FIRST, dt.time(), CHINA)

calendars = st.sampled_from(CALENDARS)
minutes = st.integers(30 * DAY, (LAST - FIRST).days * DAY - 120 * DAY)
amounts = st.integers(1, 90 * 60)


@cache
def open_minutes(calendar: Calendar) -> bytearray:
    """One byte for each minute of the four years: 1 while the office is open."""
    found = bytearray(((LAST - FIRST).days + 1) * DAY)
    for number in range(len(found) // DAY):
        if calendar.is_working_day(FIRST + dt.timedelta(days=number)):
            for opens, closes in calendar.hours:
                for minute in range(opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute):
                    found[number * DAY + minute] = 1
    return found


def walked_forward(calendar: Calendar, start: int, amount: int) -> int:
    at, openness = start, open_minutes(calendar)
    while amount:
        amount -= openness[at]
        at += 1
    return at


def walked_back(calendar: Calendar, end: int, amount: int) -> int:
    at, openness = end, open_minutes(calendar)
    while amount:
        at -= 1
        amount -= openness[at]
    return at


def at(minute: int) -> dt.datetime:
    return (ZERO + minute * MINUTE).astimezone(dt.UTC)


@given(calendar=calendars, start=minutes, amount=amounts)
def test_working_hours_end_where_a_walk_minute_by_minute_ends(calendar: Calendar, start: int, amount: int):
    assert calendar.after_working(at(start), amount * MINUTE) == at(walked_forward(calendar, start, amount))


@given(calendar=calendars, end=minutes, amount=amounts)
def test_going_back_over_working_hours_ends_where_a_walk_back_ends(calendar: Calendar, end: int, amount: int):
    assert calendar.before_working(at(end), amount * MINUTE) == at(walked_back(calendar, end, amount))


@given(calendar=calendars, start=minutes, length=st.integers(0, 60 * DAY))
def test_working_time_between_is_what_a_walk_counts(calendar: Calendar, start: int, length: int):
    counted = sum(open_minutes(calendar)[start : start + length])
    assert calendar.working_between(at(start), at(start + length)) == counted * MINUTE


@given(calendar=calendars, start=minutes, days=st.integers(1, 60))
def test_working_days_end_where_a_walk_day_by_day_ends(calendar: Calendar, start: int, days: int):
    day, left = at(start).astimezone(CHINA).date(), days
    while left:
        day += dt.timedelta(days=1)
        left -= any(open_minutes(calendar)[(day - FIRST).days * DAY :][:DAY])
    found = calendar.due(at(start), Limit(days, TimeUnit.WORKING_DAYS))
    assert found == dt.datetime.combine(day, calendar.hours[-1][1], CHINA)
    assert calendar.days_between(at(start), found) == days


@given(calendar=calendars, start=minutes)
def test_with_no_whole_day_left_the_day_runs_until_its_next_closing(calendar: Calendar, start: int):
    closing = calendar.hours[-1][1]
    minute = start // DAY * DAY + closing.hour * 60 + closing.minute
    while minute < start or not any(open_minutes(calendar)[minute // DAY * DAY :][:DAY]):
        minute += DAY
    assert calendar.after_days(at(start), 0) == at(minute)


@pytest.mark.parametrize(
    "day",
    [
        "2024-02-04",
        "2024-02-18",
        "2024-04-07",
        "2024-04-28",
        "2024-05-11",
        "2024-09-14",
        "2024-09-29",
        "2024-10-12",
        "2025-01-26",
        "2025-02-08",
        "2025-04-27",
        "2025-09-28",
        "2025-10-11",
        "2026-01-04",
        "2026-02-14",
        "2026-02-28",
        "2026-05-09",
        "2026-09-20",
        "2026-10-10",
    ],
)
def test_a_make_up_day_at_the_weekend_is_worked(day: str):
    assert dt.date.fromisoformat(day).weekday() >= 5
    assert is_china_working_day(dt.date.fromisoformat(day))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2024-02-10", "2024-02-17"), ("2024-10-01", "2024-10-07"), ("2025-01-28", "2025-02-04"),
        ("2025-10-01", "2025-10-08"), ("2026-02-15", "2026-02-23"), ("2026-05-01", "2026-05-05"),
        ("2026-10-01", "2026-10-07"),
    ],
)  # fmt: skip
def test_the_long_holidays_are_off(first: str, last: str):
    day, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    while day <= end:
        assert not is_china_working_day(day), day
        day += dt.timedelta(days=1)


def test_a_warning_a_working_day_before_comes_at_the_opening_of_the_last_day():
    due = dt.datetime(2026, 11, 23, 17, 30, tzinfo=CHINA)
    before = Calendar().before(due, Limit(1, TimeUnit.WORKING_DAYS))
    assert before == dt.datetime(2026, 11, 23, 8, 30, tzinfo=CHINA)
