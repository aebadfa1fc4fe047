"""A grid worker is called away in the middle, again and again: Today shows everything half written and leads back into it."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect
from tests.journeys.conftest import House
from tests.journeys.field_workers import SLOW_MS, Phone, build_a_door, phones, until

pytestmark = pytest.mark.journey

KEPT = "async () => (await linliField.store.value.drafts()).map((one) => one.key)"
A_CASE = """async () => {
  const cases = await linliField.store.value.rows('cases')
  return cases.find((one) => one.is_open && one.steps.includes('note')).id
}"""
A_FORM = """async (code) => {
  const homes = await linliField.store.value.rows('households')
  const there = Boolean(await linliField.store.value.formXml(code))
  return there ? homes.filter((one) => one.dwelling).slice(0, 2).map((one) => one.id) : []
}"""
FORM = "household"
WITHDRAWN = "() => linliField.store.value.keepDraft('form:withdrawn://', { xml: '<data/>', names: [] })"
LEFT = "() => linliField.store.value.keepDraft('note:gone', { text: '井盖已经围好' })"


@pytest.fixture
def phone(browser: Browser, house: House) -> Iterator[Phone]:
    yield from phones(browser, house)


def test_what_is_half_written_stands_on_today_and_is_gone_on_with(phone: Phone, house: House) -> None:
    door = build_a_door(house, "909")["id"]
    phone.come_in()
    a_report_is_left(phone)
    a_note_is_left(phone)
    a_plan_is_left(phone, door)
    phone.open("today")
    expect(rows(phone)).to_have_count(3)
    expect(rows(phone).first).to_contain_text("安排走访")
    expect(rows(phone).first).to_contain_text("909")
    seen_in_every_light(phone)
    phone.page.reload()
    the_plan_goes_on(phone, door)
    the_note_goes_on(phone)
    the_report_goes_on(phone)


def test_a_draft_that_leads_nowhere_says_so_and_goes_only_after_a_question(phone: Phone) -> None:
    phone.come_in()
    phone.page.evaluate(WITHDRAWN)
    phone.page.evaluate(LEFT)
    phone.open("today")
    rows(phone).filter(has_text="提交表单").get_by_text("不用再办").wait_for()
    left = rows(phone).filter(has_text="补充说明")
    expect(left.get_by_role("link")).to_have_count(0)
    left.locator("button.row").click()
    expect(phone.page.get_by_text("井盖已经围好")).to_be_visible()
    phone.look("drafts-stuck")
    phone.tap("不了", within="dialog[open]")
    expect(rows(phone)).to_have_count(2)
    for count in (1, 0):
        rows(phone).first.get_by_role("button", name="丢弃").click()
        phone.tap("丢弃", within="dialog[open]")
        expect(rows(phone)).to_have_count(count)
    assert phone.page.evaluate(KEPT) == []


def test_two_tabs_agree_on_what_is_half_written(phone: Phone) -> None:
    phone.come_in()
    other = phone.context.new_page()
    other.add_init_script("window.linliField = {}")
    other.goto("/field/#/today")
    a_report_is_left(phone)
    expect(unfinished(other)).to_contain_text("车棚顶塌了一角")
    unfinished(other).get_by_role("link").click()
    expect(told(other)).to_have_value("车棚顶塌了一角")
    phone.open("report")
    told(phone.page).fill("车棚顶塌了一角，挡了门")
    expect(told(other)).to_have_value("车棚顶塌了一角，挡了门")
    expect(other.get_by_alt_text("第1张照片")).to_be_visible()
    phone.open("today")
    rows(phone).get_by_role("button", name="丢弃").click()
    phone.tap("丢弃", within="dialog[open]")
    expect(told(other)).to_have_value("")
    expect(other.get_by_text("已在另一个窗口保存或丢弃")).to_be_visible()
    other.goto("/field/#/today")
    expect(unfinished(other)).to_have_count(0)
    assert phone.page.evaluate(KEPT) == []


def test_a_form_is_begun_for_two_homes_and_thrown_away_while_another_tab_has_it_open(phone: Phone) -> None:
    phone.come_in()
    until(lambda: phone.page.evaluate(A_FORM, FORM))
    homes = phone.page.evaluate(A_FORM, FORM)
    for home in homes:
        phone.open(f"form/{FORM}?household={home}")
        spoil_a_form(phone.page)
        until(lambda home=home: f"form:{FORM}:{home}//" in phone.page.evaluate(KEPT))
    phone.open("today")
    expect(rows(phone)).to_have_count(2)
    leads = rows(phone).locator(".two-lines").all_inner_texts()
    assert len(set(leads)) == len(homes)
    phone.look("drafts-forms")
    other = phone.context.new_page()
    other.goto("/field/#/today")
    unfinished(other).locator(f"a[href*='{homes[0]}']").click()
    expect(other.get_by_text("上次没有填完，接着填")).to_be_visible(timeout=SLOW_MS)
    phone.open("forms")
    rows(phone).filter(has=phone.page.locator(f"a[href*='{homes[0]}']")).get_by_role("button", name="丢弃").click()
    phone.tap("丢弃", within="dialog[open]")
    expect(other.get_by_text("已在另一个窗口保存或丢弃")).to_be_visible()
    expect(other.locator(".odk-form")).to_have_count(0)
    other.close()
    assert phone.page.evaluate(KEPT) == [f"form:{FORM}:{homes[1]}//"]


def unfinished(page: Page) -> Locator:
    return page.get_by_role("region", name="没写完")


def rows(phone: Phone) -> Locator:
    return unfinished(phone.page).get_by_role("listitem")


def told(page: Page) -> Locator:
    return page.get_by_label("看到了什么")


def a_report_is_left(phone: Phone) -> None:
    phone.open("report")
    told(phone.page).fill("车棚顶塌了一角")
    phone.page.set_input_files("[data-photo=camera]", {"name": "1.jpg", "mimeType": "image/jpeg", "buffer": picture()})
    phone.page.get_by_alt_text("第1张照片").wait_for()


def a_note_is_left(phone: Phone) -> None:
    phone.open(f"case/{phone.page.evaluate(A_CASE)}")
    phone.tap("补充说明")
    phone.page.locator("dialog[open]").get_by_label("说明").fill("明天带钥匙再来")


def a_plan_is_left(phone: Phone, door: str) -> None:
    phone.page.evaluate("linliField.syncNow()")
    phone.open(f"door/{door}")
    phone.page.get_by_role("button", name="安排走访").click()
    phone.page.locator("dialog[open]").get_by_label("为什么去").fill("看看住进来没有")


def seen_in_every_light(phone: Phone) -> None:
    phone.look("drafts")
    root = "document.documentElement"
    phone.page.evaluate(f"{root}.dataset.theme = 'dark'")
    phone.look("drafts-dark")
    phone.page.evaluate(f"{root}.dataset.theme = 'light'; {root}.classList.add('elder')")
    phone.look("drafts-elder")
    sides = [one.bounding_box() for one in rows(phone).get_by_role("button").all()]
    assert all(box and min(box["width"], box["height"]) >= 60 for box in sides)
    phone.page.evaluate(f"{root}.classList.remove('elder')")


def the_plan_goes_on(phone: Phone, door: str) -> None:
    """The sheet is open as it was left; closed and come back to, it stays closed."""
    page = phone.page
    rows(phone).filter(has_text="安排走访").get_by_role("link").click()
    expect(page.locator("dialog[open]").get_by_label("为什么去")).to_have_value("看看住进来没有")
    page.locator("dialog[open]").get_by_role("button", name="关闭").click()
    assert page.url.endswith(f"#/door/{door}")
    phone.open("today")
    rows(phone).filter(has_text="安排走访").get_by_role("button", name="丢弃").click()
    phone.look("drafts-question")
    phone.tap("丢弃", within="dialog[open]")
    expect(rows(phone)).to_have_count(2)


def the_note_goes_on(phone: Phone) -> None:
    page = phone.page
    rows(phone).filter(has_text="补充说明").get_by_role("link").click()
    text = page.locator("dialog[open]").get_by_label("说明")
    expect(text).to_have_value("明天带钥匙再来")
    text.fill("")
    page.locator("dialog[open]").get_by_role("button", name="关闭").click()
    phone.open("today")
    expect(rows(phone)).to_have_count(1)


def the_report_goes_on(phone: Phone) -> None:
    """What is saved for sending is no draft any more; nothing of it reaches the town."""
    page = phone.page
    rows(phone).get_by_role("link").click()
    expect(told(page)).to_have_value("车棚顶塌了一角")
    expect(page.get_by_alt_text("第1张照片")).to_be_visible()
    phone.context.set_offline(True)
    page.get_by_text("已定位，误差约6米").wait_for()
    phone.tap("保存上报", within=".foot")
    page.get_by_text("已保存", exact=True).first.wait_for()
    phone.open("today")
    page.get_by_role("searchbox").wait_for()
    expect(unfinished(page)).to_have_count(0)
    assert page.evaluate(KEPT) == []


def spoil_a_form(page: Page) -> None:
    field = page.locator(".odk-form input[type=text]").first
    field.wait_for(timeout=SLOW_MS)
    field.fill("测试")
    field.press("Tab")


def picture() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(out, "JPEG")
    return out.getvalue()
