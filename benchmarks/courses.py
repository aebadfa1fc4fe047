"""Past cases in any number: where they lie, when they came, which way they went, told in few words.

The n-th case is the same in every run. Points lie in the blocks of the town, so each is found in a grid; two years of
reports come in evenly, and most of those of the last weeks are still open.
"""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from linli.cases.actions import NewReport
from linli.cases.actions.past import PastCase, PastStep
from linli.cases.queries.kinds import catalogue
from linli.cases.queries.owners import owner_for
from linli.cases.rules import StepName
from linli.site.sampletown.blocks import DISTRICT_CODE, Part
from linli.site.sampletown.chance import dice
from linli.site.sampletown.staffing import COMMAND, SUPERVISION
from linli.site.sampletown.streets import Net
from linli.staff.rules import Actor, PostFacts, Role

DAYS = 730
_HOURS = (0.5, 3, 8, 30, 44, 50)  # from the report to filing, dispatch, acceptance, answer, check, closing
_COURSE = (
    StepName.FILE, StepName.DISPATCH, StepName.ACCEPT, StepName.RESPOND, StepName.PASS_CHECK, StepName.CLOSE,
)  # fmt: skip
_SAID = (
    "井盖破损，走路要小心",
    "楼道里堆了东西",
    "路灯不亮",
    "垃圾没有清运",
    "下水道堵了",
    "树枝挡住了路牌",
    "想问办理的地方",
)
_CHANNELS = ("phone", "portal", "api", "grid")


@dataclass(frozen=True)
class Ground:
    """Where cases may lie."""

    net: Net
    grids: Sequence[Part]


def past_cases(ground: Ground, count: int, *, until: dt.datetime) -> Iterator[PastCase]:
    """Make so many cases, the oldest first."""
    thrown = dice(1, "bench")
    gap = dt.timedelta(days=DAYS) / count
    kinds, channels = sorted(catalogue().kinds), [name for name in _CHANNELS if name in catalogue().channels]
    for place in range(count):
        at = until - gap * (count - place)
        report = _report(ground, thrown, kind_code=thrown.choice(kinds), channel=thrown.choice(channels))
        yield past_case(report, place, at=at, until=until, thrown=thrown)


def past_case(report: NewReport, place: int, *, at: dt.datetime, until: dt.datetime, thrown: random.Random) -> PastCase:
    """Make one case that has come as far as its age allows; one in thirty is declined."""
    pace = thrown.uniform(0.2, 2.5) * (40 if thrown.random() < 0.1 else 1)
    times = [at + dt.timedelta(hours=hours * pace) for hours in _HOURS]
    steps: tuple[PastStep, ...]
    if thrown.random() < 0.03 and times[0] <= until:
        steps = (PastStep(StepName.DECLINE, times[0], _clerk(Role.ACCEPTOR, SUPERVISION), said="与已有案卷重复"),)
    else:
        steps = course(report, times, until=until)
    return PastCase(case_id(at, thrown), f"{at:%y%m%d}{place % 10**8:08d}", report, at, _resident(), steps)


def course(report: NewReport, times: Sequence[dt.datetime], *, until: dt.datetime) -> tuple[PastStep, ...]:
    """Take the six steps of a dispatched case, as many of them as fall before `until`."""
    unit = unit_of(report.kind_code, report.area_code)
    by = {
        StepName.FILE: _clerk(Role.ACCEPTOR, SUPERVISION),
        StepName.DISPATCH: _clerk(Role.DISPATCHER, COMMAND),
        StepName.ACCEPT: _handler(unit),
        StepName.RESPOND: _handler(unit),
        StepName.PASS_CHECK: _clerk(Role.INSPECTOR, SUPERVISION),
        StepName.CLOSE: _clerk(Role.SHIFT_LEADER, SUPERVISION),
    }
    said = {StepName.RESPOND: "已派人到现场处理完毕"}
    pairs = zip(_COURSE, times, strict=False)
    return tuple(PastStep(name, at, by[name], said=said.get(name, "")) for name, at in pairs if at <= until)


def reports(ground: Ground, count: int, *, seed: str) -> list[NewReport]:
    """Make so many new reports for kinds that anybody may read."""
    thrown = dice(1, seed)
    kinds = sorted(code for code, kind in catalogue().kinds.items() if not kind.confidential)
    return [_report(ground, thrown, kind_code=thrown.choice(kinds), channel="api") for _ in range(count)]


def case_id(at: dt.datetime, thrown: random.Random) -> UUID:
    """Make an id as it would have been made at that time (version 7)."""
    first = int(at.timestamp() * 1000) << 80 | 7 << 76 | thrown.getrandbits(12) << 64
    return UUID(int=first | 2 << 62 | thrown.getrandbits(62))


def _report(ground: Ground, thrown: random.Random, *, kind_code: str, channel: str) -> NewReport:
    grid = thrown.choice(ground.grids)
    lon, lat = point_in(ground.net, grid, thrown)
    return NewReport(
        text=f"{grid.name}{thrown.randint(1, 99)}号附近{thrown.choice(_SAID)}，请安排处理。", channel=channel,
        lon_cgcs2000=lon, lat_cgcs2000=lat, area_code=grid.code, address=f"{grid.name}{thrown.randint(1, 99)}号",
        kind_code=kind_code,
    )  # fmt: skip


def point_in(net: Net, grid: Part, thrown: random.Random) -> tuple[float, float]:
    """Throw a point into one of a grid's blocks."""
    row, column = thrown.randrange(grid.top, grid.bottom), thrown.randrange(grid.left, grid.right)
    north_west, north_east, south_east, south_west = net.corners(row, column)
    x, y = thrown.uniform(0.05, 0.95), thrown.uniform(0.05, 0.95)
    north, south = north_west * (1 - x) + north_east * x, south_west * (1 - x) + south_east * x
    lon, lat = north * (1 - y) + south * y
    return round(float(lon), 6), round(float(lat), 6)


@lru_cache(maxsize=100_000)
def unit_of(kind_code: str, area_code: str) -> str:
    """Name the unit that answers for a kind in a place."""
    owner = owner_for(catalogue().kinds[kind_code], area_code)
    return owner.unit_code if owner else ""


@lru_cache
def _clerk(role: Role, unit: str) -> Actor:
    """Confidential cases are checked and closed by people who are mediators as well."""
    posts = (PostFacts(role, DISTRICT_CODE, unit), PostFacts(Role.MEDIATOR, DISTRICT_CODE))
    return Actor(f"测速{role.value}", None, posts)


@lru_cache(maxsize=500)
def _handler(unit: str) -> Actor:
    return Actor(f"测速{unit[-24:]}", None, (PostFacts(Role.HANDLER, DISTRICT_CODE, unit),))


@lru_cache
def _resident() -> Actor:
    return Actor("resident")
