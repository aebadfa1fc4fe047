"""Rulings in force at the desk: listed where somebody rules, and ended by them."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from linli.cases.models import Case, Ruling
from linli.cases.queries.kinds import kind_named
from linli.cases.queries.owners import owner_for
from linli.cases.testing import MONDAY_9, RUBBISH, make_case
from linli.core.ids import new_id
from linli.core.models import AuditEntry
from linli.staff.testing import CLEANING, COMMUNITY, GRID, OTHER_DISTRICT, WATER, Cast

LIST = "/desk/cases/rulings/"


@pytest.fixture(name="ruling")
def ruling_fixture(cast: Cast) -> Ruling:
    return Ruling.objects.create(
        case=make_case(cast), kind_code=RUBBISH, area_code=COMMUNITY, unit_code=WATER, reason="管网渗漏引起",
        by="wei", by_name="魏立新", at=MONDAY_9,
    )  # fmt: skip


def text(member) -> str:
    return member.sign_in().get(LIST, follow=True).content.decode()


def test_the_list_says_what_holds_where_for_whom_and_why(cast: Cast, ruling):
    page = text(cast.wei)
    for said in ("竹桥社区", "松门区供水公司", "管网渗漏引起", "魏立新", f"/desk/cases/{ruling.case_id}/"):
        assert said in page
    Ruling.objects.update(area_code=OTHER_DISTRICT)
    assert "没有现行裁定" in text(cast.wei)


def test_why_a_confidential_case_was_ruled_is_not_told_to_who_may_not_read_it(cast: Cast, ruling):
    Case.objects.update(is_confidential=True)
    page = text(cast.wei)
    assert "松门区供水公司" in page
    assert "管网渗漏引起" not in page
    assert f"/desk/cases/{ruling.case_id}/" not in page


def test_an_ended_ruling_holds_no_more_and_the_log_says_who_ended_it(cast: Cast, ruling):
    answer = cast.wei.sign_in().post(f"{LIST}{ruling.pk}/ending", follow=True)
    assert "裁定已终止" in answer.content.decode()
    assert owner_for(kind_named(RUBBISH), GRID).unit_code == CLEANING
    line = AuditEntry.objects.get(subject_kind="ruling")
    assert (line.subject_id, line.by_name) == (str(ruling.pk), "魏立新")


def test_a_ruling_that_is_ended_already_or_of_another_area_is_said_to_be_gone(cast: Cast, ruling):
    Ruling.objects.update(area_code=OTHER_DISTRICT)
    answer = cast.wei.sign_in().post(f"{LIST}{ruling.pk}/ending")
    assert (answer.status_code, "没有找到这条现行的裁定" in answer.content.decode()) == (404, True)
    assert Ruling.objects.get().ended_at is None


def test_the_address_of_an_ending_by_itself_leads_to_the_list_and_ends_nothing(cast: Cast, ruling):
    assert cast.wei.sign_in().get(f"{LIST}{ruling.pk}/ending")["Location"] == LIST
    assert Ruling.objects.get().ended_at is None


def test_who_rules_nothing_sees_and_ends_nothing(cast: Cast, ruling):
    for member in (cast.zhao, cast.sun):
        assert member.sign_in().get(LIST).status_code == 403
        assert member.sign_in().post(f"{LIST}{ruling.pk}/ending").status_code == 403
    assert Ruling.objects.get().ended_at is None


def several(ruling: Ruling, number: int) -> None:
    for _one in range(number):
        ruling.pk, ruling._state.adding = new_id(), True
        ruling.save(force_insert=True)


def test_more_than_a_page_of_rulings_go_on_to_the_next(cast: Cast, ruling, monkeypatch):
    monkeypatch.setattr("linli.cases.web.rulings.PER_PAGE", 2)
    several(ruling, 2)
    client = cast.wei.sign_in()
    counts = [client.get(LIST, {"page": page}).content.decode().count("/ending") for page in (1, 2)]
    assert counts == [2, 1]


def test_the_spreadsheet_has_them_all_and_hides_what_the_page_hides(cast: Cast, ruling):
    several(ruling, 60)
    confidential = make_case(cast)
    Case.objects.filter(pk=confidential.pk).update(is_confidential=True)
    Ruling.objects.filter(pk=ruling.pk).update(case=confidential, reason="不便公开")
    client = cast.wei.sign_in()
    assert 'href="/desk/cases/rulings.xlsx"' in client.get(LIST).content.decode()
    sheet = load_workbook(BytesIO(b"".join(client.get("/desk/cases/rulings.xlsx")))).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert len(rows) == 1 + 61 + 1
    assert rows[0] == ["类别", "适用区域", "责任单位", "裁定理由", "裁定日期", "裁定人"]
    assert [row[3] for row in rows[1:-1]].count("管网渗漏引起") == 60
    assert rows[1][1:] == ["竹桥社区", "松门区供水公司", None, "2026-11-16", "魏立新"]
    assert rows[-1][0].startswith("魏立新 导出于")


def test_the_list_takes_few_queries(cast: Cast, ruling, django_assert_max_num_queries):
    several(ruling, 20)
    client = cast.wei.sign_in()
    client.get(LIST)
    with django_assert_max_num_queries(10):
        client.get(LIST)
