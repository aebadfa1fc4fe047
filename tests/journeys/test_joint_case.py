"""A joint case in real browsers: three units work on it at the same time, one leads; a leader orders, both sides rate."""

import datetime as dt
import json

import pytest
from tests.journeys.settling import settle
from tests.journeys.test_main_course import open_case, photo, take

pytestmark = pytest.mark.journey
TEXT = "河畔路积水没过路面，井盖松动，垃圾堵住了雨水口"
SECRET = "three-units-5512"  # a town's own, made for this journey
BOARDS = {
    "dispatcher": ("command", "deadlines", "stuck", "orders"),
    "acceptor": ("supervision", "deadlines", "orders"),
    "handler": ("unit", "orders"),
}


@pytest.fixture(scope="module")
def helpers(house) -> dict[str, str]:
    """Two more people who can sign in, each of another unit; gives their units' names."""
    units = {unit["code"]: unit["name"] for unit in json.loads(house.linli("staff", "units", "--json"))}
    found, commands = {}, []
    for username, name, part in (("gu", "顾清", "utilities"), ("shi", "石春", "welfare")):
        code = next(code for code in units if part in code)
        commands.append(("staff", "account", username, "--name", name, "--password", SECRET))
        commands.append(("staff", "post", username, "handler", "--area", code.partition("-")[0], "--unit", code))
        found[username] = units[code]
    house.several(*commands)
    return found


