"""Homes, visits and forms on a grid worker's phone with no network: find, start, miss, take back, move."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from tests.journeys.conftest import House
from tests.journeys.field_workers import HOME_OF_A_VISIT, STATES, Phone, build_a_door, phones, until

pytestmark = pytest.mark.journey
# The rows that were pulled after the visit was sent are here: the visit is no longer among them.
SEEN = """async () => (await linliField.store.value.outbox()).some((one) => one.command.name === 'visit.made' && one.seen)"""


@pytest.fixture
def phone(browser: Browser, house: House) -> Iterator[Phone]:
    yield from phones(browser, house)


def test_visits_are_started_moved_missed_and_forms_say_what_is_known(phone: Phone, house: House) -> None:
    empty = build_a_door(house, "909")
    phone.come_in()
    page = phone.page
    other = page.evaluate(HOME_OF_A_VISIT)
    phone.context.set_offline(True)
    find_the_home(phone, other["household"])
    start_a_visit(phone)
    put_an_empty_door_right(phone, empty)
    miss_and_move(phone, other["visit"])
    states = [name for name, _ in page.evaluate(STATES)]
    assert states.count("visit.not-in") == 0, "what was undone is not sent"
    phone.context.set_offline(False)
    until(lambda: {state for _, state in page.evaluate(STATES)} == {"done"})
    page.evaluate("linliField.syncNow()")
    what_was_saved_stays(phone)
    nobody_in_is_not_taken_back_from_the_server(phone, other["visit"])
    phone.open(f"visit/new?household={other['household']}")
    expect(page.locator(".notice", has_text="上次约定")).to_contain_text("月底带登记表来")
    phone.look("day-agreed-last")
    call_from_the_desk(phone, other)
    phone.open(f"forms?household={other['household']}")
    expect(page.locator(".form-known", has_text="已经知道").first).to_be_visible()
    phone.look("day-forms")


def find_the_home(phone: Phone, household: str) -> None:
    """By building, door by door, then by what people say: a surname finds the same home."""
    page = phone.page
    phone.open("homes")
    phone.look("day-homes")
    page.locator("a.row").first.click()
    expect(page.locator("a.door").first).to_be_visible()
    phone.look("day-house")
    phone.open("homes")
    page.get_by_role("searchbox").fill("查无此处")
    expect(page.get_by_text("没有找到")).to_be_visible()
    member = page.evaluate(
        "async (id) => (await linliField.store.value.rows('people')).find((one) => one.household === id)", household
    )
    page.get_by_role("searchbox").fill(member["name"])
    expect(page.locator(f"a.row[href='#/home/{household}']")).to_be_visible()
    page.locator(f"a.row[href='#/home/{household}']").click()


def start_a_visit(phone: Phone) -> None:
    """A visit nobody had planned says first what it is for and why."""
    page = phone.page
    page.get_by_role("link", name="开始走访").click()
    page.get_by_label("交谈内容").fill("刚搬来，问怎么办居住登记")
    phone.tap("保存走访记录", within=".foot")
    expect(page.get_by_text("请选择走访目的。")).to_be_visible()
    phone.look("day-new-visit")
    page.locator(".choice").first.click()
    expect(page.locator(".field-hint", has_text="要问清：")).to_be_visible()
    phone.tap("保存走访记录", within=".foot")
    expect(page.get_by_text("请写明为什么去这一户。")).to_be_visible()
    page.get_by_label("为什么去").fill("新搬来的一户")
    page.get_by_label("约定", exact=True).fill("月底带登记表来")
    phone.tap("保存走访记录", within=".foot")
    expect(page.get_by_text("刚搬来，问怎么办居住登记")).to_be_visible()


def what_was_saved_stays(phone: Phone) -> None:
    """Sent and gone from the rows, the visit is still shown, and the outbox leads there."""
    page = phone.page
    until(lambda: page.evaluate(SEEN))
    phone.open("outbox")
    page.locator("main button.row", has_text="走访记录").click()
    page.get_by_role("link", name="打开").click()
    expect(page.get_by_text("刚搬来，问怎么办居住登记")).to_be_visible()
    expect(page.locator(".badge", has_text="已上传")).to_be_visible()


def nobody_in_is_not_taken_back_from_the_server(phone: Phone, visit: str) -> None:
    page = phone.page
    phone.open(f"visit/{visit}")
    phone.tap("家中无人")
    expect(page.get_by_text("已记下：家中无人。")).to_be_visible()
    until(lambda: {state for _, state in page.evaluate(STATES)} == {"done"})
    expect(page.get_by_role("button", name="撤回")).to_have_count(0)


def put_an_empty_door_right(phone: Phone, empty: dict[str, str]) -> None:
    """A door where nobody is registered opens too: what the register says of it may be wrong."""
    page = phone.page
    phone.open(f"homes/{empty['building']}")
    expect(page.locator(f"a[href='#/door/{empty['id']}']")).to_contain_text("未登记")
    page.locator(f"a.door.is-empty[href='#/door/{empty['id']}']").click()
    expect(page.get_by_text("登记里没有人住在这里")).to_be_visible()
    phone.look("day-door")
    phone.tap("更正")
    page.locator("dialog").get_by_text("空置").click()
    phone.tap("保存", within="dialog")
    expect(page.locator(".badge", has_text="待上传").first).to_be_visible()
    phone.open(f"homes/{empty['building']}")
    expect(page.locator(f"a[href='#/door/{empty['id']}']")).to_contain_text("空置")


def call_from_the_desk(phone: Phone, home: dict[str, str]) -> None:
    """The whole number is read at the desk, with its purpose: the phone leads to this very person there."""
    page = phone.page
    phone.open(f"home/{home['household']}")
    page.locator(".list[aria-label=成员] button.row").first.click()
    phone.tap("打电话", within="dialog")
    link = page.get_by_role("link", name="在工作台打开这位居民")
    box = link.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    phone.look("day-call")
    with page.context.expect_page() as opened:
        link.click()
    desk = opened.value
    desk.wait_for_load_state()
    assert "/desk/register/residents/" in desk.url
    expect(desk.get_by_text("电话").first).to_be_visible()
    desk.close()


def miss_and_move(phone: Phone, visit: str) -> None:
    """One tap where nobody is in, taken back as easily; another day is chosen."""
    page = phone.page
    phone.open(f"visit/{visit}")
    expect(page.get_by_text("要问清：")).to_be_visible()
    phone.tap("家中无人")
    expect(page.get_by_text("已记下：家中无人。")).to_be_visible()
    phone.tap("撤回")
    phone.tap("不用去了")
    page.get_by_label("为什么不用去").fill("搬走了")
    page.wait_for_timeout(600)
    page.keyboard.press("Escape")
    phone.tap("不用去了")
    expect(page.get_by_label("为什么不用去")).to_have_value("搬走了")
    page.keyboard.press("Escape")
    phone.tap("改期")
    phone.tap("改期", within="dialog")
    expect(page.get_by_text("请选择日期。")).to_be_visible()
    phone.tap("后天", within="dialog")
    phone.look("day-move")
    phone.tap("改期", within="dialog")
    expect(page.locator("dialog[open]")).to_have_count(0)
