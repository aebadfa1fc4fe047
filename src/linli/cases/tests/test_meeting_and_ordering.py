"""The room of a joint case: minutes, action items, and supervision orders that must be answered."""

import datetime as dt

import pytest

from linli.cases import actions, errors
from linli.cases.models import ActionItem, Case, Meeting, SupervisionOrder
from linli.cases.queries.replaying import replay_cases
from linli.cases.rules import State
from linli.cases.testing import MONDAY_9, a_command, make_case
from linli.core.ids import new_id
from linli.staff.testing import CLEANING, COMMAND, WATER, Cast, Member

pytestmark = pytest.mark.django_db
LATER = MONDAY_9 + dt.timedelta(hours=6)
DUE = LATER + dt.timedelta(hours=24)


@pytest.fixture
def case(cast: Cast, settings, tmp_path) -> Case:
    settings.LINLI_MEDIA = tmp_path
    return make_case(cast, state=State.HANDLING)


def by(member: Member, *, hours: float = 0):
    return a_command(member.actor, at=LATER + dt.timedelta(hours=hours))


def order(cast: Cast, case: Case, unit: str = CLEANING) -> SupervisionOrder:
    new = actions.NewOrder("限期清理并报告", unit, DUE)
    actions.give_order(case.pk, command=by(cast.wu), order=new)
    case.refresh_from_db()
    return case.orders.latest("id")


def plan(cast: Cast, case: Case, unit: str = CLEANING) -> ActionItem:
    new = actions.Plan("每周两次冲洗地面", unit, LATER.date() + dt.timedelta(days=3))
    actions.plan_action(case.pk, command=by(cast.wei), plan=new)
    return case.action_items.latest("id")


def test_minutes_are_kept_with_the_case(cast: Cast, case: Case):
    held = actions.Minutes(
        LATER - dt.timedelta(hours=1), "各单位同意分工", place="街道会议室", present="环卫所、供水公司"
    )
    actions.hold_meeting(case.pk, command=by(cast.wei), held=held)
    meeting = Meeting.objects.get(case=case)
    assert (meeting.minutes, meeting.by_name) == ("各单位同意分工", "魏立新")
    assert case.records.filter(name="meet").count() == 1


def test_no_minutes_are_kept_of_a_meeting_to_come(cast: Cast, case: Case):
    held = actions.Minutes(LATER + dt.timedelta(hours=1), "将要商定")
    with pytest.raises(errors.MeetingAhead):
        actions.hold_meeting(case.pk, command=by(cast.wei), held=held)


def test_an_action_item_has_a_unit_and_a_day_and_is_finished_once(cast: Cast, case: Case):
    item = plan(cast, case)
    actions.finish_action(case.pk, command=by(cast.sun), item_id=item.pk, result="已安排每周冲洗")
    item.refresh_from_db()
    assert (item.unit_code, item.result, item.done_at) == (CLEANING, "已安排每周冲洗", LATER)
    with pytest.raises(errors.ActionFinished):
        actions.finish_action(case.pk, command=by(cast.sun, hours=1), item_id=item.pk, result="又做了一次")


def test_an_action_item_is_planned_for_a_day_to_come_and_finished_by_its_unit(cast: Cast, case: Case):
    late = actions.Plan("冲洗地面", CLEANING, LATER.date() - dt.timedelta(days=1))
    with pytest.raises(errors.DueInPast):
        actions.plan_action(case.pk, command=by(cast.wei), plan=late)
    item = plan(cast, case, WATER)
    with pytest.raises(errors.NoPartHere):
        actions.finish_action(case.pk, command=by(cast.sun), item_id=item.pk, result="不是我做的")
    with pytest.raises(errors.ActionUnknown):
        actions.finish_action(case.pk, command=by(cast.sun), item_id=new_id(), result="没有这项")
    with pytest.raises(errors.MeetingUnknown):
        new = actions.Plan("冲洗地面", CLEANING, DUE.date(), meeting_id=new_id())
        actions.plan_action(case.pk, command=by(cast.wei), plan=new)


def test_an_order_marks_the_case_and_starts_a_clock_until_it_is_answered(cast: Cast, case: Case):
    given = order(cast, case)
    assert case.is_ordered
    assert case.clocks[f"order:{given.pk}"]["due"] == DUE.isoformat()
    actions.answer_order(case.pk, command=by(cast.sun), order_id=given.pk, answer="已组织清理，明日完成")
    case.refresh_from_db()
    given.refresh_from_db()
    assert not case.is_ordered
    assert "done" in case.clocks[f"order:{given.pk}"]
    assert (given.answer, given.answered_by) == ("已组织清理，明日完成", "孙大海")
    assert [differences for _, differences in replay_cases() if differences] == []


def test_a_case_stays_marked_while_another_order_is_open(cast: Cast, case: Case):
    first, second = order(cast, case), order(cast, case, COMMAND)
    actions.answer_order(case.pk, command=by(cast.sun), order_id=first.pk, answer="已经清理好了")
    case.refresh_from_db()
    assert case.is_ordered
    actions.answer_order(case.pk, command=by(cast.wei), order_id=second.pk, answer="已协调各单位")
    case.refresh_from_db()
    assert not case.is_ordered


def test_an_order_outlasts_the_answer_of_the_unit_and_holds_up_the_closing(cast: Cast, settings, tmp_path):
    settings.LINLI_MEDIA = tmp_path
    case = make_case(cast, state=State.CHECKED)
    given = order(cast, case)
    with pytest.raises(errors.OrderOpen):
        actions.close_case(case.pk, command=by(cast.wu))
    actions.answer_order(case.pk, command=by(cast.sun), order_id=given.pk, answer="现场已恢复整洁")
    actions.close_case(case.pk, command=by(cast.wu))
    case.refresh_from_db()
    assert case.state == "closed"


def test_an_order_goes_to_a_unit_of_the_case_in_time_and_from_a_superior(cast: Cast, case: Case):
    with pytest.raises(errors.OrderUnitOutside):
        order(cast, case, WATER)
    with pytest.raises(errors.DueInPast):
        actions.give_order(case.pk, command=by(cast.wu), order=actions.NewOrder("限期办结", CLEANING, LATER))
    with pytest.raises(errors.StepNotAllowed):
        actions.give_order(case.pk, command=by(cast.sun), order=actions.NewOrder("限期办结", CLEANING, DUE))
    with pytest.raises(errors.CaseNotFound):
        actions.give_order(case.pk, command=by(cast.zhao), order=actions.NewOrder("限期办结", CLEANING, DUE))


def test_nobody_answers_another_units_order_or_twice(cast: Cast, case: Case):
    given = order(cast, case)
    with pytest.raises(errors.NoPartHere):
        actions.answer_order(case.pk, command=by(cast.lin), order_id=given.pk, answer="我来答复一下")
    with pytest.raises(errors.OrderUnknown):
        actions.answer_order(case.pk, command=by(cast.sun), order_id=new_id(), answer="没有这项督办")
    actions.answer_order(case.pk, command=by(cast.sun), order_id=given.pk, answer="已经清理好了")
    with pytest.raises(errors.OrderAnswered):
        actions.answer_order(case.pk, command=by(cast.sun, hours=1), order_id=given.pk, answer="又答复一次")


def test_an_order_ends_with_a_voided_case(cast: Cast, case: Case):
    order(cast, case)
    actions.void_case(case.pk, command=by(cast.wu), reason="重复立案了")
    case.refresh_from_db()
    assert (case.is_ordered, case.state) == (False, "voided")
    assert all("done" in clock for clock in case.clocks.values())
