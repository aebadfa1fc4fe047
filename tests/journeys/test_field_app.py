"""The field app on a phone: opens without a network, reports in seconds, stays small, reads well in every light and size."""

import json
import shutil
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.journeys.conftest import ARTEFACTS, AXE, CHROMIUM_FLAGS, PASSWORD, House
from tests.journeys.test_field_day import in_house
from tests.journeys.walking import walk_on

pytestmark = pytest.mark.journey
WORKER = "worker"
SCREENS = ("today", "report", "outbox", "settings", "law")
SHELL_BYTES = 100 * 1024
CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
LOADED = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .map((one) => ({ name: one.name, kind: one.initiatorType }))"""
# Elder eyes: letters of 18 px or more, targets of 60 px or more. A radio button or switch is reached by its whole label.
MEASURES = """() => {
  const shown = [...document.querySelectorAll('body *')].filter((one) => {
    const box = one.getBoundingClientRect()
    return box.width > 2 && box.height > 2 && getComputedStyle(one).clipPath === 'none' && one.checkVisibility()
  })
  const told = shown.filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
  const targets = shown.filter((one) => one.matches('a[href], button, input, select, textarea, summary, label.choice, label.switch')
    && !one.closest('.skip') && !(one.matches('input') && one.closest('label')) && !one.closest('p'))
  const side = (one) => Math.min(one.getBoundingClientRect().width, one.getBoundingClientRect().height)
  return {
    text: Math.min(...told.map((one) => parseFloat(getComputedStyle(one).fontSize))),
    target: Math.min(...targets.map(side)),
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }
}"""
STORED = """
import json
from linli.cases.models import Attachment, Case
found = Case.objects.filter(text="%s")
print(json.dumps([{
    "kind": one.kind_code, "photos": list(Attachment.objects.filter(case=one).values_list("purpose", flat=True)),
    "at_building": one.lon_cgcs2000 is not None and bool(one.address),
} for one in found]))
"""
A_BUILDING = """async () => {
  const found = await linliField.store.value.rows('buildings')
  const one = found.find((each) => each.lon && each.lat)
  return { longitude: one.lon, latitude: one.lat, accuracy: 6 }
}"""
REFUSED = """async (text) => {
  const id = crypto.randomUUID()
  const payload = { case: id, text, place: 'building', building: 'no-such-building' }
  await linliField.store.value.enqueue({ name: 'case.report', record: `case:${id}`, payload })
  await linliField.syncNow()
}"""
SIGN_IN_AGAIN = {"type": "about:blank", "title": "请重新登录。", "status": 401, "code": "field.sign-in"}
VIOLATIONS = "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target).join(' | '))"


@pytest.fixture(scope="module")
def own_browser(browser: Browser) -> Iterator[Browser]:
    """Chromium with a microphone that hums, so that a voice note can be spoken."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    opened = browser.browser_type.launch(executable_path=chromium, args=CHROMIUM_FLAGS + CAMERA)
    yield opened
    opened.close()


