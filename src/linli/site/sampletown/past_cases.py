"""The town's past: reports through every channel and the course each took, on time or late, returned, reworked, reopened.

The courses are told here; `cases.actions.past` checks each step as the action of that name would and stores it.
"""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

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
from linli.staff.rules import RESIDENT

DAYS = 180
MORNING = dt.time(10, 0)  # the town's clock stands here on the day it is made
_CHANNELS = Choice(
    {"portal": 22, "phone": 20, "12345": 16, "wechat": 9, "counter": 8, "group-chat": 5, "field": 14, "patrol": 6}
)
_PATROL = frozenset({"field", "patrol"})
_DESK = frozenset({"phone", "12345", "counter", "group-chat"})
_HOURS = Choice(dict(enumerate((1, 1, 0.5, 0.5, 0.5, 1, 3, 6, 9, 11, 10, 8, 6, 6, 8, 9, 8, 7, 7, 8, 7, 5, 3, 2))))
_TODAY_SHARE = 0.012
_OWN_EVERY = 240  # reports of the demo account "resident", at its own house
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
        case_id = next(made)
        at = _reported_at(number / count, now=now, thrown=thrown)
        yield _case(case_id, number, at=at, town=town, courses=courses, thrown=thrown)


def _case(
    case_id: UUID, number: int, *, at: dt.datetime, town: Town, courses: Courses, thrown: random.Random
) -> PastCase:
    told = stories()
    kind, channel, spot = told.kinds.throw(thrown), _CHANNELS.throw(thrown), thrown.choice(town.spots)
    own = number % _OWN_EVERY == 7
    if own:
        channel, spot = "portal", town.spots[0]
    if channel in _PATROL and kind.startswith(("request.", "service.", "dispute.")):
        channel = "visit"
    by_worker = channel in _PATROL or channel == "visit"
    worker = town.team.worker_of(spot.area_code)
    caller = None if by_worker else town.callers[0] if own else _caller(town.callers, thrown)
    lost = number % _LOST_EVERY == 5
    report = NewReport(
        text=told.text(kind, place=spot.label + _where(spot, thrown), thrown=thrown),
        channel=channel,
        lon_cgcs2000=round(spot.lon + (0.2 if lost else thrown.uniform(-4e-5, 4e-5)), 6),
        lat_cgcs2000=round(spot.lat + thrown.uniform(-4e-5, 4e-5), 6),
        address=spot.address,
        kind_code=kind if by_worker or thrown.random() < 0.5 else "",
        reporter_name=caller.name if caller and thrown.random() < 0.8 else "",
        reporter_phone=caller.phone if caller and (thrown.random() < 0.85 or channel in _DESK) else "",
        account_id=caller.account_id if caller and channel == "portal" else None,
    )
    by = worker if by_worker else town.team.acceptor(thrown) if channel in _DESK else RESIDENT
    steps = courses.course(kind, report=report, at=at, by=by, area_code="" if lost else spot.area_code)
    told_who = by is RESIDENT or report.reporter_name or report.reporter_phone
    code = "".join(thrown.choices(TRACKING_ALPHABET, k=12)) if told_who else ""
    return PastCase(case_id, _number(number, at), report, at, by, steps, code)


def _where(spot: Spot, thrown: random.Random) -> str:
    return "" if spot.label.endswith("路口") else thrown.choice(("", "", "楼下", "旁边", "门口", "对面"))


def _caller(callers: Sequence[Caller], thrown: random.Random) -> Caller:
    """Choose who calls: some call often."""
    return callers[min(int(thrown.expovariate(6) * len(callers)), len(callers) - 1)]


def _reported_at(share: float, *, now: dt.datetime, thrown: random.Random) -> dt.datetime:
    """Choose when a case came in: more lately than long ago, more by day than by night, some this morning."""
    if share >= 1 - _TODAY_SHARE:
        return now - dt.timedelta(minutes=thrown.randint(5, 200))
    day = now.astimezone(catalogue().calendar.zone).date() - dt.timedelta(days=1 + int(DAYS * (1 - share**0.8)))
    minute = dt.time(_HOURS.throw(thrown), thrown.randrange(60))
    return dt.datetime.combine(day, minute, catalogue().calendar.zone).astimezone(dt.UTC)


def _number(number: int, at: dt.datetime) -> str:
    """Make a case number of the usual form; the same one never comes twice."""
    return f"{at.astimezone(catalogue().calendar.zone):%y%m%d}{(number * 61_803_399 + 27_182_818) % 10**8:08d}"
