"""Joint work: units called in beside the leading one, their clocks, arrivals, answers, and rating each other."""

import datetime as dt

import pytest

from linli.cases import actions, errors
from linli.cases.models import Case, PartnerScore, Task
from linli.cases.queries.lists import Filters, Tab, count_cases, list_cases
from linli.cases.queries.replaying import replay_cases
from linli.cases.queries.tab_counts import count_tabs
from linli.cases.rules import State
from linli.cases.testing import MONDAY_9, a_command, make_case
from linli.staff.rules import Role
from linli.staff.testing import (
    CLEANING,
    COMMUNITY_OFFICE,
    DISTRICT,
    OTHER_DISTRICT,
    STREET_OFFICE,
    WATER,
    Cast,
    Member,
    make_member,
)

pytestmark = pytest.mark.django_db
LATER = MONDAY_9 + dt.timedelta(hours=5)


@pytest.fixture
def gu(cast: Cast) -> Member:
    """Gu works for the water company, whose post covers another district's map."""
    return make_member("gu", "顾清", Role.HANDLER, OTHER_DISTRICT, WATER)


@pytest.fixture
def case(cast: Cast, settings, tmp_path) -> Case:
    settings.LINLI_MEDIA = tmp_path
    return make_case(cast, state=State.HANDLING)


def call(cast: Cast, case: Case, *units: str, at: dt.datetime = LATER, **more):
    wanted = actions.Call(units or (WATER,), "请关阀并抢修管道", **more)
    actions.join_case(case.pk, command=a_command(cast.wei.actor, at=at), call=wanted)
    case.refresh_from_db()


def by(member: Member, *, hours: float = 1):
    return a_command(member.actor, at=LATER + dt.timedelta(hours=hours))


def task_of(case: Case, unit: str) -> Task:
    return case.tasks.filter(unit_code=unit).latest("assigned_at")


def test_units_called_in_get_a_task_and_a_clock_each(cast: Cast, case: Case):
    call(cast, case, WATER, STREET_OFFICE)
    assert case.co_units == [WATER, STREET_OFFICE]
    assert [(task.state, task.is_lead) for task in case.tasks.exclude(unit_code=CLEANING)] == [("waiting", False)] * 2
    assert task_of(case, WATER).due_at == dt.datetime.fromisoformat(case.clocks[f"task:{WATER}"]["due"])
    assert "done" not in case.clocks["unit"]


@pytest.mark.parametrize(
    ("units", "refusal"),
    [((), errors.CoUnitsMissing), ((CLEANING,), errors.CoUnitLeads), ((WATER, STREET_OFFICE), errors.CoUnitCalled)],
)
def test_nobody_is_called_twice_nor_the_leader_nor_no_one(cast: Cast, case: Case, units, refusal):
    call(cast, case, WATER)
    with pytest.raises(refusal):
        actions.join_case(case.pk, command=by(cast.wei), call=actions.Call(units, "请到场"))


def test_only_command_and_leaders_call_units_in(cast: Cast, case: Case):
    with pytest.raises(errors.StepNotAllowed):
        actions.join_case(case.pk, command=by(cast.sun), call=actions.Call((WATER,), "请到场"))
    with pytest.raises(errors.CaseNotFound):
        actions.join_case(case.pk, command=by(cast.zhao), call=actions.Call((WATER,), "请到场"))


def test_a_unit_called_in_accepts_and_answers_beside_the_leader(cast: Cast, case: Case, gu: Member):
    call(cast, case)
    actions.co_accept(case.pk, command=by(gu))
    actions.co_answer(case.pk, command=by(gu, hours=2), result="阀门已关，管道已修好")
    case.refresh_from_db()
    task = task_of(case, WATER)
    assert (task.state, task.note, task.handler_id) == ("done", "阀门已关，管道已修好", gu.actor.account_id)
    assert (case.state, case.co_units, case.unit_code) == ("handling", [], CLEANING)
    assert "done" in case.clocks[f"task:{WATER}"]
    assert [differences for _, differences in replay_cases() if differences] == []


