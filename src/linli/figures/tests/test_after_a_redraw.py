"""What was told of a past month stays what was told, however grids are redrawn since."""

import datetime as dt

import pytest
import time_machine
from django.apps import apps
from django.utils import timezone

from linli.cases.queries.tallies import count_by_day
from linli.cases.rules import State
from linli.cases.testing import make_case
from linli.core.facts import tell_facts
from linli.core.installation import set_installation
from linli.figures.queries import summary
from linli.places import actions
from linli.places.testing import COMMUNITIES, DISTRICT, GRIDS, draft, make_town, middle, square
from linli.staff.rules import SYSTEM
from linli.staff.testing import Cast

pytestmark = pytest.mark.django_db

MONDAY = dt.date(2026, 11, 16)
MONDAY_9 = dt.datetime(2026, 11, 16, 1, 0, tzinfo=dt.UTC)
LATER = MONDAY_9 + dt.timedelta(days=3)
NEW = f"{COMMUNITIES[0]}003"
Case = apps.get_model("cases.Case")


@pytest.fixture
def town(cast: Cast):
    """One open case and one closed in the first grid, one open in the second; three days later a new grid takes the first's ground."""
    make_town()
    set_installation(name="松门区", root_code=DISTRICT, is_demo=False)
    for column, state in ((0, State.FILED), (0, State.CLOSED), (1, State.FILED)):
        lon, lat = middle(column, 0)
        make_case(cast, state=state, area_code="", lon_cgcs2000=lon, lat_cgcs2000=lat)
    with time_machine.travel(LATER, tick=False):
        yield


def redraw():
    drafts = [draft(GRIDS[1], "第2网格", square(1, 0)), draft(NEW, "第3网格", square(0, 0))]
    actions.adopt_grids(drafts, [GRIDS[0]], on=timezone.localdate(), by="王工", at=timezone.now())
    while tell_facts():
        pass


def received(area_code: str, *, since=MONDAY, until=MONDAY) -> dict[str, int]:
    return {row.code: row.received for row in summary(SYSTEM, area_code=area_code, since=since, until=until).areas}


def test_a_past_month_is_told_by_the_grids_of_then(town):
    before = received(COMMUNITIES[0])
    redraw()
    assert set(Case.objects.filter(is_open=True).values_list("area_code", flat=True)) == {NEW, GRIDS[1]}
    assert received(COMMUNITIES[0]) == before == {GRIDS[0]: 2, GRIDS[1]: 1}


def test_a_grid_keeps_its_own_past_figures(town):
    before = summary(SYSTEM, area_code=GRIDS[0], since=MONDAY, until=MONDAY)
    redraw()
    after = summary(SYSTEM, area_code=GRIDS[0], since=MONDAY, until=MONDAY)
    assert (after.total, after.kinds) == (before.total, before.kinds)
    assert before.total.received == 2
    assert summary(SYSTEM, area_code=NEW, since=MONDAY, until=MONDAY).total.received == 0


def test_by_day_a_grid_keeps_its_past_as_well(town):
    redraw()
    start, zone = dt.datetime(2026, 11, 16, tzinfo=timezone.get_default_timezone()), timezone.get_default_timezone()
    counted = count_by_day(GRIDS[0], start=start, end=start + dt.timedelta(days=1), zone=zone)
    assert counted[MONDAY] == (2, 1)


def test_from_the_redraw_on_cases_count_where_they_went(town):
    redraw()
    until = MONDAY + dt.timedelta(days=3)
    assert received(COMMUNITIES[0], until=until) == {GRIDS[1]: 1, NEW: 1, GRIDS[0]: 1}


def test_a_wider_area_is_counted_as_ever(town):
    before = received(DISTRICT)
    redraw()
    assert received(DISTRICT) == before
