"""Commands of a phone: each applied once, wholly or not at all, and none held up by another."""

import datetime as dt
import gzip
import json
import uuid

import pytest
import time_machine
from django.apps import apps
from django.db import OperationalError
from django.utils import timezone

from linli.cases.rules import State
from linli.cases.testing import a_photo, make_case
from linli.core.errors import Stale
from linli.fieldsync.applying import cases as case_commands
from linli.fieldsync.applying import commands as applying
from linli.fieldsync.applying.frame import Kind
from linli.fieldsync.applying.table import KINDS
from linli.fieldsync.models import FieldCommand
from linli.fieldsync.tests.phone import Phone, a_report, command, sha, with_photo

pytestmark = pytest.mark.django_db
Case, CaseRecord, Attachment = (apps.get_model("cases", name) for name in ("Case", "CaseRecord", "Attachment"))
HAZARD = "hazard.small-premises"
NOON = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)


def test_a_repeat_gets_the_first_answer_and_changes_nothing(phone):
    made = a_report()
    first, again = phone.one(made), phone.one(made)
    assert first == again
    assert (Case.objects.count(), CaseRecord.objects.count(), FieldCommand.objects.count()) == (1, 1, 1)


def test_a_report_brings_its_photos_and_leaves_nothing_on_the_way(phone, folders):
    made = a_report()
    with_photo(phone, made)
    with_photo(phone, made, "after", colour="green")
    assert phone.one(made)["outcome"] == "applied"
    assert sorted(Attachment.objects.values_list("purpose", flat=True)) == ["after", "report"]
    assert len(list((folders / "attachments").rglob("*.jpg"))) == 2
    assert not list((folders / "incoming").rglob("*.*"))
    assert not list((folders / "incoming").rglob("[0-9a-f]" * 64))


def test_a_report_waits_for_its_photos(phone):
    made = a_report()
    content = a_photo().getvalue()
    made["media"] = [{"sha256": sha(content), "size": len(content), "type": "image/jpeg", "role": "report"}]
    phone.put(made, content, end=100)
    answer = phone.one(made)
    assert (answer["outcome"], answer["missing"]) == ("needs-media", [{"sha256": sha(content), "offset": 100}])
    assert not Case.objects.exists()


def test_what_follows_a_waiting_command_of_its_record_waits_too(phone):
    made = a_report()
    made["media"] = [{"sha256": "a" * 64, "size": 1, "type": "image/jpeg", "role": "report"}]
    note = command("case.note", made["record"], case=made["payload"]["case"], text="补充一句")
    other = a_report()
    answers = phone.send(made, note, other)
    assert [answers[one["id"]]["outcome"] for one in (made, note, other)] == ["needs-media", "later", "applied"]


def test_a_refused_command_holds_up_no_other(phone):
    good, bad, last = a_report(), a_report(text=" "), a_report()
    answers = phone.send(good, bad, last)
    assert [answers[one["id"]]["outcome"] for one in (good, bad, last)] == ["applied", "refused", "applied"]
    assert answers[bad["id"]]["problem"]["field"] == "text"
    assert not FieldCommand.objects.filter(pk=bad["id"]).exists()


def test_a_refused_command_that_was_mended_is_applied_under_its_id(phone):
    made = a_report(text="")
    assert phone.one(made)["outcome"] == "refused"
    made["payload"]["text"] = "井盖松动"
    assert phone.one(made)["outcome"] == "applied"


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"name": "case.fly"}, "field.command-unknown"),
        ({"payload": {"case": "x"}}, "field.payload-wrong"),
        ({"payload": {}}, "field.payload-wrong"),
        ({"payload": []}, "field.payload-wrong"),
        ({"id": "7"}, "field.payload-wrong"),
        ({"at": "yesterday"}, "field.payload-wrong"),
        ({"media": [{"sha256": "../../x", "size": 1, "type": "", "role": "report"}]}, "field.payload-wrong"),
    ],
    ids=["name", "case-id", "empty", "list", "id", "time", "hash"],
)
def test_a_broken_command_is_answered_and_the_rest_applied(phone, broken, code):
    bad, good = {**a_report(), **broken}, a_report()
    answers = phone.send(bad, good)
    assert (answers[bad["id"]]["outcome"], answers[bad["id"]]["problem"]["code"]) == ("refused", code)
    assert answers[good["id"]]["outcome"] == "applied"


def test_a_step_of_no_case_is_refused(phone):
    answer = phone.one(command("case.note", "case:x", case="x", text="看过了"))
    assert (answer["problem"]["code"], answer["problem"]["field"]) == ("field.payload-wrong", "case")


def test_what_was_decided_over_an_old_state_is_tried_once_more_and_then_refused(phone, monkeypatch):
    tries = []

    def stale(work):
        tries.append(work)
        raise Stale

    monkeypatch.setitem(KINDS, "case.report", Kind(case_commands.Report, stale))
    answer = phone.one(a_report())
    assert (answer["outcome"], answer["problem"]["code"], len(tries)) == ("refused", "linli.stale", 2)


