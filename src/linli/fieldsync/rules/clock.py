"""When something happened, by a phone whose clock may be wrong: moved to the server's clock, and never out of order."""

import datetime as dt

OLDEST = dt.timedelta(days=30)
LATE = dt.timedelta(minutes=5)  # what a phone with a network takes to send is worth no word


def corrected(
    at: dt.datetime, *, sent_at: dt.datetime, now: dt.datetime, last: dt.datetime | None = None
) -> dt.datetime:
    """Move a phone's time by how far its clock was off when it sent; never later than now, nor before the last line.

    A phone whose clock was set between making and sending cannot be put right: such a time is kept within thirty days.
    """
    ago = max(sent_at - at, dt.timedelta(0))  # compared as spans: a far year plus a span is no year any more
    held = now - min(ago, OLDEST)
    return held if last is None else max(held, last)


def is_late(done_at: dt.datetime, *, now: dt.datetime) -> bool:
    """Say whether something came so long after it was done that both times are told."""
    return now - done_at > LATE
