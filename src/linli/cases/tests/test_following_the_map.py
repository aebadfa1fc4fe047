"""A redrawn map moves open cases, and history says where they were."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from linli.cases import actions
from linli.cases.actions.reporting import store_reports
from linli.cases.models import Case, Ruling
from linli.cases.queries.past import moved_since
from linli.cases.queries.replaying import replay_cases
from linli.cases.rules import State
from linli.cases.testing import RUBBISH, a_command, a_report, make_case
from linli.core.facts import tell_facts
from linli.core.installation import set_installation
from linli.places import actions as map_actions
from linli.places import queries as map_queries
from linli.places.testing import DISTRICT, GRIDS, another_process, draft, make_areas, make_town, middle, square
from linli.staff.rules import SYSTEM
from linli.staff.testing import CLEANING, WATER, Cast

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


def adopt_one_for_both():
    """Have the first grid take over the second one's ground, and everything follow."""
    grown = [draft(GRIDS[0], "第1网格", square(0, 0, width=2))]
    map_actions.adopt_grids(grown, [GRIDS[1]], on=timezone.localdate(), by="王工", at=timezone.now())
    for _twice in range(2):
        tell_facts()


def test_a_case_without_a_point_leaves_a_closed_grid(cast: Cast):
    case = make_case(cast, area_code=GRIDS[1])
    adopt_one_for_both()
    case.refresh_from_db()
    assert (case.area_code, case.lon_cgcs2000) == (GRIDS[0], None)
    assert [record.name for record in case.records.order_by("seq")] == ["report", "relocate"]


def test_a_report_that_comes_late_for_a_closed_grid_goes_to_the_next_one(cast: Cast):
    adopt_one_for_both()
    late = actions.report_case(a_report(area_code=GRIDS[1]), command=a_command(at=timezone.now())).case
    assert (late.area_code, late.is_located) == (GRIDS[0], True)


def test_in_which_grid_a_case_was_at_a_moment_stays_known(cast: Cast):
    now = timezone.now()
    lon, lat = middle(0, 0)
    case = make_case(cast, area_code="", lon_cgcs2000=lon, lat_cgcs2000=lat, at=now)
    swapped = [draft(GRIDS[0], "第1网格", square(1, 0)), draft(GRIDS[1], "第2网格", square(0, 0))]
    with time_machine.travel(now + dt.timedelta(days=3), tick=False):
        map_actions.adopt_grids(swapped, [], on=timezone.localdate(), by="王工", at=timezone.now())
        tell_facts()
    moments = [now + dt.timedelta(days=days) for days in (1, 2, 4)]
    assert [moved_since(GRIDS[1], moment) for moment in moments] == [{case.pk: GRIDS[0]}, {case.pk: GRIDS[0]}, {}]


def test_a_ruling_of_a_closed_grid_holds_in_the_next_one(cast: Cast):
    lamp, case = "component.street-lamp", make_case(cast, area_code=GRIDS[1])
    facts = {"unit_code": CLEANING, "reason": "约定由环卫所负责", "by": "wu", "by_name": "吴静", "at": timezone.now()}
    for kind in (RUBBISH, lamp):
        Ruling.objects.create(case=case, kind_code=kind, area_code=GRIDS[1], **facts)
    Ruling.objects.create(case=case, kind_code=lamp, area_code=GRIDS[0], **facts | {"unit_code": WATER})
    adopt_one_for_both()
    now = Ruling.objects.filter(ended_at=None).values_list("kind_code", "area_code", "unit_code")
    assert set(now) == {(RUBBISH, GRIDS[0], CLEANING), (lamp, GRIDS[0], WATER)}
    assert not Ruling.objects.filter(area_code=GRIDS[1], ended_at=None).exists()
    assert Ruling.objects.count() == 4


def test_an_ended_case_shows_its_grid_of_then_and_whose_ground_it_is_today(cast: Cast):
    lon, lat = middle(1, 0)
    case = make_case(cast, state=State.CLOSED, area_code="", lon_cgcs2000=lon, lat_cgcs2000=lat)
    page, client = reverse("cases:detail", args=[case.pk]), cast.chen.sign_in()
    assert "网格已调整" not in client.get(page).content.decode()
    adopt_one_for_both()
    text = client.get(page).content.decode()
    assert "竹桥社区 第2网格" in text
    assert "网格已调整，这里现在属于竹桥社区 第1网格" in text


@pytest.fixture
def go_back(monkeypatch: pytest.MonkeyPatch):
    """Redraw the town's grids and tell it; what is given back makes this a process that has not heard of it yet."""
    go_back = another_process(monkeypatch.setattr)
    adopt_one_for_both()
    return go_back


def test_a_process_that_has_not_heard_of_a_redraw_writes_into_the_new_grid(cast: Cast, go_back):
    go_back()
    assert map_queries.locate(*middle(1, 0)) == GRIDS[1]
    assert report_at(*middle(1, 0)).area_code == GRIDS[0]


def test_a_report_for_a_grid_that_a_process_takes_for_open_goes_to_the_next(cast: Cast, go_back):
    go_back()
    report = a_report(area_code=GRIDS[1])
    assert actions.report_case(report, command=a_command(at=timezone.now())).case.area_code == GRIDS[0]


def test_imported_cases_go_to_open_grids_too_but_past_ones_stay_where_they_were(cast: Cast, go_back):
    go_back()
    lon, lat = middle(1, 0)
    pointed, named = a_report(area_code="", lon_cgcs2000=lon, lat_cgcs2000=lat), a_report(area_code=GRIDS[1])
    past = (named, timezone.now(), ("已清理", timezone.now()))
    reports = [(pointed, timezone.now(), None), (named, timezone.now(), None), past]
    made = store_reports(reports, by=SYSTEM)
    assert [case.area_code for case in made] == [GRIDS[0], GRIDS[0], GRIDS[1]]


def test_cases_are_moved_by_the_map_that_is_stored(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    case = report_at(*middle(1, 0))
    go_back = another_process(monkeypatch.setattr)
    grown = [draft(GRIDS[0], "第1网格", square(0, 0, width=2))]
    map_actions.adopt_grids(grown, [GRIDS[1]], on=timezone.localdate(), by="王工", at=timezone.now())
    go_back()
    tell_facts()
    case.refresh_from_db()
    assert case.area_code == GRIDS[0]


def test_looking_at_the_stored_map_costs_a_report_one_query(cast: Cast):
    report_at(*middle(1, 0))  # whatever is kept is there
    with CaptureQueriesContext(connection) as asked:
        report_at(*middle(1, 0))
    stamps = [one["sql"] for one in asked.captured_queries if "places_areastamp" in one["sql"]]
    assert len(stamps) == 1


def test_what_was_being_written_during_a_redraw_is_taken_along_at_the_second_telling(cast: Cast):
    """Its transaction looked before the change and ended after everything had followed."""
    case = report_at(*middle(0, 0))
    adopt_one_for_both()
    Case.objects.filter(pk=case.pk).update(area_code=GRIDS[1])
    tell_facts()
    assert map_actions.tell_again(timezone.now() + dt.timedelta(minutes=16))
    tell_facts()
    case.refresh_from_db()
    assert case.area_code == GRIDS[0]
