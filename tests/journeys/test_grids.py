"""Grids in real browsers: drawn, edited on the map, handed in, approved by another person, adopted; the past stays where it was."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from tests.journeys.conftest import House, Visitor, served

pytestmark = pytest.mark.journey
CLOSED = "/desk/cases/?tab=all&state=closed"
PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def town(tmp_path_factory, sample_town, gateway) -> Iterator[House]:
    """A town of its own: its grids change."""
    with served(tmp_path_factory, sample_town, gateway) as one:
        yield one


def places_of_closed(page: Page) -> dict[str, str]:
    """Read which closed case is in which grid, as the list says."""
    page.goto(CLOSED)
    rows = page.locator("tr[data-row]").all()
    return {row.locator("a").first.inner_text(): row.locator("td").nth(3).inner_text() for row in rows}


def draw(visitor: Visitor) -> None:
    """Ask for half as many grids as there are, and wait for the plan."""
    page = visitor.page
    page.goto("/desk/grids/new/")
    target = page.locator("input[name=target]")
    each = int(target.input_value())
    target.fill(str(each * 2))
    page.fill("input[name=band]", f"{each}-{each * 4}")
    visitor.look("grids-new")
    page.get_by_role("button", name="开始划分").click()
    page.locator("#score-heading").wait_for(timeout=PATIENCE_MS)
    page.locator("[data-plan-map][data-map-ready]").wait_for()
    page.locator("#impact-heading").wait_for()
    visitor.look("grids-plan")


def edit(visitor: Visitor) -> None:
    """Give a block to the grid beside it: chosen on the list, moved by the button of a neighbour; then back, and again."""
    page = visitor.page
    page.locator("section[aria-labelledby=parts-heading] tbody a").first.click()
    page.locator("[data-editor-map][data-map-ready]").wait_for()
    options = page.locator("#block-units option").evaluate_all("all => all.map(one => one.value).filter(Boolean)")
    for value in options:
        page.locator("#block-units").select_option(value)
        beside = page.locator("details[open] [data-move-targets] button")
        if not beside.count():
            continue
        with page.expect_response("**/edits"):
            beside.first.click()
        page.locator("#editor-panel .alert").wait_for()
        if page.locator("#editor-panel .alert-success").count():
            break
    assert "移动街区" in page.locator("#editor-panel .alert-success").inner_text()
    visitor.look("grids-editor")
    choose_by_keyboard(page)
    with page.expect_response("**/edits"):
        page.locator("#undo-step").click()
    page.locator("#editor-panel .alert-success", has_text="撤销").wait_for()
    page.locator("#block-units").select_option(value)
    with page.expect_response("**/edits"):
        page.locator("details[open] [data-move-targets] button").first.click()
    page.locator("#editor-panel .alert-success", has_text="移动街区").wait_for()


def choose_by_keyboard(page: Page) -> None:
    """Point with the keys at a block of the map: Enter chooses what lies in the middle, the arrows move the map below it."""
    page.locator("#block-units").select_option("")
    page.locator("[data-editor-map]").focus()
    for key in ("Enter", "ArrowDown", "Enter", "ArrowUp", "ArrowUp", "Enter"):
        page.keyboard.press(key)
        for _wait in range(10 if key == "Enter" else 3):  # the map glides, what it finds is chosen after
            page.wait_for_timeout(100)
            if page.locator("#block-units").input_value():
                return
    pytest.fail("no block was chosen by keyboard")


def on_a_phone(visitor: Visitor, addresses: tuple[str, ...]) -> None:
    """Look at pages at a phone's width."""
    visitor.page.set_viewport_size({"width": 360, "height": 780})
    visitor.width = 360
    for address, name in zip(addresses, ("editor", "plan", "list"), strict=True):
        visitor.page.goto(address)
        visitor.look(f"grids-{name}")


def unfold(page: Page, plan: str) -> None:
    """Find what is secondary folded on a phone, open it by keyboard, and have all of it open while the page is printed."""
    page.goto(plan)
    fold = page.locator("section[aria-labelledby=history-heading] details")
    assert not fold.evaluate("one => one.open")
    fold.locator("summary").press("Enter")
    assert fold.evaluate("one => one.open")
    states = """() => ['beforeprint', 'afterprint'].map((name) => {
        dispatchEvent(new Event(name))
        return [...document.querySelectorAll('details[data-fold]')].filter((one) => !one.open).length
    })"""
    printed, after = page.evaluate(states)
    assert (printed, after > 0) == (0, True)


def take(page: Page, noun: str) -> None:
    """Send the form of a step."""
    form = page.locator(f'form[action$="/{noun}"]')
    if not form.is_visible():
        page.locator(f"#{noun} summary").click()
    form.locator("button[type=submit]").click()
    if (dialog := page.locator("dialog[open]")).count():
        dialog.get_by_role("button").last.click()
    page.locator("main .alert-success").first.wait_for(timeout=PATIENCE_MS)


def test_a_plan_becomes_the_grids_and_old_cases_stay_where_they_were(browser: Browser, town: House):
    drawer = Visitor(browser, town).sign_in("dispatcher")
    leader = Visitor(browser, town).sign_in("leader")
    before = places_of_closed(drawer.page)
    draw(drawer)
    plan = drawer.page.url
    edit(drawer)
    on_a_phone(drawer, (drawer.page.url, plan, "/desk/grids/"))
    unfold(drawer.page, plan)
    drawer.page.goto(plan)
    take(drawer.page, "submission")

    leader.page.goto(plan)
    leader.page.locator("#approval_adopt_on").fill("")
    take(leader.page, "approval")
    leader.page.locator("#impact-heading").wait_for()
    closing = leader.page.locator("#impact").inner_text()
    take(leader.page, "adoption")
    leader.look("grids-adopted")
    assert leader.page.locator(".case-title .state-badge").inner_text() == "已启用"

    assert places_of_closed(drawer.page) == before
    gone = next(number for number, place in before.items() if place.split()[-1] in closing.split("停用：")[1])
    drawer.page.locator("tr[data-row]", has_text=gone).locator("a").first.click()
    assert before[gone].split()[-1] in drawer.page.locator("main").inner_text()
