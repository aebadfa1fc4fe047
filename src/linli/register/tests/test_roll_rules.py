"""Who has come of age on a day, why a roll changes, when children begin school."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.register import errors
from linli.register.rules import ages, birthdays, rolls
from linli.register.rules.ages import BANDS, Stage
from linli.register.rules.rolls import Reason, Standing

ELECTION = dt.date(2026, 12, 8)
LAST = dt.date(2023, 12, 8)
BORN = dt.date(1970, 5, 1)
DAYS = st.dates(dt.date(1920, 1, 1), dt.date(2030, 12, 31))


@pytest.mark.parametrize(
    ("born_on", "is_of_age"),
    [(dt.date(2008, 12, 8), True), (dt.date(2008, 12, 9), False), (dt.date(2008, 12, 7), True)],
    ids=["on-the-day", "a-day-late", "a-day-early"],
)
def test_who_turns_eighteen_by_the_election_day_votes(born_on, is_of_age):
    assert (born_on <= birthdays.born_by(ELECTION, years=18)) is is_of_age


@pytest.mark.parametrize(
    ("on", "by"),
    [
        (dt.date(2026, 2, 28), dt.date(2008, 2, 29)),
        (dt.date(2026, 2, 27), dt.date(2008, 2, 27)),
        (dt.date(2028, 2, 29), dt.date(2010, 2, 28)),
        (dt.date(2026, 3, 1), dt.date(2008, 3, 1)),
    ],
    ids=["leap-child", "day-before", "on-a-leap-day", "first-of-march"],
)
def test_a_child_of_29_february_is_a_year_older_on_the_last_of_february(on, by):
    assert birthdays.born_by(on, years=18) == by


@given(DAYS, DAYS)
def test_an_age_and_the_latest_birth_date_of_that_age_say_the_same(born_on, on):
    if born_on > on:
        return
    age = birthdays.age_on(born_on, on)
    assert age >= 0
    assert born_on <= birthdays.born_by(on, years=age)
    assert on.year - age - 1 < 1 or born_on > birthdays.born_by(on, years=age + 1)


@pytest.mark.parametrize("on", [dt.date(1999, 12, 31), dt.date(2028, 1, 1)], ids=["long-past", "far-ahead"])
def test_no_roll_is_drawn_for_a_day_that_cannot_be_an_election(on):
    with pytest.raises(errors.RollDayWrong):
        rolls.check_election_day(on, today=dt.date(2026, 11, 22))


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (Standing(dt.date(2007, 1, 1), registered_since=dt.date(2010, 1, 1)), Reason.CAME_OF_AGE),
        (Standing(BORN, registered_since=dt.date(2025, 3, 1)), Reason.MOVED_IN),
        (Standing(BORN, lives_since=dt.date(2020, 1, 1), asked_on=dt.date(2026, 9, 1)), Reason.ASKED),
        (Standing(BORN, registered_since=dt.date(2010, 1, 1)), Reason.CORRECTED),
    ],
    ids=lambda value: value.value if isinstance(value, Reason) else "",
)
def test_why_somebody_newly_stands_on_a_roll(now, why):
    assert rolls.why_added(now, last=LAST) is why


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (Standing(BORN, died_on=dt.date(2025, 1, 1), registered_since=dt.date(2010, 1, 1)), Reason.DIED),
        (Standing(BORN), Reason.MOVED_OUT),
        (Standing(BORN, registered_since=dt.date(2010, 1, 1), asked_on=dt.date(2026, 9, 1)), Reason.VOTES_ELSEWHERE),
        (Standing(BORN, registered_since=dt.date(2010, 1, 1), is_merged=True), Reason.CORRECTED),
        (Standing(dt.date(2009, 1, 1), registered_since=dt.date(2010, 1, 1)), Reason.CORRECTED),
        (None, Reason.CORRECTED),
    ],
    ids=lambda value: value.value if isinstance(value, Reason) else "",
)
def test_why_somebody_no_longer_stands_on_a_roll(now, why):
    assert rolls.why_removed(now, on=ELECTION) is why


@given(st.integers(-1, 130))
def test_every_age_has_one_band(age):
    band = ages.band_of(age)
    assert band.first <= max(age, 0)
    assert band.last is None or age <= band.last
    assert [one for one in BANDS if one.first <= max(age, 0) and (one.last is None or max(age, 0) <= one.last)] == [
        band
    ]


def test_bands_are_those_of_the_census():
    assert [*[band.code for band in BANDS][:2], BANDS[-1].code] == ["0-4", "5-9", "85+"]
    assert len(BANDS) == 18


def test_children_who_are_six_by_the_last_of_august_begin_school():
    births = ages.births_of(Stage.PRIMARY, 2027)
    assert (births.first, births.last) == (dt.date(2020, 9, 1), dt.date(2021, 8, 31))


@given(st.integers(2000, 2060), st.sampled_from(Stage), st.sampled_from([(8, 31), (2, 28), (12, 31), (5, 1)]))
def test_every_birthday_begins_in_exactly_one_year(year, stage, day):
    this, following = (ages.births_of(stage, one, day=day) for one in (year, year + 1))
    assert this.first <= this.last
    assert following.first == this.last + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("today", "years"),
    [(dt.date(2026, 11, 22), (2027, 2028, 2029)), (dt.date(2026, 8, 31), (2026, 2027, 2028, 2029))],
    ids=["in-autumn", "on-the-day"],
)
def test_only_years_whose_children_are_all_born_are_counted(today, years):
    assert ages.school_years(today, stage=Stage.KINDERGARTEN) == years


def test_six_years_ahead_are_enough_for_the_older_ones():
    assert ages.school_years(dt.date(2026, 11, 22), stage=Stage.JUNIOR) == tuple(range(2027, 2033))


@pytest.mark.parametrize(
    ("today", "before"),
    [(dt.date(2026, 8, 30), dt.date(2025, 8, 31)), (dt.date(2026, 8, 31), dt.date(2026, 8, 31))],
    ids=["before", "on-it"],
)
def test_published_ages_are_told_to_the_school_day_past(today, before):
    assert ages.school_day_before(today) == before
