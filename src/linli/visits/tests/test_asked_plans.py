"""A plan somebody asks for: once for each command, counted as it was stored, and in the background where it takes long."""

import datetime as dt
from types import SimpleNamespace
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from linli.cases.testing import MONDAY_9, a_command
from linli.core.commands import CommandIdReused
from linli.staff.rules import SYSTEM, Command, Role
from linli.staff.testing import COMMUNITY, DISTRICT, GRID, STREET, make_member
from linli.visits import actions, errors
from linli.visits.actions import rhythm
from linli.visits.models import Visit
from linli.visits.testing import MONDAY, make_elder

FORTNIGHT = MONDAY + dt.timedelta(days=13)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(MONDAY_9, tick=False):
        yield


def ask(member, command_id, *, area=GRID, last=FORTNIGHT):
    command = Command(command_id, member.actor, MONDAY_9)
    return actions.plan_asked(area, first=MONDAY, last=last, command=command)


def test_a_plan_asked_for_twice_with_one_command_gives_the_first_answer(cast):
    make_elder(cast)
    command_id = uuid4()
    assert ask(cast.lin, command_id) == 2
    make_elder(cast, name="何秀菊")
    assert ask(cast.lin, command_id) == 2
    assert Visit.objects.count() == 2


def test_one_command_does_not_plan_two_areas_or_times(cast):
    make_elder(cast)
    command_id = uuid4()
    ask(cast.lin, command_id)
    with pytest.raises(CommandIdReused):
        ask(cast.lin, command_id, last=FORTNIGHT + dt.timedelta(days=7))
    assert Visit.objects.count() == 2


def test_a_plan_that_is_refused_leaves_its_command_free(cast):
    make_elder(cast)
    command_id = uuid4()
    with pytest.raises(errors.PeriodWrong):
        ask(cast.lin, command_id, last=MONDAY - dt.timedelta(days=1))
    assert ask(cast.lin, command_id) == 2


def test_what_is_counted_is_what_was_stored(cast, monkeypatch):
    make_elder(cast)
    worked_out = rhythm._for_enrolments

    def meanwhile(*said):
        """Let the nightly work store the same visits between working them out and storing them."""
        found = list(worked_out(*said))
        rhythm.store_planned(found, a_command(SYSTEM))
        return found

    monkeypatch.setattr(rhythm, "_for_enrolments", meanwhile)
    made = actions.plan_due(GRID, first=MONDAY, last=FORTNIGHT, command=a_command(SYSTEM))
    assert (made.visits, sum(made.by_class.values()), sum(made.by_day.values())) == (0, 0, 0)


@pytest.mark.parametrize(("area", "later"), [(GRID, False), (COMMUNITY, False), (STREET, True), (DISTRICT, True)])
def test_what_is_larger_than_a_community_is_planned_in_the_background(area, later):
    assert actions.takes_long(area) is later


@pytest.fixture
def street(cast):
    """Somebody who plans for a whole street."""
    make_elder(cast)
    return make_member("street", "许街办", Role.REGISTRAR, STREET)


def post(member, command_id, **more):
    said = {"command_id": str(command_id), "area": STREET, "since": str(MONDAY), "until": str(FORTNIGHT), **more}
    return member.sign_in().post(reverse("visits:plan"), said, follow=True)


def test_a_street_is_planned_by_the_background_worker_once(street, monkeypatch):
    asked = []
    waiting = SimpleNamespace(enqueue=lambda *said: asked.append(said))
    monkeypatch.setattr("linli.visits.web.plan.plan_area", waiting)
    command_id = uuid4()
    for _time in range(2):
        assert "正在后台排计划" in post(street, command_id).content.decode()
    assert asked == [(STREET, str(MONDAY), str(FORTNIGHT), str(street.account.pk), str(command_id))]
    assert not Visit.objects.exists()


def test_the_background_worker_plans_what_was_asked_however_often_it_runs(street):
    command_id = uuid4()
    for _time in range(2):
        actions.plan_in_background(STREET, MONDAY, FORTNIGHT, account_id=street.account.pk, command_id=command_id)
    assert Visit.objects.count() == 2


def test_who_may_no_longer_plan_has_nothing_planned(street):
    street.account.posts.all().delete()
    with pytest.raises(errors.VisitNotAllowed):
        actions.plan_in_background(STREET, MONDAY, FORTNIGHT, account_id=street.account.pk, command_id=uuid4())


def test_a_street_s_plan_with_wrong_days_is_refused_at_once(street):
    answer = post(street, uuid4(), until="2026-11-01")
    assert answer.status_code == 400
    assert "起止日期不正确" in answer.content.decode()


def test_a_street_is_planned_from_the_page(street):
    assert "计划走访 2 次" in post(street, uuid4()).content.decode()
