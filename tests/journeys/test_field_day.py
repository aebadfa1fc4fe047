"""A grid worker's day with no network: handle, check, visit, correct, confirm; later everything arrives once, a conflict is settled."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from tests.journeys.conftest import House
from tests.journeys.field_workers import HOME_OF_A_VISIT, STATES, Phone, in_house, phones, until
from tests.journeys.settling import settle
from tests.journeys.test_main_course import open_case, take
from tests.journeys.test_register import open_step

pytestmark = pytest.mark.journey
GRID = "990101001001001"
OFFICE = "990101001001-office"
RUBBISH, NOISE = "水杉林边的凉亭里堆满了生活垃圾", "水杉林旁的店铺夜里放音响"
MATTERS = ("二楼楼道灯不亮了", "门口的垃圾桶满了没人收")
SEEN = "async (text) => (await linliField.store.value.rows('cases')).find((one) => one.text === text).id"
STORED = """
import json
from linli.cases.models import Attachment, Case, CaseRecord
from linli.register.models import Resident
from linli.visits.models import FollowUp, Visit, VisitRecord
from linli.core.secrets import unseal
told = json.loads('''%s''')
lines = lambda number: list(CaseRecord.objects.filter(case__number=number).order_by("seq").values_list("name", flat=True))
visit = Visit.objects.get(pk=told["visit"])
print(json.dumps({
    "rubbish": lines(told["rubbish"]), "noise": lines(told["noise"]),
    "photos": sorted(Attachment.objects.filter(case__number=told["rubbish"]).values_list("purpose", flat=True)),
    "visit": [visit.state, unseal(visit.agreed_sealed), visit.receipt_how],
    "made": VisitRecord.objects.filter(visit=visit, name="make").count(),
    "matters": sorted(Case.objects.filter(pk__in=FollowUp.objects.filter(visit=visit).values("case_id")).values_list("text", flat=True)),
    "phone": unseal(Resident.objects.get(pk=told["person"]).phone_sealed),
}))
"""


@pytest.fixture
def phone(browser: Browser, house: House) -> Iterator[Phone]:
    yield from phones(browser, house)


def test_a_day_without_network_arrives_once_and_a_conflict_is_settled(visit: Any, house: House, phone: Phone) -> None:
    numbers = bring_work(visit)
    phone.come_in()
    page = phone.page
    rubbish, noise = (page.evaluate(SEEN, text) for text in (RUBBISH, NOISE))
    home = page.evaluate(HOME_OF_A_VISIT)
    phone.context.set_offline(True)
    accept_and_answer(phone, rubbish)
    confirm(phone)
    check(phone, noise)
    pay_a_visit(phone, home)
    correct_the_phone_number(phone, home, "13900007701")
    assert [state for _, state in page.evaluate(STATES)] == ["waiting"] * 6
    correct_it_at_the_desk(visit, home["person"], "13700007702")
    phone.context.set_offline(False)
    until(lambda: sorted({state for _, state in page.evaluate(STATES)}) == ["conflict", "done"])
    settle_the_conflict(phone)
    until(lambda: {state for _, state in page.evaluate(STATES)} == {"done"})
    everything_is_there_once(house, numbers, home)


def bring_work(visit: Any) -> dict[str, str]:
    """One case waits for the worker's own unit; another was answered and waits for a check."""
    acceptor, dispatcher, handler = (visit().sign_in(name) for name in ("acceptor", "dispatcher", "handler"))
    numbers = {
        "rubbish": take_down(acceptor, RUBBISH, "event.exposed-rubbish"),
        "noise": take_down(acceptor, NOISE, "event.commercial-noise"),
    }
    open_case(dispatcher, numbers["rubbish"])
    dispatcher.page.locator('form[action$="/dispatch"] select[name=unit]').select_option(OFFICE)
    take(dispatcher, "dispatch", "派遣")
    open_case(dispatcher, numbers["noise"])
    take(dispatcher, "dispatch", "派遣")
    open_case(handler, numbers["noise"])
    take(handler, "acceptance", "接单")
    handler.page.locator("#answer textarea").first.fill("已上门劝导，店家把音响关小")
    take(handler, "answer", "提交")
    return numbers


def take_down(acceptor: Any, text: str, kind: str) -> str:
    """The acceptor takes a report down in the worker's grid and files it; gives its number."""
    page = acceptor.page
    page.goto("/desk/cases/new/")
    page.fill("textarea[name=text]", text)
    page.locator("select[name=kind]").select_option(kind)
    page.locator("select[name=area]").select_option(GRID)
    page.get_by_role("button", name="保存登记").click()
    settle(page)
    page.goto("/desk/cases/?tab=file")
    number = str(page.locator("tr", has_text=text[:8]).locator("a").first.inner_text())
    open_case(acceptor, number)
    take(acceptor, "filing", "立案")
    return number


def accept_and_answer(phone: Phone, case: str) -> None:
    """Accept, take both photos with the first as a ghost over the second, answer."""
    page = phone.page
    phone.open(f"case/{case}")
    phone.look("day-case")
    phone.tap("接单")
    phone.tap("接单", within="dialog")
    expect(page.locator(".badge", has_text="待上传").first).to_be_visible()
    expect(page.get_by_role("button", name="居民确认")).to_have_count(0)  # nothing is done yet
    phone.tap("办好了，反馈")
    phone.tap("保存反馈", within="dialog")
    expect(page.get_by_text("这类问题要有处置前的照片。")).to_be_visible()
    phone.tap("拍处置前的照片", within="dialog")
    phone.shoot()
    phone.tap("拍处置后的照片", within="dialog")
    expect(page.locator(".ghost-before")).to_have_css("opacity", "0.5")
    page.get_by_label("处置前照片的浓淡").fill("30")
    expect(page.locator(".ghost-before")).to_have_css("opacity", "0.3")
    phone.look("day-ghost")
    phone.shoot()
    expect(page.locator("dialog .photo img")).to_have_count(2)
    page.get_by_label("办理结果").fill("垃圾已清运，地面已冲洗")
    phone.look("day-answer")
    phone.tap("保存反馈", within="dialog")
    expect(page.locator(".line-own", has_text="垃圾已清运")).to_be_visible()


