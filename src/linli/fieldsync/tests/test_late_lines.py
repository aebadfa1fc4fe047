"""Lines that came late tell when they were done and when they came; the order of the history and the clocks stay."""

import datetime as dt

import pytest
import time_machine
from django.apps import apps

from linli.cases.rules import State
from linli.cases.testing import RUBBISH, make_case, make_places
from linli.fieldsync.tests.phone import Phone, a_report, command, with_photo

pytestmark = pytest.mark.django_db
CaseRecord = apps.get_model("cases.CaseRecord")
NINE = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)  # in Shanghai
TEN, ONE_PM, TWO_PM = (NINE + dt.timedelta(hours=hours) for hours in (1, 4, 5))
SAID = "2026-11-23 09:00 在手机上完成，2026-11-23 14:00 传到"


@pytest.fixture
def phone(cast, folders):
    make_places()
    with time_machine.travel(TWO_PM, tick=False):
        yield Phone(cast.sun)


def a_note(case, *, at):
    return command("case.note", f"case:{case.pk}", at=at, case=str(case.pk), text="已清理完毕")


def rows(phone, case):
    pulled = phone.call("GET", "changes").json()["parts"]["cases"]["put"]
    return next(row for row in pulled if row["id"] == str(case.pk))["lines"]


def test_what_was_done_at_nine_and_came_at_two_says_so_to_desk_and_phone(phone, cast):
    case = make_case(cast, state=State.DISPATCHED, at=NINE - dt.timedelta(hours=1))
    phone.one(a_note(case, at=NINE))
    assert SAID in cast.wei.sign_in().get(f"/desk/cases/{case.pk}/").content.decode()
    told = {name: rows(phone, case)[-1][name] for name in ("at", "done_at", "received_at")}
    assert told["done_at"] == "2026-11-23T01:00:00Z"
    assert told["received_at"] == "2026-11-23T06:00:00Z"


def test_a_line_behind_a_later_one_keeps_its_place_and_tells_when_it_was_done(phone, cast):
    case = make_case(cast, state=State.DISPATCHED, at=ONE_PM)
    phone.one(a_note(case, at=NINE))
    line = case.records.get(name="note")
    assert line.at == case.records.get(seq=line.seq - 1).at > line.done_at
    assert (line.done_at, line.received_at) == (NINE, TWO_PM)


def test_a_clock_that_is_off_is_no_lateness(phone, cast):
    case = make_case(cast, state=State.DISPATCHED, at=TEN)
    slow = dt.timedelta(hours=3)
    phone.send(a_note(case, at=TWO_PM - slow - dt.timedelta(minutes=4)), sent_at=TWO_PM - slow)
    line = case.records.get(name="note")
    assert (line.done_at, line.received_at) == (None, None)


def test_lateness_is_told_in_the_time_of_the_server(phone, cast):
    case = make_case(cast, state=State.DISPATCHED, at=NINE - dt.timedelta(hours=1))
    slow = dt.timedelta(hours=3)
    phone.send(a_note(case, at=NINE - slow), sent_at=TWO_PM - slow)
    assert case.records.get(name="note").done_at == NINE


def test_every_line_of_a_late_report_says_so(phone, cast):
    other = Phone(cast.lin)
    made = a_report(settled={"result": "已当场清走"}, kind=RUBBISH)
    made["at"] = NINE.isoformat()
    with_photo(other, made)
    assert other.one(made)["outcome"] == "applied"
    lines = list(CaseRecord.objects.values_list("name", "done_at", "received_at"))
    assert {name for name, *_times in lines} >= {"report", "attach", "settle"}
    assert {tuple(times) for _name, *times in lines} == {(NINE, TWO_PM)}


def test_a_late_step_starts_its_clocks_as_any_step_of_its_time(phone, cast):
    case = make_case(cast, state=State.DISPATCHED, at=NINE - dt.timedelta(hours=6))
    phone.one(command("case.accept", f"case:{case.pk}", at=NINE, case=str(case.pk)))
    case.refresh_from_db()
    assert case.accepted_at == case.records.get(name="accept").at == NINE


def test_a_line_of_the_desk_is_never_late(cast):
    make_case(cast, state=State.CLOSED)
    assert not CaseRecord.objects.exclude(done_at=None, received_at=None).exists()
