"""Units called in find the case in their lists; the piles of the boards hold what waits for a post, and nothing else."""

import datetime as dt

import pytest
import time_machine

from linli.cases import actions, rules
from linli.cases.queries.lists import Filters, Tab, list_cases
from linli.cases.queries.visible import cases_visible_to
from linli.cases.rules import State
from linli.cases.testing import MONDAY_9, a_command, make_case
from linli.staff.rules import Role
from linli.staff.testing import OTHER_DISTRICT, WATER, Cast, make_member

pytestmark = pytest.mark.django_db
LATER = MONDAY_9 + dt.timedelta(hours=5)


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.LINLI_MEDIA = tmp_path
    with time_machine.travel(LATER + dt.timedelta(hours=3), tick=False):
        yield


@pytest.fixture
def gu(cast: Cast):
    return make_member("gu", "顾清", Role.HANDLER, OTHER_DISTRICT, WATER)


def called(cast: Cast, *, confidential: bool = False):
    case = make_case(cast, state=State.HANDLING)
    if confidential:
        type(case).objects.filter(pk=case.pk).update(is_confidential=True)
    call = actions.Call((WATER,), "请关阀并抢修")
    actions.join_case(case.pk, command=a_command(cast.wei.actor, at=LATER), call=call)
    case.refresh_from_db()
    return case


def listed(member, tab: Tab) -> set:
    return {row.id for row in list_cases(member.actor, Filters(tab=tab)).rows}


@pytest.mark.parametrize("confidential", [False, True])
def test_a_unit_called_in_finds_the_case_while_its_part_is_open(cast: Cast, gu, confidential: bool):
    case = called(cast, confidential=confidential)
    assert rules.may_see(case.standing, gu.actor)
    for tab in (Tab.ALL, Tab.OPEN, Tab.MINE, Tab.JOINED):
        assert listed(gu, tab) == {case.pk}, tab
    assert list_cases(gu.actor, Filters(tab=Tab.JOINED)).rows[0].title
    assert set(cases_visible_to(gu.actor).values_list("pk", flat=True)) == {case.pk}
    actions.co_accept(case.pk, command=a_command(gu.actor, at=LATER))
    actions.co_answer(case.pk, command=a_command(gu.actor, at=LATER), result="已关阀抢修完毕")
    assert not any(listed(gu, tab) for tab in (Tab.ALL, Tab.OPEN, Tab.MINE, Tab.JOINED))


def test_a_stranger_and_another_unit_find_nothing(cast: Cast, gu):
    called(cast)
    other = make_member("he", "何平", Role.HANDLER, OTHER_DISTRICT, "")
    for member in (cast.zhao, other):
        assert not any(listed(member, tab) for tab in Tab)


WAITS = {
    Tab.FILE: (State.REPORTED, {"chen", "wu"}),
    Tab.DISPATCH: (State.FILED, {"wei"}),
    Tab.WAITING: (State.DISPATCHED, {"sun"}),
    Tab.IN_HAND: (State.HANDLING, {"sun"}),
    Tab.CHECK: (State.RESPONDED, {"qian", "lin"}),
    Tab.CLOSE: (State.CHECKED, {"qian", "wu"}),
}


@pytest.mark.parametrize("tab", WAITS)
def test_a_pile_holds_what_waits_for_a_post(cast: Cast, tab: Tab):
    state, who = WAITS[tab]
    case = make_case(cast, state=state)
    people = ("lin", "wei", "chen", "sun", "qian", "wu", "feng", "han", "zhao")
    assert {name for name in people if case.pk in listed(getattr(cast, name), tab)} == who


@pytest.mark.parametrize("tab", Tab)
def test_every_list_can_be_asked_for_by_everybody(cast: Cast, tab: Tab):
    make_case(cast)
    for member in (cast.chen, cast.wei, cast.sun, cast.feng, cast.lin):
        assert len(listed(member, tab)) <= 1
    assert not listed(cast.zhao, tab)


def test_low_ratings_wait_for_an_answer_and_closed_cases_for_a_call(cast: Cast):
    closed = make_case(cast, state=State.CLOSED, reporter_name="石春", reporter_phone="13800001234")
    assert listed(cast.chen, Tab.CALL_BACK) == {closed.pk}
    actions.visit_back(closed.pk, command=a_command(cast.chen.actor, at=LATER), score=1, text="没有清干净")
    assert (listed(cast.chen, Tab.LOW_RATING), listed(cast.chen, Tab.CALL_BACK)) == ({closed.pk}, set())
    actions.answer_rating(closed.pk, command=a_command(cast.wu.actor, at=LATER), text="已再次清运并致歉")
    assert listed(cast.chen, Tab.LOW_RATING) == set()
