"""A redrawn map takes along what runs: mediations with their cases, committees with their grid; what has ended stays."""

import datetime as dt

import pytest
import time_machine

from linli.cases.queries.visible import cases_visible_to
from linli.cases.testing import MONDAY_9
from linli.core.facts import tell_facts
from linli.mediation import actions
from linli.mediation.models import Mediation
from linli.mediation.rules import Phase
from linli.mediation.testing import as_zheng, make_committee, make_mediation
from linli.mediation.tests.desk import page_of
from linli.places import actions as map_actions
from linli.places.testing import GRIDS, draft, square
from linli.staff.rules import SYSTEM
from linli.staff.testing import Cast

pytestmark = pytest.mark.django_db
LATER = MONDAY_9 + dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(LATER, tick=False):
        yield


def close_the_first_grid():
    """Have the second grid take over the first one's ground, and everything follow."""
    grown = [draft(GRIDS[1], "第2网格", square(0, 0, width=2))]
    map_actions.adopt_grids(grown, [GRIDS[0]], on=LATER.date(), by="王工", at=LATER)
    while tell_facts():
        pass


def area_of(mediation):
    return Mediation.objects.values_list("area_code", flat=True).get(pk=mediation.pk)


@pytest.mark.parametrize("phase", [Phase.APPLIED, Phase.SITTING, Phase.AGREED])
def test_a_mediation_under_way_goes_along_with_its_case(cast: Cast, phase: Phase):
    mediation = make_mediation(cast, phase=phase)
    close_the_first_grid()
    assert area_of(mediation) == cases_visible_to(SYSTEM).get(pk=mediation.case_id).area_code == GRIDS[1]
    line = mediation.records.order_by("seq").last()
    assert (line.name, line.changes, line.by) == ("relocate", {"area_code": GRIDS[1]}, "system")


def test_told_again_nothing_moves(cast: Cast):
    mediation = make_mediation(cast)
    close_the_first_grid()
    lines = mediation.records.count()
    assert actions.relocate_mediations([GRIDS[0]], command=as_zheng(cast, at=LATER)) == 0
    assert mediation.records.count() == lines


def test_a_mediation_whose_case_is_over_follows_the_ground_of_its_grid(cast: Cast):
    mediation = make_mediation(cast)
    Mediation.objects.filter(pk=mediation.pk).update(case_id="01a20000-0000-7000-8000-000000000001")
    close_the_first_grid()
    assert area_of(mediation) == GRIDS[1]


def test_a_mediation_that_has_ended_stays_where_it_was(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.CLOSED)
    close_the_first_grid()
    assert area_of(mediation) == GRIDS[0]


def test_the_case_of_a_moved_mediation_has_no_line_but_its_own_move(cast: Cast):
    case = cases_visible_to(SYSTEM).get(pk=make_mediation(cast).case_id)
    before = case.records.count()
    close_the_first_grid()
    assert [one.name for one in case.records.order_by("seq")][before:] == ["relocate"]


def test_a_committee_of_a_closed_grid_serves_the_next_one(cast: Cast):
    committee, community = make_committee("small", area_code=GRIDS[0]), make_committee()
    make_mediation(cast)
    served = community.area_code
    close_the_first_grid()
    committee.refresh_from_db()
    community.refresh_from_db()
    assert (committee.area_code, community.area_code) == (GRIDS[1], served)


def test_the_move_is_a_line_of_the_history(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.SITTING)
    close_the_first_grid()
    assert "网格调整" in page_of(cast.zheng, mediation)
