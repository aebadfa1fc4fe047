"""A photo pair in real browsers: taken at two places it is refused, taken at one place it is shown side by side."""

import datetime as dt
import io

import pytest
from PIL import Image
from tests.journeys.test_main_course import open_case, take
from tests.journeys.test_ruling import report

pytestmark = pytest.mark.journey
TEXT = "柳树桥头的石阶上堆满了枯枝和垃圾"
CITY_CARE = "990101-city-care"
RESULT = "桥头石阶上的枯枝和垃圾已全部清走"
HERE = (120.0010, 30.0010)
FIFTY_METRES_ON = (120.0010, 30.00145)
A_KILOMETRE_ON = (120.0010, 30.0100)
LARGE = (2400, 1800)  # as a phone takes them: the page makes them smaller before they are sent
CHINA = dt.timezone(dt.timedelta(hours=8))


def shot(colour: str, place: tuple[float, float], *, minutes: int) -> dict:
    """Take a photo at a place, so many minutes from now, with the notes a phone's camera makes."""
    at = dt.datetime.now(CHINA) + dt.timedelta(minutes=minutes)
    lon, lat = place
    notes = Image.Exif()
    notes[0x0112] = 1
    notes.get_ifd(0x8769)[0x9003] = f"{at:%Y:%m:%d %H:%M:%S}"
    notes.get_ifd(0x8825).update({1: "N", 2: (lat, 0.0, 0.0), 3: "E", 4: (lon, 0.0, 0.0)})
    out = io.BytesIO()
    Image.new("RGB", LARGE, colour).save(out, "JPEG", exif=notes.tobytes())
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def choose(handler, before: dict, after: dict) -> None:
    """Choose the two photos and wait until the page has made them small."""
    files = handler.page.locator("#answer input[type=file]")
    for place, one in enumerate((before, after)):
        files.nth(place).set_input_files([one])
    for note in handler.page.locator("#answer [role=status]").all():
        note.get_by_text("KB").wait_for()


def bring_to_the_unit(visit) -> str:
    """The report is filed, dispatched and taken on; gives its number."""
    number = report(visit().sign_in("acceptor"), TEXT)
    dispatcher = visit().sign_in("dispatcher")
    open_case(dispatcher, number)
    dispatcher.page.locator('form[action$="/dispatch"] select[name=unit]').select_option(CITY_CARE)
    take(dispatcher, "dispatch", "派遣")
    return number


def answer_in_two_tries(handler, number: str) -> None:
    """The first pair is of two places: the page says so beside the field and keeps the words; the second is taken."""
    page = handler.page
    open_case(handler, number)
    take(handler, "acceptance", "接单")
    page.locator("#answer textarea").first.fill(RESULT)
    choose(handler, shot("sienna", HERE, minutes=-4), shot("olive", A_KILOMETRE_ON, minutes=-3))
    take(handler, "answer", "提交")
    said = page.locator("#answer .invalid-feedback", has_text="处置前后的照片拍摄地点相距")
    assert "1002 米（最多 100 米），请到原地点拍摄后再上传" in said.inner_text()
    assert page.locator("#answer textarea").first.input_value() == RESULT
    assert [said for said in handler.trouble if "400" not in said] == []
    handler.trouble.clear()  # the browser notes the answer 400
    assert not page.get_by_text("文件没有保存").is_visible()  # they stay with the case, as the page shows
    assert page.get_by_text("相距 1002 米，相隔").is_visible()
    handler.look("pair-apart")
    choose(handler, shot("peru", HERE, minutes=-2), shot("seagreen", FIFTY_METRES_ON, minutes=-1))
    take(handler, "answer", "提交")
    page.get_by_text("结果已反馈").first.wait_for()
    handler.look("pair-answered")


def test_a_pair_from_two_places_is_refused_and_one_from_one_place_is_shown_side_by_side(visit, house):
    number = bring_to_the_unit(visit)
    answer_in_two_tries(visit(width=360).sign_in("handler"), number)
    for width in (360, 1440):
        checker = visit(width=width).sign_in("checker")
        open_case(checker, number)
        assert checker.page.get_by_text("相距 50 米").is_visible()
        slider = checker.page.locator("[data-before-after] input[type=range]")
        slider.focus()
        for key, where in (("ArrowRight", "51"), ("Home", "0"), ("End", "100"), ("ArrowLeft", "99")):
            checker.page.keyboard.press(key)
            assert slider.input_value() == where
        cut = "getComputedStyle(document.querySelector('.before-after-top')).clipPath"
        assert "1%" in checker.page.evaluate(cut)
        for _press in range(5):
            checker.page.keyboard.press("PageDown")
        checker.look("pair-checker")
    house.linli("cases", "replay", number)