def test_a_unit_answers_only_what_it_has_accepted_and_only_its_own_part(cast: Cast, case: Case, gu: Member):
    call(cast, case)
    with pytest.raises(errors.WrongState):
        actions.co_answer(case.pk, command=by(gu), result="已修好了")
    with pytest.raises(errors.StepNotAllowed):
        actions.co_accept(case.pk, command=by(cast.sun))
    with pytest.raises(errors.NoPartHere):
        actions.co_accept(case.pk, command=by(gu), unit_code=STREET_OFFICE)


def test_a_unit_returns_its_part_once_and_with_a_reason(cast: Cast, case: Case, gu: Member):
    call(cast, case)
    with pytest.raises(errors.ReasonMissing):
        actions.co_return(case.pk, command=by(gu), reason=" ")
    actions.co_return(case.pk, command=by(gu), reason="不是我们的管道")
    call(cast, case, at=LATER + dt.timedelta(hours=2))
    with pytest.raises(errors.ReturnedBefore):
        actions.co_return(case.pk, command=by(gu, hours=3), reason="还不是我们的")
    assert list(case.tasks.filter(unit_code=WATER).order_by("assigned_at").values_list("state", flat=True)) == [
        "returned",
        "waiting",
    ]


def test_the_leader_waits_for_those_called_in_or_says_why_not(cast: Cast, case: Case, gu: Member, monkeypatch):
    monkeypatch.setattr("linli.cases.actions.handling._check_evidence", lambda *_, **__: None)
    call(cast, case)
    with pytest.raises(errors.CoUnitsWorking):
        actions.respond(case.pk, command=by(cast.sun), result="已清运完毕")
    actions.respond(case.pk, command=by(cast.sun), result="已清运完毕", despite="供水部分另案处理")
    case.refresh_from_db()
    task = task_of(case, WATER)
    assert (task.state, task.note, case.co_units) == ("ended", "供水部分另案处理", [])
    assert case.answers["despite"] == "供水部分另案处理"
    assert not case.tasks.filter(ended_at=None).exists()
    with pytest.raises((errors.StepNotAllowed, errors.WrongState)):
        actions.co_accept(case.pk, command=by(gu, hours=2))


@pytest.mark.parametrize("ending", ["return", "void"])
def test_no_task_outlasts_the_work_of_the_units(cast: Cast, case: Case, ending: str):
    call(cast, case, WATER, STREET_OFFICE)
    if ending == "return":
        actions.return_task(case.pk, command=by(cast.sun), reason="不属于本单位")
    else:
        actions.void_case(case.pk, command=by(cast.wu), reason="重复立案了")
    case.refresh_from_db()
    assert case.co_units == []
    assert not case.tasks.filter(ended_at=None).exists()
    assert all("done" in clock for name, clock in case.clocks.items() if name.startswith("task:"))


def test_a_whistle_keeps_when_a_unit_came_and_whether_in_time(cast: Cast, case: Case, gu: Member):
    arrive_by = LATER + dt.timedelta(hours=2)
    call(cast, case, arrive_by=arrive_by)
    assert case.clocks[f"arrival:{WATER}"]["due"] == arrive_by.isoformat()
    actions.arrive(case.pk, command=by(gu, hours=1.5))
    case.refresh_from_db()
    task = task_of(case, WATER)
    assert (task.arrive_by, task.arrived_at) == (arrive_by, LATER + dt.timedelta(hours=1.5))
    assert "done" in case.clocks[f"arrival:{WATER}"]
    with pytest.raises(errors.ArrivedBefore):
        actions.arrive(case.pk, command=by(gu, hours=1.6))


def test_nobody_is_called_for_a_time_gone_by(cast: Cast, case: Case):
    with pytest.raises(errors.ArriveByPast):
        call(cast, case, arrive_by=LATER - dt.timedelta(minutes=1))


