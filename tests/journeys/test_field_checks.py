"""What the server would refuse hours later is said on the phone where it is typed; what it does refuse is not called sent."""

import datetime as dt
import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, expect
from tests.journeys.conftest import House
from tests.journeys.field_workers import HOME_OF_A_VISIT, STATES, Phone, phones

pytestmark = pytest.mark.journey


@pytest.fixture
def phone(browser: Browser, house: House) -> Iterator[Phone]:
    yield from phones(browser, house)


def test_what_would_be_refused_is_said_where_it_is_typed(phone: Phone) -> None:
    phone.come_in()
    a_phone_number_mistyped(phone)
    a_day_too_far(phone)
    assert [name for name, _ in phone.page.evaluate(STATES)] == ["case.report"]


def a_phone_number_mistyped(phone: Phone) -> None:
    page = phone.page
    phone.open("report")
    page.get_by_label("看到了什么").fill("楼道三层的灯不亮")
    page.get_by_text("替居民上报").click()
    page.get_by_label("居民电话").fill("1381234567")
    phone.tap("保存上报", within=".foot")
    expect(page.get_by_text("电话号码不正确")).to_be_visible()
    phone.look("check-phone-number")
    page.get_by_label("居民电话").fill("13812345678")
    page.context.route("**/field/api/commands", refused)
    phone.tap("保存上报", within=".foot")
    expect(page.get_by_text("社区名单还没有开放。")).to_be_visible()
    expect(page.locator(".receipt")).to_contain_text("还没有传上去")
    expect(page.get_by_text("正在上传")).to_have_count(0)
    phone.look("check-refused")
    page.context.unroute("**/field/api/commands")
    phone.open("outbox")
    phone.tap("改一改再传")
    expect(page.locator("dialog[open]").get_by_label("居民电话")).to_have_value("13812345678")


def refused(route: Route) -> None:
    """Answer as a server that refuses all it is sent."""
    sent = json.loads(route.request.post_data or "{}")["commands"]
    problem = {"code": "case.refused", "title": "社区名单还没有开放。"}
    now = dt.datetime.now(dt.UTC)
    answers = [{"id": one["id"], "outcome": "refused", "problem": problem} for one in sent]
    later = now + dt.timedelta(hours=72)
    route.fulfill(json={"server_now": now.isoformat(), "lease_until": later.isoformat(), "answers": answers})


def a_day_too_far(phone: Phone) -> None:
    page = phone.page
    home = page.evaluate(HOME_OF_A_VISIT)
    phone.open(f"home/{home['household']}")
    phone.tap("安排走访")
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("了解需要").check(force=True)
    dialog.get_by_label("为什么去").fill("换楼道里的灯泡")
    dialog.locator("input[type=date]").fill("2099-01-01")
    phone.tap("保存", within="dialog[open]")
    expect(dialog.get_by_text("不能晚于一年以后。")).to_be_visible()
    phone.look("check-day")
