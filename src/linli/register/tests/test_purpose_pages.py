"""The desk's pages of purposes, assessments, agreements, programmes and consents, each with its stranger."""

import io

import pytest
import time_machine
from openpyxl import load_workbook

from linli.core.ids import new_id
from linli.places.testing import make_town
from linli.register.actions.consents import Asked, give_consent
from linli.register.actions.programmes import NewEnrolment, enrol
from linli.register.catalogue import declared
from linli.register.models import Consent, Disclosure, Enrolment, Handover, ImpactAssessment, SharingAgreement
from linli.register.rules.consents import Channel
from linli.register.testing import AT, a_command, make_resident, open_purpose
from linli.staff.testing import GRID_ELSEWHERE, STREET, Cast

BASE = "/desk/register/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town(cast: Cast):
    make_town()
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def granny(cast):
    return make_resident(phone="19900000123")


def text(answer) -> str:
    return answer.content.decode()


def sent(client, url, **values):
    return client.post(f"{BASE}{url}", {"command_id": str(new_id()), **values})


def rows_of(answer) -> list[tuple[object, ...]]:
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return [row for row in book.active.iter_rows(values_only=True) if any(row)]


def answers(**changes: str) -> dict[str, str]:
    whole = {f"{code}-yes": "yes" for code in declared().questions}
    return whole | {f"{code}-why": "逐项核对，符合规定" for code in declared().questions} | changes


@pytest.mark.parametrize("who", ["zhao", "root", "han", "lin"])
def test_strangers_have_no_register_of_purposes(cast, client, who):
    stranger = getattr(cast, who).sign_in()
    for address in (
        "purposes/", "purposes/export/", "purposes/minimum-living/", "purposes/minimum-living/assessments/new/",
        "purposes/minimum-living/agreements/new/", "agreements/", "agreements/export/", f"agreements/{new_id()}/",
        f"assessments/{new_id()}/",
    ):  # fmt: skip
        assert stranger.get(f"{BASE}{address}").status_code == 403
        assert client.get(f"{BASE}{address}").status_code == 302


@pytest.mark.parametrize("who", ["zhao", "root", "han", "luo"])
def test_strangers_have_no_programmes_and_no_consents(cast, client, granny, who):
    stranger = getattr(cast, who).sign_in()
    for address in (
        "programmes/", "programmes/care-visits/", "programmes/reviews/", "programmes/directory/", "consents/",
        "consents/export/", f"consents/{granny.pk}/",
    ):  # fmt: skip
        assert stranger.get(f"{BASE}{address}").status_code == 403
        assert client.get(f"{BASE}{address}").status_code == 302
    for address in (f"consents/{granny.pk}/yes/", f"consents/{granny.pk}/no/", f"consents/{granny.pk}/enrolments/"):
        assert sent(stranger, address).status_code == 403


def test_every_purpose_is_listed_with_its_basis_and_whether_it_is_open(cast):
    page = text(cast.luo.sign_in().get(f"{BASE}purposes/"))
    assert all(str(one.name) in page for one in declared().purposes.values())
    assert "未开启" in page
    rows = rows_of(cast.jiang.sign_in().get(f"{BASE}purposes/export/"))
    assert len(rows) == len(declared().purposes) + 2


def test_an_assessment_is_drafted_by_one_signed_by_another_and_revoked(cast):
    registrar, officer = cast.jiang.sign_in(), cast.luo.sign_in()
    new = "purposes/minimum-living/assessments/new/"
    assert "处理目的和方式合法吗" in text(registrar.get(f"{BASE}{new}"))
    assert sent(registrar, new, **answers(**{"lawful-why": ""})).status_code == 400
    sent(registrar, new, **answers())
    page = f"assessments/{ImpactAssessment.objects.get().pk}/"
    assert "草稿" in text(officer.get(f"{BASE}{page}"))
    assert sent(registrar, f"{page}signature/").status_code == 403
    assert sent(officer, f"{page}signature/", review_by="2031-01-01").status_code == 400
    assert sent(officer, f"{page}signature/").status_code == 302
    assert "罗正" in text(officer.get(f"{BASE}{page}"))
    assert "已开启" in text(officer.get(f"{BASE}purposes/minimum-living/"))
    sent(officer, f"{page}revocation/")
    assert "已撤销" in text(officer.get(f"{BASE}{page}"))
    assert officer.get(f"{BASE}assessments/{new_id()}/").status_code == 404


