"""When the same thing goes wrong at the same place again and again: what one place is, one time, and too often.

About places and things, never about people: an occurrence has no word of who reported it, and how often somebody
reports is neither asked nor counted anywhere.
"""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from linli.cases.rules.nearness import bare, building_of, is_one_address, metres_between

REPEATS = "repeats"  # the channel and source of root-cause cases; their source key is the newest repeat
_DEGREE_M = 111_195.0


class Verdict(StrEnum):
    """What comes of occurrences at one place: nothing, a proposal to a person, or a root-cause case by itself."""

    SELDOM = "seldom"
    PROPOSE = "propose"
    OPEN = "open"


@dataclass(frozen=True)
class RepeatRule:
    """Which kinds are counted together, how near and how soon, and how often is too often."""

    code: str
    kinds: frozenset[str]
    radius_m: float
    window: dt.timedelta
    least: int
    by_itself: int | None
    root_cause: str


@dataclass(frozen=True)
class Occurrence:
    """One case as far as counting needs it: what, where, from when until when. `ended_at` is None while it is open."""

    key: str
    kind_code: str
    area_code: str
    at: dt.datetime
    ended_at: dt.datetime | None = None
    lon: float | None = None
    lat: float | None = None
    address: str = ""
    component: str = ""


@dataclass(frozen=True)
class Cluster:
    """Occurrences around one place, the oldest first; the centre is the one with most of them near."""

    centre: Occurrence
    members: tuple[Occurrence, ...]

    @property
    def times(self) -> int:
        """How many times it happened."""
        return times(self.members)


def is_one_place(one: Occurrence, other: Occurrence, *, radius_m: float) -> bool:
    """Say whether two happened at one place: the same component, points within the radius, or one building or address."""
    if one.component and one.component == other.component:
        return True
    if _metres_apart(one, other) <= radius_m:
        return True
    if one.area_code != other.area_code:
        return False
    building = building_of(one.address)
    return is_one_address(one.address, other.address) or (bool(building) and building == building_of(other.address))


def _metres_apart(one: Occurrence, other: Occurrence) -> float:
    """Measure how far apart two are; endlessly where one has no point."""
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return math.inf
    return metres_between(one.lon, one.lat, other.lon, other.lat)


def times(occurrences: Iterable[Occurrence]) -> int:
    """Count how often it happened: what is reported while an earlier one is still open is the same time."""
    count, open_until = 0, dt.datetime.min.replace(tzinfo=dt.UTC)
    for one in sorted(occurrences, key=lambda each: (each.at, each.key)):
        if one.at > open_until:
            count += 1
        open_until = max(open_until, one.ended_at or dt.datetime.max.replace(tzinfo=dt.UTC))
    return count


def judge(rule: RepeatRule, count: int) -> Verdict:
    """Say what comes of a place where it happened so often."""
    if rule.by_itself is not None and count >= rule.by_itself:
        return Verdict.OPEN
    return Verdict.PROPOSE if count >= rule.least else Verdict.SELDOM


def around(centre: Occurrence, others: Iterable[Occurrence], rule: RepeatRule) -> Cluster:
    """Gather what happened at the place of one occurrence within the window before it, itself included."""
    members = {
        one.key: one
        for one in others
        if one.kind_code in rule.kinds
        and centre.at - rule.window <= one.at <= centre.at
        and is_one_place(centre, one, radius_m=rule.radius_m)
    }
    members[centre.key] = centre
    return Cluster(centre, tuple(sorted(members.values(), key=lambda one: (one.at, one.key))))


def busiest(one: Occurrence, others: Iterable[Occurrence], rule: RepeatRule) -> Cluster:
    """Gather the place of an occurrence as seen from where most happened: what lies around its edge belongs to its middle."""
    held = [one, *(other for other in others if other.key != one.key)]
    window = [other for other in held if one.at - rule.window <= other.at <= one.at]
    seen = [_seen_from(centre, window, rule) for centre in around(one, held, rule).members]
    return max(seen, key=lambda cluster: (cluster.times, len(cluster.members), cluster.centre.key))


