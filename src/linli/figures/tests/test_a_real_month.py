"""A city's month rebuilt: Tianmen, December 2016 (hbcic.net.cn/info/wcm/74587).

Received 1,054, filed 996, due 972, closed 911 (93.72 %), in time 737 (75.82 %); patrol 95.68 % of the cases filed, public
4.32 %; events 971 (97.5 %), components 25 (2.5 %). The city's printed rates divide by "due", not by "filed".
"""

import datetime as dt
import json
from collections.abc import Iterator
from itertools import count

import pytest
from click.testing import CliRunner

from linli.cases.actions import NewReport
from linli.cases.actions.past import PastCase, PastStep, store_past_cases
from linli.cases.queries.replaying import replay_cases
from linli.cases.rules import StepName
from linli.cases.testing import make_places
from linli.core.ids import new_id
from linli.figures.cli import figures as commands
from linli.staff.testing import CLEANING, DISTRICT, GRID, Cast

IN_TIME, LATE, STILL_OPEN, NOT_YET_DUE, NOT_FILED = 737, 174, 61, 24, 58
PATROL, COMPONENTS = 953, 25
EVENT, COMPONENT = "event.exposed-rubbish", "component.water-cover"
MORNING = dt.datetime(2016, 12, 1, 1, 0, tzinfo=dt.UTC)  # 09:00 in the tenant's zone, a Thursday


@pytest.mark.django_db
def test_a_month_built_from_cases_gives_the_rates_a_city_printed(cast: Cast):
    make_places()
    store_past_cases(month(cast))
    options = ["summary", "--area", DISTRICT, "--from", "2016-12-01", "--to", "2016-12-31", "--json"]
    said = json.loads(CliRunner().invoke(commands, options).stdout)
    total = said["total"]
    assert {name: total[name] for name in ("received", "filed", "due", "closed", "in_time")} == {
        "received": 1054, "filed": 996, "due": 972, "closed": 911, "in_time": 737,
    }  # fmt: skip
    assert (total["closing_rate"], total["on_time_rate"]) == (0.9372, 0.7582)
    assert (total["patrol_rate"], round(1 - total["patrol_rate"], 4)) == (0.9568, 0.0432)
    filed = {row["code"]: row["filed"] for row in said["kinds"]}
    assert (filed[EVENT], filed[COMPONENT]) == (971, 25)
    assert not [number for number, differences in replay_cases() if differences]


def month(cast: Cast) -> Iterator[PastCase]:
    """Every case of the month, its steps taken by whoever's post it is."""
    numbers = count(1)
    ways = (
        ["in-time"] * IN_TIME
        + ["late"] * LATE
        + ["open"] * STILL_OPEN
        + ["later"] * NOT_YET_DUE
        + ["declined"] * NOT_FILED
    )
    for number, way in zip(numbers, ways, strict=False):
        yield a_case(cast, number, way)


def a_case(cast: Cast, number: int, way: str) -> PastCase:
    """Early cases are due in December; those reported on its last afternoon are due in January."""
    at = MORNING + dt.timedelta(days=number % 12) if way != "later" else dt.datetime(2016, 12, 30, 8, 55, tzinfo=dt.UTC)
    kind = COMPONENT if number <= COMPONENTS else EVENT
    channel, by = ("patrol", cast.lin.actor) if number <= PATROL else ("phone", cast.chen.actor)
    report = NewReport(text="路边有堆积的垃圾", channel=channel, area_code=GRID, kind_code=kind)
    return PastCase(new_id(), f"161201{number:08d}", report, at, by, tuple(steps(cast, kind, way, at)))


def steps(cast: Cast, kind: str, way: str, at: dt.datetime) -> Iterator[PastStep]:
    def later(minutes: int) -> dt.datetime:
        return at + dt.timedelta(minutes=minutes)

    if way == "declined":
        yield PastStep(StepName.DECLINE, later(10), cast.chen.actor, "没有找到现场")
        return
    yield PastStep(StepName.FILE, later(10), cast.chen.actor, kind_code=kind)
    yield PastStep(StepName.DISPATCH, later(20), cast.wei.actor, unit_code=CLEANING)
    yield PastStep(StepName.ACCEPT, later(30), cast.sun.actor)
    if way in {"open", "later"}:
        return
    days = 12 * 24 * 60 if way == "late" else 0
    yield PastStep(StepName.RESPOND, later(60 + days), cast.sun.actor, "已清理")
    yield PastStep(StepName.PASS_CHECK, later(70 + days), cast.qian.actor, "属实")
    yield PastStep(StepName.CLOSE, later(80 + days), cast.wu.actor)
