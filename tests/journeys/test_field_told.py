"""What the server tells of a line that came late, and of a phone too many, as people see it on the desk and on the phone."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect
from tests.journeys.conftest import PASSWORD, House
from tests.journeys.field_workers import STATES, Phone, phones, until

pytestmark = pytest.mark.journey
# A change made five hours ago: the phone's clock is right again when it is sent.
FIVE_HOURS_AGO = """async (text) => {
  const open = (await linliField.store.value.rows('cases')).filter((one) => one.is_open && one.lines?.length)
  const [{ id, number }] = open.sort((one, other) => one.reported_at < other.reported_at ? -1 : 1)
  const Real = Date
  globalThis.Date = class extends Real { constructor(...said) { super(...(said.length ? said : [Real.now() - 5 * 3600_000])) } }
  const note = { name: 'case.note', record: `case:${id}`, payload: { case: id, text } }
  await linliField.store.value.enqueue(note).finally(() => { globalThis.Date = Real })
  return { id, number }
}"""
HAS_LINE = "async ([id, text]) => (await linliField.store.value.rows('cases')).some((one) => one.id === id && one.lines.some((line) => line.note === text))"
TEXT = "早上已看过，井盖没有松动"
TOO_MANY = "您的账号同时最多使用 3 部手机，已经满了。最久没用的是“旧手机”（2026-11-01 登记）"


@pytest.fixture
def phone(browser: Browser, house: House) -> Iterator[Phone]:
    yield from phones(browser, house)


def test_what_was_done_hours_ago_tells_both_times_on_desk_and_phone(visit: Any, phone: Phone) -> None:
    page = phone.come_in().page
    phone.context.set_offline(True)
    case = page.evaluate(FIVE_HOURS_AGO, TEXT)
    phone.context.set_offline(False)
    until(lambda: page.evaluate(STATES) == [["case.note", "done"]] and page.evaluate(HAS_LINE, [case["id"], TEXT]))
    phone.open(f"case/{case['id']}")
    expect(page.locator(".line", has_text=TEXT).get_by_text("在手机上完成")).to_be_visible()
    phone.look("late-line-phone")
    for width in (1440, 360):
        desk = visit(width=width).sign_in("dispatcher")
        desk.page.goto(f"/desk/cases/{case['id']}/")
        line = desk.page.locator(".history-item", has_text=TEXT)
        expect(line.get_by_text("在手机上完成")).to_be_visible()
        expect(line.get_by_text("传到")).to_be_visible()
        desk.look("late-line-desk")


def test_a_phone_too_many_says_which_one_to_sign_out_and_then_comes_in(phone: Phone) -> None:
    page = phone.page
    problem = {"code": "field.too-many-devices", "title": TOO_MANY, "status": 409}

    def refuse(route: Route) -> None:
        route.fulfill(status=409, json=problem)

    page.route("**/field/api/devices", refuse)
    page.goto("/accounts/login/?next=/field/")
    page.fill("input[name=login]", "worker")
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_text(TOO_MANY)).to_be_visible()
    phone.trouble = [one for one in phone.trouble if "409" not in one]
    phone.look("phone-too-many")
    page.unroute("**/field/api/devices", refuse)
    phone.tap("登录")
    until(lambda: page.evaluate("linliField.status.value.phase") == "ready")
    expect(page.get_by_text(TOO_MANY)).to_have_count(0)
