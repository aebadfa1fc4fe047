"""Spreadsheets in whatever shape they come."""

import gzip

import pytest
from openpyxl import Workbook

from linli.core.tables import TableUnreadable, read_table, safe_cell

TEXT = '编号,内容\n1,楼道堆物\n\n2,"井盖, 破了"\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_reads_the_same_in_every_usual_encoding(tmp_path, encoding: str):
    file = tmp_path / "a.csv"
    file.write_bytes(TEXT.encode(encoding))
    table = read_table(file)
    assert table.columns == ("编号", "内容")
    assert [(row.number, row.cells["内容"]) for row in table.rows] == [(2, "楼道堆物"), (4, "井盖, 破了")]


def test_a_packed_csv_and_one_with_semicolons_read_too(tmp_path):
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(TEXT.encode()))
    (tmp_path / "b.csv").write_text("a;b\n1;2\n")
    assert len(list(read_table(tmp_path / "a.csv.gz").rows)) == 2
    assert next(read_table(tmp_path / "b.csv").rows).cells == {"a": "1", "b": "2"}


def test_an_excel_sheet_reads_with_its_types(tmp_path):
    book = Workbook()
    book.active.append(["编号", "内容"])
    book.active.append([7, "路灯不亮"])
    book.save(tmp_path / "a.xlsx")
    assert next(read_table(tmp_path / "a.xlsx").rows).cells == {"编号": 7, "内容": "路灯不亮"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.csv", None),
        ("empty.csv", b""),
        ("no.xlsx", b"hello"),
        ("bad.csv.gz", b"\x1f\x8bxxxx"),
        ("bin.csv", b"PK\x00\x01\x00" * 9),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(tmp_path, name: str, content: bytes | None):
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(TableUnreadable) as refusal:
        list(read_table(file).rows)
    assert name in str(refusal.value)


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@x", "\tx"])
def test_a_cell_is_never_a_formula(text: str):
    assert safe_cell(text) == f"'{text}"
    assert safe_cell(5) == 5
