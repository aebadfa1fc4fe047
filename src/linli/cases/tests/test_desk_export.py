"""The list as a spreadsheet: the same cases, nothing a spreadsheet would run, nobody's contact."""

import io

import pytest
import time_machine
from openpyxl import load_workbook

from linli.cases.models import Case
from linli.cases.rules import State
from linli.cases.testing import make_case
from linli.cases.tests.desk import SOON_AFTER
from linli.cases.web.exports import without_contacts
from linli.staff.testing import GRID, GRID_ELSEWHERE, STREET, Cast, Member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(SOON_AFTER, tick=False):
        yield


def sheet_of(member: Member, query: str = "?tab=all"):
    answer = member.sign_in().get(f"/desk/cases/export.xlsx{query}")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active


def test_the_file_holds_the_cases_of_the_list(cast: Cast):
    make_case(cast, state=State.CLOSED, text="河边堆着树枝")
    make_case(cast, text="别的事情")
    rows = list(sheet_of(cast.wei, "?tab=all&q=树枝").iter_rows(min_row=2, max_row=2, values_only=True))
    assert rows[0][1:3] == ("暴露垃圾", "河边堆着树枝")
    assert rows[0][6:8] == ("松门区环卫所", "已结案")
    assert sheet_of(cast.wei).max_row == 5  # head, two cases, a blank line, who took it out and when


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_text_that_looks_like_a_formula_stays_a_text(cast: Cast, start: str):
    make_case(cast, text=f'{start}HYPERLINK("http://example.invalid","点我")', address=f"{start}1+1")
    sheet = sheet_of(cast.chen)
    cell, address = sheet["C2"], sheet["E2"]
    assert (cell.data_type, address.data_type) == ("s", "s")
    assert cell.quotePrefix
    assert address.value == f"{start}1+1"


def test_nobodys_phone_or_id_number_leaves_with_the_file(cast: Cast):
    make_case(
        cast,
        text="请打 13800001234 找我，身份证 11010119900307123X",
        reporter_name="周小川",
        reporter_phone="13900005678",
    )
    text = " ".join(str(cell.value) for row in sheet_of(cast.chen).iter_rows() for cell in row)
    for secret in ("13800001234", "11010119900307123X", "周小川", "13900005678"):
        assert secret not in text
    assert "138******34" in text


def test_a_number_that_is_no_contact_is_left_alone():
    assert (
        without_contacts("井盖编号 20261116000123 损坏，面积 12 平方米")
        == "井盖编号 20261116000123 损坏，面积 12 平方米"
    )


def test_signs_that_a_spreadsheet_does_not_take_are_left_out(cast: Cast):
    case = make_case(cast)
    Case.objects.filter(pk=case.pk).update(text="响铃\x07一声")
    assert sheet_of(cast.chen)["C2"].value == "响铃一声"


def test_confidential_cases_stay_inside(cast: Cast):
    case = make_case(cast)
    Case.objects.filter(pk=case.pk).update(is_confidential=True)
    assert sheet_of(cast.chen).max_row == 3


def test_only_the_area_of_the_right_to_export_leaves(cast: Cast):
    here, there = make_case(cast), make_case(cast)
    Case.objects.filter(pk=here.pk).update(area_code=GRID)
    Case.objects.filter(pk=there.pk).update(area_code=GRID_ELSEWHERE)
    numbers = {row[0] for row in sheet_of(cast.feng).iter_rows(min_row=2, values_only=True)}
    assert GRID.startswith(STREET)
    assert here.number in numbers
    assert there.number not in numbers


@pytest.mark.parametrize("name", ["lin", "sun", "qian", "zheng", "han", "root"])
def test_whose_post_does_not_export_gets_no_file(cast: Cast, name: str):
    assert getattr(cast, name).sign_in().get("/desk/cases/export.xlsx").status_code == 403
