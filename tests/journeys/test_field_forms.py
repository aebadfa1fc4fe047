"""A grid worker fills in the shipped household form with no network: known answers, a draft, a photo, sent once."""

import io
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.journey
ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / "test-artefacts" / "journeys"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "linli-demo"
FORM = "household"
PATIENCE_S = 120
FOUND = """
import json
from linli.core.secrets import unseal
from linli.forms.actions.attaching import read_stored
from linli.forms.models import Submission
rows = Submission.objects.filter(instance_id="%s")
print(json.dumps([
    {"xml": unseal(row.xml_sealed), "household": str(row.household_id), "state": row.state,
     "files": [[one.name, read_stored(one.sha256).hex()] for one in row.files.all()],
     "back": sorted([one.subject, one.field, unseal(one.value_sealed)] for one in row.write_backs.all())}
    for row in rows]))
"""
HOME_WITH_MEMBERS = """async () => {
  const from = linliField.store.value
  const [homes, people] = await Promise.all([from.rows('households'), from.rows('people')])
  const members = (home) => people.filter((one) => one.household === home.id).length
  const home = homes.find((one) => one.dwelling && members(one) === 2)
  return { home: home.id, members: members(home) }
}"""
READY_OFFLINE = """async () => {
  if (!navigator.serviceWorker.controller || linliField.status.value.phase !== 'ready') return false
  const from = linliField.store.value
  const kept = (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys())))).flat()
  return Boolean(await from.formXml('household')) && kept.some((one) => one.url.includes('/web-forms-'))
}"""


