"""The boards: what waits for whom, the calendar, what is stuck, open orders; each for its posts, in bounded queries."""

import datetime as dt
import io

import pytest
import time_machine
from openpyxl import load_workbook

from linli.cases import actions
from linli.cases.models import Case
from linli.cases.rules import State
from linli.cases.testing import MONDAY_9, a_command, make_case
from linli.cases.tests.desk import text_of
from linli.staff.rules import Role
from linli.staff.testing import CLEANING, GRID_ELSEWHERE, WATER, Cast, make_member

pytestmark = pytest.mark.django_db
NOW = MONDAY_9 + dt.timedelta(hours=6)
BOARDS = {
    "/desk/cases/boards/supervision/": {"chen", "wu", "qian"},
    "/desk/cases/boards/command/": {"wei"},
    "/desk/cases/boards/unit/": {"sun", "lin", "zheng"},
    "/desk/cases/boards/deadlines/": {"chen", "wu", "qian", "wei", "sun", "lin", "zheng", "feng"},
    "/desk/cases/boards/stuck/": {"chen", "wu", "wei", "feng"},
    "/desk/cases/boards/orders/": {"chen", "wu", "wei", "sun", "lin", "zheng", "feng"},
}
PEOPLE = ("lin", "wei", "chen", "sun", "qian", "wu", "zheng", "feng", "han", "root", "zhao")
SHEETS = ("stuck", "deadlines", "orders")


@pytest.fixture(autouse=True)
def _clock(settings, tmp_path):
    settings.LINLI_MEDIA = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


def page(member, address: str, **more) -> str:
    return text_of(member.sign_in().get(address, **more))


def give_order(cast: Cast, case: Case, unit: str = CLEANING, text: str = "限期清理到位") -> None:
    order = actions.NewOrder(text, unit, NOW + dt.timedelta(hours=20))
    actions.give_order(case.pk, command=a_command(cast.wu.actor, at=NOW), order=order)


def plan(cast: Cast, case: Case) -> None:
    new = actions.Plan("每周冲洗两次", CLEANING, NOW.date() + dt.timedelta(days=1))
    actions.plan_action(case.pk, command=a_command(cast.wei.actor, at=NOW), plan=new)


@pytest.mark.parametrize("address", BOARDS)
def test_a_board_is_for_its_posts_and_for_no_stranger(cast: Cast, address: str):
    make_case(cast)
    opened = {name for name in PEOPLE if getattr(cast, name).sign_in().get(address).status_code == 200}
    assert opened == BOARDS[address]


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_for_whoever_may_take_cases_out(cast: Cast, name: str):
    make_case(cast)
    taken = set()
    for who in PEOPLE:
        answer = getattr(cast, who).sign_in().get(f"/desk/cases/boards/{name}.xlsx")
        if answer.status_code == 200:
            assert b"".join(answer.streaming_content).startswith(b"PK")
            taken.add(who)
    assert taken == {"wei", "chen", "wu", "feng"}
    assert cast.chen.sign_in().get("/desk/cases/boards/nothing.xlsx").status_code == 404


def test_supervisions_board_shows_each_pile_with_its_list(cast: Cast):
    filed = make_case(cast, title="待立案的一件")
    checked = make_case(cast, state=State.CHECKED, title="待结案的一件")
    board = page(cast.wu, "/desk/cases/boards/supervision/")
    for words in ("待立案", "待核查", "待结案", "差评待回应", "待回访", filed.number, checked.number, "?tab=file"):
        assert words in board, words
    assert board.index('id="pile-file"') < board.index(filed.number) < board.index('id="pile-check"')


def test_commands_board_shows_what_is_late_by_unit_with_its_list(cast: Cast):
    case = make_case(cast, state=State.HANDLING, at=MONDAY_9 - dt.timedelta(days=20))
    board = page(cast.wei, "/desk/cases/boards/command/")
    assert f"?tab=overdue&amp;unit={CLEANING}" in board
    assert case.number in page(cast.wei, f"/desk/cases/?tab=overdue&unit={CLEANING}")
    assert case.number not in page(cast.wei, f"/desk/cases/?tab=overdue&unit={WATER}")


