"""Two times of a record: the day from which something is true, and the moment at which it became known.

A change tells what stood before it and after it, since when it is true, and when it was written. What is true on a day, as
known today, follows from the changes alone: those true by that day, in the order in which they were written.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

type Values = Mapping[str, object]

# From when on something is true that was never otherwise, such as what a correction mends: before every day that is asked for.
# A person's own birth date would do too, but pages show days, and of a birth only the year.
ALWAYS = dt.date(1800, 1, 1)


@dataclass(frozen=True)
class Past:
    """One kept change of one row: `before` is empty for a row that began with it, `after` for one that ended with it."""

    on: dt.date
    at: dt.datetime
    before: Values
    after: Values
    begins: bool = False
    ends: bool = False


def as_of(
    now: Values | None, past: Sequence[Past], *, day: dt.date, known_at: dt.datetime | None = None
) -> Values | None:
    """Give a row as it stood on a day, as known today or at a moment; None where it did not stand.

    `now` is the row as it is (None for one taken out again), `past` its changes in the order in which they were written.
    """
    state = _first(now, past)
    for change in past:
        if change.on > day or (known_at is not None and change.at > known_at):
            continue
        if state is None and not change.begins:
            continue  # mended since, but not there yet on that day
        state = None if change.ends else {**(state or {}), **change.after}
    return state


def _first(now: Values | None, past: Sequence[Past]) -> Values | None:
    """Fold all changes back: what stood before the first of them."""
    state = now
    for change in reversed(past):
        state = None if change.begins else {**(state or {}), **change.before}
    return state
