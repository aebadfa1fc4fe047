"""Shifts: how they are read, and which moments they cover."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.staff import errors, queries
from linli.staff.queries import Moment
from linli.staff.rules import Shift, read_shift
from linli.staff.testing import CLEANING, CLEANING_BESIDE, DISTRICT, GRID, WATER, Cast, make_duty

MONDAY = dt.datetime(2026, 3, 2, 12)
HOUR = dt.timedelta(hours=1)
times = st.times().map(lambda time: time.replace(second=0, microsecond=0))


def weekday(day):
    return day.isoweekday() < 6


def covers(text, moment, is_working_day=weekday):
    return read_shift(text).covers(moment, is_working_day=is_working_day)


@pytest.mark.parametrize(
    ("written", "stored"),
    [("", ""), ("off", "off"), (" working  08:30-17:30 ", "working 08:30-17:30"), ("76", "67"), ("18:00-08:00 1", "1 18:00-08:00")],
)  # fmt: skip
def test_a_shift_is_read_and_written_one_way(written, stored):
    assert read_shift(written).text == stored
    assert read_shift(stored) == read_shift(written)


@pytest.mark.parametrize(
    "text",
    ["night", "off off", "8", "09:00", "09:00-09:00", "25:00-08:00", "off 1 09:00-10:00", "09:00-10:00 11:00-12:00"],
)
def test_what_is_no_shift_is_refused(text):
    with pytest.raises(errors.ShiftUnreadable):
        read_shift(text)


def test_a_night_belongs_to_the_day_it_began_on():
    friday_night = "5 18:00-08:00"
    friday = MONDAY + 4 * 24 * HOUR
    assert not covers(friday_night, friday)
    assert covers(friday_night, friday + 7 * HOUR)
    assert covers(friday_night, friday + 19 * HOUR)
    assert not covers(friday_night, friday + 20 * HOUR)
    assert not covers(friday_night, friday - 7 * HOUR)


def test_days_off_are_those_of_the_calendar_not_of_the_week():
    assert covers("off", MONDAY, is_working_day=lambda _day: False)
    assert not covers("working", MONDAY, is_working_day=lambda _day: False)
    assert covers("off", MONDAY + 5 * 24 * HOUR)


@given(times, times, st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2026, 12, 31)))
def test_a_shift_and_the_rest_of_the_day_share_every_moment_out(start, end, moment):
    if start == end:
        return
    there, rest = Shift("", start, end), Shift("", end, start)
    assert there.covers(moment, is_working_day=weekday) is not rest.covers(moment, is_working_day=weekday)


def test_who_has_the_shift_comes_before_who_has_the_duty_always(cast: Cast):
    make_duty("water", area_code=DISTRICT, unit=cast.units[CLEANING], shift="off")
    make_duty("water", area_code=GRID[:9], unit=cast.units[WATER])

    def asked(moment):
        return queries.unit_for_duty("water", GRID, when=moment and Moment(moment, weekday))

    assert asked(MONDAY).unit_code == WATER
    at_weekend = asked(MONDAY + 5 * 24 * HOUR)
    assert (at_weekend.unit_code, at_weekend.rule) == (CLEANING, "water@990101#off")
    assert "off" in at_weekend.sentence
    assert asked(None).unit_code == WATER


def test_a_duty_for_some_days_holds_on_these_only(cast: Cast):
    day = MONDAY.date()
    make_duty("gas", area_code=DISTRICT, unit=cast.units[CLEANING], valid_from=day, valid_to=day)
    make_duty("gas", area_code="", unit=cast.units[CLEANING_BESIDE])
    found = [
        queries.unit_for_duty("gas", GRID, when=Moment(MONDAY + n * 24 * HOUR, weekday)).unit_code for n in (-1, 0, 1)
    ]
    assert found == [CLEANING_BESIDE, CLEANING, CLEANING_BESIDE]
    assert queries.unit_for_duty("gas", GRID).unit_code == CLEANING_BESIDE


def test_the_body_that_is_there_for_a_place_is_its_street_office(cast: Cast):
    here = [unit.code for unit in queries.local_units(GRID)]
    assert here == ["990101001-office", "990101001001-office"]
    assert queries.local_units(DISTRICT) == []


def test_a_unit_is_known_by_code_and_by_name_without_a_query(cast: Cast, django_assert_num_queries):
    assert queries.known_unit(WATER).name == "松门区供水公司"
    with django_assert_num_queries(0):
        assert queries.known_unit("松门区供水公司").code == WATER
        assert queries.known_unit("无名公司") is None
