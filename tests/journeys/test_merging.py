"""Three residents tell of one matter: two reports are merged into the third, all three follow it, and each gets an SMS."""

import json
import re
import time

import pytest
from tests.journeys.test_main_course import open_case, photo, take

pytestmark = pytest.mark.journey
TOLD = (
    ("13700010001", "槐树巷口的旧沙发和床垫堆了一个星期，挡住了消防通道"),
    ("13700010002", "槐树巷口的旧沙发和床垫堆了好几天，挡住了消防通道"),
    ("13700010003", "槐树巷口的旧沙发和床垫还在，挡住了消防通道，没人清"),
)
RESULT = "沙发和床垫已清走，消防通道已恢复畅通"
NOTE = "三位居民反映的是同一堆旧家具"
PATIENCE_SECONDS = 90


def tell(resident, phone: str, text: str) -> tuple[str, str]:
    """A resident reports on a phone and leaves a number; gives the tracking code and the case's number."""
    page = resident.page
    page.goto("/report/")
    page.fill("textarea[name=text]", text)
    page.fill("input[name=address]", "槐树巷口")
    page.fill("input[name=phone]", phone)
    page.locator("[data-map-ready]").wait_for()
    page.locator("[data-map-canvas]").click(position={"x": 180, "y": 120})
    page.get_by_role("button", name="提交").click()
    code = page.locator("[data-tracking-code]").get_attribute("data-tracking-code")
    page.get_by_role("link", name="查看进度").click()
    return code, page.locator("main").inner_text().split("案卷编号")[1].split()[0]


def merge_from_the_list(acceptor, number: str, main: str) -> None:
    """The acceptor takes the main case from what the page found alike: the form stands open and filled."""
    page = acceptor.page
    open_case(acceptor, number)
    alike = page.locator("section[aria-labelledby=duplicates-heading] li", has_text=main)
    alike.get_by_role("link", name="并入它").click()
    form = page.locator("#merging form")
    form.wait_for()
    assert form.locator("input[name=number]").input_value() == main
    assert form.is_visible()
    form.locator("textarea[name=note]").fill(NOTE)
    acceptor.look("merging")
    take(acceptor, "merging", "并入主案卷")
    page.get_by_text("已并入主案卷").first.wait_for()


def merge_by_number(acceptor, number: str, main: str) -> None:
    """The acceptor writes the main case's number; a wrong one is refused and stays written."""
    page = acceptor.page
    open_case(acceptor, number)
    page.locator("#merging summary").click()
    page.locator("#merging input[name=number]").fill(number)
    take(acceptor, "merging", "并入主案卷")
    assert page.locator("#merging .invalid-feedback, #merging [role=alert]").first.is_visible()
    acceptor.trouble = [said for said in acceptor.trouble if "400" not in said]
    assert page.locator("#merging input[name=number]").input_value() == number
    page.locator("#merging input[name=number]").fill(main)
    take(acceptor, "merging", "并入主案卷")
    page.get_by_text("已并入主案卷").first.wait_for()


def bring_to_its_end(visit, acceptor, main: str) -> None:
    """The main case goes the ordinary way: filed, dispatched, handled, checked, closed."""
    open_case(acceptor, main)
    acceptor.look("merged-main")
    acceptor.page.locator("#filing select").first.select_option("event.exposed-rubbish")
    take(acceptor, "filing", "立案")
    dispatcher = visit().sign_in("dispatcher")
    open_case(dispatcher, main)
    take(dispatcher, "dispatch", "派遣")
    handler = visit(width=360).sign_in("handler")
    open_case(handler, main)
    take(handler, "acceptance", "接单")
    handler.page.locator("#answer textarea").first.fill(RESULT)
    files = handler.page.locator("#answer input[type=file]")
    files.nth(0).set_input_files([photo("purple")])
    files.nth(1).set_input_files([photo("teal")])
    take(handler, "answer", "提交")
    checker = visit().sign_in("checker")
    open_case(checker, main)
    checker.page.locator("#check input[type=radio]").first.check()
    take(checker, "check", "提交")
    take(checker, "closure", "结案")


def texts_to(gateway, phone: str) -> list[str]:
    """Read what the gateway was asked to send to a number."""
    asked = [one.json() for one in list(gateway.heard)]
    return [one["text"] for one in asked if one["phone"] == phone]


def wait_for_text(gateway, phone: str, part: str) -> str:
    """Wait until a number was sent one text with these words, and no second."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if found := [text for text in texts_to(gateway, phone) if part in text]:
            assert len(found) == 1
            return found[0]
        time.sleep(0.3)
    pytest.fail(f"no text with {part!r} to {phone}: {texts_to(gateway, phone)}")


def test_three_reports_of_one_matter_are_one_case_and_everybody_hears_of_its_end(visit, house, gateway):
    residents = [visit(width=360) for _one in TOLD]
    told = [tell(resident, *said) for resident, said in zip(residents, TOLD, strict=True)]
    (main, second, third) = (number for _code, number in told)
    assert len({main, second, third}) == len(TOLD)

    acceptor = visit().sign_in("acceptor")
    merge_from_the_list(acceptor, second, main)
    acceptor.look("merged-away")
    merge_by_number(acceptor, third, main)
    for phone, _text in TOLD[1:]:
        assert main in wait_for_text(gateway, phone, "已合并办理")

    bring_to_its_end(visit, acceptor, main)
    for place, (resident, (code, number)) in enumerate(zip(residents, told, strict=True), start=1):
        resident.page.goto(f"/track/{code}/")
        shown = resident.page.locator("main").inner_text()
        assert RESULT in shown
        assert re.search(r"案卷编号\s*" + number, shown)
        assert (f"已并入 {main} 号案卷" in shown) == (number != main)
        assert resident.page.get_by_role("button", name="提交评价").is_visible()
        resident.look(f"merged-track-{place}")

    for (phone, _text), (_code, number) in zip(TOLD, told, strict=True):
        assert number in wait_for_text(gateway, phone, "已办结")
    replays = [("cases", "replay", number) for number in (main, second, third)]
    listing, *_same = house.several(("messages", "list", "--channel", "sms", "--limit", "5000", "--json"), *replays)
    log = json.loads(listing)
    ended = [row for row in log if row["case"] in {main, second, third} and "办结" in row["notice"]]
    assert sorted(row["case"] for row in ended) == sorted([main, second, third])
    assert {row["state"] for row in ended} == {"sent"}
