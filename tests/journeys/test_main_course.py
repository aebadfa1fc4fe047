"""The main job from end to end in real browsers: report, file, dispatch, answer, check back, close, rate."""

import io

import pytest
from PIL import Image
from tests.journeys.settling import settle

pytestmark = pytest.mark.journey
TEXT = "梧桐路口的垃圾桶旁边堆满了生活垃圾，已经三天没有人清运"


def photo(colour: str) -> dict:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "JPEG")
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def report(resident) -> str:
    """A resident reports on a phone, without an account."""
    page = resident.page
    page.goto("/")
    resident.look("01-portal")
    page.get_by_role("link", name="我要上报").first.click()
    page.fill("textarea[name=text]", TEXT)
    page.fill("input[name=address]", "梧桐路口")
    page.set_input_files("input[name=photos]", [photo("brown")])
    page.locator("[data-map-ready]").wait_for()
    page.locator("[data-map-canvas]").click(position={"x": 150, "y": 150})
    resident.look("02-report")
    page.get_by_role("button", name="提交").click()
    code = page.locator("[data-tracking-code]").inner_text()
    resident.look("03-thanks")
    return code


def open_case(staff, number: str) -> None:
    """Find the case by its number in the list and open it."""
    staff.page.goto(f"/desk/cases/?tab=all&q={number}")
    staff.page.get_by_role("link", name=number).first.click()
    settle(staff.page)


def take(staff, noun: str, button: str) -> None:
    """Send one of the forms of the case page."""
    panel = staff.page.locator(f"#{noun}")
    if panel.get_attribute("open") is None:
        panel.locator("summary").click()
    panel.get_by_role("button", name=button).last.click()
    settle(staff.page)


def accept_and_send(visit, number: str) -> None:
    """The acceptor files the report, the dispatcher sends it to the unit that answers for it."""
    acceptor = visit().sign_in("acceptor")
    acceptor.look("05-list")
    open_case(acceptor, number)
    acceptor.look("06-case-reported")
    acceptor.page.locator("#filing select").first.select_option("event.exposed-rubbish")
    take(acceptor, "filing", "立案")
    acceptor.look("07-case-filed")
    dispatcher = visit().sign_in("dispatcher")
    open_case(dispatcher, number)
    take(dispatcher, "dispatch", "派遣")
    dispatcher.look("08-case-dispatched")


def handle(visit, number: str) -> None:
    """The unit's handler takes the order on and answers with photos, on a phone."""
    handler = visit(width=360).sign_in("handler")
    open_case(handler, number)
    take(handler, "acceptance", "接单")
    handler.look("09-case-handling")
    handler.page.locator("#answer textarea").first.fill("垃圾已清运，地面已冲洗")
    files = handler.page.locator("#answer input[type=file]")
    files.nth(0).set_input_files([photo("brown")])
    files.nth(1).set_input_files([photo("green")])
    take(handler, "answer", "提交")
    handler.look("10-case-answered")


def check_and_close(visit, number: str) -> None:
    """Somebody else looks, and closes."""
    checker = visit().sign_in("checker")
    open_case(checker, number)
    checker.page.locator("#check input[type=radio]").first.check()
    take(checker, "check", "提交")
    checker.look("11-case-checked")
    take(checker, "closure", "结案")
    checker.look("12-case-closed")


def test_a_report_goes_all_the_way(visit, house):
    resident = visit(width=360)
    code = report(resident)
    resident.page.get_by_role("link", name="查看进度").click()
    number = resident.page.locator("main").inner_text().split("案卷编号")[1].split()[0]
    resident.look("04-track")
    accept_and_send(visit, number)
    handle(visit, number)
    check_and_close(visit, number)
    resident.page.goto(f"/track/{code}/")
    resident.look("13-track-closed")
    resident.page.get_by_label("非常满意").check()
    resident.page.get_by_role("button", name="提交评价").click()
    resident.page.get_by_text("您的评价：5 分").wait_for()
    resident.look("14-rated")
    told, _same = house.several(("cases", "show", number), ("cases", "replay", number))
    assert number in told