def _seen_from(centre: Occurrence, window: Iterable[Occurrence], rule: RepeatRule) -> Cluster:
    mine = (one for one in window if one.kind_code in rule.kinds)
    members = [one for one in mine if one is centre or is_one_place(centre, one, radius_m=rule.radius_m)]
    return Cluster(centre, tuple(sorted(members, key=lambda one: (one.at, one.key))))


def clusters(occurrences: Iterable[Occurrence], rule: RepeatRule) -> list[Cluster]:
    """Gather occurrences into places, the busiest first; each belongs to one place only. Rare ones are left out."""
    mine = [one for one in occurrences if one.kind_code in rule.kinds]
    near = _Near(mine, rule.radius_m)
    neighbours = {one.key: near.of(one) for one in mine}
    order = sorted(mine, key=lambda one: (-len(neighbours[one.key]), one.at, one.key))
    found, taken = list[Cluster](), set[str]()
    for centre in order:
        if centre.key in taken:
            continue
        members = [one for one in (centre, *neighbours[centre.key]) if one.key not in taken]
        cluster = Cluster(centre, tuple(sorted(members, key=lambda one: (one.at, one.key))))
        if judge(rule, cluster.times) is not Verdict.SELDOM:
            taken.update(one.key for one in members)
            found.append(cluster)
    return sorted(found, key=lambda cluster: (-cluster.times, cluster.centre.key))


def came_back(
    ended: Iterable[Occurrence], later: Sequence[Occurrence], *, radius_m: float, within: dt.timedelta
) -> dict[str, Occurrence]:
    """Find for ended occurrences the first one reported at the same place within some days after the end."""
    near, found = _Near(later, radius_m), dict[str, Occurrence]()
    for one in ended:
        if one.ended_at is None:
            continue
        again = [next_ for next_ in near.of(one) if one.ended_at < next_.at <= one.ended_at + within]
        if again:
            found[one.key] = min(again, key=lambda next_: (next_.at, next_.key))
    return found


class _Near:
    """Occurrences sorted into squares as wide as the radius, into components and into addresses: looked up, not scanned."""

    def __init__(self, occurrences: Iterable[Occurrence], radius_m: float) -> None:
        held = list(occurrences)
        self._radius_m = radius_m
        self._up = radius_m / _DEGREE_M
        northmost = max((abs(one.lat) for one in held if one.lat is not None), default=0.0)
        self._across = self._up / math.cos(math.radians(min(80.0, northmost + 1)))  # nowhere narrower than the radius
        self._by = defaultdict[object, list[Occurrence]](list)
        for one in held:
            for place in self._places(one):
                self._by[place].append(one)

    def of(self, centre: Occurrence) -> list[Occurrence]:
        """List the others at the place of one."""
        seen: dict[str, Occurrence] = {}
        for place in self._looked_at(centre):
            for one in self._by.get(place, ()):
                if one.key != centre.key and is_one_place(centre, one, radius_m=self._radius_m):
                    seen[one.key] = one
        return list(seen.values())

    def _looked_at(self, centre: Occurrence) -> Iterator[object]:
        square = self._square(centre)
        if square:
            yield from ((square[0] + across, square[1] + up) for across in (-1, 0, 1) for up in (-1, 0, 1))
        yield from self._names(centre)

    def _places(self, one: Occurrence) -> Iterator[object]:
        square = self._square(one)
        if square:
            yield square
        yield from self._names(one)

    def _square(self, one: Occurrence) -> tuple[int, int] | None:
        if one.lon is None or one.lat is None:
            return None
        return math.floor(one.lon / self._across), math.floor(one.lat / self._up)

    @staticmethod
    def _names(one: Occurrence) -> Iterator[object]:
        if one.component:
            yield "component", one.component
        if one.address:
            yield "address", one.area_code, building_of(one.address) or bare(one.address)
