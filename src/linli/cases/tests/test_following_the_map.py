"""A redrawn map moves open cases, and history says where they were."""

import datetime as dt

import pytest
from django.utils import timezone

from linli.cases import actions
from linli.cases.models import Case
from linli.cases.queries.replaying import replay_cases
from linli.cases.rules import State
from linli.cases.testing import a_command, a_report, make_case
from linli.core.facts import tell_facts
from linli.core.installation import set_installation
from linli.places.testing import DISTRICT, GRIDS, draft, make_areas, make_town, middle, square
from linli.staff.testing import Cast

pytestmark = pytest.mark.django_db
FAR = middle(9, 0)


@pytest.fixture(autouse=True)
def _house(cast: Cast) -> None:
    make_town()
    set_installation(name="松门区", root_code=DISTRICT, is_demo=False)
    tell_facts()


def report_at(lon: float, lat: float) -> Case:
    report = a_report(area_code="", lon_cgcs2000=lon, lat_cgcs2000=lat)
    return actions.report_case(report, command=a_command(at=timezone.now())).case


def test_a_report_is_located_when_it_is_written(cast: Cast):
    assert report_at(*middle(1, 0)).area_code == GRIDS[1]


def test_a_report_outside_every_grid_is_kept_and_marked(cast: Cast):
    case = report_at(*FAR)
    assert (case.area_code, case.is_located) == (DISTRICT, False)


def test_a_new_grid_takes_in_what_lay_outside(cast: Cast):
    case = report_at(*FAR)
    make_areas([draft("990101001002003", "第3网格", square(9, 0))], on=dt.date(2026, 11, 1))
    tell_facts()
    case.refresh_from_db()
    assert (case.area_code, case.is_located) == ("990101001002003", True)
    assert [record.name for record in case.records.order_by("seq")] == ["report", "relocate"]
    assert [found for _, found in replay_cases()] == [[]]


def test_a_closed_case_stays_where_it_was(cast: Cast):
    case = make_case(cast, state=State.CLOSED, area_code="", lon_cgcs2000=FAR[0], lat_cgcs2000=FAR[1])
    make_areas([draft("990101001002003", "第3网格", square(9, 0))], on=dt.date(2026, 11, 1))
    tell_facts()
    case.refresh_from_db()
    assert case.area_code == DISTRICT
