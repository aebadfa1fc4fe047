"""The case page of joint work: clocks side by side, every unit's part, orders, meetings, scores, and who is offered what."""

import datetime as dt

import pytest
import time_machine

from linli.cases.actions import pausing
from linli.cases.models import Case
from linli.cases.queries.kinds import catalogue
from linli.cases.rules import State
from linli.cases.testing import MONDAY_9, a_command, a_photo, make_case
from linli.cases.tests.desk import send, text_of
from linli.staff.rules import Role
from linli.staff.testing import CLEANING, OTHER_DISTRICT, STREET_OFFICE, WATER, Cast, Member, make_member

pytestmark = pytest.mark.django_db
NOW = MONDAY_9 + dt.timedelta(hours=6)


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


def page_of(member: Member, case: Case) -> str:
    return text_of(member.sign_in().get(f"/desk/cases/{case.pk}/"))


def offers(member: Member, case: Case, noun: str) -> bool:
    return f'action="/desk/cases/{case.pk}/{noun}"' in page_of(member, case)


def call(cast: Cast, case: Case, *units: str) -> None:
    arrive_by = (NOW + dt.timedelta(hours=10)).strftime("%Y-%m-%dT%H:%M")
    answer = send(cast.wei, case, "call", units=list(units), asks="请到场会商", arrive_by=arrive_by, limit="")
    assert answer.status_code == 302, text_of(answer)


def test_the_residents_and_the_units_clock_stand_side_by_side(cast: Cast, case: Case):
    page = page_of(cast.wei, case)
    pair = page[page.index('class="clock-pair"') :]
    assert pair.index("答复居民") < pair.index("责任单位处置")
    assert "计时中" in pair
    assert pair.count("<progress") >= 2


def test_a_pause_and_what_is_asked_for_are_told_with_their_reason(cast: Cast, case: Case):
    until = NOW + dt.timedelta(days=2)
    wish = pausing.Wish("weather", "连日暴雨无法施工", until)
    pausing.ask_pause(case.pk, command=a_command(cast.sun.actor, at=NOW), wish=wish)
    page = page_of(cast.wei, case)
    assert "孙大海申请暂停计时到" in page
    assert "连日暴雨无法施工" in page
    assert offers(cast.wei, case, "relief")
    assert not offers(cast.sun, case, "relief")
    assert send(cast.wei, case, "relief", verdict="grant", reason="").status_code == 302
    page = page_of(cast.sun, case)
    assert "已暂停" in page
    assert "天气原因不能施工" in page


