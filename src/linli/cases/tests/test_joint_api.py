"""Joint work, orders and relief over the API: the same steps as at the desk, by their noun."""

import datetime as dt
import json

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from linli.cases.models import Case
from linli.cases.rules import State
from linli.cases.testing import MONDAY_9, make_case
from linli.core.ids import new_id
from linli.staff.actions import issue_token
from linli.staff.rules import Role
from linli.staff.testing import CLEANING, OTHER_DISTRICT, WATER, Cast, Member, make_member

pytestmark = pytest.mark.django_db
NOW = MONDAY_9 + dt.timedelta(hours=6)
HANDLE, DISPATCH, ORDER, APPROVE = "cases.handle", "cases.dispatch", "cases.order", "cases.approve"
VIEW = "cases.view"


@pytest.fixture(autouse=True)
def _clock(settings, tmp_path):
    settings.LINLI_MEDIA = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def gu(cast: Cast) -> Member:
    return make_member("gu", "顾清", Role.HANDLER, OTHER_DISTRICT, WATER)


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast, state=State.HANDLING)


def step(member: Member, case: Case, noun: str, *scopes: str, **said):
    token = issue_token(member.account, by=member.actor, name="test", scopes=scopes, days=1, at=timezone.now())
    client = Client(headers={"authorization": f"Bearer {token}"})
    return client.post(f"/api/v1/cases/{case.pk}/{noun}", json.dumps(said), content_type="application/json")


def test_a_unit_called_in_goes_its_way_by_programs(cast: Cast, case: Case, gu: Member):
    arrive_by = (NOW + dt.timedelta(hours=2)).isoformat()
    told = [
        step(cast.wei, case, "call", DISPATCH, VIEW, units=[WATER], text="请关阀抢修", arrive_by=arrive_by),
        step(gu, case, "part-acceptance", HANDLE),
        step(gu, case, "arrival", HANDLE),
        step(gu, case, "part-answer", HANDLE, result="阀门已关，管道已修"),
        step(cast.sun, case, "partner-rating", HANDLE, unit=WATER, score=5),
        step(gu, case, "partner-rating", HANDLE, unit=CLEANING, score=4, text="配合很好"),
    ]
    assert [answer.status_code for answer in told] == [200] * 6, [answer.content for answer in told]
    task = case.tasks.get(unit_code=WATER)
    assert (task.state, task.arrived_at) == ("done", NOW)
    assert case.partner_scores.count() == 2


def test_orders_meetings_and_items_are_kept_by_programs(cast: Cast, case: Case):
    due = NOW + dt.timedelta(hours=20)
    assert (
        step(cast.wu, case, "order", ORDER, VIEW, unit=CLEANING, text="限期清理", due_at=due.isoformat()).status_code
        == 200
    )
    order = str(case.orders.get().pk)
    assert step(cast.sun, case, "order-answer", HANDLE, order=order, text="今日完成").status_code == 200
    held = (NOW - dt.timedelta(hours=1)).isoformat()
    assert step(cast.wei, case, "meeting", DISPATCH, VIEW, held_at=held, text="分工已定").status_code == 200
    meeting = str(case.meetings.get().pk)
    said = {"unit": CLEANING, "text": "每周冲洗", "due_on": str(due.date()), "meeting": meeting}
    assert step(cast.wei, case, "action", DISPATCH, VIEW, **said).status_code == 200
    item = str(case.action_items.get().pk)
    assert step(cast.sun, case, "action-done", HANDLE, item=item, result="已冲洗两次").status_code == 200


def test_more_time_is_asked_for_and_granted_by_programs(cast: Cast, case: Case):
    until = (NOW + dt.timedelta(days=1)).isoformat()
    assert step(cast.sun, case, "pause", HANDLE, reason_code="weather", text="暴雨停工", until=until).status_code == 200
    assert step(cast.wei, case, "relief", APPROVE, VIEW, passed=True).status_code == 200
    case.refresh_from_db()
    assert case.paused_at is not None
    assert step(cast.wei, case, "resumption", APPROVE, VIEW).status_code == 200
    limit = case.clocks["unit"]["limit"]
    asked = step(cast.sun, case, "extension", HANDLE, reason_code="weather", text="雨还在下", limit=limit)
    assert asked.status_code == 200, asked.content
    refused = step(cast.wei, case, "relief", APPROVE, VIEW, passed=False, reason="可以先做室内部分")
    assert refused.status_code == 200
    assert step(cast.wei, case, "reminder", DISPATCH, VIEW, text="居民在催").status_code == 200


@pytest.mark.parametrize(
    ("noun", "field"),
    [
        ("order", "due_at"),
        ("meeting", "held_at"),
        ("action", "due_on"),
        ("action-done", "item"),
        ("order-answer", "order"),
    ],
)
def test_what_a_step_cannot_do_without_is_named(cast: Cast, case: Case, noun: str, field: str):
    answer = step(cast.wu, case, noun, ORDER, DISPATCH, VIEW, text="限期清理", unit=CLEANING, result="已做完了")
    assert (answer.status_code, answer.json()["field"]) == (400, field)


@pytest.mark.parametrize(
    "noun", ["call", "order", "meeting", "action", "part-acceptance", "partner-rating", "relief", "pause"]
)
def test_a_stranger_takes_no_step(cast: Cast, case: Case, noun: str):
    later = (NOW + dt.timedelta(hours=2)).isoformat()
    said = {
        "units": [WATER],
        "unit": CLEANING,
        "text": "请办理",
        "due_at": later,
        "due_on": "2026-11-20",
        "until": later,
    }
    answer = step(cast.zhao, case, noun, HANDLE, DISPATCH, ORDER, held_at=NOW.isoformat(), item=str(new_id()), **said)
    assert answer.status_code == 404
