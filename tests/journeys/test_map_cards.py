"""What is pointed at on a map of the desk: a facility or a component says what it is, and leads to its page."""

import pytest

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(("register", "width"), [("facilities", 360), ("components", 1440)])
def test_what_is_pointed_at_on_the_map_leads_to_its_page(visit, register, width):
    visitor = visit(width=width).sign_in("dispatcher")
    page = visitor.page
    page.goto(f"/desk/{register}/")
    page.locator("tbody td a").first.click()  # the list beside the map tells the same by keyboard
    page.locator("[data-map-ready]").wait_for()
    with page.expect_response(f"**/desk/{register}/*/card/") as answer:
        page.locator("[data-map]").click()  # its middle is what the page is about, or stands close beside it
    told = answer.value.json()
    card = page.locator(".map-popup")
    card.get_by_text(told["kind_name"]).wait_for()
    visitor.look(f"{register}-card")
    card.get_by_role("link", name=told["title"]).click()
    page.wait_for_url(f"**{told['url']}")
    page.get_by_role("heading", name=told["title"]).first.wait_for()