@pytest.mark.parametrize("noun", ["pause", "extension"])
def test_a_unit_asks_for_more_time_on_the_page(cast: Cast, case: Case, noun: str):
    until = (NOW + dt.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    limit = case.clocks["unit"]["limit"]
    answer = send(cast.sun, case, noun, reason="weather", until=until, by=limit, words="下雨不能施工", photo="")
    assert answer.status_code == 302, text_of(answer)
    case.refresh_from_db()
    assert case.asked["what"] == noun


def test_three_units_work_at_once_and_each_part_is_shown(cast: Cast, case: Case, gu: Member):
    call(cast, case, WATER, STREET_OFFICE)
    assert offers(gu, case, "part-acceptance")
    assert not offers(cast.sun, case, "part-acceptance")
    assert send(gu, case, "part-acceptance").status_code == 302
    assert send(gu, case, "arrival").status_code == 302
    answer = send(gu, case, "part-answer", result="阀门已关，管道已修", photos=[a_photo(colour="blue")])
    assert answer.status_code == 302
    page = page_of(cast.wei, case)
    parts = page[page.index('id="parts"') :]
    for words in (
        "松门区环卫所",
        "主办",
        "松门区供水公司",
        "已反馈",
        "阀门已关，管道已修",
        "青溪街道办事处",
        "待接单",
        "按时（应于",
    ):
        assert words in parts, words


def test_the_leader_is_asked_why_it_does_not_wait(cast: Cast, case: Case):
    call(cast, case, WATER)
    photos = {"before": a_photo(colour="red"), "after": a_photo(colour="green")}
    answer = send(cast.sun, case, "answer", result="已清运完毕", **photos)
    assert answer.status_code == 400
    assert "协办单位还没有反馈：松门区供水公司" in text_of(answer)
    photos = {"before": a_photo(colour="red"), "after": a_photo(colour="green")}
    answer = send(cast.sun, case, "answer", result="已清运完毕", despite="供水另案处理", **photos)
    assert answer.status_code == 302, text_of(answer)
    assert "没有等协办单位全部反馈，理由：供水另案处理" in page_of(cast.wei, case)


def test_the_leader_of_nobody_is_not_asked(cast: Cast, case: Case):
    assert "不等协办单位反馈的理由" not in page_of(cast.sun, case)


def test_scores_are_for_the_two_units_and_command(cast: Cast, case: Case, gu: Member):
    call(cast, case, WATER)
    send(gu, case, "part-acceptance")
    send(gu, case, "part-answer", result="管道已修好了")
    assert offers(cast.sun, case, "partner-rating")
    assert not offers(cast.lin, case, "partner-rating")
    send(cast.sun, case, "partner-rating", of_unit=WATER, score="2", text="来得太慢")
    for member, is_shown in ((cast.sun, True), (gu, True), (cast.wei, True), (cast.lin, False), (cast.qian, False)):
        assert ("来得太慢" in page_of(member, case)) is is_shown
    assert not offers(cast.sun, case, "partner-rating")


def test_an_order_is_given_shown_and_answered(cast: Cast, case: Case):
    due = (NOW + dt.timedelta(hours=20)).strftime("%Y-%m-%dT%H:%M")
    answer = send(cast.wu, case, "order", unit=CLEANING, text="限期清理到位", due_at=due)
    assert answer.status_code == 302, text_of(answer)
    page = page_of(cast.sun, case)
    assert "限期清理到位" in page
    assert "待答复" in page
    order = case.orders.get()
    assert not offers(cast.lin, case, "order-answer")
    assert send(cast.sun, case, "order-answer", order=str(order.pk), answer="今日完成清理").status_code == 302
    page = page_of(cast.wu, case)
    assert "今日完成清理" in page
    assert "已答复" in page


def test_meetings_and_items_are_kept_in_one_panel_and_late_ones_marked(cast: Cast, case: Case):
    held = (NOW + dt.timedelta(hours=7)).strftime("%Y-%m-%dT%H:%M")  # the form's hours are the house's, eight ahead
    answer = send(cast.wei, case, "meeting", held_at=held, place="街道", present="各单位", minutes="每周冲洗两次")
    assert answer.status_code == 302, text_of(answer)
    today = dt.date(2026, 11, 16)
    meeting = str(case.meetings.get().pk)
    assert (
        send(cast.wei, case, "action", text="冲洗地面", unit=CLEANING, due_on=str(today), meeting=meeting).status_code
        == 302
    )
    with time_machine.travel(NOW + dt.timedelta(days=2), tick=False):
        page = page_of(cast.wei, case)
        assert "每周冲洗两次" in page
        assert "逾期" in page[page.index('id="room"') :]
        item = case.action_items.get()
        assert send(cast.sun, case, "action-done", item=str(item.pk), result="已经冲洗过了").status_code == 302
        assert "已经冲洗过了" in page_of(cast.wei, case)


def test_a_stranger_gets_nothing(cast: Cast, case: Case):
    client = cast.zhao.sign_in()
    for noun in ("call", "order", "meeting", "action", "part-acceptance", "partner-rating", "relief"):
        assert send(cast.zhao, case, noun, client=client).status_code in {403, 404}


def test_sections_are_there_only_when_there_is_something(cast: Cast, case: Case):
    page = page_of(cast.wei, case)
    for part in ("parts", "orders", "room", "scores", "links", "hand-offs", "component"):
        assert f'id="{part}"' not in page


def test_a_full_joint_page_takes_at_most_twelve_queries(
    cast: Cast, case: Case, gu: Member, django_assert_max_num_queries
):
    call(cast, case, WATER, STREET_OFFICE)
    send(gu, case, "part-acceptance")
    send(gu, case, "part-answer", result="管道已修好了", photos=[a_photo(colour="blue")])
    send(cast.sun, case, "partner-rating", of_unit=WATER, score="4")
    due = (NOW + dt.timedelta(hours=20)).strftime("%Y-%m-%dT%H:%M")
    send(cast.wu, case, "order", unit=CLEANING, text="限期清理到位", due_at=due)
    send(cast.wei, case, "action", text="冲洗地面", unit=CLEANING, due_on="2026-11-20", meeting="")
    for member in (cast.wei, cast.wu, cast.sun):
        client = member.sign_in()
        client.get(f"/desk/cases/{case.pk}/")
        with django_assert_max_num_queries(12):
            client.get(f"/desk/cases/{case.pk}/")


def test_a_disputes_page_leads_its_mediator_to_the_mediation(cast: Cast):
    kind = next(one for one in catalogue().kinds.values() if one.lanes[0] == "mediation")
    dispute = make_case(cast, kind_code=kind.code)
    link = f"/desk/mediation/of-case/{dispute.pk}/"
    assert link in page_of(cast.zheng, dispute)
    assert cast.zheng.sign_in().get(link).status_code == 200
    assert link not in page_of(cast.chen, dispute)