def test_a_title_is_in_the_language_of_the_request(phone):
    made = {**a_report(), "name": "case.fly"}
    body = json.dumps({"device": phone.id, "sent_at": timezone.now().isoformat(), "commands": [made]}).encode()
    said = {
        language: phone.call("POST", "commands", body, Accept_Language=language).json()["answers"][0]["problem"]
        for language in ("zh-hans", "en")
    }
    assert "case.fly" in said["zh-hans"]["title"]
    assert said["en"]["code"] == said["zh-hans"]["code"]


def test_zhao_sends_nothing(cast, folders):
    stranger = Phone(cast.zhao)
    body = json.dumps({"device": stranger.id, "sent_at": NOON.isoformat(), "commands": [a_report()]}).encode()
    assert stranger.call("POST", "commands", body).status_code == 401
    assert not Case.objects.exists()


def test_an_id_used_on_another_phone_is_refused(phone, cast):
    made = a_report()
    phone.one(made)
    answer = Phone(cast.lin).one(made)
    assert (answer["outcome"], answer["problem"]["code"]) == ("refused", "core.command-id-reused")


def test_an_id_used_for_something_else_is_refused(phone):
    made = a_report()
    phone.one(made)
    other = {**command("case.note", made["record"], case=made["payload"]["case"], text="又看了一次"), "id": made["id"]}
    assert phone.one(other)["problem"]["code"] == "core.command-id-reused"


def test_a_case_id_that_is_taken_is_refused_and_set_aside(phone):
    made = a_report()
    phone.one(made)
    other = {**a_report(), "payload": made["payload"]}
    assert phone.one(other)["problem"]["code"] == "field.record-taken"
    assert Case.objects.count() == 1


def test_two_alike_reports_of_two_phones_are_two_cases(phone, cast):
    assert phone.one(a_report())["outcome"] == Phone(cast.lin).one(a_report())["outcome"] == "applied"
    assert Case.objects.count() == 2


def test_a_phone_an_hour_off_is_put_right(phone):
    with time_machine.travel(NOON, tick=False):
        phone.register()
        made = a_report()
        made["at"] = (NOON + dt.timedelta(minutes=50)).isoformat()
        phone.token = phone.register().json()["token"]
        phone.send(made, sent_at=NOON + dt.timedelta(hours=1))
    assert Case.objects.get().reported_at == NOON - dt.timedelta(minutes=10)


def test_a_step_never_comes_before_the_last_line_of_its_case(phone, cast):
    case = make_case(cast, at=timezone.now() - dt.timedelta(hours=1))
    made = command("case.note", f"case:{case.pk}", case=str(case.pk), text="刚到现场")
    made["at"] = (timezone.now() - dt.timedelta(hours=9)).isoformat()
    phone.one(made)
    first, last = case.records.order_by("seq")
    assert last.at == first.at


def test_fifty_mixed_commands_go_in_one_request_and_not_one_more(phone):
    reports = [a_report() for _ in range(25)]
    notes = [command("case.note", one["record"], case=one["payload"]["case"], text="第二天又看了") for one in reports]
    answers = phone.send(*reports, *notes)
    assert [one["outcome"] for one in answers.values()] == ["applied"] * 50
    assert CaseRecord.objects.count() == 50
    body = {"device": phone.id, "sent_at": NOON.isoformat(), "commands": [a_report() for _ in range(51)]}
    assert phone.call("POST", "commands", json.dumps(body).encode()).status_code == 400


def test_commands_in_the_wrong_order_are_refused_and_apply_when_sent_again(phone):
    report = a_report()
    note = command("case.note", report["record"], case=report["payload"]["case"], text="补充")
    answers = phone.send(note, report)
    assert (answers[note["id"]]["outcome"], answers[report["id"]]["outcome"]) == ("refused", "applied")
    assert phone.one(note)["outcome"] == "applied"


def test_two_phones_with_the_same_task_take_it_once(cast, folders):
    case = make_case(cast, state=State.DISPATCHED)
    phones = Phone(cast.sun), Phone(cast.sun)
    sent = [command("case.accept", f"case:{case.pk}", case=str(case.pk)) for _ in phones]
    outcomes = [phone.one(one) for phone, one in zip(phones, sent, strict=True)]
    assert [one["outcome"] for one in outcomes] == ["applied", "refused"]
    assert outcomes[1]["problem"]["code"] == "case.wrong-state"
    assert case.records.filter(name="accept").count() == 1


def test_pressed_bodies_and_answers_are_understood(phone):
    body = {"device": phone.id, "sent_at": timezone.now().isoformat(), "commands": [a_report() for _ in range(20)]}
    found = phone.call(
        "POST", "commands", gzip.compress(json.dumps(body).encode()), Content_Encoding="gzip", Accept_Encoding="gzip"
    )
    assert found.headers["Content-Encoding"] == "gzip"
    assert len(json.loads(gzip.decompress(found.content))["answers"]) == 20


