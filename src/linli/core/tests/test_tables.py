"""Spreadsheets in whatever shape they come."""

import gzip
import zipfile

import pytest
from openpyxl import Workbook

from linli.core.tables import read_table, read_table_in, safe_cell
from linli.core.text_files import FileUnreadable

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
        ("endless.csv", b"x" * 200_000),
        ("torn.csv.gz", gzip.compress(bytes(range(256)) * 400)[:-40] + b"\xff" * 40),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(tmp_path, name: str, content: bytes | None):
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(FileUnreadable) as refusal:
        list(read_table(file).rows)
    assert name in str(refusal.value)


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@x", "\tx"])
def test_a_cell_is_never_a_formula(text: str):
    assert safe_cell(text) == f"'{text}"
    assert safe_cell(5) == 5


def test_a_cell_holds_no_sign_that_a_spreadsheet_refuses():
    assert (safe_cell("甲\x07乙"), safe_cell("\x00=1+1"), safe_cell("甲\n乙")) == ("甲乙", "'=1+1", "甲\n乙")


def test_a_row_that_cannot_be_divided_is_handed_back_whole_and_the_rest_goes_on(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(f'编号,内容\n1,路灯坏了,很暗\n2,他说"好"\n3,{"井" * 100_001}\n4,"他说"你好"了"\n5,末一行\n')
    rows = list(read_table(file).rows)
    assert [(row.number, bool(row.trouble)) for row in rows] == [
        (2, True),
        (3, False),
        (4, True),
        (5, True),
        (6, False),
    ]
    assert rows[0].said == "1,路灯坏了,很暗"
    assert rows[-1].cells == {"编号": "5", "内容": "末一行"}


def test_a_quotation_mark_left_open_swallows_none_of_the_rows_behind_it(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text('编号,内容\n1,好的一行\n2,"没有合上\n3,后面的一行\n4,"又没有合上\n5,末一行\n')
    rows = list(read_table(file).rows)
    assert [row.cells.get("内容", "") for row in rows] == ["好的一行", "", "后面的一行", "", "末一行"]
    assert ["引号" in row.trouble for row in rows] == [False, True, False, True, False]
    assert [row.said for row in rows if row.trouble] == ['2,"没有合上', '4,"又没有合上']


def test_uploaded_bytes_are_read_as_the_file_would_be(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes("姓名,性别\n何秀兰,女\n".encode("gb18030"))
    packed = gzip.compress(file.read_bytes())
    for content, name in ((file.read_bytes(), "a.csv"), (packed, "a.csv.gz")):
        assert [row.cells for row in read_table_in(content, name=name).rows] == [{"姓名": "何秀兰", "性别": "女"}]


def test_columns_of_one_name_and_those_without_keep_their_cells(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("内容,,内容\n甲,乙,丙\n")
    assert next(read_table(file).rows).cells == {"内容": "甲", "#2": "乙", "内容#3": "丙"}


def test_a_damaged_excel_file_says_from_which_row_on(tmp_path):
    whole, torn = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    book = Workbook()
    for number in range(9):
        book.active.append([f"内容{number}"])
    book.save(whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(torn, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content[: len(content) * 2 // 3] if "sheet1" in name else content)
    with pytest.raises(FileUnreadable, match="行起已损坏"):
        list(read_table(torn).rows)


def test_an_excel_file_that_grows_beyond_measure_is_refused(tmp_path):
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed, packed.open("a.xml", "w") as part:
        for _ in range(101):
            part.write(b" " * 1_000_000)
    with pytest.raises(FileUnreadable, match="解压后太大"):
        read_table(file)