def test_consent_is_recorded_refused_and_withdrawn_at_the_desk(cast, granny):
    client, page = cast.lin.sign_in(), f"consents/{granny.pk}/"
    asked = {"purpose": "elder-visits", "channel": "doorstep"}
    assert sent(client, f"{page}yes/", **asked).status_code == 400  # the notice was not shown
    assert sent(client, f"{page}yes/", **asked, read="on").status_code == 302
    sent(client, f"{page}enrolments/", programme="care-visits")
    shown = text(client.get(f"{BASE}{page}"))
    assert "老年人探访关爱" in shown
    assert "何秀兰" not in shown
    assert Disclosure.objects.filter(resident_id=granny.pk, how="page").exists()
    sent(client, f"{page}{Consent.objects.get().pk}/withdrawal/")
    assert Enrolment.objects.get().ended_because == "consent-withdrawn"
    refused = sent(client, f"{page}yes/", **asked, read="on")
    assert (refused.status_code, "不再征求" in text(refused)) == (400, True)
    assert sent(client, f"{page}no/", purpose="volunteering", channel="paper").status_code == 302
    assert "不同意" in text(client.get(f"{BASE}{page}"))


def test_an_enrolment_is_renewed_and_ended_at_the_desk(cast, granny):
    client, page = cast.lin.sign_in(), f"consents/{granny.pk}/"
    assert sent(client, f"{page}enrolments/", programme="care-visits").status_code == 400
    sent(client, f"{page}enrolments/", programme="elder-allowance", review_by="2026-12-01")
    row = f"{page}enrolments/{Enrolment.objects.get().pk}/"
    sent(client, f"{row}renewal/")
    assert str(Enrolment.objects.get().review_by) == "2027-11-16"
    sent(client, f"{row}ending/")
    assert Enrolment.objects.get().ended_because == "ended"


def test_what_rests_on_a_closed_purpose_is_not_shown(cast, granny):
    assessment = open_purpose("minimum-living", cast)
    give_consent(granny.pk, "minimum-living", command=a_command(cast.lin.actor), asked=Asked(Channel.PAPER))
    enrol(granny.pk, NewEnrolment("minimum-living"), command=a_command(cast.lin.actor))
    client = cast.lin.sign_in()
    assert "何**" in text(client.get(f"{BASE}programmes/minimum-living/"))
    type(assessment).objects.update(revoked_at=AT)
    assert client.get(f"{BASE}programmes/minimum-living/").status_code == 409
    page = text(client.get(f"{BASE}consents/{granny.pk}/"))
    assert "没有参加项目" in page
    assert "撤回：最低生活保障" in page  # a yes can be taken back at any time


def test_a_programmes_list_is_masked_scoped_and_taken_out_for_its_purpose(cast, granny):
    far = make_resident("远方", area_code=GRID_ELSEWHERE)
    enrol(granny.pk, NewEnrolment("elder-allowance"), command=a_command(cast.lin.actor))
    Enrolment.objects.create(
        area_code=GRID_ELSEWHERE,
        resident=far,
        programme_code="elder-allowance",
        since=AT.date(),
        review_by="2027-01-01",
    )
    client = cast.jiang.sign_in()
    page = text(client.get(f"{BASE}programmes/elder-allowance/"))
    assert "何**" in page
    assert "远*" not in page
    assert "何秀兰" not in page
    assert "没有人" in text(client.get(f"{BASE}programmes/elder-allowance/", {"which": "ended"}))
    assert sent(client, "programmes/elder-allowance/export/").status_code == 400
    head, row, *_ = rows_of(sent(client, "programmes/elder-allowance/export/", reason="核对", which="open"))
    assert (head[0], row[0], row[1]) == ("姓名", "何秀兰", "女")
    assert sent(cast.lin.sign_in(), "programmes/elder-allowance/export/", reason="x").status_code == 403


def test_the_directory_and_the_reviews_due(cast, granny):
    give_consent(granny.pk, "representation", command=a_command(cast.lin.actor), asked=Asked(Channel.PAPER))
    enrol(granny.pk, NewEnrolment("building-leaders"), command=a_command(cast.lin.actor))
    client = cast.jiang.sign_in()
    assert "楼栋长名录" in text(client.get(f"{BASE}programmes/directory/"))
    assert "没有人" in text(client.get(f"{BASE}programmes/reviews/"))
    Enrolment.objects.update(review_by="2026-11-16", since="2026-01-01")
    assert "楼栋长名录" in text(client.get(f"{BASE}programmes/reviews/"))
    assert ">1</td>" in text(client.get(f"{BASE}programmes/"))