@pytest.mark.parametrize("pressed", [False, True], ids=["plain", "pressed"])
def test_more_than_a_megabyte_is_too_much(phone, pressed):
    body = json.dumps({"device": phone.id, "commands": ["x" * 1_100_000]}).encode()
    headers = {"Content_Encoding": "gzip"} if pressed else {}
    found = phone.call("POST", "commands", gzip.compress(body) if pressed else body, **headers)
    assert (found.status_code, found.json()["code"]) == (413, "field.request-too-large")


@pytest.mark.parametrize(
    ("body", "headers"),
    [(b"{", {}), (b"\x1f\x8bnope", {"Content_Encoding": "gzip"}), (gzip.compress(b"{}")[:-9], {"Content_Encoding": "gzip"})],
    ids=["json", "gzip", "cut"],
)  # fmt: skip
def test_what_cannot_be_read_is_said_to_be_so(phone, body, headers):
    found = phone.call("POST", "commands", body, **headers)
    assert (found.status_code, found.json()["code"]) == (400, "field.request-unreadable")


def test_commands_under_the_name_of_another_phone_are_refused(phone):
    body = {"device": str(uuid.uuid4()), "sent_at": NOON.isoformat(), "commands": []}
    assert phone.call("POST", "commands", json.dumps(body).encode()).status_code == 400


def test_trouble_loses_nothing_and_is_tried_again(phone, monkeypatch, caplog):
    def fails(_work):
        raise ZeroDivisionError

    made, other = command("case.accept", "", case=str(uuid.uuid4())), a_report()
    with monkeypatch.context() as patch:
        patch.setitem(KINDS, "case.accept", Kind(case_commands.OfCase, fails, subject="case"))
        answers = phone.send(made, other)
    assert (answers[made["id"]]["outcome"], answers[made["id"]]["problem"]["code"]) == ("later", "field.trouble")
    assert answers[other["id"]]["outcome"] == "applied"
    assert "井盖" not in caplog.text


@pytest.mark.parametrize(("failures", "outcome"), [(1, "applied"), (2, "later")], ids=["once", "twice"])
def test_a_deadlock_is_tried_once_more(phone, monkeypatch, failures, outcome):
    left = [OperationalError("deadlock detected")] * failures
    report = case_commands.report

    def sometimes(work):
        if left:
            raise left.pop()
        return report(work)

    made = a_report()
    monkeypatch.setitem(KINDS, "case.report", Kind(case_commands.Report, sometimes))
    assert phone.one(made)["outcome"] == outcome
    assert Case.objects.count() == (outcome == "applied")


def test_a_full_disk_while_a_photo_is_stored_leaves_nothing_half_done(phone, monkeypatch, folders):
    made = a_report()
    with_photo(phone, made)

    def full(_from, _to):
        raise OSError(28, "no space left")

    with monkeypatch.context() as patch:
        patch.setattr("linli.core.kept_files.os.replace", full)
        answer = phone.one(made)
    assert (answer["outcome"], answer["problem"]["code"]) == ("later", "field.disk-full")
    assert not Case.objects.exists()
    assert phone.one(made)["outcome"] == "applied"
    assert len(list((folders / "attachments").rglob("*.jpg"))) == 1


def test_a_repeat_that_comes_while_the_first_is_at_work_gets_its_answer(phone, monkeypatch):
    made = a_report()
    first = phone.one(made)
    with monkeypatch.context() as patch:
        patch.setattr(applying, "applied_before", lambda _ids: {})  # asked before the first was stored
        again = phone.one(made)
    assert again == first
    assert CaseRecord.objects.count() == 1


def test_signing_out_in_the_middle_keeps_what_was_applied(phone):
    first, second = a_report(), a_report()
    phone.one(first)
    phone.call("DELETE", f"devices/{phone.id}")
    body = json.dumps({"device": phone.id, "sent_at": timezone.now().isoformat(), "commands": [first, second]}).encode()
    assert phone.call("POST", "commands", body).status_code == 401
    phone.token = phone.register().json()["token"]
    answers = phone.send(first, second)
    assert {one["outcome"] for one in answers.values()} == {"applied"}
    assert Case.objects.count() == 2


def test_what_is_kept_of_a_command_are_ids_and_numbers(phone):
    phone.one(a_report(text="赵大妈家漏水", reporter_name="赵大妈", reporter_phone="13800000001"))
    row = FieldCommand.objects.get()
    assert set(row.result) == {"number"}
    assert "赵" not in json.dumps(row.result, ensure_ascii=False) + row.record


def test_a_batch_asks_as_much_for_fifty_cases_as_for_two(phone, cast, django_assert_max_num_queries):
    cases = [make_case(cast) for _ in range(10)]
    notes = [command("case.note", f"case:{one.pk}", case=str(one.pk), text="看过了") for one in cases]
    with django_assert_max_num_queries(2 + 2 + 10 * 9):
        phone.send(*notes)
