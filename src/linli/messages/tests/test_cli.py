"""`linli messages` on the command line."""

import datetime as dt
import json

import pytest
from click.testing import CliRunner

from linli.cases.rules import State
from linli.cases.testing import make_case
from linli.core.ids import new_id
from linli.messages import actions
from linli.messages.channels import bot_services
from linli.messages.cli import messages
from linli.messages.errors import DeliveryNotFound
from linli.messages.models import Delivery, UnitBot
from linli.messages.rules import Channel, DeliveryState
from linli.messages.testing import NOON, a_fact, with_mail
from linli.staff.testing import CLEANING, Cast

pytestmark = pytest.mark.django_db
AT = dt.datetime.fromisoformat(NOON)


def run(*arguments: str, code: int = 0, given: str | None = None) -> str:
    found = CliRunner(env={"COLUMNS": "200"}).invoke(messages, arguments, input=given)
    assert found.exit_code == code, found.output + repr(found.exception)
    return found.output


@pytest.fixture(autouse=True)
def _by_day(time_machine) -> None:
    time_machine.move_to(AT)  # at night nothing but what is urgent would be sent


@pytest.fixture
def failed(cast: Cast, post_office) -> Delivery:
    with_mail(cast.sun.account)
    case = make_case(cast, state=State.DISPATCHED)
    actions.tell("cases.dispatched", a_fact(case, unit_code=CLEANING), at=AT)
    post_office.refusal = "550 no such user"
    actions.send_due(Channel.MAIL, at=AT)
    post_office.refusal = ""
    return Delivery.objects.get(channel=Channel.MAIL)


def test_channels_are_listed_with_what_is_set_up(db, gateway):
    assert json.loads(run("channels", "--json")) == {
        "inbox": True, "mail": False, "sms": True, "bot": False, "push": False,
    }  # fmt: skip
    assert "未接通" in run("channels")


def test_failed_ones_are_listed_and_sent_again(failed: Delivery, post_office):
    (row,) = json.loads(run("list", "--failed", "--json"))
    assert (row["id"], row["state"], row["address"]) == (str(failed.pk), "given-up", "s***@office.example")
    assert "550 no such user" in row["why"]
    shown = run("list", "--failed")
    assert "550" in shown
    assert str(failed.pk)[:8] in shown
    assert "1 条" in run("resend", "--failed")
    actions.send_due(Channel.MAIL)
    assert len(post_office.letters) == 1
    assert json.loads(run("list", "--failed", "--json")) == []
    assert run("list", "--failed").strip() == "没有符合条件的发送记录。"


def test_one_is_sent_again_by_its_number(failed: Delivery):
    run("resend", str(failed.pk))
    failed.refresh_from_db()
    assert failed.state == DeliveryState.WAITING


def test_resending_what_is_not_there_or_nothing_is_refused(db):
    assert isinstance(CliRunner().invoke(messages, ["resend", str(new_id())]).exception, DeliveryNotFound)
    run("resend", code=2)
    run("resend", str(new_id()), "--failed", code=2)


def test_the_list_is_narrowed_by_channel_and_state(failed: Delivery):
    assert len(json.loads(run("list", "--json"))) == 2
    assert len(json.loads(run("list", "--json", "--channel", "inbox"))) == 1
    assert len(json.loads(run("list", "--json", "--state", "sent", "--limit", "1"))) == 1


def test_a_channel_is_tried_out(post_office, gateway):
    assert "s***@office.example" in run("test", "mail", "--to", "sun@office.example")
    assert len(post_office.letters) == 1
    assert "138******00" in run("test", "sms", "--to", "13800138000")
    assert gateway.heard[0].json()["phone"] == "13800138000"


def test_a_channel_that_does_not_work_says_why(post_office):
    post_office.refusal = "550 no such user"
    found = CliRunner().invoke(messages, ["test", "mail", "--to", "nobody@office.example"])
    assert found.exit_code == 1
    assert "550 no such user" in str(found.exception)
    assert "短信" in str(CliRunner().invoke(messages, ["test", "sms", "--to", "13800138000"]).exception)


def test_a_unit_s_bot_is_set_listed_and_removed(cast: Cast, web, monkeypatch):
    monkeypatch.setattr(bot_services.WeCom, "notify_url", web.url + "/wecom?key={key}")
    run("bot", CLEANING, "--address", "-", given="wecombot://693a91f6\n")
    assert run("bot").split() == [CLEANING, "WeCom", "Bot"]
    assert "已去掉" in run("bot", CLEANING, "--remove")
    assert "没有群机器人" in run("bot", CLEANING, "--remove")
    assert UnitBot.objects.count() == 0
    run("bot", CLEANING, code=2)
    assert CliRunner().invoke(messages, ["bot", CLEANING, "--address", "hello"]).exit_code == 1


def test_declared_notices_are_checked(db, tmp_path):
    assert json.loads(run("check", "--json"))["problems"] == []
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "ours.toml").write_text('[[notice]]\ncode = "a.b"\n', encoding="utf-8")
    assert "messages/ours.toml:1:" in run("check", str(tmp_path), code=1)
