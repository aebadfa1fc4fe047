"""Grids are redrawn: a phone gives up what went to another grid, and its worker's successor is sent it, without a word from anybody."""

import datetime as dt

import pytest
from django.utils import timezone

from linli.cases.testing import make_case
from linli.core.facts import tell_facts
from linli.core.ids import new_id
from linli.core.installation import set_installation
from linli.fieldsync.tests.phone import Phone
from linli.fieldsync.tests.test_changes import drop, pull, put
from linli.places.testing import DISTRICT, make_town, middle, redraw_town
from linli.staff.actions import move_posts
from linli.staff.rules import SYSTEM, Command, Role
from linli.staff.testing import COMMUNITY, GRID, GRID_BESIDE, make_member
from linli.visits.testing import make_home, make_visit_row

pytestmark = pytest.mark.django_db

NEW = f"{COMMUNITY}003"


@pytest.fixture
def town(cast, settings, tmp_path):
    """The town with a household, a visit and a case in the first grid, where Lin works; Bai works the one beside it."""
    settings.LINLI_MEDIA = settings.LINLI_DATA = tmp_path
    make_town()
    set_installation(name="松门区", root_code=DISTRICT, is_demo=False)
    home = make_home()
    lon, lat = middle(0, 0)
    case = make_case(cast, area_code="", lon_cgcs2000=lon, lat_cgcs2000=lat)
    visit = make_visit_row(cast, home=home)
    while tell_facts():
        pass
    return {"households": str(home.pk), "cases": str(case.pk), "visits": str(visit.pk)}


def redraw():
    """Redraw, and have the worker of the closed second grid go over to the new one."""
    now = timezone.now()
    redraw_town(at=now)
    on = timezone.localdate(now) - dt.timedelta(days=1)
    move_posts(GRID_BESIDE, NEW, on=on, command=Command(new_id(), SYSTEM, now))
    while tell_facts():
        pass


def test_what_went_to_another_grid_leaves_the_phone(cast, town):
    lin = Phone(cast.lin)
    first = pull(lin)
    assert all(pk in put(first, part) for part, pk in town.items())
    redraw()
    found = pull(lin, first["cursor"])
    assert all(pk in drop(found, part) for part, pk in town.items())


def test_who_went_over_to_the_new_grid_is_sent_it(cast, town):
    bai = Phone(make_member("bai", "白鹭", Role.GRID_WORKER, GRID_BESIDE))
    first = pull(bai)
    assert not any(pk in put(first, part) for part, pk in town.items())
    redraw()
    found = pull(bai, first["cursor"])
    assert {part: put(found, part)[pk]["area"] for part, pk in town.items()} == dict.fromkeys(town, NEW)
    assert NEW in put(found, "areas")


def test_who_has_both_grids_is_told_of_the_new_one(cast, town):
    worker = Phone(make_member("bai", "白鹭", Role.GRID_WORKER, COMMUNITY))
    first = pull(worker)
    assert put(first, "households")[town["households"]]["area"] == GRID
    redraw()
    found = pull(worker, first["cursor"])
    assert put(found, "households")[town["households"]]["area"] == NEW
    assert drop(found, "households") == []
