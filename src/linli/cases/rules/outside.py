"""Hand-offs to outside systems: what may be handed over, when to try again, and that each comes to an end.

A hand-off is taken by the system and answered in time, or it comes back to a person with the reason. It never waits for ever.
"""

import datetime as dt
from enum import StrEnum

RETRY_MINUTES = (1, 5, 15, 60, 240)
MOST_TRIES = len(RETRY_MINUTES) + 1
FRESH = dt.timedelta(minutes=5)


class HandOffState(StrEnum):
    """Where a hand-off stands."""

    WAITING = "waiting"
    SENT = "sent"
    TAKEN = "taken"
    DONE = "done"
    CAME_BACK = "came-back"


OPEN_STATES = frozenset({HandOffState.WAITING, HandOffState.SENT, HandOffState.TAKEN})


class OutsideStatus(StrEnum):
    """What an outside system says of a case."""

    ACCEPTED = "accepted"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    REFUSED = "refused"


AFTER = {
    OutsideStatus.ACCEPTED: HandOffState.TAKEN,
    OutsideStatus.IN_PROGRESS: HandOffState.TAKEN,
    OutsideStatus.DONE: HandOffState.DONE,
    OutsideStatus.REFUSED: HandOffState.CAME_BACK,
}


def next_try(tries: int, *, at: dt.datetime) -> dt.datetime | None:
    """When to send again after so many failures; None when a person has to see to it."""
    return at + dt.timedelta(minutes=RETRY_MINUTES[tries - 1]) if 0 < tries < MOST_TRIES else None


def is_fresh(stamp: str, *, at: dt.datetime) -> bool:
    """Say whether a signed message was sent just now: an old one may be a copy somebody kept."""
    if not stamp.isascii() or not stamp.isdigit() or len(stamp) > 12:
        return False
    return abs(int(stamp) - at.timestamp()) <= FRESH.total_seconds()