def sign_in(visitor, username: str):
    """Sign in as somebody who is none of the sample accounts."""
    page = visitor.page
    page.goto("/accounts/login/?next=/desk/cases/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", SECRET)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/desk/**")
    return visitor


def report(acceptor) -> str:
    """The acceptor takes the report down and files it; gives its number."""
    page = acceptor.page
    page.goto("/desk/cases/new/")
    page.fill("textarea[name=text]", TEXT)
    page.locator("select[name=kind]").select_option("event.exposed-rubbish")
    page.locator("select[name=area]").select_option(index=3)
    page.get_by_role("button", name="保存登记").click()
    settle(page)
    page.goto("/desk/cases/?tab=file")
    page.get_by_text("河畔路积水").first.wait_for()
    number = page.locator("tr", has_text="河畔路积水").locator("a").first.inner_text()
    open_case(acceptor, number)
    take(acceptor, "filing", "立案")
    return number


def soon(hours: int) -> str:
    """Give an hour from now as the browser's field takes it, by the house's clock."""
    house_time = dt.datetime.now(dt.timezone(dt.timedelta(hours=8)))
    return (house_time + dt.timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


def call_in(dispatcher, number: str, units: dict[str, str]) -> None:
    """The dispatcher sends the case to the leading unit and whistles for two others."""
    open_case(dispatcher, number)
    take(dispatcher, "dispatch", "派遣")
    panel = dispatcher.page.locator("#call")
    panel.locator("summary").click()
    for name in units.values():
        panel.get_by_label(name).check()
    panel.locator("textarea").fill("请到河畔路现场会商，关阀、加固井盖")
    panel.locator("input[name=arrive_by]").fill(soon(3))
    dispatcher.look("joint-call")
    take(dispatcher, "call", "召集")
    dispatcher.look("joint-called")


def help_out(visitor, number: str, said: str) -> None:
    """A unit called in accepts, arrives and answers, on a phone."""
    open_case(visitor, number)
    take(visitor, "part-acceptance", "接受协办")
    take(visitor, "arrival", "已到场")
    visitor.page.locator("#part-answer textarea").first.fill(said)
    take(visitor, "part-answer", "提交")


def order_and_meet(visit, number: str) -> None:
    """A leader orders the leading unit to see to it; the dispatcher keeps the minutes and what was agreed."""
    leader = visit().sign_in("leader")
    open_case(leader, number)
    panel = leader.page.locator("#order")
    panel.locator("summary").click()
    panel.locator("textarea").fill("今日排除积水，明早报告")
    panel.locator("input[name=due_at]").fill(soon(20))
    take(leader, "order", "下达督办")
    dispatcher = visit().sign_in("dispatcher")
    open_case(dispatcher, number)
    panel = dispatcher.page.locator("#meeting")
    panel.locator("summary").click()
    panel.locator("input[name=held_at]").fill(soon(-1))
    panel.locator("textarea[name=minutes]").fill("供水关阀，城管清淤，民政安置沿街老人")
    take(dispatcher, "meeting", "保存纪要")
    panel = dispatcher.page.locator("#action")
    panel.locator("summary").click()
    panel.locator("textarea").fill("雨水口每周清淤一次")
    panel.locator("input[name=due_on]").fill(soon(72)[:10])
    take(dispatcher, "action", "议定")
    dispatcher.look("joint-room")


def lead_and_answer(visit, number: str) -> None:
    """The leading unit answers the order and the case, and rates a unit that helped."""
    handler = visit().sign_in("handler")
    open_case(handler, number)
    handler.look("joint-lead")
    handler.page.locator("#order-answer summary").click()
    handler.page.locator("#order-answer textarea").fill("已组织三家单位到场，积水已排")
    take(handler, "order-answer", "提交答复")
    handler.page.locator("#answer textarea").first.fill("垃圾清理完毕，雨水口已通")
    files = handler.page.locator("#answer input[type=file]")
    files.nth(0).set_input_files([photo("brown")])
    files.nth(1).set_input_files([photo("green")])
    take(handler, "answer", "提交结果")
    panel = handler.page.locator("#partner-rating")
    panel.locator("summary").click()
    panel.get_by_label("非常满意").check()
    take(handler, "partner-rating", "提交互评")
    handler.look("joint-answered")


def compare_photos(visit, browser, house, number: str) -> None:
    """The pair of photos is moved by keyboard, and stands side by side without script."""
    visitor = visit().sign_in("dispatcher")
    open_case(visitor, number)
    slider = visitor.page.locator("[data-before-after] input[type=range]")
    slider.focus()
    visitor.page.keyboard.press("ArrowRight")
    assert slider.input_value() == "51"
    state = visitor.context.storage_state()
    plain = browser.new_context(java_script_enabled=False, storage_state=state, base_url=house.address)
    page = plain.new_page()
    page.goto(visitor.page.url)
    before, after = (page.locator("[data-before-after] img").nth(place).bounding_box() for place in (1, 0))
    assert before["y"] == after["y"]
    assert before["x"] + before["width"] <= after["x"]
    plain.close()


def test_three_units_work_on_a_case_at_once(visit, browser, house, helpers):
    number = report(visit().sign_in("acceptor"))
    call_in(visit().sign_in("dispatcher"), number, helpers)
    handler = visit(width=360).sign_in("handler")
    open_case(handler, number)
    take(handler, "acceptance", "接单")
    handler.look("joint-handling")
    gu = sign_in(visit(width=360), "gu")
    help_out(gu, number, "阀门已关，水压已降")
    gu.look("joint-helped")
    help_out(sign_in(visit(), "shi"), number, "沿街老人已安置")
    order_and_meet(visit, number)
    lead_and_answer(visit, number)
    told, _same = house.several(("cases", "show", number), ("cases", "replay", number))
    for name in helpers.values():
        assert name in told
    compare_photos(visit, browser, house, number)


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("who", BOARDS)
def test_boards_are_whole(visit, who: str, width: int):
    visitor = visit(width=width).sign_in(who)
    for name in BOARDS[who]:
        visitor.page.goto(f"/desk/cases/boards/{name}/")
        visitor.look(f"board-{name}-{who}")


def test_a_board_refreshes_itself_but_not_under_the_hands_of_whoever_reads_it(visit):
    visitor = visit().sign_in("dispatcher")
    page = visitor.page
    page.clock.install()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/desk/cases/boards/command/")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelector('#board').dataset.old = 'yes'")
    page.locator("#board a").first.focus()
    asked.clear()
    page.clock.fast_forward(61_000)
    page.wait_for_timeout(500)  # of the real clock: the page's own stands still
    assert asked == []
    assert page.locator("#board[data-old]").count() == 1
    page.evaluate("document.activeElement.blur()")
    page.clock.fast_forward(61_000)
    page.locator("#board:not([data-old])").wait_for()
    assert visitor.trouble == []