def confirm(phone: Phone) -> None:
    """The resident reads what was done, not what was reported, and confirms by name."""
    page = phone.page
    reported = page.locator(".case-title").inner_text()
    phone.tap("居民确认")
    expect(page.locator(".receipt-said")).to_contain_text("：垃圾已清运，地面已冲洗")
    expect(page.locator(".receipt-said")).not_to_contain_text(reported)
    page.get_by_label("请写您的姓名").fill("测试甲")
    phone.look("day-receipt")
    phone.tap("属实，我确认", within="dialog")
    expect(page.locator(".line-own")).to_have_count(3)
    phone.look("day-case-answered")


def check(phone: Phone, case: str) -> None:
    """See on the spot that what was answered is true; a failed check is refused without its reason."""
    page = phone.page
    phone.open(f"case/{case}")
    phone.tap("核查")
    page.get_by_text("没有办好，退回重办").click()
    phone.tap("保存", within="dialog")
    expect(page.get_by_text("请写明哪里没有办好。")).to_be_visible()
    phone.look("day-check")
    page.get_by_text("已办好", exact=True).click()
    phone.tap("保存", within="dialog")
    expect(page.locator(".line-own", has_text="核查")).to_be_visible()


def pay_a_visit(phone: Phone, home: dict[str, str]) -> None:
    """Two matters in one breath; the page is closed half-way and nothing typed is lost."""
    page = phone.page
    phone.open(f"visit/{home['visit']}")
    expect(page.locator(".case-title")).to_have_text(home["purpose"])
    page.get_by_label("交谈内容").fill("身体还好，睡得不好")
    page.get_by_label("还有什么问题").fill(f"1. {MATTERS[0]} 2. {MATTERS[1]}")
    phone.tap("记下，分成2件")
    phone.open("today")
    phone.open(f"visit/{home['visit']}")
    expect(page.get_by_label("交谈内容")).to_have_value("身体还好，睡得不好")
    expect(page.locator(".matter")).to_have_count(2)
    page.get_by_label("约定", exact=True).fill("下周带社区医生一起来")
    phone.tap("一周后")
    phone.look("day-visit")
    phone.tap("请居民确认")
    page.locator(".receipt-name").first.click()
    phone.look("day-visit-receipt")
    phone.tap("属实，我确认", within="dialog")
    phone.tap("保存走访记录", within=".foot")
    expect(page.get_by_text(MATTERS[1])).to_be_visible()
    phone.look("day-visit-made")


def correct_the_phone_number(phone: Phone, home: dict[str, str], number: str) -> None:
    """Only a new number is typed; the old one never stands there whole."""
    page = phone.page
    phone.open(f"home/{home['household']}")
    phone.look("day-home")
    member = page.evaluate("async (id) => (await linliField.store.value.row('people', id))", home["person"])
    assert "*" in member["phone"]
    page.locator(".list[aria-label=成员] button.row", has_text=member["name"]).filter(
        has_text=member["born"]
    ).first.click()
    phone.tap("打电话", within="dialog")
    expect(page.get_by_text("手机上不存完整电话")).to_be_visible()
    expect(page.get_by_role("button", name="在工作台打开这位居民")).to_be_disabled()
    expect(page.get_by_text("联网后再打开这一页")).to_be_visible()
    phone.tap("更正信息", within="dialog")
    page.get_by_label("电话").fill(number)
    page.get_by_label("依据").fill("本人当面告知")
    phone.look("day-person")
    phone.tap("保存", within="dialog")
    expect(page.locator(".badge", has_text="待上传")).to_be_visible()


def correct_it_at_the_desk(visit: Any, person: str, number: str) -> None:
    registrar = visit().sign_in("registrar")
    registrar.page.goto(f"/desk/register/residents/{person}/")
    step = open_step(registrar.page, "correction")
    step.locator("[name=phone]").fill(number)
    step.locator("[name=reason]").fill("本人来电")
    step.locator("button[type=submit]").click()
    registrar.page.get_by_text("已更正").first.wait_for()


def settle_the_conflict(phone: Phone) -> None:
    """Both values, who and when; nothing is done before a choice, and what it does is said."""
    page = phone.page
    phone.open("conflict")
    page.locator("a.row").click()
    expect(page.locator(".side").first).to_contain_text("139******01")
    expect(page.locator(".side").last).to_contain_text("137******02")
    expect(page.get_by_role("button", name="按选择处理")).to_be_disabled()
    phone.look("day-conflict")
    page.locator(".side").first.click()
    expect(page.get_by_text("对方的值留在历史记录里")).to_be_visible()
    phone.look("day-conflict-chosen")
    phone.tap("按选择处理", within=".foot")


def everything_is_there_once(house: House, numbers: dict[str, str], home: dict[str, str]) -> None:
    found = json.loads(
        in_house(house, STORED % json.dumps(numbers | {"visit": home["visit"], "person": home["person"]}))
    )
    assert [found["rubbish"].count(name) for name in ("accept", "respond", "confirm")] == [1, 1, 1]
    assert found["photos"] == ["after", "before"]
    assert found["noise"].count("pass-check") == 1
    assert found["visit"] == ["made", "下周带社区医生一起来", "name"]
    assert found["made"] == 1
    assert found["matters"] == sorted(MATTERS)
    assert found["phone"] == "13900007701"
