"""Photo pairs: that the picture after the work shows the place of the one before it, and was taken later.

A photo's own place and time are kept only where a kind needs a pair as evidence. What a camera did not note cannot be
compared: such a pair is not refused but not verified either, and somebody goes and looks (check-back).
"""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from linli.cases import errors

MOST_APART_M = 100
CLOCK_ERROR = dt.timedelta(minutes=10)
Place = tuple[float, float]
BEFORE = frozenset({"report", "before"})
_METRES_PER_DEGREE = 111_320


@dataclass(frozen=True)
class Shot:
    """A photo of a case as far as comparing needs it."""

    purpose: str
    sha256: str
    added_at: dt.datetime
    taken_at: dt.datetime | None = None
    lon_cgcs2000: float | None = None
    lat_cgcs2000: float | None = None

    @property
    def at(self) -> dt.datetime:
        """When it was taken: as the camera noted, where its clock can be right, else when it was handed in."""
        if self.taken_at is not None and self.taken_at <= self.added_at + CLOCK_ERROR:
            return self.taken_at
        return self.added_at

    @property
    def has_place(self) -> bool:
        """Say whether the camera or the person noted where it was taken."""
        return self.lon_cgcs2000 is not None and self.lat_cgcs2000 is not None


@dataclass(frozen=True)
class Pair:
    """The two photos that are shown side by side; `metres` is how far apart they were taken, where that is known."""

    before: Shot
    after: Shot
    metres: float | None

    @property
    def is_verified(self) -> bool:
        """Say whether place and time are known to fit."""
        return self.metres is not None


def pair_of(shots: Iterable[Shot], *, place: Place | None = None) -> Pair | None:
    """Choose the pair: the newest photo after the work, and the nearest one before it.

    Where the one before has no place of its own (a resident's never has), the case's own place stands for it.
    """
    known = sorted(shots, key=lambda shot: shot.at)
    later = [shot for shot in known if shot.purpose == "after"]
    earlier = [shot for shot in known if shot.purpose in BEFORE]
    if not later or not earlier:
        return None
    after = later[-1]
    before = min(earlier, key=lambda shot: _apart(shot, after))
    if not before.has_place and place is not None:
        before = replace(before, lon_cgcs2000=place[0], lat_cgcs2000=place[1])
    return Pair(before, after, metres_between(before, after))


def check_pair(pair: Pair, *, reported_at: dt.datetime) -> None:
    """Refuse a pair that cannot show the work: the same picture, taken before the report, or at another place."""
    if pair.before.sha256 == pair.after.sha256:
        raise errors.PairSame(field="after")
    if pair.after.at < max(pair.before.at, reported_at - CLOCK_ERROR):
        raise errors.PairTooEarly(field="after")
    if pair.metres is not None and pair.metres > MOST_APART_M:
        raise errors.PairApart(field="after", metres=round(pair.metres), most=MOST_APART_M)


def metres_between(one: Shot, other: Shot) -> float | None:
    """Measure how far apart two photos were taken (plane distance; they lie within one town)."""
    if one.lon_cgcs2000 is None or one.lat_cgcs2000 is None or other.lon_cgcs2000 is None or other.lat_cgcs2000 is None:
        return None
    across = (one.lon_cgcs2000 - other.lon_cgcs2000) * math.cos(math.radians(one.lat_cgcs2000))
    return math.hypot(across, one.lat_cgcs2000 - other.lat_cgcs2000) * _METRES_PER_DEGREE


def _apart(before: Shot, after: Shot) -> tuple[bool, float, float]:
    metres = metres_between(before, after)
    return metres is None, metres or 0.0, -before.at.timestamp()
