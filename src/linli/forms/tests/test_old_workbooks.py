"""Old `.xls` workbooks become the same forms as new ones, are looked at as closely, and are kept as new ones."""

import io

import pytest
from openpyxl import load_workbook

from linli.forms import actions, errors
from linli.forms.converting import convert_xlsform
from linli.forms.converting.xlsforms import xform_from
from linli.forms.testing import a_command, an_xlsform
from linli.forms.tests.old_book import old_book
from linli.staff.testing import Cast

ROWS = [("text", "remark", "备注", "yes"), ("select_one use", "use", "用途"), ("text", "full_name", "姓名")]
CHOICES = [("use", "home", "自住"), ("use", "rented", "出租")]
SETTINGS = [("form_id", "version", "form_title"), ("test-form", "1", "测试表")]


def a_book(*more: tuple[str, ...]) -> bytes:
    return old_book(
        {
            "survey": [("type", "name", "label", "required", "bind::linli", "relevant"), *ROWS, *more],
            "choices": [("list_name", "name", "label"), *CHOICES],
            "settings": SETTINGS,
        }
    )


def test_an_old_workbook_becomes_the_form_that_a_new_one_becomes():
    made = convert_xlsform(a_book(), name="t.xls")
    new = convert_xlsform(an_xlsform(ROWS, choices=CHOICES), name="t.xlsx")
    assert (made.xform, made.titles, made.questions) == (new.xform, new.titles, new.questions)
    assert made.xform == xform_from(a_book(), name="t.xls")[0]


def test_an_old_workbook_is_known_by_its_content_and_not_by_its_name():
    assert convert_xlsform(a_book(), name="t.xlsx").code == "test-form"
    assert convert_xlsform(an_xlsform(ROWS, choices=CHOICES), name="t.xls").code == "test-form"


def test_what_is_barred_does_not_come_in_by_an_old_workbook():
    with pytest.raises(errors.FormBarred, match="survey 第 5 行"):
        convert_xlsform(a_book(("text", "faith", "宗教信仰")), name="t.xls")


def test_a_fault_in_an_old_workbook_is_told_with_its_row():
    with pytest.raises(errors.FormBroken, match="第 5 行"):
        convert_xlsform(a_book(("nothing_known", "x", "y")), name="t.xls")


@pytest.mark.parametrize("content", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), a_book()[:1500]])
def test_a_broken_or_locked_old_workbook_is_refused_with_its_remedy(content):
    with pytest.raises(errors.FormUnreadable, match=r"另存为 \.xlsx"):
        convert_xlsform(content, name="t.xls")


def test_signs_of_an_old_workbook_that_a_new_one_lacks_are_left_out_and_texts_stay_texts():
    made = convert_xlsform(
        a_book(("text", "b", "楼\x0b栋\x01"), ("text", "c", "=1+1 得几"), ("text", "d", "#N/A")), name="t.xls"
    )
    said = {one.name: one.labels.get("default") for one in made.questions}
    assert (said["b"], said["c"], said["d"]) == ("楼栋", "=1+1 得几", "#N/A")


@pytest.mark.django_db
@pytest.mark.usefixtures("at_nine")
def test_an_old_workbook_is_kept_as_a_new_one(cast: Cast):
    row = actions.upload_form(a_book(), name="t.xls", command=a_command(cast.luo.actor))
    assert actions.upload_form(a_book(), name="t.xls", command=a_command(cast.luo.actor)).pk == row.pk
    assert load_workbook(io.BytesIO(bytes(row.xlsform))).sheetnames == ["survey", "choices", "settings"]