def test_both_sides_rate_each_other_once_after_the_work(cast: Cast, case: Case, gu: Member):
    call(cast, case)
    actions.co_accept(case.pk, command=by(gu))
    with pytest.raises(errors.PartnerWorking):
        actions.score_partner(case.pk, command=by(cast.sun), of_unit=WATER, score=4)
    actions.co_answer(case.pk, command=by(gu, hours=2), result="管道已修好了")
    actions.score_partner(case.pk, command=by(cast.sun, hours=3), of_unit=WATER, score=5, text="来得很快")
    actions.score_partner(case.pk, command=by(gu, hours=3), of_unit=CLEANING, score=4)
    assert sorted(PartnerScore.objects.values_list("from_unit", "of_unit", "score")) == [
        (CLEANING, WATER, 5),
        (WATER, CLEANING, 4),
    ]
    with pytest.raises(errors.PartnerScored):
        actions.score_partner(case.pk, command=by(gu, hours=4), of_unit=CLEANING, score=1)


@pytest.mark.parametrize("who", ["sun", "lin", "wei"])
def test_units_that_did_not_work_together_do_not_rate_each_other(cast: Cast, case: Case, who: str):
    call(cast, case)
    with pytest.raises(errors.PartnerUnknown):
        actions.score_partner(case.pk, command=by(getattr(cast, who)), of_unit=COMMUNITY_OFFICE, score=3)


def test_the_history_says_that_partners_were_rated_but_not_how(cast: Cast, case: Case, gu: Member):
    call(cast, case)
    actions.co_accept(case.pk, command=by(gu))
    actions.co_answer(case.pk, command=by(gu, hours=2), result="管道已修好了")
    actions.score_partner(case.pk, command=by(cast.sun, hours=3), of_unit=WATER, score=1, text="来得太慢")
    line = case.records.get(name="score-partner")
    assert "慢" not in line.note
    assert line.changes == {}


def test_the_same_command_calls_a_unit_in_once(cast: Cast, case: Case):
    command = by(cast.wei)
    for _ in range(2):
        actions.join_case(case.pk, command=command, call=actions.Call((WATER,), "请到场处理"))
    assert case.tasks.filter(unit_code=WATER).count() == 1


def test_a_unit_may_be_called_in_for_a_limit_of_its_own(cast: Cast, case: Case):
    call(cast, case, limit="4 hours")
    assert task_of(case, WATER).due_at == LATER + dt.timedelta(hours=4)


def test_the_place_of_a_unit_called_in_does_not_matter(cast: Cast, case: Case, gu: Member):
    assert not case.area_code.startswith(OTHER_DISTRICT)
    assert case.area_code.startswith(DISTRICT)
    call(cast, case)
    actions.co_accept(case.pk, command=by(gu))
    assert task_of(case, WATER).state == "accepted"


def test_lists_hold_a_units_own_cases_and_those_it_is_called_in_for_in_one_order(cast: Cast, gu: Member):
    cases = [make_case(cast, state=State.HANDLING, at=MONDAY_9 + dt.timedelta(minutes=late)) for late in range(6)]
    Case.objects.filter(pk__in=[one.pk for one in cases[::2]]).update(unit_code=WATER)
    for one in cases[1::2]:
        call(cast, one)
    Task.objects.filter(case=cases[0], is_lead=True).update(is_lead=False, unit_code=WATER)  # its own, and called in
    for tab, wanted in ((Tab.ALL, cases[::-1]), (Tab.OPEN, cases), (Tab.MINE, cases)):
        first = list_cases(gu.actor, Filters(tab=tab), size=4)
        rest = list_cases(gu.actor, Filters(tab=tab), cursor=first.next_cursor, size=4)
        assert [row.id for row in (*first.rows, *rest.rows)] == [one.pk for one in wanted], tab
    tabs = (Tab.ALL, Tab.MINE, Tab.UNIT, Tab.JOINED, Tab.OVERDUE)
    assert count_tabs(gu.actor, tabs) == {tab: count_cases(gu.actor, Filters(tab=tab)) for tab in tabs}
    assert count_tabs(gu.actor, [Tab.ALL], most=3) == {Tab.ALL: 4}
