"""Moments as people read them, in the zone of the house."""

import datetime as dt

from django.utils import timezone


def to_the_minute(at: dt.datetime) -> str:
    """Write a moment to the minute, in the zone of the house: 2026-03-02 09:00."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
