"""Hasty hands on an old phone: saving in the middle of a recording, and twice; what was taken stays with its own report."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from tests.journeys.conftest import House
from tests.journeys.field_workers import HOME_OF_A_VISIT, STATES, Phone, phones, until

pytestmark = pytest.mark.journey
SENT = """async () => (await linliField.store.value.outbox()).filter((one) => one.command.name === 'case.report')
  .map((one) => one.command.media.map((each) => each.role).sort())"""
PICTURE = """async () => {
  const canvas = new OffscreenCanvas(64, 48)
  canvas.getContext('2d').fillRect(8, 8, 20, 20)
  const chosen = new DataTransfer()
  chosen.items.add(new File([await canvas.convertToBlob({ type: 'image/jpeg' })], 'gate.jpg', { type: 'image/jpeg' }))
  const input = document.querySelector('input[data-photo=album]')
  input.files = chosen.files
  input.dispatchEvent(new Event('change', { bubbles: true }))
}"""
TWICE = "(text) => { const save = [...document.querySelectorAll('.foot button')].find((one) => one.innerText.includes(text)); save.click(); save.click() }"


@pytest.fixture
def phone(browser: Browser, house: House) -> Iterator[Phone]:
    yield from phones(browser, house)


def test_a_report_saved_in_haste_goes_once_with_all_that_was_taken(phone: Phone) -> None:
    phone.come_in()
    page = phone.page
    phone.context.set_offline(True)
    phone.open("report")
    page.get_by_label("看到了什么").fill("门前的路灯一闪一闪")
    phone.tap("说一段")
    expect(page.get_by_text(re.compile(r"说完了（[1-9]\d*秒）"))).to_be_visible()
    page.evaluate(PICTURE)
    expect(page.locator(".photos .photo img")).to_have_count(1)
    page.locator(".foot button").click()
    expect(page.get_by_text("还在录音，请先点“说完了”。")).to_be_visible()
    assert page.evaluate(SENT) == []
    page.get_by_role("button", name="说完了").click()
    expect(page.locator("audio")).to_have_count(1)
    expect(page.locator(".photos .photo img")).to_have_count(1)
    page.evaluate(TWICE, "保存上报")
    expect(page.get_by_text("已保存在手机里")).to_be_visible()
    assert page.evaluate(SENT) == [["report", "voice"]]
    phone.tap("再报一件")
    expect(page.get_by_label("看到了什么")).to_have_value("")
    expect(page.locator("audio")).to_have_count(0)
    expect(page.locator(".photos .photo")).to_have_count(0)
    phone.context.set_offline(False)
    until(lambda: not page.evaluate("linliField.status.value.waiting"))


def test_a_visit_is_planned_without_network_and_stands_in_the_list_at_once(phone: Phone) -> None:
    phone.come_in()
    page = phone.page
    home = page.evaluate(HOME_OF_A_VISIT)
    phone.context.set_offline(True)
    phone.open(f"home/{home['household']}")
    phone.tap("安排走访")
    phone.tap("保存", within="dialog")
    expect(page.get_by_text("请选择走访目的。")).to_be_visible()
    page.get_by_label("了解需要").check(force=True)
    page.get_by_label("为什么去").fill("上次说想换楼道里的灯泡")
    phone.tap("明天", within="dialog")
    phone.look("plan-visit")
    phone.tap("保存", within="dialog")
    page.get_by_role("link", name="了解需要").filter(has_text="上次说想换楼道里的灯泡").click()
    expect(page.locator(".case-title")).to_have_text("了解需要")
    phone.context.set_offline(False)
    until(lambda: page.evaluate(STATES) == [["visit.plan", "done"]])
