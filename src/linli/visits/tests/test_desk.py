"""The desk's pages of visits: lists, the plan, a new visit, one visit with its steps; content for who visits there alone."""

import datetime as dt
import io
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from linli.cases.testing import RUBBISH
from linli.core.ids import new_id
from linli.core.secrets import unseal
from linli.places.testing import make_dwelling
from linli.register.queries.disclosures import disclosures_of
from linli.staff.testing import GRID, GRID_NEXT_COMMUNITY
from linli.visits import actions
from linli.visits.actions import card_code
from linli.visits.exports.workbook import write_list
from linli.visits.models import Visit
from linli.visits.queries.lists import Filters, Tab, list_visits
from linli.visits.rules import VisitState
from linli.visits.testing import AGREED, MONDAY, SECRET, as_lin, make_elder, make_home, make_visit_row
from linli.visits.web.urls import urlpatterns

NOON = dt.datetime(2026, 11, 16, 4, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(NOON, tick=False):
        yield


def page(member, name: str, *args, **query) -> str:
    return member.sign_in().get(reverse(f"visits:{name}", args=args), query).content.decode()


def send(member, visit: Visit, noun: str, client: Client | None = None, **values):
    said = {"command_id": str(new_id()), **values}
    return (client or member.sign_in()).post(reverse(f"visits:{noun}", args=[visit.pk]), said)


ADDRESSES = [
    "/desk/visits/"
    + str(pattern.pattern)
    .replace("<uuid:visit_id>", "01a20000-0000-7000-8000-000000000001")
    .replace("<uuid:note_id>", "01a20000-0000-7000-8000-000000000002")
    for pattern in urlpatterns
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_zhao_gets_nothing(cast, address):
    make_visit_row(cast)
    for method in ("get", "post"):
        assert getattr(cast.zhao.sign_in(), method)(address).status_code in {403, 404, 405}
        assert getattr(Client(), method)(address).status_code in {302, 405}


def test_a_visit_of_another_grid_is_not_there(cast):
    visit = make_visit_row(cast)
    Visit.objects.filter(pk=visit.pk).update(area_code=GRID_NEXT_COMMUNITY)
    assert cast.lin.sign_in().get(reverse("visits:detail", args=[visit.pk])).status_code == 404
    assert "何**" not in page(cast.lin, "list")


def test_the_list_shows_what_is_due_masked_and_what_is_late(cast):
    make_visit_row(cast, at=NOON - dt.timedelta(days=9))
    shown = page(cast.lin, "list")
    assert "何**一户" in shown
    assert "已过期" in shown
    assert "何秀兰" not in shown


@pytest.mark.parametrize(
    ("tab", "state"),
    [("due", VisitState.PLANNED), ("not-in", VisitState.NOT_IN), ("made", VisitState.MADE), ("cancelled", VisitState.CANCELLED)],
    ids=str,
)  # fmt: skip
def test_each_tab_shows_its_own(cast, tab, state):
    visit = make_visit_row(cast, state=state, at=NOON - dt.timedelta(hours=2))
    address = reverse("visits:detail", args=[visit.pk])
    assert address in page(cast.lin, "list", tab=tab)
    assert address not in page(cast.lin, "list", tab="later")


def test_the_visit_before_of_an_early_morning_bears_the_day_it_was_made_on(cast):
    home = make_home()
    early = dt.datetime(2026, 11, 14, 22, 30, tzinfo=dt.UTC)  # 06:30 on the 15th here; it is told an hour later
    make_visit_row(cast, state=VisitState.MADE, at=early, home=home)
    assert "上次（2026-11-15）说好" in page(cast.lin, "detail", make_visit_row(cast, home=home).pk)


def test_the_list_is_narrowed_by_area_and_purpose(cast):
    visit = make_visit_row(cast)
    address = reverse("visits:detail", args=[visit.pk])
    assert address in page(cast.jiang, "list", area=GRID[:12], purpose="get-to-know")
    assert address not in page(cast.jiang, "list", purpose="look-in")
    assert address not in page(cast.jiang, "list", area=GRID_NEXT_COMMUNITY[:12])


def test_a_long_list_costs_as_many_queries_as_a_short_one(cast, django_assert_max_num_queries):
    client = cast.lin.sign_in()
    make_visit_row(cast, home=make_home())
    client.get(reverse("visits:list"))
    with django_assert_max_num_queries(10):
        client.get(reverse("visits:list"))
    for _number in range(5):
        make_visit_row(cast, home=make_home())
    with django_assert_max_num_queries(10):
        client.get(reverse("visits:list"))


def test_a_list_is_taken_out_for_a_purpose_and_each_resident_can_read_it(cast):
    resident, _enrolment = make_elder(cast)
    actions.plan_ahead(NOON)
    client = cast.jiang.sign_in()
    refused = client.post(reverse("visits:workbook"), {"tab": "due", "export_purpose": ""})
    assert refused.status_code == 400
    answer = client.post(reverse("visits:workbook"), {"tab": "due", "export_purpose": "elder-visits", "said": "排班"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    due = Visit.objects.filter(planned_on__lte=MONDAY + dt.timedelta(days=14)).count()
    assert len(rows) == 1 + due + 2
    assert rows[1][1] == "何**"
    assert any(one.how and "排班" in one.said for one in disclosures_of(resident.pk))


def test_a_household_is_visited_from_its_page(cast):
    home = make_home()
    shown = cast.lin.sign_in().get(reverse("register:household", args=[home.pk])).content.decode()
    address = f"{reverse('visits:new')}?household={home.pk}"
    assert address in shown
    command = str(new_id())
    said = {"command_id": command, "purpose": "get-to-know", "on": "2026-11-18", "why": "新搬来"}
    for _time in range(2):
        answer = cast.lin.sign_in().post(address, said)
    visit = Visit.objects.get()
    assert answer.url == reverse("visits:detail", args=[visit.pk])
    assert (visit.household_id, str(visit.planned_on), unseal(visit.why_sealed)) == (home.pk, "2026-11-18", "新搬来")
    panel = cast.lin.sign_in().get(reverse("register:household", args=[home.pk])).content.decode()
    assert answer.url in panel


def test_who_takes_part_in_a_programme_is_visited_for_it(cast):
    resident, enrolment = make_elder(cast)
    address = f"{reverse('visits:new')}?resident={resident.pk}"
    assert "老年人探访关爱" in cast.lin.sign_in().get(address).content.decode()
    said = {"command_id": str(new_id()), "purpose": "look-in", "on": "2026-11-18", "programme": "care-visits"}
    cast.lin.sign_in().post(address, said)
    assert Visit.objects.get().enrolment_id == enrolment.pk


def test_a_new_visit_in_the_past_is_refused_with_everything_kept(cast):
    home = make_home()
    said = {"command_id": str(new_id()), "purpose": "get-to-know", "on": "2026-11-01", "why": "保留这句话"}
    answer = cast.lin.sign_in().post(f"{reverse('visits:new')}?household={home.pk}", said)
    assert answer.status_code == 400
    assert "保留这句话" in answer.content.decode()


def test_the_desk_asks_why_of_a_visit_to_a_door_where_nobody_is_registered(cast):
    make_home()
    client, address = cast.lin.sign_in(), f"/desk/visits/new/?dwelling={make_dwelling(unit_no='909')}"
    assert re.search(r"<textarea[^>]*name=\"why\"[^>]*\brequired\b", client.get(address).content.decode())
    answer = client.post(address, {"purpose": "get-to-know", "on": MONDAY, "command_id": new_id()})
    assert (answer.status_code, "请写明为什么去这个门" in answer.content.decode()) == (400, True)


def test_a_visit_for_a_case_that_is_not_there_has_no_page(cast):
    address = f"{reverse('visits:new')}?household={make_home().pk}&case={new_id()}"
    said = {"command_id": str(new_id()), "purpose": "get-to-know", "on": "2026-11-18"}
    client = cast.lin.sign_in()
    assert (client.get(address).status_code, client.post(address, said).status_code) == (404, 404)
    assert not Visit.objects.exists()


def test_without_a_home_one_is_searched_for(cast):
    home = make_home()
    shown = page(cast.lin, "new", q="何秀兰")
    assert f"?household={home.pk}" in shown
    assert "何秀兰" not in shown.replace('value="何秀兰"', "")


def test_a_result_with_matters_becomes_cases(cast):
    visit = make_visit_row(cast)
    said = {
        "made_at": "2026-11-16T11:30", "talked": SECRET, "agreed": AGREED, "next_on": "2026-11-30",
        "matter_1": "楼道堆着垃圾", "kind_1": RUBBISH, "receipt_code": card_code(visit.dwelling_id),
    }  # fmt: skip
    assert send(cast.lin, visit, "result", **said).status_code == 302
    visit.refresh_from_db()
    assert (visit.state, visit.receipt_how, visit.follow_ups.count()) == ("made", "code", 1)
    shown = page(cast.lin, "detail", visit.pk)
    assert SECRET in shown
    assert visit.follow_ups.get().number in shown


def test_no_list_tells_at_what_hour_visits_were_made(cast):
    """Hours side by side, in a grid of one worker, are that worker's track through the day (safeguards)."""
    visit = make_visit_row(cast, state=VisitState.MADE)
    made = timezone.localtime(visit.made_at)
    rows, _more = list_visits(cast.jiang.actor, Filters(Tab.MADE), on=MONDAY)
    book = io.BytesIO()
    write_list(rows, book, said="")
    cells = [str(cell) for row in load_workbook(book).active.iter_rows(values_only=True) for cell in row if cell]
    shown = cast.jiang.sign_in().get(reverse("visits:list"), {"tab": "made"}).content.decode()
    assert f"{made:%Y-%m-%d}" in cells
    assert f"{made:%Y-%m-%d}" in shown
    assert not [text for text in (*cells, shown) if f"{made:%H:%M}" in text]


def test_a_registrar_sees_dates_and_cases_and_not_what_was_said(cast):
    visit = make_visit_row(cast, state=VisitState.MADE)
    shown = page(cast.jiang, "detail", visit.pk)
    assert SECRET not in shown
    assert AGREED not in shown
    assert "只有负责这个网格的工作人员和居民本人能看" in shown
    assert cast.jiang.sign_in().get(reverse("visits:receipt", args=[visit.pk])).status_code == 404
    assert send(cast.jiang, visit, "confirmation", receipt_name="何秀兰").status_code == 403


def test_the_receipt_is_printed_with_what_was_agreed(cast):
    visit = make_visit_row(cast, state=VisitState.MADE)
    shown = page(cast.lin, "receipt", visit.pk)
    assert AGREED in shown
    assert "居民签名" in shown
    send(cast.lin, visit, "confirmation", receipt_name="何秀兰")
    assert "居民签名" not in page(cast.lin, "receipt", visit.pk)


@pytest.mark.parametrize(
    ("noun", "said", "state"),
    [
        ("absence", {"said": "邻居说去医院了"}, "not-in"),
        ("day", {"on": "2026-11-20", "base_on": "2026-11-16"}, "planned"),
        ("cancellation", {"reason": "居民改约"}, "cancelled"),
    ],
    ids=["absence", "day", "cancellation"],
)
def test_a_step_is_taken_from_the_page(cast, noun, said, state):
    visit = make_visit_row(cast)
    assert send(cast.lin, visit, noun, **said).status_code == 302
    visit.refresh_from_db()
    assert visit.state == state


def test_a_second_mover_reads_who_was_first(cast):
    visit = make_visit_row(cast)
    send(cast.jiang, visit, "day", on="2026-11-19", base_on="2026-11-16")
    answer = send(cast.lin, visit, "day", on="2026-11-20", base_on="2026-11-16")
    assert answer.status_code == 409
    assert "姜文琴 已把这次走访改到 2026-11-19" in answer.content.decode()


def test_what_was_typed_too_late_is_kept(cast):
    visit = make_visit_row(cast, state=VisitState.MADE)
    answer = send(cast.lin, visit, "cancellation", reason="来不及了，原因写在这里")
    assert answer.status_code == 409
    assert "来不及了，原因写在这里" in answer.content.decode()


def test_the_plan_shows_days_and_plans_what_falls_due(cast):
    make_elder(cast)
    client, address = cast.lin.sign_in(), reverse("visits:plan")
    assert "计划走访 0 次" in client.get(address).content.decode()
    said = {"command_id": str(new_id()), "area": GRID, "since": "2026-11-16", "until": "2026-11-29"}
    answer = client.post(address, said)
    assert answer.status_code == 302
    assert "计划走访 2 次" in client.get(answer.url).content.decode()


def test_a_plan_that_ends_before_it_begins_is_refused(cast):
    make_home()
    said = {"command_id": str(new_id()), "area": GRID, "since": "2026-11-16", "until": "2026-11-01"}
    answer = cast.lin.sign_in().post(reverse("visits:plan"), said)
    assert answer.status_code == 400
    assert "起止日期不正确" in answer.content.decode()


def test_a_visit_costs_the_same_number_of_queries_with_a_long_history(cast, django_assert_max_num_queries):
    visit, client = make_visit_row(cast), cast.lin.sign_in()
    address = reverse("visits:detail", args=[visit.pk])
    client.get(address)
    with django_assert_max_num_queries(11):
        client.get(address)
    for number in range(4):
        day = MONDAY + dt.timedelta(days=number + 1)
        actions.move_visit(visit.pk, command=as_lin(cast), on=day, base_on=None)
    with django_assert_max_num_queries(11):
        client.get(address)
