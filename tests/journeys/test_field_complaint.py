"""The ways to complain about the app: a link to its own form leads there through the sign-in, and nobody needs an account."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from tests.journeys.conftest import House
from tests.journeys.field_workers import SLOW_MS, STATES, Phone, phones, until

pytestmark = pytest.mark.journey


@pytest.fixture
def phone(browser: Browser, house: House) -> Iterator[Phone]:
    yield from phones(browser, house)


def test_the_link_to_the_complaint_leads_there_through_the_sign_in(phone: Phone) -> None:
    page = phone.page
    page.goto("/field/law/")
    page.get_by_role("link", name="打开移动工作投诉").click()
    sign_in = page.get_by_role("button", name="登录后投诉或建议")
    expect(sign_in).to_be_visible(timeout=SLOW_MS)
    phone.look("complaint-signed-out")
    sign_in.click()
    page.fill("input[name=login]", "worker")
    page.fill("input[name=password]", "linli-demo")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("dialog[open]").get_by_label("内容")).to_be_visible(timeout=SLOW_MS)
    phone.look("complaint-signed-in")
    page.locator("dialog[open]").get_by_label("内容").fill("按钮再大一些")
    phone.tap("提交", within="dialog[open]")
    until(lambda: page.evaluate(STATES) == [["app.complaint", "done"]])
    the_answer_will_be_there(phone)


def the_answer_will_be_there(phone: Phone) -> None:
    with phone.page.context.expect_page() as opened:
        phone.page.get_by_role("link", name="看我的投诉和答复").click()
    own = opened.value
    own.get_by_role("link", name="对工作软件的投诉").click()
    expect(own.get_by_text("按钮再大一些")).to_be_visible()
    own.close()


def test_whoever_has_no_account_complains_on_a_page(phone: Phone) -> None:
    page = phone.page
    page.goto("/field/#/settings")
    page.get_by_role("link", name="不登录，直接投诉").click()
    phone.look("complaint-page")
    page.get_by_label("哪里不好用").fill("同样的表要填两遍")
    page.get_by_role("button", name="提交").click()
    page.get_by_role("link", name="查看进度").click()
    expect(page.get_by_text("同样的表要填两遍")).to_be_visible()
