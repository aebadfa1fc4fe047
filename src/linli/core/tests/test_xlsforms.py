"""Forms that ask for what is never held are refused, naming sheet and row; the others pass."""

import pytest
from openpyxl import Workbook

from linli.core.text_files import FileUnreadable
from linli.core.xlsforms import check_form

HARMLESS = (
    ("text", "name", "姓名", "Name"),
    ("select_one yes_no", "has_lift", "有电梯吗", "Is there a lift?"),
    ("note", "n1", "多民主，少猜测", "Which race did you run?"),
)


def form(folder, rows, choices=(), head=("type", "name", "label::中文", "label::English (en)")):
    book = Workbook()
    survey = book.active
    survey.title = "survey"
    survey.append(head)
    for row in rows:
        survey.append(row)
    sheet = book.create_sheet("choices")
    sheet.append(("list_name", "name", "label"))
    for row in choices:
        sheet.append(row)
    book.save(folder / "form.xlsx")
    return folder / "form.xlsx"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("select_one groups", "q1", "您的民族", ""), "label::中文"),
        (("text", "religion", "", ""), "name"),
        (("text", "q1", "", "What is your religion?"), "label::English (en)"),
        (("text", "q1", "政治面貌", ""), "label::中文"),
        (("integer", "petition_history", "", ""), "name"),
        (("text", "q1", "", "What was her/his ethnicity?"), "label::English (en)"),
        (("text", "q1", "", "¿Cuál es su religión?"), "label::English (en)"),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
def test_a_barred_question_is_refused_with_sheet_row_and_reason(tmp_path, row, column):
    _rows, (refused,) = check_form(form(tmp_path, [*HARMLESS, row]))
    assert (refused.said.sheet, refused.said.row, refused.said.column) == ("survey", 5, column)
    assert refused.reason in str(refused)
    assert "第 5 行" in str(refused)


def test_a_list_of_barred_answers_is_refused_and_a_single_word_is_not(tmp_path):
    choices = [("relations", "religious_leader", "Religious leader"), ("body", "face", "Face"), ("religions", "a", "A")]
    _rows, refused = check_form(form(tmp_path, HARMLESS, choices))
    assert [(one.said.sheet, one.said.row, one.said.text) for one in refused] == [("choices", 4, "religions")]


def test_a_harmless_form_passes(tmp_path):
    assert check_form(form(tmp_path, HARMLESS, [("yes_no", "yes", "是")])) == (4, [])


def test_a_workbook_that_is_no_form_says_so(tmp_path):
    book = Workbook()
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(FileUnreadable, match="survey"):
        check_form(tmp_path / "a.xlsx")
