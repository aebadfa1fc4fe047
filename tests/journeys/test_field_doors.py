"""A door where nobody is registered, on a phone without a network: found by its number, visited, and told of the next time."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from tests.journeys.conftest import House
from tests.journeys.field_workers import SLOW_MS, STATES, Phone, build_a_door, in_house, phones, until

pytestmark = pytest.mark.journey

SOMEBODY_MOVES_IN = """
import datetime as dt
from uuid import UUID
from django.utils import timezone
from linli.register.actions import register_households
from linli.register.rules import NewHousehold, NewResident, Relation
from linli.places import queries as places
from linli.staff.rules import SYSTEM
door, now = UUID(%r), timezone.now()
[place] = places.places_of_dwellings(dwelling_ids=[door])
who = NewResident("何秀兰", "female", dt.date(1958, 4, 5), relation=Relation.HEAD)
register_households([NewHousehold(place.area_code, door, timezone.localdate(now), (who,))], by=SYSTEM, at=now)
"""

WHOSE = """
import json
from django.apps import apps
visits = apps.get_model("visits", "Visit").objects.filter(dwelling_id=%r, state="made")
print(json.dumps([one.household_id is not None for one in visits]))
"""

LINES = "(words) => words.offsetHeight / parseFloat(getComputedStyle(words).lineHeight)"


@pytest.fixture
def phone(browser: Browser, house: House) -> Iterator[Phone]:
    yield from phones(browser, house)


def test_a_door_where_nobody_is_registered_is_visited_offline(phone: Phone, house: House) -> None:
    door = build_a_door(house, "808")["id"]
    phone.come_in()
    phone.context.set_offline(True)
    find_the_door(phone, door)
    visit_it(phone)
    phone.context.set_offline(False)
    until(lambda: phone.page.evaluate(STATES) == [["visit.made", "done"]])
    phone.open("outbox")
    expect(phone.page.locator("main button.row", has_text="808 · 了解需要")).to_be_visible()
    phone.look("door-outbox")
    what_was_agreed_is_told(phone, door)
    the_desk_has_it(phone)
    what_is_begun_is_finished_though_somebody_moves_in(phone, house, door)


def find_the_door(phone: Phone, door: str) -> None:
    page = phone.page
    phone.open("homes")
    page.get_by_role("searchbox").fill("1-808")
    found = page.locator(f"a.row[href='#/door/{door}']")
    expect(found).to_contain_text("未登记")
    phone.look("door-found")
    found.click()


def visit_it(phone: Phone) -> None:
    """Somebody is in all the same: the visit is asked for its purpose and why like one to a household."""
    page = phone.page
    phone.look("door-page")
    page.get_by_role("link", name="开始走访").click()
    page.get_by_label("交谈内容").fill("租客在，还没有登记")
    page.get_by_label("了解需要").check(force=True)
    phone.tap("保存走访记录", within=".foot")
    expect(page.get_by_text("请写明为什么去这个门。")).to_be_visible()
    phone.look("door-visit")
    page.get_by_label("为什么去").fill("登记空置，里面亮着灯")
    it_is_gone_on_with(phone)
    page.get_by_label("约定", exact=True).fill("周末带合同来登记")
    phone.tap("一周后")
    page.get_by_label("还有什么问题").fill("门口堆着旧家具")
    phone.tap("记下这一件")
    phone.tap("就在这个门")
    expect(page.locator("dialog[open] .place-said")).to_contain_text("808")
    phone.tap("好", within="dialog[open]")
    phone.tap("保存走访记录", within=".foot")
    expect(page.get_by_text("租客在，还没有登记")).to_be_visible()
    expect(page.locator("dd", has_text="808")).to_be_visible()
    phone.look("door-made")
    page.get_by_role("link", name="打开这个门").click()
    expect(page.get_by_text("登记里没有人住在这里")).to_be_visible()


def it_is_gone_on_with(phone: Phone) -> None:
    """Called away in the middle: the door says that something is half written, in large type on one line, and leads back."""
    page = phone.page
    page.go_back()
    going_on = page.get_by_role("link", name="接着走访")
    expect(going_on).to_be_visible()
    page.evaluate("document.documentElement.classList.add('elder')")
    lines = [tile.evaluate(LINES) for tile in page.locator(".tiles-3 .btn > span").all()]
    page.evaluate("document.documentElement.classList.remove('elder')")
    assert [round(one) for one in lines] == [1, 1, 1]
    phone.open("today")
    unfinished = page.get_by_role("region", name="没写完")
    expect(unfinished.get_by_role("link")).to_have_count(1)
    phone.look("door-unfinished")
    unfinished.get_by_role("link", name="808").click()
    expect(page.get_by_label("为什么去")).to_have_value("登记空置，里面亮着灯")


def what_was_agreed_is_told(phone: Phone, door: str) -> None:
    """The next visit to the door comes back from the server with its address."""
    page = phone.page
    page.evaluate("linliField.syncNow()")
    phone.open(f"door/{door}")
    planned = page.locator("main a.row[href^='#/visit/']")
    expect(planned).to_be_visible(timeout=SLOW_MS)
    phone.look("door-planned")
    planned.click()
    expect(page.get_by_text("周末带合同来登记")).to_be_visible()
    phone.look("door-again")
    expect(page.locator("dd", has_text="808")).to_be_visible()


def the_desk_has_it(phone: Phone) -> None:
    with phone.page.context.expect_page() as opened:
        phone.page.evaluate("void window.open('/desk/visits/?tab=made')")
    desk = opened.value
    expect(desk.get_by_role("row").filter(has_text="808")).to_be_visible()
    desk.close()


def what_is_begun_is_finished_though_somebody_moves_in(phone: Phone, house: House, door: str) -> None:
    """What lies half written at the door is still led to, and what comes of it is the new household's."""
    page = phone.page
    phone.open(f"visit/new?dwelling={door}")
    page.get_by_label("交谈内容").fill("说好下周来登记")
    page.get_by_label("为什么去").fill("看看登记了没有")
    page.get_by_label("了解需要").check(force=True)
    in_house(house, SOMEBODY_MOVES_IN % door)
    phone.open(f"door/{door}")
    page.evaluate("linliField.syncNow()")
    home = page.locator("main a.row[href^='#/home/']")
    expect(home).to_be_visible(timeout=SLOW_MS)
    phone.look("door-moved-in")
    page.get_by_role("link", name="接着走访").click()
    phone.tap("保存走访记录", within=".foot")
    until(lambda: phone.page.evaluate(STATES) == [["visit.made", "done"]] * 2)
    phone.open("today")
    expect(page.get_by_role("region", name="没写完")).to_have_count(0)
    made = json.loads(in_house(house, WHOSE % door))
    assert sorted(made) == [False, True]
