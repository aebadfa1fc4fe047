"""What waits for a look follows a redrawn map; what was decided keeps the grid it was filled in."""

import pytest
import time_machine

from linli.forms import actions
from linli.forms.listeners import follow_the_map
from linli.forms.models import Form, Submission, WriteBack
from linli.forms.testing import AT, a_command, household_xml, make_forms, member_xml
from linli.places import actions as map_actions
from linli.places.testing import lay_building, make_town
from linli.register.actions import relocate_homes
from linli.register.testing import make_household
from linli.staff.testing import GRID, GRID_BESIDE, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(settings, tmp_path):
    settings.LINLI_MEDIA = settings.LINLI_DATA = tmp_path
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def submission(cast: Cast) -> Submission:
    """A form with another phone and another use of the dwelling."""
    make_forms(cast)
    turn = member_xml(member_name="何秀兰", sex="female", born_on="1958-04-05", phone="19900000999")
    xml = household_xml(turn, household=make_household().pk, home={"dwelling_use": "rented"})
    taken = actions.take_submission(actions.Sent("household", "", "", xml), command=a_command(cast.lin.actor))
    return Submission.objects.get(pk=taken.id)


def redraw():
    lay_building(column=1, area_code=GRID_BESIDE)
    relocate_homes([GRID, GRID_BESIDE], on="")
    follow_the_map({"prefixes": [GRID, GRID_BESIDE], "on": ""})


def test_what_waits_goes_along_with_the_people_it_is_about(submission):
    redraw()
    submission.refresh_from_db()
    assert submission.area_code == GRID_BESIDE
    assert set(WriteBack.objects.values_list("area_code", flat=True)) == {GRID_BESIDE}


def test_what_was_decided_stays(cast: Cast, submission):
    for one in WriteBack.objects.all():
        actions.keep_write_back(one.pk, command=a_command(cast.jiang.actor))
    redraw()
    submission.refresh_from_db()
    assert submission.area_code == GRID
    assert set(WriteBack.objects.values_list("area_code", flat=True)) == {GRID}


def test_a_form_of_a_closed_grid_is_asked_for_in_the_next_one(submission):
    make_town()
    Form.objects.filter(pk="household").update(area_code=GRID)
    map_actions.close_area(GRID, on=AT.date(), by="王工", at=AT)
    for _twice in range(2):
        follow_the_map({"prefixes": [GRID], "on": ""})
    assert Form.objects.get(pk="household").area_code == GRID[:12]
