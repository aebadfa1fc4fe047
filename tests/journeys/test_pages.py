"""Every page at a phone's and a desk's width: axe finds nothing, nothing scrolls sideways, no other host is asked."""

import pytest

pytestmark = pytest.mark.journey
PUBLIC = {
    "portal": "/",
    "report": "/report/",
    "track": "/track/",
    "sign-in": "/accounts/login/",
    "nothing": "/no-such-page/",
    "grid-finder": "/grids/",
    "grid-board": "/grids/990101001001002/",
    "open-data": "/open/",
    "app-law": "/field/law/",
    "app-complaint": "/field/complaint/",
}
DESK = {
    "home": "/desk/",
    "cases": "/desk/cases/?tab=all",
    "intake": "/desk/cases/new/",
    "map": "/desk/cases/map/",
    "areas": "/desk/areas/",
    "figures": "/desk/figures/",
    "messages": "/desk/messages/",
    "message-settings": "/desk/messages/settings/",
    "message-log": "/desk/messages/log/",
    "me": "/accounts/me/",
    "bulk": "/desk/cases/bulk/",
    "components": "/desk/components/",
    "component": "/desk/components/9901010101000001/",
    "facilities": "/desk/facilities/",
    "grid-staffing": "/desk/grids/staffing/?area=990101001001",
    "grid": "/desk/grids/grid/990101001001002/",
}
KEEPING = {
    "people": "/desk/staff/",
    "units": "/desk/staff/units/",
    "duties": "/desk/staff/duties/",
    "building-heads": "/desk/grids/grid/990101001001002/heads/",
    "home": "/desk/",
}


@pytest.mark.parametrize("width", [360, 1440])
def test_public_pages_are_whole(visit, width: int):
    visitor = visit(width=width)
    for name, address in PUBLIC.items():
        visitor.page.goto(address)
        visitor.trouble = [said for said in visitor.trouble if "404" not in said]
        visitor.look(f"public-{name}")


@pytest.mark.parametrize("width", [360, 1440])
def test_desk_pages_are_whole(visit, width: int):
    visitor = visit(width=width).sign_in("acceptor")
    for name, address in DESK.items():
        visitor.page.goto(address)
        visitor.look(f"desk-{name}")


@pytest.mark.parametrize("width", [360, 1440])
def test_pages_of_those_who_keep_the_system_are_whole(visit, width: int):
    visitor = visit(width=width).sign_in("admin")
    visitor.trouble.clear()  # signing in leads to the cases, which are none of theirs
    for name, address in KEEPING.items():
        visitor.page.goto(address)
        visitor.look(f"keeping-{name}")
    visitor.page.goto("/desk/staff/?role=handler")
    visitor.page.locator("table a").first.click()
    visitor.look("keeping-person")


def test_a_desk_is_worked_by_keyboard(visit):
    page = visit().sign_in("acceptor").page
    page.goto("/desk/cases/?tab=all")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/cases/*-*/")
    page.go_back()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


def test_elder_mode_is_large_and_stays(visit):
    visitor = visit(width=390)
    visitor.page.goto("/")
    visitor.page.get_by_role("button", name="长辈版").click()
    visitor.page.goto("/report/")
    visitor.look("elder-report")
    root = visitor.page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    low = visitor.page.evaluate(
        "Math.min(...[...document.querySelectorAll('main a.btn, main button')].filter(b => b.offsetParent).map(b => b.getBoundingClientRect().height))"
    )
    assert root >= 22
    assert low >= 44


@pytest.mark.parametrize(
    ("width", "language", "elder"),
    [(1024, "zh-hans", "0"), (1440, "en", "0"), (360, "en", "0"), (1440, "zh-hans", "1"), (360, "zh-hans", "1")],
)
def test_the_list_fits_windows_languages_and_large_print(visit, house, width: int, language: str, elder: str):
    visitor = visit(width=width).sign_in("acceptor")
    chosen = {"django_language": language, "linli_elder": elder}
    visitor.context.add_cookies(
        [{"name": name, "value": value, "url": house.address} for name, value in chosen.items()]
    )
    visitor.page.goto("/desk/cases/?tab=all")
    visitor.look(f"desk-cases-{language}-elder{elder}")
    cut = visitor.page.evaluate(
        "[...document.querySelectorAll('.case-table td')].filter(cell => cell.scrollWidth > cell.clientWidth + 1).length"
    )
    assert cut == 0
    visitor.page.locator("tr[data-row]").first.locator(".excerpt").click()
    visitor.page.wait_for_url("**/desk/cases/*-*/")


def test_a_stranger_to_the_desk_is_asked_to_sign_in(visit):
    page = visit().page
    page.goto("/desk/cases/")
    assert "/accounts/login/" in page.url
