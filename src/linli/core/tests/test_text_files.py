"""Text files are read in any usual encoding, and only as much of them as memory bears."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.text_files import FileUnreadable, decode, read_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_text_reads_the_same_in_every_usual_encoding_packed_or_not(tmp_path, encoding: str):
    plain, packed = tmp_path / "a.csv", tmp_path / "a.csv.gz"
    plain.write_bytes("代码,名称\n".encode(encoding))
    packed.write_bytes(gzip.compress("代码,名称\n".encode(encoding)))
    assert read_text(plain) == read_text(packed) == "代码,名称\n"


def test_what_is_packed_counts_by_what_it_becomes(tmp_path):
    small = tmp_path / "small.csv.gz"
    small.write_bytes(gzip.compress(b"a" * 1_000_001))
    assert small.stat().st_size < 10_000
    with pytest.raises(FileUnreadable, match="超过 1 MB"):
        read_text(small, most_mb=1)
    assert len(read_text(small, most_mb=2)) == 1_000_001


@pytest.mark.parametrize("content", [b"\x1f\x8bxxxx", gzip.compress(b"{}" * 1000, mtime=0)[:-20], b"PK\x00\x01"])
def test_a_torn_or_binary_file_is_refused_by_its_name(tmp_path, content: bytes):
    (tmp_path / "torn.csv").write_bytes(content)
    with pytest.raises(FileUnreadable, match=r"torn\.csv"):
        read_text(tmp_path / "torn.csv")


def test_a_file_that_is_not_there_is_refused_too(tmp_path):
    with pytest.raises(FileUnreadable, match=r"no\.csv"):
        read_text(tmp_path / "no.csv")


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(content: bytes):
    try:
        assert isinstance(decode(content, name="x"), str)
    except FileUnreadable:
        pass