@pytest.fixture
def phone(browser: Browser, house: Any) -> Iterator[Page]:
    """A phone of a grid worker, 360 by 740, that may say where it is."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, locale="zh-CN", timezone_id="Asia/Shanghai", base_url=house.address,
        permissions=["geolocation"], geolocation={"latitude": 31.8, "longitude": 117.2, "accuracy": 8},
    )  # fmt: skip
    page = context.new_page()
    page.add_init_script("window.linliField = {}")
    yield page
    context.close()


def test_a_form_is_filled_offline_comes_back_and_is_sent_once(house: Any, phone: Page) -> None:
    abroad = _other_hosts(phone, house)
    home = _ready(phone)
    phone.context.set_offline(True)
    phone.goto(f"/field/#/form/{FORM}?household={home['home']}")
    _sees_what_is_known(phone, members=home["members"])
    _fills_in(phone)
    phone.goto("/field/#/forms")
    phone.reload()
    phone.get_by_role("region", name="没写完").get_by_role("link").click()
    instance = _finds_the_draft(phone)
    phone.locator(".odk-form").get_by_role("button", name="提交").click()
    expect(phone.get_by_text("已保存，等待上传")).to_be_visible()
    assert phone.evaluate("linliField.store.value.draftKeys()") == []
    phone.context.set_offline(False)
    _until(
        lambda: phone.evaluate(
            "(async () => (await linliField.store.value.outbox()).every((one) => one.state === 'done'))()"
        )
    )
    _is_stored_once(house, instance, home["home"])
    assert abroad == [], "the form asked another host"


def test_a_form_for_one_person_asks_which(phone: Page) -> None:
    home = _ready(phone)
    phone.goto(f"/field/#/form/elder-visit-needs?household={home['home']}")
    people = phone.get_by_role("list", name="家庭成员").get_by_role("link")
    expect(people).to_have_count(home["members"])
    _look(phone, "field-form-whom")
    people.first.click()
    expect(phone.get_by_text("这份表单要本人同意才填")).to_be_visible()
    expect(phone.locator(".odk-form .question-container").first).to_be_visible()


def test_lists_menus_and_calendars_are_whole(phone: Page) -> None:
    home = _ready(phone)
    phone.goto(f"/field/#/form/{FORM}?household={home['home']}")
    overlays = phone.locator("#form-overlays")
    for opener, name in (
        (phone.locator(".p-datepicker-input-icon-container").first, "calendar"),
        (phone.get_by_role("button", name="更多操作").first, "menu"),
        (phone.locator(".language-changer:visible"), "languages"),
    ):
        opener.click()
        expect(overlays.locator(":visible").first).to_be_visible()
        _look(phone, f"field-form-{name}")
        phone.keyboard.press("Escape")
        expect(overlays.locator(":visible")).to_have_count(0)


def test_a_form_that_cannot_be_opened_says_so(phone: Page) -> None:
    home = _ready(phone)
    broken = "const at = 'form:household'; const { tag, text } = await linliField.store.value.items.file(at);"
    swap = f"{broken} await linliField.store.value.items.keepFile(at, {{ tag, text: text.replace('<bind', '<bind calculate=\"if(\"') }})"
    phone.evaluate(f"(async () => {{ {swap} }})()")
    phone.goto(f"/field/#/form/{FORM}?household={home['home']}")
    expect(phone.get_by_text("这份表单打不开。请告诉社区管理员")).to_be_visible()
    expect(phone.locator(".odk-form")).to_have_count(0)
    _look(phone, "field-form-broken")


def test_a_form_speaks_the_language_of_the_app(phone: Page) -> None:
    home = _ready(phone)
    phone.evaluate("localStorage.setItem('linli.field.language', 'zh-hant')")
    phone.goto(f"/field/#/form/{FORM}?household={home['home']}")
    phone.reload()
    expect(_question(phone, "這套房現在")).to_be_visible()


def test_the_form_engine_stays_within_its_budget(phone: Page) -> None:
    home = _ready(phone)
    phone.goto("/field/#/today")
    phone.reload()
    expect(phone.locator("nav.bar")).to_be_visible()
    before = _scripts(phone)
    assert not [name for name in before if "web-forms-" in name], "the shell must go without the form engine"
    phone.goto(f"/field/#/form/{FORM}?household={home['home']}")
    expect(phone.locator(".odk-form")).to_be_visible()
    added = _scripts(phone) - before
    sizes = {name: (_built(name + ".gz")) for name in added}
    sys.stdout.write(f"\nform engine: {sum(sizes.values()) / 1000:.0f} kB gz in {len(sizes)} files\n")
    assert any("web-forms-" in name for name in sizes)
    assert sum(sizes.values()) <= 720_000


def _ready(page: Page) -> dict[str, Any]:
    """Sign in, wait until the phone could do without the network, choose a home of two."""
    page.goto("/accounts/login/?next=/field/")
    page.fill("input[name=login]", "worker")
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/field/**")
    _until(lambda: page.evaluate(READY_OFFLINE))
    return dict(page.evaluate(HOME_WITH_MEMBERS))


def _sees_what_is_known(page: Page, *, members: int) -> None:
    expect(page.get_by_text("项已知，请核对")).to_be_visible()
    expect(page.locator(".is-repeat")).to_have_count(members)
    expect(_answer(page, "住址")).not_to_have_value("")
    _look(page, "field-form")


def _fills_in(page: Page) -> None:
    page.locator(".odk-form").get_by_role("button", name="添加 家庭成员").click()
    added = page.locator(".is-repeat").last
    _answer(added, "姓名").fill("测试甲")
    added.get_by_text("男", exact=True).click()
    _types_a_birthday(added, "1950-01-31")
    expect(added.get_by_text("需要助餐、探访等为老服务吗")).to_be_visible()
    _answer(added, "电话").fill("12345")
    page.locator(".odk-form").get_by_role("button", name="提交").click()
    expect(page.get_by_text("电话号码不正确")).to_be_visible()
    expect(page.get_by_text("有1题还要改。")).to_be_visible()
    _look(page, "field-form-fault")
    _question(page, "门牌缺失或看不清吗").get_by_text("是", exact=True).click()
    picture = _question(page, "门牌照片").locator("input[type=file]").last
    picture.set_input_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": _photo()})
    expect(_question(page, "门牌照片").locator("img")).to_be_visible()
    _until(lambda: page.evaluate("(async () => (await linliField.store.value.draftKeys()).length)()") == 1)
    _until(lambda: _draft(page).count("测试甲") == 1 and ".jpg</plate_photo>" in _draft(page))


def _types_a_birthday(part: Any, day: str) -> None:
    field = _answer(part, "出生日期")
    field.click()
    field.fill(day)
    field.press("Tab")
    part.page.keyboard.press("Escape")


def _finds_the_draft(page: Page) -> str:
    """The form stands as it was left, with its photo and its own id; the fault is mended."""
    expect(page.get_by_text("上次没有填完，接着填")).to_be_visible()
    added = page.locator(".is-repeat").last
    expect(_answer(added, "姓名")).to_have_value("测试甲")
    expect(_answer(added, "出生日期")).to_have_value("1950-01-31")
    expect(_question(page, "门牌照片").locator("img")).to_be_visible()
    _answer(added, "电话").fill("13912345678")
    return _draft(page).split("<instanceID>")[1].split("<")[0]


def _is_stored_once(house: Any, instance: str, household: str) -> None:
    [row] = json.loads(_in_house(house, FOUND % instance))
    assert row["household"] == household
    assert row["state"] == "in-review"
    assert "<phone>13912345678</phone>" in row["xml"]
    [[name, content]] = row["files"]
    assert f"<plate_photo>{name}</plate_photo>" in row["xml"]
    kept = Image.open(io.BytesIO(bytes.fromhex(content)))
    assert max(kept.size) <= 1600
    assert len(kept.getexif()) == 0
    assert b"SecretPhone" not in bytes.fromhex(content)


def _question(page: Any, label: str) -> Any:
    return page.locator(".odk-form .question-container").filter(has_text=label).last


def _answer(part: Any, label: str) -> Any:
    return part.locator(".question-container").filter(has_text=label).locator("input").last


def _draft(page: Page) -> str:
    found = page.evaluate(
        "(async () => { const from = linliField.store.value; const [key] = await from.draftKeys();"
        " return key ? (await from.draft(key)).value.xml : '' })()"
    )
    return str(found)


def _scripts(page: Page) -> set[str]:
    names = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    return {name.rsplit("/", 1)[1] for name in names if name.endswith(".js")}


def _built(name: str) -> int:
    return (ROOT / "src/linli/site/static/dist/assets" / name).stat().st_size


def _look(page: Page, name: str) -> None:
    """Keep the page as a picture by day and by night; axe finds nothing in either, nothing scrolls sideways."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    page.evaluate(AXE.read_text("utf-8"))
    for theme in ("dark", "light"):
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        page.wait_for_timeout(1200)  # colours of the engine change slowly
        page.screenshot(path=ARTEFACTS / f"{name}-{theme}.png", full_page=True)
        found = page.evaluate(
            "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target).join(' | '))"
        )
        assert found == [], f"{name} {theme}"
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{name} scrolls sideways by {wide} px"


def _photo() -> bytes:
    picture = Image.new("RGB", (2400, 1800), (190, 120, 60))
    hidden = picture.getexif()
    hidden[0x010F] = "SecretPhone"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=hidden)
    return out.getvalue()


def _other_hosts(page: Page, house: Any) -> list[str]:
    asked: list[str] = []
    here = (house.address, "data:", "blob:")
    page.on("request", lambda one: None if one.url.startswith(here) else asked.append(one.url))
    return asked


def _in_house(house: Any, code: str) -> str:
    """Run a few lines inside the served town."""
    whole = f"import django\ndjango.setup()\n{code}"
    command = [sys.executable, "-c", whole]
    ended = subprocess.run(command, env=house.environment, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def _until(met: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not met():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.25)