def test_a_units_board_shows_its_own_work_orders_and_items(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    give_order(cast, case)
    plan(cast, case)
    other = make_case(cast, state=State.DISPATCHED, area_code=GRID_ELSEWHERE)
    board = page(cast.sun, "/desk/cases/boards/unit/")
    for words in (case.number, "限期清理到位", "每周冲洗两次", "在手办理"):
        assert words in board, words
    assert other.number not in board
    assert "同事手头的任务" not in board


def test_only_the_head_of_a_unit_sees_what_colleagues_have_in_hand(cast: Cast):
    make_case(cast, state=State.HANDLING)
    head = make_member("ke", "柯正", Role.UNIT_HEAD, "990101", CLEANING)
    elsewhere = make_member("mo", "莫兰", Role.UNIT_HEAD, "990101", WATER)
    board = page(head, "/desk/cases/boards/unit/")
    assert "同事手头的任务" in board
    assert "孙大海" in board
    assert "孙大海" not in page(elsewhere, "/desk/cases/boards/unit/")


def test_a_board_is_refreshed_in_part(cast: Cast):
    make_case(cast)
    for address in BOARDS:
        member = cast.sun if "unit" in address else cast.wei if "supervision" not in address else cast.chen
        part = page(member, address, headers={"HX-Request": "true"})
        assert "<html" not in part
        assert "hx-get=" in part


def test_the_calendar_counts_each_day_and_lists_the_chosen_one(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    case.refresh_from_db()
    day = case.due_at.astimezone(dt.timezone(dt.timedelta(hours=8))).date()
    for view in ("month", "week"):
        shown = page(cast.wei, f"/desk/cases/boards/deadlines/?view={view}&day={day}")
        assert "1 件" in shown
        assert case.number in shown
    assert case.number not in page(cast.wei, f"/desk/cases/boards/deadlines/?day={day + dt.timedelta(days=40)}")


@pytest.mark.parametrize(
    "query", ["day=0001-01-01", "day=9999-12-31", "day=x", "view=year", "limit=none", "day=2026-02-31"]
)
def test_a_wrong_address_of_the_calendar_shows_today(cast: Cast, query: str):
    answer = cast.wei.sign_in().get(f"/desk/cases/boards/deadlines/?{query}")
    assert answer.status_code == 200
    assert "2026-11" in text_of(answer)


@pytest.mark.parametrize("month", range(1, 13))
def test_the_calendar_turns_from_month_to_month(month: int):
    from linli.cases.web.board_due import Asked

    for day in (1, 28):
        asked = Asked("month", "stage", dt.date(2026, month, day))
        assert asked.first.weekday() == 0
        assert asked.last.weekday() == 6
        assert asked.first <= dt.date(2026, month, 1) <= dt.date(2026, month, 28) <= asked.last
        assert (asked.beside(1).month, asked.beside(-1).month) == (month % 12 + 1, (month - 2) % 12 + 1)


def test_what_is_stuck_says_why(cast: Cast):
    case = make_case(cast, state=State.FILED)
    Case.objects.filter(pk=case.pk).update(proposed_unit="")
    shown = page(cast.wei, "/desk/cases/boards/stuck/")
    assert case.number in shown
    assert "没有责任单位" in shown
    assert case.number in page(cast.wei, "/desk/cases/boards/stuck/?why=no-owner")
    assert case.number not in page(cast.wei, "/desk/cases/boards/stuck/?why=late")


def test_open_orders_are_for_the_unit_and_the_area_only(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    give_order(cast, case, text="=1+1 限期清理")
    far = make_member("gu", "顾清", Role.HANDLER, "990102", WATER)
    for member, is_shown in ((cast.sun, True), (cast.wei, True), (cast.feng, True), (far, False)):
        assert ("限期清理" in page(member, "/desk/cases/boards/orders/")) is is_shown
    file = b"".join(cast.wei.sign_in().get("/desk/cases/boards/orders.xlsx").streaming_content)
    sheet = load_workbook(io.BytesIO(file)).active
    assert sheet["C2"].value == "=1+1 限期清理"
    assert sheet["C2"].data_type == "s"


def test_a_confidential_cases_order_tells_others_nothing(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    give_order(cast, case)
    Case.objects.filter(pk=case.pk).update(is_confidential=True)
    assert "限期清理到位" not in page(cast.wei, "/desk/cases/boards/orders/")
    assert "限期清理到位" in page(cast.sun, "/desk/cases/boards/orders/")


MOST_QUERIES = {"supervision": 13, "command": 12, "unit": 16, "deadlines": 7, "stuck": 20, "orders": 7}


@pytest.mark.parametrize(("name", "most"), MOST_QUERIES.items())
def test_a_board_takes_a_bounded_number_of_queries(cast: Cast, django_assert_max_num_queries, name: str, most: int):
    case = make_case(cast, state=State.HANDLING)
    give_order(cast, case)
    plan(cast, case)
    for state in (State.REPORTED, State.FILED, State.DISPATCHED, State.RESPONDED, State.CHECKED):
        make_case(cast, state=state, at=MONDAY_9 - dt.timedelta(days=20))
    member = {"supervision": cast.wu, "unit": cast.sun}.get(name, cast.wei)
    client = member.sign_in()
    client.get(f"/desk/cases/boards/{name}/")
    with django_assert_max_num_queries(most):
        client.get(f"/desk/cases/boards/{name}/")
