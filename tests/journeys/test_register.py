"""The register in a browser: find and read with a purpose, and the resident sees it; enter, undo, import, ask, withdraw."""

import csv
import io
import re

import pytest
from openpyxl import load_workbook
from tests.journeys.settling import settle

pytestmark = pytest.mark.journey
REGISTER = "/desk/register/"
PAGES = {
    "register": REGISTER,
    "query": f"{REGISTER}query/",
    "import": f"{REGISTER}import/",
    "organisations": f"{REGISTER}organisations/",
    "programmes": f"{REGISTER}programmes/",
    "consents-due": f"{REGISTER}consents/",
    "purposes": f"{REGISTER}purposes/",
    "rolls": f"{REGISTER}rolls/",
    "ages": f"{REGISTER}ages/",
    "schools": f"{REGISTER}schools/",
    "profile": f"{REGISTER}profile/",
    "sheet": f"{REGISTER}sheet/",
    "linkage": f"{REGISTER}linkage/",
    "new-linkage": f"{REGISTER}linkage/new/",
    "addresses": "/desk/areas/addresses/",
    "my-readings": f"{REGISTER}audit/mine/",
}
OFFICER_PAGES = {
    "audit": f"{REGISTER}audit/",
    "audit-log": f"{REGISTER}audit/log/",
    "retention": f"{REGISTER}retention/",
    "assessment": f"{REGISTER}purposes/pension-review/assessments/new/",
    "agreements": f"{REGISTER}agreements/",
}


def own_name(visitor) -> str:
    """Read the signed-in resident's own name from their page."""
    visitor.page.goto("/me/")
    text = visitor.page.locator("main").inner_text()
    return re.search(r"姓名\s+(\S+)", text).group(1)


def find(page, text: str) -> None:
    page.goto(REGISTER)
    page.get_by_role("textbox", name="找人").fill(text)
    page.get_by_role("button", name="查找").click()
    settle(page)
    page.locator("main table a").first.click()
    page.wait_for_url(re.compile(r"/residents/"))


def open_step(page, noun: str):
    step = page.locator(f"details#{noun}")
    if not step.evaluate("one => one.open"):
        step.locator("summary").click()
    return step


@pytest.mark.parametrize("width", [360, 1440])
def test_the_pages_of_the_register_are_whole(visit, width: int):
    visitor = visit(width=width).sign_in("registrar")
    visitor.trouble.clear()  # signing in leads to the cases, which are none of theirs
    for name, address in PAGES.items():
        visitor.page.goto(address)
        visitor.look(f"register-{name}")


@pytest.mark.parametrize("width", [360, 1440])
def test_the_pages_of_the_data_officer_are_whole(visit, width: int):
    visitor = visit(width=width).sign_in("privacy")
    visitor.trouble.clear()
    for name, address in OFFICER_PAGES.items():
        visitor.page.goto(address)
        visitor.look(f"privacy-{name}")


@pytest.mark.parametrize("width", [360, 1440])
def test_a_resident_sees_who_read_her_phone_and_why(visit, width: int):
    resident = visit(width=width).sign_in("resident")
    resident.trouble.clear()
    name = own_name(resident)
    registrar = visit().sign_in("registrar")
    registrar.trouble.clear()
    page = registrar.page
    find(page, name)
    registrar.look("register-resident")
    step = open_step(page, "reveal")
    step.locator("[name=purpose]").select_option("contact")
    step.locator("[name=fields_read][value=phone]").check()
    step.locator("[name=said]").fill(f"通知楼道维修 {width}")
    step.get_by_role("button", name="查看").click()
    settle(page)
    assert re.search(r"1990000\d{4}", page.locator("[data-revealed]").inner_text())
    resident.page.goto("/me/")
    resident.look("portal-me")
    resident.page.get_by_role("link", name=re.compile("谁看过")).first.click()
    settle(resident.page)
    assert f"通知楼道维修 {width}" in resident.page.locator("main").inner_text()
    resident.look("portal-readings")


