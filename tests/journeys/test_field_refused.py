"""What the server refuses comes back to the sheet it was written in: two photos of two places, mended on the spot."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from tests.journeys.conftest import House
from tests.journeys.field_workers import STATES, Phone, phones, until
from tests.journeys.test_field_day import OFFICE, SEEN, take_down
from tests.journeys.test_main_course import open_case, take

pytestmark = pytest.mark.journey
TEXT = "银杏道口的石墩旁堆满了生活垃圾"
# The page takes a position out of its receiver's memory for five seconds; one that is asked for anew takes that one's place.
WHERE = """() => new Promise((go, fail) => navigator.geolocation.getCurrentPosition(
  ({ coords }) => go([coords.longitude, coords.latitude]), fail, { enableHighAccuracy: true, maximumAge: 0 }))"""
HERE, A_KILOMETRE_ON = (120.001, 30.001), (120.001, 30.010)


@pytest.fixture
def phone(browser: Browser, house: House) -> Iterator[Phone]:
    yield from phones(browser, house)


def test_a_pair_of_two_places_is_refused_and_mended_where_it_was_written(visit: Any, phone: Phone) -> None:
    acceptor, dispatcher = (visit().sign_in(name) for name in ("acceptor", "dispatcher"))
    open_case(dispatcher, take_down(acceptor, TEXT, "event.exposed-rubbish"))
    dispatcher.page.locator('form[action$="/dispatch"] select[name=unit]').select_option(OFFICE)
    take(dispatcher, "dispatch", "派遣")
    page = phone.come_in().page
    phone.open(f"case/{page.evaluate(SEEN, TEXT)}")
    phone.tap("接单")
    phone.tap("接单", within="dialog")
    phone.tap("办好了，反馈")
    shoot(phone, "拍处置前的照片", at=HERE)
    shoot(phone, "拍处置后的照片", at=A_KILOMETRE_ON)
    expect(page.locator("dialog .photo img")).to_have_count(2)
    page.get_by_label("办理结果").fill("石墩旁的垃圾已清走")
    phone.tap("保存反馈", within="dialog")
    until(lambda: ["case.answer", "set-aside"] in page.evaluate(STATES))
    mend_on_the_spot(phone)
    until(lambda: page.evaluate(STATES)[-1] == ["case.answer", "done"])


def mend_on_the_spot(phone: Phone) -> None:
    """The refusal says why; the sheet opens with words and photos, and only the wrong photo is taken anew."""
    page = phone.page
    expect(page.get_by_text("处置前后的照片拍摄地点相距")).to_be_visible()
    phone.look("refused-case")
    phone.tap("改一改")
    expect(page.locator("dialog .photo img")).to_have_count(2)
    expect(page.get_by_label("办理结果")).to_have_value("石墩旁的垃圾已清走")
    page.get_by_role("group", name="处置后").get_by_role("button", name="去掉这张照片").click()
    shoot(phone, "拍处置后的照片", at=HERE)
    expect(page.locator("dialog .photo img")).to_have_count(2)
    phone.look("refused-mended")
    phone.tap("保存反馈", within="dialog")


def shoot(phone: Phone, button: str, *, at: tuple[float, float]) -> None:
    """Stand somewhere and take a photo there; the camera is open until the place is known."""
    lon, lat = at
    phone.context.set_geolocation({"longitude": lon, "latitude": lat, "accuracy": 6})
    until(lambda: phone.page.evaluate(WHERE) == [lon, lat])
    phone.tap(button, within="dialog")
    expect(phone.page.locator(".ghost-live")).to_be_visible()
    phone.shoot()
    expect(phone.page.locator(".ghost-live")).to_have_count(0, timeout=20_000)
