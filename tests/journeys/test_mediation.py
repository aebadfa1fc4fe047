"""A mediator takes a dispute from its application to the signed agreement and looks at the dossier's PDF."""

import datetime as dt
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.journeys.settling import settle

pytestmark = pytest.mark.journey
ARTEFACTS = Path(__file__).resolve().parents[2] / "test-artefacts" / "journeys"
CHINA = dt.timezone(dt.timedelta(hours=8))
PARTS = {
    "facts": "楼上地漏返水，楼下墙面发霉", "issues": "维修和赔偿", "responsibility": "楼上一方负主要责任",
    "terms": "修好地漏并赔偿一千二百元", "method": "当面付清", "time": "二十日内",
}  # fmt: skip


def take(page, noun: str, *, confirm: bool = False, **values: str) -> None:
    """Open a step of the mediation's page, fill it in and send it."""
    step = page.locator(f"details#{noun}")
    if not step.evaluate("one => one.open"):
        step.locator("summary").click()
    for name, value in values.items():
        field = step.locator(f"[name={name}]").first
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(index=int(value)) if value.isdigit() else field.select_option(value)
        elif field.get_attribute("type") == "radio":
            step.locator(f"[name={name}][value={value}]").check()
        else:
            field.fill(value)
    step.locator("button[type=submit]").click()
    settle(page)
    assert page.locator(".alert-danger").count() == 0, page.locator(".alert-danger").first.inner_text()


def enter_committee(page) -> None:
    """Enter a committee and a mediator for the mediator's own area, unless the town has them."""
    page.goto("/desk/mediation/register/")
    for title, values in (
        ("增加调解委员会", {"code": "journey", "name": "行旅社区人民调解委员会", "court": "示范区人民法院"}),
        ("增加调解员", {"name": "路青", "since": f"{dt.datetime.now(CHINA):%Y}-01-01"}),
    ):
        part = page.locator("details.case-step", has=page.get_by_text(title, exact=True))
        part.locator("summary").click()
        for name, value in values.items():
            part.locator(f"[name={name}]").fill(value)
        if title == "增加调解员":
            part.locator("[name=committee]").select_option("journey")
            part.locator("[name=username]").fill("mediator")
        part.locator("button[type=submit]").click()
        settle(page)
        assert page.locator(".alert-danger").count() == 0


@pytest.mark.parametrize("width", [1440])
def test_a_dispute_goes_from_application_to_agreement(visit, width: int, tmp_path):
    visitor = visit(width=width).sign_in("mediator")
    page = visitor.page
    enter_committee(page)
    page.goto("/desk/mediation/new/")
    page.select_option("[name=kind]", "dispute.leak")
    page.select_option("[name=committee]", "journey")
    page.fill("[name=text]", "楼上卫生间漏水，泡坏楼下吊顶")
    page.fill("[name=applicant_name]", "方小梅")
    page.fill("[name=respondent_name]", "高大山")
    visitor.look("mediation-application")
    page.get_by_role("button", name="保存申请").click()
    page.wait_for_url(re.compile(r"/desk/mediation/[0-9a-f-]{36}/"))
    today = dt.datetime.now(CHINA).date()
    day = today.isoformat()
    take(page, "acceptance")
    take(page, "consent", agrees="yes")
    page.locator("details#mediator [name=mediator]").select_option(label=_label_of(page, "路青"))
    take(page, "mediator")
    take(page, "mediator-answer", accepts="yes")
    visitor.look("mediation-chosen")
    held_at = page.evaluate("new Date(Date.now() + 8 * 3600e3 - 1000).toISOString().slice(0, 16)")
    take(page, "session", held_at=held_at, where="一号调解室", present="双方和调解员", text="双方各自说明了情况")
    take(
        page,
        "agreement",
        **PARTS,
        reached_on=day,
        signed_on=day,
        sealed_on=day,
        act_1_party="1",
        act_1_text="付清一千二百元",
        act_1_due=(today + dt.timedelta(days=20)).isoformat(),
    )
    visitor.look("mediation-agreed")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="人民调解协议书或口头协议登记表 PDF").click()
    file = tmp_path / "agreement.pdf"
    waiting.value.save_as(file)
    assert file.read_bytes().startswith(b"%PDF-")
    _see(file)


def _label_of(page, name: str) -> str:
    labels = page.locator("details#mediator [name=mediator] option").all_inner_texts()
    return next(label for label in labels if label.startswith(name))


def _see(file: Path) -> None:
    """Keep the agreement as a picture where this machine can draw a PDF; its page is not blank."""
    if shutil.which("pdftoppm") is None:
        return
    target = ARTEFACTS / "mediation-agreement"
    subprocess.run(["pdftoppm", "-r", "60", "-png", str(file), str(target)], check=True, timeout=60)
    pictures = sorted(ARTEFACTS.glob("mediation-agreement-*.png"))
    assert pictures
    assert pictures[0].stat().st_size > 5_000


@pytest.mark.parametrize("width", [360, 1440])
def test_the_pages_of_mediation_are_whole(visit, width: int):
    visitor = visit(width=width).sign_in("mediator")
    for name in ("", "new/", "register/", "statistics/", "?tab=all"):
        visitor.page.goto(f"/desk/mediation/{name}")
        visitor.look(f"mediation-{name.strip('/?').replace('=', '-') or 'list'}")
    visitor.page.goto("/desk/mediation/?tab=all")
    for address in visitor.page.eval_on_selector_all("tr[data-row] a", "all => all.map(one => one.href)")[:3]:
        visitor.page.goto(address)
        visitor.look("mediation-page")
