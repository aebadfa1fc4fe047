"""Working time: limits in clock hours, working hours and working days over China's real calendar."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.calendar import CHINA, Calendar, Limit, LimitUnknown, TimeUnit

CALENDAR = Calendar()
moments = st.datetimes(dt.datetime(2025, 1, 1), dt.datetime(2026, 12, 1)).map(lambda at: at.replace(tzinfo=dt.UTC))
amounts = st.integers(1, 80)


def china(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=CHINA)


def due(start: str, limit: str) -> str:
    return f"{CALENDAR.due(china(start), Limit.parse(limit)).astimezone(CHINA):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        ("2026-11-16 09:00", "4 hours", "2026-11-16 13:00"),
        ("2026-11-16 09:00", "4 working hours", "2026-11-16 14:30"),  # lunch is no working time
        ("2026-11-20 16:30", "2 working hours", "2026-11-23 09:30"),  # over the weekend
        ("2026-11-21 10:00", "1 working hour", "2026-11-23 09:30"),  # begins on Monday
        ("2026-09-30 16:30", "2 working hours", "2026-10-08 09:30"),  # National Day holidays
        ("2026-02-13 09:00", "1 working day", "2026-02-14 17:30"),  # a make-up Saturday
        ("2026-02-14 09:00", "1 working day", "2026-02-24 17:30"),  # Spring Festival
        ("2026-11-16 20:00", "5 working days", "2026-11-23 17:30"),
    ],
)
def test_a_limit_runs_out_when_the_real_calendar_says(start: str, limit: str, expected: str):
    assert due(start, limit) == expected


@given(start=moments, hours=amounts)
def test_a_limit_in_working_hours_holds_just_that_much_working_time(start: dt.datetime, hours: int):
    end = CALENDAR.due(start, Limit(hours, TimeUnit.WORKING_HOURS))
    assert CALENDAR.working_hours_between(start, end) == pytest.approx(hours)


@given(
    start=moments,
    later=st.timedeltas(dt.timedelta(0), dt.timedelta(days=9)),
    amount=amounts,
    unit=st.sampled_from(TimeUnit),
)
def test_whoever_starts_later_is_never_due_earlier(start, later, amount, unit):
    limit = Limit(amount, unit)
    assert CALENDAR.due(start, limit) <= CALENDAR.due(start + later, limit)
    assert CALENDAR.due(start, limit) >= start


@given(start=moments, amount=st.integers(1, 15))
def test_a_limit_in_working_days_ends_on_a_working_day(start: dt.datetime, amount: int):
    end = CALENDAR.due(start, Limit(amount, TimeUnit.WORKING_DAYS)).astimezone(CHINA)
    assert CALENDAR.is_working_day(end.date())


def test_a_tenants_own_day_off_and_day_on_count():
    own = Calendar(days_off=frozenset({dt.date(2026, 11, 16)}), days_on=frozenset({dt.date(2026, 11, 15)}))
    assert (own.is_working_day(dt.date(2026, 11, 15)), own.is_working_day(dt.date(2026, 11, 16))) == (True, False)


def test_an_office_is_open_in_its_hours_only():
    assert CALENDAR.is_working_time(china("2026-11-16 08:30"))
    assert not CALENDAR.is_working_time(china("2026-11-16 12:00"))
    assert not CALENDAR.is_working_time(china("2026-11-15 10:00"))


@pytest.mark.parametrize("text", ["", "soon", "4", "4 days", "-1 hours", "4 working weeks"])
def test_a_limit_nobody_can_read_is_refused(text: str):
    with pytest.raises(LimitUnknown):
        Limit.parse(text)


def test_a_limit_reads_back_what_it_writes():
    assert [str(Limit.parse(text)) for text in ("1 hour", "4 working hours", "1.5 hours")] == [
        "1 hours",
        "4 working hours",
        "1.5 hours",
    ]