def building_with_an_empty_home(page) -> str:
    """Find a building near the one on the page in which a dwelling stands empty."""
    lon, lat = map(float, page.locator("[data-point]").get_attribute("data-point").split(","))
    window = f"{lon - 0.02},{lat - 0.02},{lon + 0.02},{lat + 0.02}"
    found = page.request.get(f"{REGISTER}homes.geojson?bbox={window}").json()["features"]
    return next(one["properties"]["url"] for one in found if one["properties"]["empty"] and one["properties"]["homes"])


def enter_household(page) -> None:
    page.get_by_role("link", name="空，登记一户").first.click()
    for name, value in {"name": "顾晓桐", "born_on": "1988-08-08", "since": "2026-01-01"}.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=sex]").select_option("female")
    page.get_by_role("button", name="登记").click()
    page.wait_for_url(re.compile(r"/households/"))


def enter_child(page) -> None:
    step = open_step(page, "member")
    for name, value in {"name": "顾小满", "born_on": "2018-05-05"}.items():
        step.locator(f"[name={name}]").fill(value)
    step.locator("[name=sex]").select_option("female")
    step.locator("[name=relation]").select_option("child")
    step.locator("button[type=submit]").click()
    settle(page)


def test_a_household_is_entered_at_an_empty_door_and_a_mistake_undone(visit):
    visitor = visit().sign_in("registrar")
    visitor.trouble.clear()
    page = visitor.page
    find(page, "王")
    page.locator("main a[href*='/households/']").first.click()
    page.wait_for_url(re.compile(r"/households/"))
    visitor.look("register-household")
    page.goto(building_with_an_empty_home(page))
    visitor.look("register-building")
    enter_household(page)
    enter_child(page)
    assert page.locator(".family-member").count() == 2
    row = page.locator(".record-timeline li").first
    row.locator("summary").click()
    row.locator("[name=reason]").fill("登记错了人")
    row.get_by_role("button", name="撤销").click()
    settle(page)
    assert page.locator(".family-member").count() == 1
    assert "已撤销" in page.locator(".record-timeline").inner_text()


def sheet(*rows: dict[str, str]) -> dict[str, object]:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return {"name": "台账.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode("utf-8-sig")}


def test_a_spreadsheet_with_a_barred_column_is_refused_whole(visit):
    visitor = visit().sign_in("registrar")
    visitor.trouble.clear()
    page = visitor.page
    page.goto(f"{REGISTER}import/")
    page.set_input_files("input[type=file]", sheet({"姓名": "顾晓桐", "性别": "女", "民族": "汉", "房号": "101"}))
    page.locator("main form button[type=submit]").first.click()
    settle(page)
    assert "民族" in page.locator("main").inner_text()
    assert re.search(r"邻里不保存民族|不保存", page.locator("main").inner_text())


def test_a_question_is_typed_counted_looked_at_and_taken_out(visit, tmp_path):
    visitor = visit().sign_in("registrar")
    visitor.trouble.clear()
    page = visitor.page
    page.goto(f"{REGISTER}query/?text=age+%3E%3D+60&purpose=register")
    page.get_by_role("button", name="看名单（遮盖）").click()
    settle(page)
    visitor.look("register-query-people")
    assert "*" in page.locator("main table").first.inner_text()
    page.locator("#export_said").fill("走访安排")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="为此目的导出").click()
    target = tmp_path / "people.xlsx"
    waiting.value.save_as(target)
    rows = list(load_workbook(target).worksheets[0].iter_rows(values_only=True))
    assert any("走访安排" in str(cell) for row in rows for cell in row)


def test_the_command_line_counts_the_same(visit, house):
    counting = ("register", "query", "age >= 60", "--purpose", "register", "--count", "--json")
    said, verified = house.several(counting, ("audit", "verify", "--json"))
    assert re.search(r'"count": [1-9]\d*', said)
    assert '"faults": []' in verified
