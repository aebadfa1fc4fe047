"""Open visits follow a redrawn map with the homes they go to; made ones keep the grid they were made in."""

import datetime as dt

import pytest

from linli.places.testing import lay_building, make_dwelling
from linli.register.actions import relocate_homes
from linli.staff.testing import GRID, GRID_BESIDE
from linli.visits import actions
from linli.visits.listeners import follow_the_map
from linli.visits.models import Visit, VisitRecord
from linli.visits.queries.naming import REASONS
from linli.visits.rules import VisitState
from linli.visits.testing import MONDAY, a_result, as_lin, make_home, make_visit_row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.LINLI_MEDIA = settings.LINLI_DATA = tmp_path


def redraw():
    """Have the town's building lie in the neighbouring grid from now on, and its people with it."""
    lay_building(column=1, area_code=GRID_BESIDE)
    relocate_homes([GRID, GRID_BESIDE], on=str(MONDAY))
    follow_the_map({"prefixes": [GRID, GRID_BESIDE], "on": str(MONDAY)})


def test_a_planned_visit_goes_along_and_says_why(cast):
    visit = make_visit_row(cast)
    redraw()
    visit.refresh_from_db()
    line = VisitRecord.objects.filter(visit=visit).latest("seq")
    assert (visit.area_code, visit.version, line.seq) == (GRID_BESIDE, 2, 2)
    assert line.changes == {"area_code": GRID_BESIDE}
    assert str(REASONS["grid-redrawn"]) == "网格调整，走访随住处划入新网格"


def test_a_visit_that_was_made_stays_where_it_was_made(cast):
    visit = make_visit_row(cast)
    actions.make_visit(visit.pk, command=as_lin(cast), made=a_result())
    redraw()
    made = Visit.objects.get(pk=visit.pk)
    assert (made.state, made.area_code) == (VisitState.MADE, GRID)


def test_a_visit_to_a_dwelling_goes_where_the_dwelling_lies(cast):
    flat = make_dwelling(unit_no="909")
    visit = make_visit_row(cast)
    Visit.objects.filter(pk=visit.pk).update(household_id=None, dwelling_id=flat)
    redraw()
    assert Visit.objects.get(pk=visit.pk).area_code == GRID_BESIDE


def test_told_twice_it_moves_once(cast):
    visit = make_visit_row(cast)
    redraw()
    redraw()
    assert VisitRecord.objects.filter(visit=visit).count() == 2


def test_visits_elsewhere_are_not_looked_at(cast):
    make_visit_row(cast)
    lay_building(column=1, area_code=GRID_BESIDE)
    relocate_homes([GRID], on=str(MONDAY))
    follow_the_map({"prefixes": ["990102"], "on": ""})
    assert Visit.objects.get().area_code == GRID


def test_many_move_in_few_queries(cast, django_assert_max_num_queries):
    home = make_home()
    for number in range(12):
        visit = make_visit_row(cast, home=home)
        Visit.objects.filter(pk=visit.pk).update(planned_on=MONDAY + dt.timedelta(days=number))
    lay_building(column=1, area_code=GRID_BESIDE)
    relocate_homes([GRID], on=str(MONDAY))
    with django_assert_max_num_queries(10):
        follow_the_map({"prefixes": [GRID], "on": ""})
    assert set(Visit.objects.values_list("area_code", flat=True)) == {GRID_BESIDE}