def test_lists_take_few_queries_however_long(cast, django_assert_max_num_queries):
    for number in range(6):
        person = make_resident(f"何{number}")
        give_consent(person.pk, "volunteering", command=a_command(cast.lin.actor), asked=Asked(Channel.PAPER))
        enrol(person.pk, NewEnrolment("volunteers"), command=a_command(cast.lin.actor))
    Consent.objects.update(notice_version="0")
    client = cast.jiang.sign_in()
    for address in (
        "programmes/volunteers/",
        "programmes/directory/",
        "programmes/",
        "consents/",
        "purposes/",
        "agreements/",
    ):
        client.get(f"{BASE}{address}")
        with django_assert_max_num_queries(10):
            client.get(f"{BASE}{address}")


def test_whom_to_ask_again_is_listed_and_taken_out(cast, granny):
    give_consent(granny.pk, "volunteering", command=a_command(cast.lin.actor), asked=Asked(Channel.PAPER))
    client = cast.lin.sign_in()
    assert "没有要重新征求的同意" in text(client.get(f"{BASE}consents/"))
    Consent.objects.update(notice_version="0")
    assert "告知书已更新" in text(client.get(f"{BASE}consents/"))
    assert "没有要重新征求的同意" in text(client.get(f"{BASE}consents/", {"purpose": "elder-visits"}))
    assert rows_of(client.get(f"{BASE}consents/export/"))[1][0] == "何**"


def test_an_agreement_from_draft_to_hand_over(cast, granny):
    enrol(granny.pk, NewEnrolment("elder-allowance"), command=a_command(cast.lin.actor))
    registrar, officer = cast.jiang.sign_in(), cast.luo.sign_in()
    new = "purposes/elder-allowance/agreements/new/"
    assert "身份证号" in text(registrar.get(f"{BASE}{new}"))
    values = {"code": "2026-01", "receiver": "松门区民政局", "basis": "高龄津贴办法", "area_code": STREET,
              "fields_agreed": ["name", "age"], "since": "2026-11-16", "until": "2027-05-31"}  # fmt: skip
    assert sent(registrar, new, **values | {"until": "2025-01-01"}).status_code == 400
    assert sent(registrar, new, **values | {"fields_agreed": ["phone"]}).status_code == 400
    sent(registrar, new, **values)
    page = f"agreements/{SharingAgreement.objects.get().pk}/"
    assert sent(registrar, f"{page}signature/").status_code == 403
    sent(officer, f"{page}signature/")
    assert sent(officer, f"{page}handovers/", programme="elder-allowance").status_code == 403
    head, row, *_ = rows_of(sent(registrar, f"{page}handovers/", programme="elder-allowance"))
    assert (head, row) == (("姓名", "年龄"), ("何秀兰", 68))
    assert "1 人" in text(registrar.get(f"{BASE}{page}"))
    assert Handover.objects.get().fields == ["name", "age"]
    assert "2026-01" in text(officer.get(f"{BASE}agreements/"))
    assert rows_of(officer.get(f"{BASE}agreements/export/"))[1][0] == "2026-01"
    sent(officer, f"{page}end/")
    assert "已撤销或终止" in text(officer.get(f"{BASE}{page}"))


def test_a_hand_over_of_nobody_is_refused(cast):
    registrar, officer = cast.jiang.sign_in(), cast.luo.sign_in()
    values = {"code": "2026-01", "receiver": "松门区民政局", "basis": "高龄津贴办法", "area_code": STREET,
              "fields_agreed": ["name"], "since": "2026-11-16", "until": "2027-05-31"}  # fmt: skip
    sent(registrar, "purposes/elder-allowance/agreements/new/", **values)
    page = f"agreements/{SharingAgreement.objects.get().pk}/"
    sent(officer, f"{page}signature/")
    refused = sent(registrar, f"{page}handovers/", programme="elder-allowance")
    assert (refused.status_code, "没有可以提供的人员" in text(refused)) == (400, True)
