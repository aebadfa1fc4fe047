"""A file a page sends off keeps its name and is kept by nobody on the way."""

from linli.core.file_answers import EXCEL, PDF, file_answer


def test_a_workbook_is_sent_under_its_name():
    answer = file_answer(b"PK", name="rolls-2026.xlsx")
    assert (answer["Content-Type"], answer.content) == (EXCEL, b"PK")
    assert answer["Content-Disposition"] == 'attachment; filename="rolls-2026.xlsx"'


def test_another_kind_is_named():
    assert file_answer(b"%PDF", name="roll.pdf", kind=PDF)["Content-Type"] == PDF


def test_no_cache_keeps_it():
    assert file_answer(b"", name="a.xlsx")["Cache-Control"] == "private, no-store"


def test_a_chinese_name_arrives_whole():
    assert "filename*=utf-8''%E5%90%8D%E5%86%8C.xlsx" in file_answer(b"", name="名册.xlsx")["Content-Disposition"]
