"""Who stands on a voter roll, and why somebody newly does or no longer does. Plain values in, plain values out.

A residents committee is elected by the residents who have come of age (Organic Law of Urban Residents Committees, art.
8); age counts to the day of the election (Electoral Law, art. 4; who has come of age by then is registered, art. 27).
Whom a court has deprived of political rights is struck off by the election committee: Linli holds nothing of it, and
the draft says so.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from linli.register import errors
from linli.register.rules.birthdays import born_by

VOTING_AGE = 18
LIVED_YEARS = 1
VOTERS = "voters"
VOTES_HERE = "vote-where-living"  # the programme in which somebody asked to stand on the roll where they live
LONGEST_AHEAD = dt.timedelta(days=366)


class RollRule(StrEnum):
    """Who is entered: an election committee decides between the two."""

    REGISTERED = "registered"
    # Also those who have lived here for a year, have asked, and stand on no other roll.
    REGISTERED_OR_LIVING = "registered-or-living"


class Basis(StrEnum):
    """What somebody stands on a roll for."""

    REGISTERED = "registered"  # registered and living here
    ELSEWHERE = "elsewhere"  # registered here, lives elsewhere
    ASKED = "asked"  # lives here, registered elsewhere, has asked


class Reason(StrEnum):
    """Why somebody newly stands on a roll, or no longer does."""

    CAME_OF_AGE = "came-of-age"
    MOVED_IN = "moved-in"
    ASKED = "asked"
    MOVED_OUT = "moved-out"
    DIED = "died"
    VOTES_ELSEWHERE = "votes-elsewhere"
    CORRECTED = "corrected"


@dataclass(frozen=True)
class Standing:
    """What tells why somebody came onto a roll or left it."""

    born_on: dt.date
    died_on: dt.date | None = None
    registered_since: dt.date | None = None  # registered in the community today, since when
    lives_since: dt.date | None = None
    asked_on: dt.date | None = None  # asked to vote where they live, wherever that is
    is_merged: bool = False


def check_election_day(on: dt.date, *, today: dt.date) -> None:
    """Refuse a day that no draft of today can be for: years ahead, or before the register was kept."""
    if not dt.date(2000, 1, 1) <= on <= today + LONGEST_AHEAD:
        raise errors.RollDayWrong(field="on", on=on)


def why_added(now: Standing, *, last: dt.date) -> Reason:
    """Say why somebody stands on a roll who did not on the last one, drawn up for another day."""
    if now.born_on > born_by(last, years=VOTING_AGE):
        return Reason.CAME_OF_AGE
    if now.registered_since is not None and now.registered_since > last:
        return Reason.MOVED_IN
    if now.asked_on is not None and now.registered_since is None:
        return Reason.ASKED
    return Reason.CORRECTED


def why_removed(now: Standing | None, *, on: dt.date) -> Reason:
    """Say why somebody no longer stands on a roll; of a record that is gone or merged, that it was corrected."""
    if now is None or now.is_merged:
        return Reason.CORRECTED
    if now.died_on is not None and now.died_on <= on:
        return Reason.DIED
    if now.registered_since is None:
        return Reason.MOVED_OUT
    if now.asked_on is not None:
        return Reason.VOTES_ELSEWHERE
    return Reason.CORRECTED