class Phone:
    """A phone of 360 by 740 in the hand of a grid worker who has signed in once."""

    def __init__(self, browser: Browser, house: House) -> None:
        self.context: BrowserContext = browser.new_context(
            viewport={"width": 360, "height": 740}, device_scale_factor=2, is_mobile=True, has_touch=True,
            locale="zh-CN", timezone_id="Asia/Shanghai", base_url=house.address, permissions=["geolocation", "microphone"],
            geolocation={"longitude": 118.7, "latitude": 32.0, "accuracy": 8},
        )  # fmt: skip
        self.context.add_init_script("window.linliField = {}")  # gives the store to the tests
        self.house = house
        self.trouble: list[str] = []
        self.page = self.open()

    def open(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("request", lambda asked: self._stay_here(asked.url))
        return page

    def _stay_here(self, url: str) -> None:
        if not url.startswith((self.house.address, "data:", "blob:")):
            self.trouble.append(f"request to another host: {url}")

    def sign_in(self) -> "Phone":
        self.page.goto("/accounts/login/?next=/field/")
        self.page.fill("input[name=login]", WORKER)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_selector("nav.bar", timeout=60_000)
        self.page.wait_for_selector("main .row", timeout=60_000)
        return self

    def keeps_itself(self) -> None:
        """Wait until the worker has taken all that the app needs without a network, and the first pull is through."""
        self.page.evaluate("async () => { await navigator.serviceWorker.ready }")
        self.page.wait_for_selector(".sync.tone-green", timeout=60_000)

    def go(self, screen: str) -> None:
        self.page.evaluate("(to) => { location.hash = to }", f"#/{screen}")
        self.page.wait_for_function("() => !document.querySelector('main > .waiting')")
        self.page.wait_for_timeout(150)

    def look(self, name: str) -> None:
        """Keep the screen as a picture; axe finds nothing, nothing scrolls sideways, nothing broke."""
        folder = ARTEFACTS / "field"
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{name}.png")
        self.page.evaluate(AXE.read_text("utf-8"))
        assert self.page.evaluate(VIOLATIONS) == [], name
        assert self.page.evaluate(MEASURES)["wide"] <= 0, name
        assert self.trouble == [], name

    def outbox_says(self, word: str) -> None:
        self.go("outbox")
        self.page.get_by_text(word).first.wait_for(timeout=60_000)


@pytest.fixture
def phone(own_browser: Browser, house: House) -> Iterator[Phone]:
    held = Phone(own_browser, house)
    yield held.sign_in()
    held.context.close()


def a_photo() -> dict[str, Any]:
    kept = BytesIO()
    Image.effect_noise((2400, 1800), 90).convert("RGB").save(kept, "JPEG", quality=90)
    return {"name": "cover.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}


def told(capsys: pytest.CaptureFixture[str], line: str) -> None:
    """Print a figure that is wanted also of a run that went well."""
    with capsys.disabled():
        sys.stdout.write(f"\n{line}\n")


def bytes_sent(phone: Phone, address: str) -> int:
    """Say what a file takes on the line; the browser's own figure is the unpacked one when its worker had it kept."""
    answer = phone.page.request.get(address)
    return int(answer.headers.get("content-length") or len(answer.body()))


def test_the_shell_is_small_and_asks_nobody_else(phone, capsys):
    phone.page.reload()
    phone.page.wait_for_selector("main .row")
    loaded = phone.page.evaluate(LOADED)
    shell = [
        one for one in loaded if one["kind"] in ("navigation", "script", "link", "other") and "/api/" not in one["name"]
    ]
    shell = [one for one in shell if one["name"].rstrip("/").endswith(("/field", ".js", ".css"))]
    sent = {one["name"]: bytes_sent(phone, one["name"]) for one in shell}
    told(capsys, f"field app shell: {sum(sent.values()) / 1024:.1f} kB gz in {len(sent)} files")
    assert 0 < sum(sent.values()) <= SHELL_BYTES, sent
    assert not [one["name"] for one in loaded if not one["name"].startswith((phone.house.address, "blob:", "data:"))]
    assert phone.trouble == []


def test_it_opens_cold_without_a_network(phone, capsys):
    phone.keeps_itself()
    things = phone.page.locator("main .row").count()
    phone.page.close()
    phone.context.set_offline(True)
    phone.page = phone.open()
    began = time.monotonic()
    phone.page.goto("/field/")
    phone.page.wait_for_selector("main .row")
    taken = time.monotonic() - began
    told(capsys, f"field app cold start without a network: {taken:.2f} s to {things} lines of Today (budget 2)")
    expect(phone.page.get_by_text("离线")).to_be_visible()
    expect(phone.page.locator("main .row")).to_have_count(things)
    phone.look("today-offline")


def report_quickly(page: Page, text: str) -> float:
    """Report with a photo, a kind and a building, and say how long it took until it was safe on the phone."""
    began = time.monotonic()
    page.get_by_role("link", name="上报").tap()
    page.set_input_files("[data-photo=camera]", a_photo())
    page.get_by_alt_text("第1张照片").wait_for()
    page.get_by_label("看到了什么").fill(text)
    page.get_by_role("button", name="雨水井盖").tap()
    page.get_by_role("button", name="选楼").tap()
    page.locator("dialog .row").first.tap()
    page.get_by_role("button", name="保存上报").tap()
    page.get_by_text("已保存在手机里").wait_for()
    return time.monotonic() - began


def test_a_report_takes_seconds_without_a_network_and_arrives_once(phone, capsys):
    phone.keeps_itself()
    text = f"小区东门雨水井盖破损，走路容易踩空 {time.time_ns() % 10**6}"
    phone.context.set_offline(True)
    taken = report_quickly(phone.page, text)
    told(capsys, f"field app report with a photo, five taps: {taken:.1f} s (budget 20)")
    phone.look("report-saved")
    phone.outbox_says("等待上传")
    phone.look("outbox-offline")
    phone.page.reload()
    phone.outbox_says("等待上传")
    phone.context.set_offline(False)
    phone.outbox_says("已上传")
    phone.page.locator("main .row", has_text=text).first.tap()
    assert phone.page.locator("dialog dt", has_text="编号").locator("xpath=../dd").inner_text().strip()
    phone.look("outbox-sent")
    phone.go("today")
    phone.page.get_by_role("searchbox").fill(text[-6:])
    phone.page.get_by_role("heading", name="其他案件").wait_for()
    phone.look("today-search")
    found = json.loads(in_house(phone.house, STORED % text))
    assert found == [{"kind": "component.rain-cover", "photos": ["report"], "at_building": True}]


def test_what_is_half_written_survives_a_kill(phone):
    phone.go("report")
    phone.page.get_by_label("看到了什么").fill("楼道里堆了旧家具")
    phone.page.set_input_files("[data-photo=camera]", a_photo())
    phone.page.get_by_alt_text("第1张照片").wait_for()
    phone.page.wait_for_timeout(600)
    phone.page.close()
    phone.page = phone.open()
    phone.page.goto("/field/#/report")
    phone.page.get_by_text("上次没写完的还在").wait_for()
    assert phone.page.get_by_label("看到了什么").input_value() == "楼道里堆了旧家具"
    phone.page.get_by_alt_text("第1张照片").wait_for()
    phone.look("report-draft")
    phone.page.get_by_role("button", name="清空重写").tap()
    phone.page.get_by_text("上次没写完的还在").wait_for(state="detached")


def test_a_place_is_found_by_the_phone_or_pointed_out_on_the_map(phone):
    phone.keeps_itself()
    phone.context.set_geolocation(phone.page.evaluate(A_BUILDING))
    phone.go("report")
    phone.page.get_by_text("已定位，误差约6米").wait_for()
    phone.page.locator(".place-said", has_text="网格").wait_for()
    phone.go("today")
    assert phone.page.evaluate("async () => linliField.store.value.draftKeys()") == []
    walk_on(phone)
    phone.page.get_by_role("button", name="地图", exact=True).tap()
    phone.page.wait_for_selector("dialog [data-map-ready]", timeout=30_000)
    phone.page.wait_for_timeout(500)
    phone.page.locator("dialog .map").focus()
    phone.page.keyboard.press("ArrowUp")
    phone.look("report-map")
    phone.page.get_by_role("button", name="就是这里").tap()
    phone.page.get_by_text("已定位").wait_for(state="detached")


def test_today_shows_its_list_on_the_map_and_finds_words(phone):
    phone.keeps_itself()
    lines = phone.page.locator("main .row").count()
    phone.page.get_by_role("searchbox").fill("没有这样的地方")
    phone.page.get_by_text("没有符合的").wait_for()
    phone.page.get_by_role("button", name="清空").tap()
    assert phone.page.locator("main .row").count() == lines
    phone.page.get_by_role("button", name="看地图").tap()
    phone.page.wait_for_selector("[data-map-ready]", timeout=30_000)
    phone.page.wait_for_timeout(500)
    phone.look("today-map")
    phone.page.get_by_role("button", name="看列表").tap()


def test_today_is_sorted_by_nearness_only_when_asked(phone):
    phone.keeps_itself()
    phone.context.set_geolocation(phone.page.evaluate(A_BUILDING))
    assert phone.page.locator(".row-lead", has_text="米 ·").count() == 0
    phone.page.get_by_role("button", name="按远近排").tap()
    phone.page.locator(".row-lead", has_text="米 ·").first.wait_for()
    phone.look("today-near")
    phone.page.get_by_role("button", name="按时间排").tap()
    phone.page.locator(".row-lead", has_text="米 ·").first.wait_for(state="detached")


def test_a_refused_report_says_why_and_is_mended_in_place(phone):
    phone.keeps_itself()
    text = f"楼道灯不亮 {time.time_ns() % 10**6}"
    phone.page.evaluate(REFUSED, text)
    phone.outbox_says("没有传上去")
    assert phone.page.get_by_text("要您处理").count() >= 1
    phone.look("outbox-refused")
    phone.page.get_by_role("button", name="改一改再传").tap()
    phone.page.get_by_role("button", name="选楼").tap()
    phone.page.locator("dialog[open] .list .row").first.tap()
    phone.look("outbox-mending")
    phone.page.get_by_role("button", name="再传一次").tap()
    phone.page.get_by_text("今天已上传").wait_for(timeout=60_000)
    found = json.loads(in_house(phone.house, STORED % text))
    assert [(one["photos"], one["at_building"]) for one in found] == [([], True)]


def test_a_likely_duplicate_takes_the_note_instead_of_a_second_case(phone):
    phone.keeps_itself()
    text = f"北门垃圾桶满了没人收 {time.time_ns() % 10**6}"
    phone.go("report")
    phone.page.get_by_label("看到了什么").fill(text)
    phone.page.get_by_role("button", name="选楼").tap()
    phone.page.locator("dialog .row").nth(1).tap()
    phone.page.get_by_role("button", name="保存上报").tap()
    phone.page.get_by_text("已经上报").wait_for(timeout=60_000)
    phone.page.get_by_role("button", name="再报一件").tap()
    phone.page.get_by_label("看到了什么").fill(f"{text}，又满了")
    phone.page.get_by_role("button", name="选楼").tap()
    phone.page.locator("dialog .row").first.tap()
    phone.page.locator(".near-case").first.tap()
    phone.look("report-near")
    phone.page.get_by_role("button", name="就是这件，补充进去").tap()
    phone.page.get_by_role("heading", name="已补充").wait_for()
    phone.outbox_says("补充说明")
    phone.page.locator(".sync.tone-green").wait_for(timeout=60_000)
    assert len(json.loads(in_house(phone.house, STORED % text))) == 1


def test_a_complaint_about_the_app_is_one_tap_away(phone):
    phone.go("law")
    phone.page.get_by_role("link", name="去投诉").press("Enter")
    phone.page.locator("dialog").get_by_label("内容").fill("希望列表能按楼栋分组")
    phone.page.get_by_role("button", name="提交").tap()
    phone.outbox_says("已上传")
    assert phone.page.get_by_text("希望列表能按楼栋分组").is_visible()


@pytest.mark.parametrize("look", ["light", "dark", "elder"])
def test_every_screen_reads_well(phone, look):
    phone.page.evaluate(
        "(look) => { localStorage['linli.field.theme'] = look === 'dark' ? 'dark' : 'light';"
        " localStorage['linli.field.elder'] = look === 'elder' ? 'yes' : 'no' }",
        look,
    )
    phone.page.reload()
    phone.page.wait_for_selector("main .row")
    for screen in SCREENS:
        phone.go(screen)
        phone.look(f"{screen}-{look}")
        found = phone.page.evaluate(MEASURES)
        assert found["target"] >= (60 if look == "elder" else 48), (screen, found)
        assert found["text"] >= (18 if look == "elder" else 13), (screen, found)


def test_signing_out_clears_the_phone(phone):
    phone.go("settings")
    phone.page.get_by_role("button", name="退出登录").tap()
    phone.look("sign-out")
    phone.page.get_by_role("button", name="退出", exact=True).tap()
    phone.page.get_by_role("button", name="登录").wait_for(timeout=30_000)
    phone.look("signed-out")
    kept = phone.page.evaluate("async () => (await indexedDB.databases()).map((one) => one.name)")
    assert [name for name in kept if "keys" not in name] == []


def test_an_end_of_the_sign_in_keeps_what_is_unsent(phone):
    phone.context.route("**/field/api/**", lambda asked: asked.fulfill(status=401, json=SIGN_IN_AGAIN))
    phone.page.evaluate(
        "() => linliField.store.value.enqueue({name: 'app.complaint', record: 'complaint:1', payload: {text: '按钮再大一些'}})"
    )
    phone.page.evaluate("() => void linliField.syncNow()")
    phone.page.get_by_text("1项还没上传的内容好好地锁在手机里").wait_for(timeout=30_000)
    phone.look("lapsed")
    phone.context.unroute("**/field/api/**")
    phone.page.get_by_role("button", name="登录").tap()
    phone.page.wait_for_selector("nav.bar", timeout=60_000)
    phone.outbox_says("已上传")


def test_a_browser_that_cannot_do_it_is_told_so(own_browser, house):
    with own_browser.new_context(base_url=house.address) as context:
        context.add_init_script("delete window.OffscreenCanvas")
        page = context.new_page()
        page.goto("/field/")
        page.get_by_text("这个浏览器太旧").wait_for()


def test_the_offer_to_install_is_made_once(phone):
    offer = "() => dispatchEvent(Object.assign(new Event('beforeinstallprompt', {cancelable: true}), {prompt: async () => {}}))"
    phone.page.evaluate(offer)
    phone.look("install")
    phone.page.get_by_role("button", name="不用了").tap()
    phone.page.reload()
    phone.page.wait_for_selector("main .row")
    phone.page.evaluate(offer)
    phone.page.wait_for_timeout(300)
    assert phone.page.locator(".banner").count() == 0
