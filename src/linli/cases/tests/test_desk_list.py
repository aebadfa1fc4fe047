"""The desk's lists: tabs and counts, filters, search, pages, who sees what, and how few queries it takes."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine
from django.urls import reverse

from linli.cases import actions
from linli.cases.models import Case
from linli.cases.queries.lists import Filters, Tab, count_cases, list_cases
from linli.cases.queries.tab_counts import count_tabs
from linli.cases.rules import State
from linli.cases.testing import MONDAY_9, a_command, a_report, make_case
from linli.cases.tests.desk import SOON_AFTER, text_of
from linli.cases.web.rows import RowView, row_views
from linli.cases.web.table_lines import table_lines
from linli.cases.wording import Due
from linli.staff.testing import GRID, GRID_ELSEWHERE, Cast

pytestmark = pytest.mark.django_db
LIST = "/desk/cases/"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(SOON_AFTER, tick=False):
        yield


def page_of(member, query: str = "") -> str:
    answer = member.sign_in().get(LIST + query)
    assert answer.status_code == 200
    return text_of(answer)


def test_each_person_sees_what_waits_for_them(cast: Cast):
    numbers = {state: make_case(cast, state=state).number for state in list(State)[:6]}
    Case.objects.update(area_code=GRID, is_located=True)
    waiting = {
        "chen": {State.REPORTED},
        "wei": {State.FILED},
        "sun": {State.DISPATCHED, State.HANDLING},
        "qian": {State.RESPONDED, State.CHECKED},
        "wu": {State.REPORTED, State.CHECKED},
        "lin": {State.RESPONDED},
    }
    for name, states in waiting.items():
        page = page_of(getattr(cast, name))
        assert {state for state, number in numbers.items() if number in page} == states, name


def test_what_one_answered_oneself_waits_for_another_person(cast: Cast):
    case = make_case(cast, state=State.RESPONDED)
    Case.objects.update(area_code=GRID, is_located=True)
    assert case.number in page_of(cast.lin)
    Case.objects.update(handled_by=cast.lin.actor.key)
    assert case.number not in page_of(cast.lin)
    assert count_tabs(cast.lin.actor, [Tab.MINE]) == {Tab.MINE: 0}


def test_a_handler_sees_only_the_cases_of_the_unit(cast: Cast):
    ours, not_yet = make_case(cast, state=State.DISPATCHED), make_case(cast)
    page = page_of(cast.sun, "?tab=all")
    assert ours.number in page
    assert not_yet.number not in page


def test_a_grid_worker_sees_her_grid_only(cast: Cast):
    here, there = make_case(cast, area_code=GRID), make_case(cast, area_code=GRID_ELSEWHERE)
    for case, area in ((here, GRID), (there, GRID_ELSEWHERE)):
        Case.objects.filter(pk=case.pk).update(area_code=area, is_located=True)
    page = page_of(cast.lin, "?tab=all")
    assert here.number in page
    assert there.number not in page


def test_a_list_of_fifty_takes_at_most_eight_queries(cast: Cast, django_assert_max_num_queries):
    make_case(cast, state=State.DISPATCHED)
    actions.report_case(a_report(), command=a_command())
    client = cast.chen.sign_in()
    with django_assert_max_num_queries(8):
        answer = client.get(LIST + "?tab=all")
    assert answer.status_code == 200


def test_the_counts_are_those_of_the_lists_and_bounded(cast: Cast):
    for state in (State.REPORTED, State.FILED, State.CLOSED):
        make_case(cast, state=state)
    wu = cast.wu.actor
    assert count_tabs(wu, tuple(Tab)) == {tab: count_cases(wu, Filters(tab=tab)) for tab in Tab}
    assert count_tabs(wu, [Tab.ALL], most=1) == {Tab.ALL: 2}
    assert count_tabs(cast.zhao.actor, [Tab.ALL, Tab.OPEN]) == {Tab.ALL: 0, Tab.OPEN: 0}


def test_a_list_asked_for_again_takes_the_hour_of_asking(cast: Cast):
    case = make_case(cast)
    for wait, late in ((-1, 0), (1, 1), (-1, 0)):
        with time_machine.travel(case.due_at + dt.timedelta(minutes=wait), tick=False):
            assert len(list_cases(cast.wu.actor, Filters(tab=Tab.OVERDUE)).rows) == late
            assert count_tabs(cast.wu.actor, [Tab.OVERDUE]) == {Tab.OVERDUE: late}


def test_a_count_beyond_the_bound_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    make_case(cast)
    monkeypatch.setattr("linli.cases.web.desk_list.count_tabs", lambda actor, tabs: dict.fromkeys(tabs, 1000))
    assert "999+" in page_of(cast.chen)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=污水", True),
        ("q=污水 花坛", False),
        ("q=LED", True),
        ("q=led屏", True),
        ("q=青溪路", True),
        ("kind=event.exposed-rubbish", True),
        ("kind=event.appearance", True),
        ("kind=event.construction", False),
        ("state=reported", True),
        ("state=closed", False),
        ("channel=portal", True),
        ("channel=phone", False),
        ("since=2026-11-16&until=2026-11-16", True),
        ("until=2026-11-15", False),
    ],
)
def test_filters_narrow_the_list(cast: Cast, query: str, found: bool):
    case = make_case(cast, text="井盖旁污水外溢，Led屏也不亮", address="青溪路 8 号")
    assert (case.number in page_of(cast.chen, f"?tab=all&{query}")) is found


def test_a_search_by_number_finds_the_case_in_every_tab(cast: Cast):
    case = make_case(cast, state=State.CLOSED)
    assert case.number in page_of(cast.chen, f"?q={case.number}")


def test_a_wrong_filter_is_said_and_narrows_nothing(cast: Cast):
    case = make_case(cast)
    page = page_of(cast.chen, "?tab=nowhere&since=31.11.2026&kind=none")
    assert case.number in page
    assert "输入有效的日期" in page or "有效" in page


def test_the_next_page_goes_on_where_the_last_one_ended(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    numbers = [make_case(cast, at=MONDAY_9 + dt.timedelta(minutes=late)).number for late in range(3)]
    from linli.cases.web import desk_list

    whole = desk_list.list_cases
    monkeypatch.setattr(desk_list, "list_cases", lambda *args, **more: whole(*args, **more, size=2))
    client = cast.chen.sign_in()
    first = client.get(LIST + "?tab=all")
    second = client.get(LIST + first.context["next_url"])
    shown = [row.number for row in [*first.context["rows"], *second.context["rows"]]]
    assert shown == numbers[::-1]
    assert second.context["next_url"] == ""


@pytest.mark.parametrize("cursor", ["kaputt", "W10=", "bnVsbA=="])
def test_a_broken_cursor_shows_the_first_page(cast: Cast, cursor: str):
    assert make_case(cast).number in page_of(cast.chen, f"?tab=all&after={cursor}")


def test_htmx_gets_the_rows_only_and_history_the_whole_page(cast: Cast):
    make_case(cast)
    client = cast.chen.sign_in()
    part = text_of(client.get(LIST, headers={"HX-Request": "true"}))
    assert "<table" in part
    assert "<html" not in part
    restored = client.get(LIST, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in text_of(restored)


def test_due_times_are_said_in_words(cast: Cast):
    make_case(cast)  # filing was due in the morning
    make_case(cast, at=SOON_AFTER - dt.timedelta(minutes=1))
    page = page_of(cast.chen)
    assert "超时" in page
    assert "剩 " in page


def test_a_text_with_html_is_shown_as_text(cast: Cast):
    make_case(cast, text="<script>alert(1)</script>垃圾", title="<b>粗</b>")
    page = page_of(cast.chen)
    assert "<b>粗</b>" not in page
    assert "&lt;b&gt;粗" in page


def test_every_text_of_a_line_is_escaped():
    typed = "<b>&'\""
    row = RowView(
        url="/desk/cases/1/", number=typed, title=typed, kind=typed, area=typed, is_located=True, unit=typed,
        is_proposed=True, channel=typed, state=typed, state_name="", is_urgent=True, reported="11-16 09:30",
        due=Due(typed, is_late=False, is_soon=True), reworks=2,
    )  # fmt: skip
    lines = table_lines([row, replace(row, due=None, unit="", is_located=False)])
    assert "<b>" not in lines
    assert lines.count("&lt;b&gt;&amp;&#x27;&quot;") == 8 + 5


def test_a_confidential_case_keeps_its_title_from_those_who_may_not_read_it(cast: Cast):
    case = make_case(cast, title="张家的事")
    Case.objects.filter(pk=case.pk).update(is_confidential=True, area_code=GRID, kind_code="dispute.family")
    rows = list_cases(cast.zheng.actor, Filters(tab=Tab.ALL)).rows
    assert [row.title for row in row_views(cast.zheng.actor, rows, at=SOON_AFTER)] == ["张家的事"]
    assert [row.title for row in row_views(cast.chen.actor, rows, at=SOON_AFTER)] == ["保密事项"]
    told = list_cases(cast.chen.actor, Filters(tab=Tab.ALL)).rows[0]
    assert (told.title, told.kind_code, told.unit_code, told.proposed_unit) == ("", "", "", "")


def test_the_first_page_counts_ones_work_and_shows_what_is_due_first(cast: Cast, django_assert_max_num_queries):
    case = make_case(cast)
    client = cast.chen.sign_in()
    with django_assert_max_num_queries(8):
        page = text_of(client.get(reverse("desk:home")))
    assert case.number in page
    assert "待我办理" in page


def test_an_analyst_begins_at_the_figures(cast: Cast):
    answer = cast.han.sign_in().get(reverse("desk:home"))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/desk/")
