"""Return, ruling, and what is remembered of it, in real browsers: a unit says "not ours", command rules, the next case knows."""

import pytest
from tests.journeys.settling import settle
from tests.journeys.test_main_course import open_case, take

pytestmark = pytest.mark.journey
TEXTS = ("枫树下的花坛里堆满了装修垃圾", "枫树旁的花坛又被倒了装修垃圾")
UTILITIES = "公用事业服务公司"


def report(acceptor, text: str) -> str:
    """The acceptor takes a report down and files it; gives its number."""
    page = acceptor.page
    page.goto("/desk/cases/new/")
    page.fill("textarea[name=text]", text)
    page.locator("select[name=kind]").select_option(
        "event.piled-rubble"
    )  # a kind of its own: the ruling stays in the town
    page.locator("select[name=area]").select_option(index=3)
    page.get_by_role("button", name="保存登记").click()
    settle(page)
    page.goto("/desk/cases/?tab=file")
    number = page.locator("tr", has_text=text[:8]).locator("a").first.inner_text()
    open_case(acceptor, number)
    take(acceptor, "filing", "立案")
    return number


def test_a_disputed_order_is_ruled_once_and_the_ruling_is_proposed_next_time(visit):
    acceptor, dispatcher, handler = (visit().sign_in(name) for name in ("acceptor", "dispatcher", "handler"))
    number = report(acceptor, TEXTS[0])

    open_case(dispatcher, number)
    take(dispatcher, "dispatch", "派遣")

    open_case(handler, number)
    form = handler.page.locator('form[action$="/return"]')
    if not form.is_visible():
        handler.page.locator("summary", has_text="退单").click()
    form.locator("select[name=reason_code]").select_option("not-ours")
    form.locator("textarea[name=reason]").fill("花坛由公用事业公司管")
    form.get_by_role("button", name="退单").click()
    if (dialog := handler.page.locator("dialog[open]")).count():
        dialog.get_by_role("button", name="确定").click()
    settle(handler.page)

    open_case(dispatcher, number)
    page = dispatcher.page
    assert page.get_by_text("待裁定责任").first.is_visible()
    assert page.get_by_text("首接单位").is_visible()
    form = page.locator('form[action$="/ruling"]')
    form.locator("select[name=unit]").select_option(label=UTILITIES)
    form.locator("textarea[name=reason]").fill("花坛在公用事业公司的养护范围内")
    dispatcher.look("ruling")
    form.get_by_role("button", name="裁定并派遣").click()
    page.get_by_text("已裁定并派遣").wait_for()
    assert page.get_by_text("已裁定给" + UTILITIES).first.is_visible()

    open_case(dispatcher, report(acceptor, TEXTS[1]))
    assert page.get_by_text("已裁定给" + UTILITIES).first.is_visible()
    assert UTILITIES in page.locator('form[action$="/dispatch"] select[name=unit] option').first.inner_text()
    dispatcher.look("ruling-remembered")

    end(dispatcher, visit(width=360).sign_in("dispatcher"))


def end(dispatcher, phone) -> None:
    """The dispatcher looks at the rulings in force, wide and narrow, and ends this one."""
    phone.page.goto("/desk/cases/rulings/")
    phone.look("rulings")
    page = dispatcher.page
    page.goto("/desk/cases/rulings/")
    dispatcher.look("rulings")
    page.locator("tbody tr", has_text=UTILITIES).get_by_role("button", name="终止").click()
    page.locator("dialog[open]").get_by_role("button", name="终止").click()
    page.get_by_text("裁定已终止").wait_for()
    assert page.locator("tbody tr", has_text=UTILITIES).count() == 0
