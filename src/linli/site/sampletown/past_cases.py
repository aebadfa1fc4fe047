"""The town's past: reports through every channel and the course each took, on time or late, returned, reworked, reopened.

The courses are told here; `cases.actions.past` checks each step as the action of that name would and stores it.
"""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from linli.cases.actions import NewReport
from linli.cases.actions.past import PastCase
from linli.cases.actions.reporting import TRACKING_ALPHABET
from linli.cases.queries.kinds import catalogue
from linli.site.sampletown.chance import Choice, dice, ids
from linli.site.sampletown.courses import Courses
from linli.site.sampletown.roster import Caller
from linli.site.sampletown.spots import Spot
from linli.site.sampletown.stories import stories
from linli.site.sampletown.team import Team
from linli.staff.rules import RESIDENT, Actor

DAYS = 180
MORNING = dt.time(10, 0)  # the town's clock stands here on the day it is made
_CHANNELS = Choice(
    {"portal": 22, "phone": 20, "12345": 16, "wechat": 9, "counter": 8, "group-chat": 5, "field": 14, "patrol": 6}
)
_PATROL = frozenset({"field", "patrol"})
_DESK = frozenset({"phone", "12345", "counter", "group-chat"})
_HOURS = Choice(dict(enumerate((1, 1, 0.5, 0.5, 0.5, 1, 3, 6, 9, 11, 10, 8, 6, 6, 8, 9, 8, 7, 7, 8, 7, 5, 3, 2))))
_SATURDAY = 5
_WEEKEND_REST = 0.45  # how many weekend reports would rather come on a workday
_TODAY_SHARE = 0.012
_OWN_EVERY = 240  # reports of the demo account "resident", at its own house
_LATELY, _WORKERS_EVERY = 0.975, 3
_WORKERS_KINDS = ("request.living-noise", "request.help", "event.square-dance", "service.care-visit", "request.pets")
_AT_HOME = ("request.", "service.", "dispute.")
_LOST_EVERY = 397  # points outside the town: kept, for a person to look at


@dataclass(frozen=True)
class Town:
    """What past cases need to know of the town."""

    spots: Sequence[Spot]
    callers: Sequence[Caller]
    team: Team
    today: dt.date


def present(today: dt.date) -> dt.datetime:
    """Give the moment at which the town's clock stands."""
    return dt.datetime.combine(today, MORNING, catalogue().calendar.zone).astimezone(dt.UTC)


def past_cases(count: int, *, town: Town, seed: int, with_photos: bool) -> Iterator[PastCase]:
    """Make past cases, the earliest day first in no strict order; the last ones still run, some came in today."""
    thrown, made = dice(seed, "cases"), ids(seed, "cases")
    now = present(town.today)
    courses = Courses(now=now, team=town.team, thrown=thrown, with_photos=with_photos)
    for number in range(count):
        case_id, share = next(made), number / count
        at = _reported_at(share, now=now, thrown=thrown)
        scene = _scene(number, share, town=town, thrown=thrown)
        by, report = _who(scene, town, thrown), _report(scene, lost=number % _LOST_EVERY == 5, thrown=thrown)
        area_code = "" if number % _LOST_EVERY == 5 else scene.spot.area_code
        steps = courses.course(scene.kind, report=report, at=at, by=by, area_code=area_code)
        told_who = by is RESIDENT or report.reporter_name or report.reporter_phone
        code = "".join(thrown.choices(TRACKING_ALPHABET, k=12)) if told_who else ""
        yield PastCase(case_id, _number(number, at), report, at, by, steps, code)


@dataclass(frozen=True)
class _Scene:
    """What happens where, and how it is told: `caller` is empty when a worker finds it."""

    kind: str
    channel: str
    spot: Spot
    caller: Caller | None


def _scene(number: int, share: float, *, town: Town, thrown: random.Random) -> _Scene:
    kind, channel = stories().kinds.throw(thrown), _CHANNELS.throw(thrown)
    if number % _OWN_EVERY == 7:
        return _Scene(kind, "portal", town.spots[0], town.callers[0])
    spot = thrown.choice(town.spots)
    if share > _LATELY and number % _WORKERS_EVERY == 1:  # what lies on the desk of the demo account "worker"
        kind, spot = thrown.choice(_WORKERS_KINDS), town.spots[0]
    while spot.is_corner and kind.startswith(_AT_HOME):
        spot = thrown.choice(town.spots)
    if channel in _PATROL and kind.startswith(_AT_HOME):
        channel = "visit"
    found = channel in _PATROL or channel == "visit"
    return _Scene(kind, channel, spot, None if found else _caller(town.callers, thrown))


def _who(scene: _Scene, town: Town, thrown: random.Random) -> Actor:
    """Say who hands the report in: the grid's worker, the desk, or the resident alone."""
    if scene.caller is None:
        return town.team.worker_of(scene.spot.area_code)
    return town.team.acceptor(thrown) if scene.channel in _DESK else RESIDENT


def _report(scene: _Scene, *, lost: bool, thrown: random.Random) -> NewReport:
    spot, caller = scene.spot, scene.caller
    return NewReport(
        text=stories().text(scene.kind, place=spot.label + _where(spot, thrown), thrown=thrown),
        channel=scene.channel,
        lon_cgcs2000=round(spot.lon + (0.2 if lost else thrown.uniform(-4e-5, 4e-5)), 6),
        lat_cgcs2000=round(spot.lat + thrown.uniform(-4e-5, 4e-5), 6),
        address=spot.address,
        kind_code=scene.kind if caller is None or thrown.random() < 0.5 else "",
        reporter_name=caller.name if caller and thrown.random() < 0.8 else "",
        reporter_phone=caller.phone if caller and (thrown.random() < 0.85 or scene.channel in _DESK) else "",
        account_id=caller.account_id if caller and scene.channel == "portal" else None,
    )


def _where(spot: Spot, thrown: random.Random) -> str:
    return "" if spot.is_corner else thrown.choice(("", "", "楼下", "旁边", "门口", "对面"))


def _caller(callers: Sequence[Caller], thrown: random.Random) -> Caller:
    """Choose who calls: some call often."""
    return callers[min(int(thrown.expovariate(6) * len(callers)), len(callers) - 1)]


def _reported_at(share: float, *, now: dt.datetime, thrown: random.Random) -> dt.datetime:
    """Choose when a case came in: more lately than long ago, by day and on workdays more than else, some this morning."""
    if share >= 1 - _TODAY_SHARE:
        return now - dt.timedelta(minutes=thrown.randint(5, 200))
    ago = DAYS * (1 - (share / (1 - _TODAY_SHARE)) ** 0.8) + thrown.gauss(0, 2)
    day = now.astimezone(catalogue().calendar.zone).date() - dt.timedelta(days=1 + int(abs(ago)))
    rests, back = thrown.random() < _WEEKEND_REST, thrown.randint(2, 4)  # thrown on every day: same throws, same texts
    if rests and day.weekday() >= _SATURDAY:
        day -= dt.timedelta(days=back)
    minute = dt.time(_HOURS.throw(thrown), thrown.randrange(60))
    return dt.datetime.combine(day, minute, catalogue().calendar.zone).astimezone(dt.UTC)


def _number(number: int, at: dt.datetime) -> str:
    """Make a case number of the usual form; the same one never comes twice."""
    return f"{at.astimezone(catalogue().calendar.zone):%y%m%d}{(number * 61_803_399 + 27_182_818) % 10**8:08d}"
