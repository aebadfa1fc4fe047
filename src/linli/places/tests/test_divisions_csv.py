"""Tables of division codes are read row by row, in any usual encoding."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.text_files import FileUnreadable
from linli.places.errors import ColumnMissing
from linli.places.readers import Options, read_divisions, read_file
from linli.places.readers.divisions_csv import read_rows
from linli.places.rules import Level

TABLE = "code,name,streetCode\n330203001001,澄浪社区,330203001\n330203001,南门街道,330203\n"


def rows_of(text, **options):
    found = read_rows(text, columns=options.pop("columns", {}), file="t.csv", **options)
    return [(row.code, row.name, row.level) for row in found.features]


def test_codes_and_names_are_read_with_their_level():
    assert rows_of(TABLE) == [
        ("330203001001", "澄浪社区", Level.COMMUNITY),
        ("330203001", "南门街道", Level.STREET),
    ]


def test_a_table_without_heading_begins_with_its_first_row():
    assert rows_of("11,北京市\n1101,市辖区\n") == [("11", "北京市", Level.PROVINCE), ("1101", "市辖区", Level.CITY)]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_usual_delimiters_are_found(delimiter):
    assert rows_of(TABLE.replace(",", delimiter))[0][1] == "澄浪社区"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_usual_encodings_are_found(tmp_path, encoding):
    (tmp_path / "t.csv").write_bytes(TABLE.encode(encoding))
    assert read_divisions(tmp_path / "t.csv", columns={}).features[0].name == "澄浪社区"


def test_a_packed_table_is_opened(tmp_path):
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(TABLE.encode()))
    assert len(read_file(tmp_path / "t.csv.gz", Options()).features) == 2


def test_chinese_headings_and_a_map_are_understood():
    assert rows_of("区划代码,名称\n330203000000,海曙区\n") == [("330203", "海曙区", Level.DISTRICT)]
    assert rows_of("dm,mc\n330203,海曙区\n", columns={"code": "dm", "name": "mc"})[0][0] == "330203"


def test_a_table_without_the_columns_is_refused_with_those_it_has():
    with pytest.raises(ColumnMissing, match="dm、mc"):
        rows_of("dm,mc\n330203,海曙区\n")
    with pytest.raises(ColumnMissing):
        rows_of("")


def test_bad_rows_are_named_by_line_and_the_rest_goes_on():
    found = read_rows("code,name\nabc,甲\n330203,\n\n330204,江东区\n", columns={}, file="t.csv")
    assert [(remark.number, remark.name) for remark in found.refused] == [(2, "甲"), (3, "")]
    assert [row.code for row in found.features] == ["330204"]


def test_a_row_with_a_cell_beyond_all_measure_does_not_stop_the_others():
    found = read_rows(f'code,name\n330203,"{"长" * 200_000}"\n330204,江东区\n', columns={}, file="t.csv")
    assert [row.code for row in found.features] == ["330204"]


def test_one_level_may_be_asked_for():
    assert [code for code, _name, _level in rows_of(TABLE, level=Level.STREET)] == ["330203001"]


def test_a_binary_file_is_refused():
    with pytest.raises(FileUnreadable):
        rows_of("PK\x03\x04\x00\x00")


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    try:
        read_rows(text, columns={}, file="x")
    except (ColumnMissing, FileUnreadable):
        pass
