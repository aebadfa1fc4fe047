"""A list of visits taken out is the whole list, or it is refused with how long it is and what to do; nothing is cut in silence."""

import datetime as dt
import io
import json

import pytest
import time_machine
from click.testing import CliRunner
from django.apps import apps
from django.urls import reverse
from openpyxl import load_workbook

from linli.cases.testing import MONDAY_9
from linli.register.queries.whom import people_in
from linli.staff.testing import GRID
from linli.visits import errors
from linli.visits.actions import exporting
from linli.visits.cli import visits as command_line
from linli.visits.models import Visit
from linli.visits.queries.lists import Filters, Tab, every_visit, list_visits
from linli.visits.testing import MONDAY, make_elder, make_visit_row

Disclosure = apps.get_model("register", "Disclosure")
MANY = 5_200  # more than the list once stopped at


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(MONDAY_9, tick=False):
        yield


@pytest.fixture
def many(cast):
    one = make_visit_row(cast)
    resident, _enrolment = make_elder(cast)
    facts = {"area_code": GRID, "resident_id": resident.pk, "purpose_code": one.purpose_code, "due_on": MONDAY}
    days = [MONDAY + dt.timedelta(days=number % 9) for number in range(MANY)]
    Visit.objects.bulk_create([Visit(**facts, planned_on=day) for day in days])
    return resident


def take(cast, **filters):
    return exporting.take_list(Filters(**filters), by=cast.jiang.actor, at=MONDAY_9, purpose="elder-visits")


def test_a_list_taken_out_has_every_visit_in_the_list_s_order(cast, many):
    rows = take(cast)
    assert len({row.id for row in rows}) == len(rows) == MANY + 1
    assert [row.planned_on for row in rows] == sorted(row.planned_on for row in rows)
    assert Disclosure.objects.get(resident_id=many.pk, how="export").by_name == cast.jiang.actor.name


def test_a_list_too_long_for_one_file_is_refused_with_its_length_and_nobody_is_read(cast, many, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_EXPORTED", 5_000)
    with pytest.raises(errors.TooManyVisits) as refused:
        take(cast)
    assert refused.value.facts == {"count": MANY + 1, "most": 5_000}
    assert not Disclosure.objects.filter(how="export").exists()


def test_who_asks_for_too_much_reads_what_to_do(cast, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_EXPORTED", 0)
    make_visit_row(cast)
    client, said = cast.jiang.sign_in(), {"export_purpose": "elder-visits"}
    assert client.post(reverse("visits:workbook"), {**said, "tab": "later"}).status_code == 200
    answer = client.post(reverse("visits:workbook"), {**said, "tab": "due"})
    assert answer.status_code == 400
    assert "共 1 次走访，一次最多导出 0 次" in answer.content.decode()


def test_the_workbook_has_as_many_rows_as_the_list(cast):
    for _number in range(3):
        make_visit_row(cast)
    answer = cast.jiang.sign_in().post(reverse("visits:workbook"), {"tab": "due", "export_purpose": "elder-visits"})
    cells = [row for row in load_workbook(io.BytesIO(answer.content)).active.values if row[0]]
    assert len(cells) == 1 + 3 + 1  # the head, the visits, who took them out


def test_every_visit_of_a_tab_is_walked_as_the_pages_show_it(cast, many):
    walked = [row.id for row in every_visit(cast.jiang.actor, Filters(Tab.DUE), on=MONDAY)]
    pages = [list_visits(cast.jiang.actor, Filters(Tab.DUE), on=MONDAY, page=page)[0] for page in (1, 2)]
    assert walked[:100] == [row.id for page in pages for row in page]
    assert len(walked) == MANY + 1


def test_the_command_lists_every_visit_that_is_due(cast, many):
    told = CliRunner().invoke(command_line, ["due", "--area", GRID, "--json"])
    assert len(json.loads(told.stdout)) == MANY + 1


def test_everybody_of_a_household_on_the_list_reads_who_took_it(cast):
    visit = make_visit_row(cast)
    rows = take(cast)
    members = people_in([visit.household_id])[visit.household_id]
    assert (len(rows), len(members)) == (1, 2)
    told = Disclosure.objects.filter(how="export").values_list("resident_id", flat=True)
    assert sorted(told) == sorted(members)
