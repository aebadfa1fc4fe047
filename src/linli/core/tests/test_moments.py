"""Moments are written to the minute in the zone of the house, whatever zone they come in."""

import datetime as dt

from linli.core.moments import to_the_minute


def test_a_moment_is_written_to_the_minute_in_the_zone_of_the_house():
    at = dt.datetime(2026, 3, 1, 16, 5, 59, tzinfo=dt.UTC)
    assert to_the_minute(at) == "2026-03-02 00:05"
    assert to_the_minute(at.astimezone(dt.timezone(dt.timedelta(hours=-5)))) == "2026-03-02 00:05"
