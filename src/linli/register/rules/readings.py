"""Whose readings of people's data stand out from those of colleagues in the same post, and by which sign.

Counts of readings only: never hours at work, never a score, never a ranking. Who does not stand out is not shown.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, median

FEWEST_PEERS = 5  # fewer colleagues make no usual: then the sign's own limit alone speaks
STANDS_OUT = 3.5  # Iglewicz and Hoaglin 1993: a modified z-score beyond 3.5
_TO_SIGMA = 0.6745  # the median absolute deviation of a normal distribution, in standard deviations
_MEAN_TO_SIGMA = 1.253314
BURST_MINUTES = 10
_CASE_NUMBER = re.compile(r"(?<!\d)\d{14}(?!\d)")


class Sign(StrEnum):
    """What makes readings stand out."""

    MANY = "many"
    CLEAR = "clear"  # people whose clear values were read or taken out
    OUT_OF_HOURS = "out-of-hours"
    BURST = "burst"
    AREAS = "areas"
    NO_CASE = "no-case"  # clear values read without naming a case


@dataclass(frozen=True)
class Tally:
    """The readings of one person in one period, counted."""

    reader: str
    name: str
    role: str
    counts: Mapping[Sign, int]


@dataclass(frozen=True)
class Standing:
    """That somebody's readings stand out: how many, what is usual in the same post, and how far away that is."""

    reader: str
    name: str
    role: str
    sign: Sign
    count: int
    usual: float | None  # the median of the colleagues; None where there are too few
    peers: int


# From how many on a sign speaks at all, and from how many where there are no colleagues to compare with.
FLOORS: Mapping[Sign, tuple[int, int]] = {
    Sign.MANY: (30, 300),
    Sign.CLEAR: (15, 100),
    Sign.OUT_OF_HOURS: (10, 40),
    Sign.BURST: (15, 30),
    Sign.AREAS: (4, 20),
    Sign.NO_CASE: (5, 20),
}


def standing_out(tallies: Sequence[Tally]) -> tuple[Standing, ...]:
    """Name who stands out from the colleagues of the same role, sign by sign; in the order of names, never of counts."""
    of_role: dict[str, list[Tally]] = {}
    for tally in tallies:
        of_role.setdefault(tally.role, []).append(tally)
    found = [
        standing
        for peers in of_role.values()
        for sign in Sign
        for tally in peers
        if (standing := _standing(tally, sign, [peer.counts.get(sign, 0) for peer in peers]))
    ]
    return tuple(sorted(found, key=lambda one: (one.name, one.reader, one.sign)))


def robust_z(value: float, values: Sequence[float]) -> float:
    """Measure how far a value lies from the median, in robust standard deviations."""
    middle = median(values)
    away = [abs(one - middle) for one in values]
    spread = median(away) / _TO_SIGMA or fmean(away) * _MEAN_TO_SIGMA
    if not spread:
        return 0.0 if value == middle else math.copysign(math.inf, value - middle)
    return (value - middle) / spread


def names_a_case(said: str) -> bool:
    """Say whether the words given for a reading name a case by its number."""
    return _CASE_NUMBER.search(said) is not None


def busiest(minutes: Mapping[int, int], *, within: int = BURST_MINUTES) -> int:
    """Count the most readings in any stretch of minutes; `minutes` maps a minute to its readings."""
    most, here, ordered, first = 0, 0, sorted(minutes), 0
    for minute in ordered:
        here += minutes[minute]
        while minute - ordered[first] >= within:
            here -= minutes[ordered[first]]
            first += 1
        most = max(most, here)
    return most


def _standing(tally: Tally, sign: Sign, counts: Sequence[int]) -> Standing | None:
    count, (least, alone) = tally.counts.get(sign, 0), FLOORS[sign]
    if len(counts) <= FEWEST_PEERS:
        return _said(tally, sign, None, len(counts) - 1) if count >= alone else None
    if count < least or robust_z(count, counts) <= STANDS_OUT:
        return None
    return _said(tally, sign, median(counts), len(counts) - 1)


def _said(tally: Tally, sign: Sign, usual: float | None, peers: int) -> Standing:
    return Standing(tally.reader, tally.name, tally.role, sign, tally.counts.get(sign, 0), usual, peers)
