"""Quiet hours, tries, masks: plain values."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.messages import errors
from linli.messages.rules import (
    MOST_TRIES,
    USUAL_QUIET,
    Channel,
    QuietHours,
    Wish,
    channel_named,
    held_until,
    is_wanted,
    mask_mail,
    mobile_number,
    next_try,
)

ZONE = ZoneInfo("Asia/Shanghai")
times = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
moments = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2030, 1, 1), timezones=st.just(dt.UTC))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-11-16T{text}").replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("21:59", None),
        ("22:00", "2026-11-17 07:00"),
        ("23:59", "2026-11-17 07:00"),
        ("00:00", "2026-11-16 07:00"),
        ("06:59", "2026-11-16 07:00"),
        ("07:00", None),
    ],
)
def test_the_night_is_quiet_until_seven(moment, until):
    found = USUAL_QUIET.quiet_until(at(moment), zone=ZONE)
    assert (f"{found.astimezone(ZONE):%Y-%m-%d %H:%M}" if found else None) == until


@given(start=times, end=times, moment=moments)
def test_quiet_ends_later_and_within_a_day_and_is_over_then(start, end, moment):
    hours = QuietHours(start, end)
    until = hours.quiet_until(moment, zone=ZONE)
    if until is not None:
        assert dt.timedelta() < until - moment <= dt.timedelta(days=1)
        assert hours.quiet_until(until, zone=ZONE) is None


@given(moment=moments, same=times)
def test_the_same_time_twice_means_no_quiet_at_all(moment, same):
    assert QuietHours(same, same).quiet_until(moment, zone=ZONE) is None


@given(start=times, end=times)
def test_hours_written_are_read_again(start, end):
    hours = QuietHours(start, end)
    assert QuietHours.parse(str(hours)) == hours


@pytest.mark.parametrize("text", ["", "22-7", "24:00-07:00", "22:00", "22:60-07:00", "a-b"])
def test_hours_that_are_none_are_refused(text):
    with pytest.raises(errors.QuietHoursInvalid):
        QuietHours.parse(text)


def test_the_urgent_and_the_inbox_do_not_wait():
    def held(channel, is_urgent):
        return held_until(at("23:00"), quiet=USUAL_QUIET, is_urgent=is_urgent, channel=channel, zone=ZONE)

    assert held(Channel.MAIL, is_urgent=False) == at("07:00") + dt.timedelta(days=1)
    assert held(Channel.MAIL, is_urgent=True) is None
    assert held(Channel.INBOX, is_urgent=False) is None


def test_pauses_grow_and_come_to_an_end():
    start = at("12:00")
    pauses = [next_try(tries, at=start) for tries in range(1, MOST_TRIES)]
    assert pauses == sorted(pauses)
    assert all(pause > start for pause in pauses)
    assert next_try(MOST_TRIES, at=start) is None


def test_what_is_wanted():
    assert [is_wanted(wish, is_urgent=False) for wish in Wish] == [True, False, False]
    assert [is_wanted(wish, is_urgent=True) for wish in Wish] == [True, True, False]


@pytest.mark.parametrize("text", ["13800138000", "+86 138 0013 8000", "86-138-0013-8000", " 138 0013 8000 "])
def test_a_mobile_number_is_read_however_it_is_written(text):
    assert mobile_number(text) == "13800138000"


@pytest.mark.parametrize("text", ["1380013800", "138001380000", "02885551234", "abc"])
def test_what_is_no_mobile_number_is_refused(text):
    with pytest.raises(errors.PhoneInvalid):
        mobile_number(text)


def test_no_number_stays_none():
    assert mobile_number(" ") == ""


def test_an_address_is_masked():
    assert mask_mail("sun.dahai@office.example") == "s***@office.example"
    assert mask_mail("broken") == "***"


def test_an_unknown_channel_is_refused():
    assert channel_named("sms") is Channel.SMS
    with pytest.raises(errors.ChannelUnknown):
        channel_named("pigeon")
