"""Hand-offs never get stuck: sent and answered, or back with a person and the reason."""

import datetime as dt
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import UUID

import pytest
import time_machine
from django.test import Client

from linli.cases import actions, errors
from linli.cases.actions.outside_sending import work_hand_offs
from linli.cases.actions.outside_systems import close_system, enter_system
from linli.cases.models import Case, HandOff
from linli.cases.queries.replaying import replay_cases
from linli.cases.rules import State
from linli.cases.testing import MONDAY_9, a_command, make_case
from linli.core.errors import NotAllowed
from linli.core.posting import is_signed, signature
from linli.staff.rules import SYSTEM
from linli.staff.testing import CLEANING, Cast

pytestmark = pytest.mark.django_db
NOW = MONDAY_9 + dt.timedelta(hours=6)
STATUSES = "/api/v1/outside/water-company/statuses"


class Outside:
    """Another body's server on this machine: keeps what it hears, answers as it is told."""

    def __init__(self) -> None:
        self.status, self.heard = 200, []
        outside = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outside.heard.append((dict(self.headers), body))
                self.send_response(outside.status)
                self.end_headers()

            def log_message(self, *_args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/orders"


@pytest.fixture
def outside():
    found = Outside()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def handed(cast: Cast, outside: Outside):
    """A case in the hands of the cleaning unit, handed to the water company's system; with the key."""
    key = enter_system(
        "water-company", by=SYSTEM, name="供水公司工单系统", url=outside.url, unit_code=CLEANING,
        answer_limit="2 working days",
    )  # fmt: skip
    case = make_case(cast, state=State.HANDLING)
    actions.hand_off(case.pk, command=a_command(cast.wei.actor, at=NOW), system_code="water-company")
    return HandOff.objects.get(case=case), key


def say(handed: HandOff, key: str, *, at: dt.datetime = NOW, system: str = "water-company", **values):
    body = json.dumps({"delivery": str(handed.pk), "id": "1", "status": "accepted", **values}).encode()
    stamp = str(int(at.timestamp()))
    with time_machine.travel(NOW, tick=False):
        return Client().post(
            f"/api/v1/outside/{system}/statuses", body, content_type="application/json",
            headers={"Linli-Timestamp": stamp, "Linli-Signature": signature(body, stamp=stamp, secret=key)},
        )  # fmt: skip


def again(handed: HandOff) -> HandOff:
    return HandOff.objects.select_related("case").get(pk=handed.pk)


def test_a_system_is_sent_the_matter_signed_and_without_the_reporter(handed, outside: Outside):
    row, key = handed
    work_hand_offs(NOW)
    headers, body = outside.heard[0]
    assert is_signed(body, stamp=headers["Linli-Timestamp"], secret=key, said=headers["Linli-Signature"])
    said = json.loads(body)
    assert UUID(said["delivery"]) == row.pk
    assert not {name for name in said if "phone" in name or "reporter" in name or "name" in name} - {"kind_name"}
    assert again(row).state == "sent"
    assert work_hand_offs(NOW) == 0


def test_a_server_that_is_down_is_tried_again_and_then_a_person_has_it(handed, outside: Outside):
    row, _key = handed
    outside.status, at = 500, NOW
    for _ in range(6):
        work_hand_offs(at)
        at += dt.timedelta(hours=5)
    back = again(row)
    assert (back.state, back.tries, len(outside.heard)) == ("came-back", 6, 6)
    assert "500" in back.why
    assert back.case.clocks["outside"]["done"]
    assert back.case.records.get(name="take-back").by_name == "system"


def test_a_refused_message_comes_back_at_once(handed, outside: Outside):
    row, _key = handed
    outside.status = 404
    work_hand_offs(NOW)
    assert again(row).state == "came-back"


def test_a_system_that_never_answers_loses_the_case_in_time(handed):
    row, _key = handed
    work_hand_offs(NOW)
    work_hand_offs(row.answer_by - dt.timedelta(seconds=1))
    assert again(row).state == "sent"
    work_hand_offs(row.answer_by)
    assert again(row).state == "came-back"
    assert "没有回应" in again(row).why


def test_a_status_is_kept_once_and_done_ends_the_hand_off(handed):
    row, key = handed
    assert say(row, key).json() == {"number": row.case.number, "state": "handling"}
    assert say(row, key).status_code == 200
    assert row.case.records.filter(name="outside-status").count() == 1
    assert say(row, key, id="2", status="done", text="阀门已更换").status_code == 200
    assert again(row).state == "done"
    assert again(row).case.answers["outside-result"] == {"text": "阀门已更换"}
    assert say(row, key, id="3").status_code == 409
    assert [differences for _number, differences in replay_cases() if differences] == []


def test_what_a_system_refuses_is_with_a_person_and_its_reason(handed):
    row, key = handed
    assert say(row, key, status="refused", text="不在供水范围").status_code == 200
    assert again(row).state == "came-back"
    assert "不在供水范围" in again(row).why


@pytest.mark.parametrize("why", ["key", "old", "system", "stamp"])
def test_a_stranger_s_message_is_refused_and_changes_nothing(handed, why: str):
    row, key = handed
    said = {
        "key": lambda: say(row, "guessed"),
        "old": lambda: say(row, key, at=NOW - dt.timedelta(minutes=6)),
        "system": lambda: say(row, key, system="gas-company"),
        "stamp": lambda: Client().post(STATUSES, b"{}", content_type="application/json"),
    }[why]()
    assert said.status_code in {400, 403}
    assert again(row).state == "waiting"


def test_one_system_does_not_speak_for_another(handed, outside: Outside):
    row, _key = handed
    other = enter_system(
        "gas-company", by=SYSTEM, name="燃气公司", url=outside.url, unit_code=CLEANING, answer_limit="1 working day"
    )
    assert say(row, other, system="gas-company").status_code == 404


def test_what_leaves_the_units_hands_waits_for_no_system(handed, cast: Cast):
    row, key = handed
    actions.return_task(row.case_id, command=a_command(cast.sun.actor, at=NOW), reason="不属于本单位")
    assert again(row).state == "came-back"
    assert say(row, key).status_code == 409


def test_a_case_is_with_one_system_and_taken_back_by_command(handed, cast: Cast):
    row, _key = handed
    command = a_command(cast.wei.actor, at=NOW)
    with pytest.raises(errors.HandedOffBefore):
        actions.hand_off(row.case_id, command=command, system_code="water-company")
    actions.take_back(row.case_id, command=a_command(cast.wei.actor, at=NOW), reason="改由本单位处理")
    with pytest.raises(errors.NotHandedOff):
        actions.take_back(row.case_id, command=a_command(cast.wei.actor, at=NOW), reason="再收一次")


@pytest.mark.parametrize("who", ["zhao", "lin", "sun", "chen"])
def test_only_command_hands_off(cast: Cast, who: str, outside: Outside):
    enter_system("x", by=SYSTEM, name="x", url=outside.url, unit_code=CLEANING, answer_limit="1 hour")
    case = make_case(cast, state=State.HANDLING)
    with pytest.raises((errors.StepNotAllowed, errors.CaseNotFound)):
        actions.hand_off(case.pk, command=a_command(getattr(cast, who).actor), system_code="x")


@pytest.mark.parametrize(
    ("code", "url", "limit"),
    [
        ("Bad Code", "https://x.test", "1 hour"),
        ("x", "http://x.test", "1 hour"),
        ("x", "ftp://x", "1 hour"),
        ("x", "https://x.test", "soon"),
    ],
)
def test_a_system_that_could_not_work_is_not_entered(cast: Cast, code: str, url: str, limit: str):
    with pytest.raises(errors.OutsideSystemWrong):
        enter_system(code, by=SYSTEM, name="x", url=url, unit_code=CLEANING, answer_limit=limit)


def test_nobody_without_the_right_enters_or_closes_a_system(cast: Cast):
    with pytest.raises(NotAllowed):
        enter_system("x", by=cast.wei.actor, name="x", url="https://x.test", unit_code=CLEANING, answer_limit="1 hour")
    with pytest.raises(NotAllowed):
        close_system("x", by=cast.wei.actor)
    with pytest.raises(errors.OutsideSystemUnknown):
        close_system("x", by=SYSTEM)


def test_a_signature_in_other_letters_or_from_far_away_in_time_is_only_wrong(handed):
    row, key = handed
    body = json.dumps({"delivery": str(row.pk), "id": "1", "status": "accepted"}).encode()
    far = "999999999999"
    for stamp, signed in ((str(int(NOW.timestamp())), "é" * 64), (far, signature(body, stamp=far, secret=key))):
        headers = {"Linli-Timestamp": stamp, "Linli-Signature": signed}
        assert Client().post(STATUSES, body, content_type="application/json", headers=headers).status_code == 403


def test_a_case_that_moved_on_holds_up_no_other_hand_off(handed, cast: Cast):
    row, _key = handed
    other = make_case(cast, state=State.HANDLING, text="另一处垃圾没有清")
    actions.hand_off(other.pk, command=a_command(cast.wei.actor, at=NOW), system_code="water-company")
    Case.objects.filter(pk=row.case_id).update(state="responded", phase="responded")
    work_hand_offs(NOW + dt.timedelta(days=9))
    assert (again(row).state, again(row).why) == ("came-back", "case-moved-on")
    assert HandOff.objects.get(case=other).state == "came-back"
    assert work_hand_offs(NOW + dt.timedelta(days=9)) == 0
