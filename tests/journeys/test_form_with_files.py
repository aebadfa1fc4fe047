"""A form that leans on files is admitted, fetched with them, and filled in with no network: answers from a list, a picture."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.field_workers import in_house, until

from linli.forms.tests import beside
from linli.site.sampletown.staffing import REGISTRY

pytestmark = pytest.mark.journey
ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / "test-artefacts" / "journeys"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
FOUND = """
import json
from linli.core.secrets import unseal
from linli.forms.models import Submission
print(json.dumps([unseal(row.xml_sealed) for row in Submission.objects.filter(form_id="with-files")]))
"""
FILLS_THREE = """
from django.utils import timezone
from linli.core.ids import new_id
from linli.forms import actions
from linli.forms.testing import household_xml, member_xml
from linli.register.models import Household
from linli.staff import queries
from linli.staff.rules import Command, Permission
worker = queries.actor_of(queries.account_named("worker"))
(grid, *_more), now = worker.prefixes(Permission.FORMS_FILL), timezone.now()
for home in Household.objects.filter(area_code=grid, until=None).exclude(dwelling_id=None)[:3]:
    new = member_xml(member_name="测试乙", sex="male", born_on="2020-02-03", relation="grandchild")
    xml = household_xml(new, household=home.pk, today=str(timezone.localdate()), version="VERSION")
    actions.take_submission(actions.Sent("household", "", "", xml), command=Command(new_id(), worker, now))
"""
HAS_IT_ALL = """async () => {
  if (!navigator.serviceWorker.controller || linliField.status.value.phase !== 'ready') return false
  const from = linliField.store.value
  const [form, xml] = await Promise.all([from.row('forms', 'with-files'), from.formXml('with-files')])
  const files = await Promise.all((form?.files ?? []).map((one) => from.formFile(one)))
  return Boolean(xml) && files.length === 4 && files.every(Boolean)
}"""


@pytest.fixture
def admitted(house: Any, tmp_path: Path) -> Iterator[None]:
    """The form with its files, admitted on the command line and taken back afterwards."""
    (tmp_path / "form.xlsx").write_bytes(beside.workbook())
    for name, content in beside.files().items():
        (tmp_path / name).write_bytes(content)
    files = [part for name in beside.files() for part in ("--with", str(tmp_path / name))]
    said = ["--owner", REGISTRY, "--purpose", "verify", "--list-ref", "清单 9"]
    until = (dt.datetime.now(dt.UTC) + dt.timedelta(days=30)).date().isoformat()
    house.linli("forms", "admit", str(tmp_path / "form.xlsx"), *files, *said, "--expires", until)
    yield
    house.linli("forms", "withdraw", "with-files", "--reason", "试完了")


@pytest.fixture
def phone(browser: Browser, house: Any) -> Iterator[Page]:
    """A phone of a grid worker, 360 by 740."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, locale="zh-CN", timezone_id="Asia/Shanghai", base_url=house.address
    )
    page = context.new_page()
    page.add_init_script("window.linliField = {}")
    yield page
    context.close()


@pytest.mark.usefixtures("admitted")
def test_a_form_with_files_is_filled_in_offline(house: Any, phone: Page) -> None:
    phone.goto("/accounts/login/?next=/field/")
    phone.fill("input[name=login]", "worker")
    phone.fill("input[name=password]", "linli-demo")
    phone.locator("main form button[type=submit]").first.click()
    phone.wait_for_url("**/field/**")
    until(lambda: phone.evaluate(HAS_IT_ALL))
    phone.context.set_offline(True)
    phone.goto("/field/#/form/with-files")
    point = phone.locator(".odk-form .question-container").filter(has_text="去哪个服务点")
    expect(point.get_by_text("东街食堂", exact=True)).to_be_visible()
    expect(point.get_by_text("西街理发")).to_have_count(0)  # its filter leaves it out
    until(lambda: point.locator("img").evaluate("(one) => one.naturalWidth > 0"))
    expect(phone.locator(".language-changer")).to_have_count(0)  # there is one
    _look(phone, "field-form-with-files")
    point.get_by_text("南街食堂", exact=True).click()
    tree = phone.locator(".odk-form .question-container").filter(has_text="哪棵树")
    expect(tree.locator("audio")).to_have_attribute("src", re.compile("^blob:"))
    tree.get_by_text("老槐树", exact=True).click()
    phone.locator(".odk-form").get_by_role("button", name="提交").click()
    expect(phone.get_by_text("已保存，等待上传")).to_be_visible()
    phone.context.set_offline(False)
    until(lambda: "<point>p3</point><tree>t1</tree>" in in_house(house, FOUND))


@pytest.mark.parametrize("width", [360, 1440])
def test_the_desk_takes_a_form_with_its_files(browser: Browser, house: Any, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="zh-CN", base_url=house.address)
    page = context.new_page()
    page.goto("/accounts/login/?next=/desk/forms/new/")
    page.fill("input[name=login]", "privacy")
    page.fill("input[name=password]", "linli-demo")
    page.locator("main form button[type=submit]").first.click()
    _look(page, f"desk-form-upload-{width}")
    given = [{"name": name, "mimeType": "", "buffer": content} for name, content in beside.files().items()]
    _uploads(page, given[1:], code=f"with-files-{width}")
    expect(page.get_by_text("表单用到的附带文件没有一起上传：points.csv")).to_be_visible()
    _look(page, f"desk-form-refused-{width}")
    _uploads(page, given, code=f"with-files-{width}")
    expect(page.get_by_role("heading", name="附带文件")).to_be_visible()
    expect(page.get_by_role("link", name="points.csv")).to_be_visible()
    expect(page.get_by_text("东街食堂、西街理发、南街食堂")).to_be_visible()
    _look(page, f"desk-form-files-{width}")
    context.close()


def _uploads(page: Page, given: list[Any], *, code: str) -> None:
    book: Any = {"name": "form.xlsx", "mimeType": "", "buffer": beside.workbook(code=code)}
    page.get_by_label("XLSForm 文件").set_input_files(book)
    page.get_by_label("附带文件").set_input_files(given)
    page.get_by_role("button", name="上传并检查").click()


@pytest.mark.parametrize("width", [360, 1440])
def test_who_reviews_goes_from_one_filled_form_to_the_next(browser: Browser, house: Any, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="zh-CN", base_url=house.address)
    version = next(one for one in json.loads(house.linli("forms", "list", "--json")) if one["code"] == "household")[
        "version"
    ]
    in_house(house, FILLS_THREE.replace("VERSION", version))
    page = context.new_page()
    page.goto("/accounts/login/?next=/desk/forms/review/")
    page.fill("input[name=login]", "registrar")
    page.fill("input[name=password]", "linli-demo")
    page.locator("main form button[type=submit]").first.click()
    _look(page, f"desk-review-{width}")
    page.locator("tbody a").first.click()
    _look(page, f"desk-review-form-{width}")
    page.get_by_role("link", name="下一份").click()
    before = page.url
    page.get_by_role("button", name="登记全部不变").click()
    expect(page.get_by_text("已全部处理。")).to_be_visible()
    assert page.url != before
    context.close()


def _look(page: Page, name: str) -> None:
    """Keep the page as a picture; axe finds nothing, nothing scrolls sideways."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    page.evaluate(AXE.read_text("utf-8"))
    page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)
    found = page.evaluate(
        "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target).join(' | '))"
    )
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
