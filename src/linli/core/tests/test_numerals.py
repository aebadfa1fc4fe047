"""Numbers in Chinese are read as people write them."""

import pytest

from linli.core.numerals import number_in_chinese, with_arabic


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零三", 103),
        ("三〇二", 302),
        ("两百", 200),
        ("", None),
        ("路", None),
    ],
)
def test_chinese_numerals_are_read(text, number):
    assert number_in_chinese(text) == number


def test_the_numerals_of_a_text_are_written_in_figures():
    assert with_arabic("二十一号楼三〇二室") == "21号楼302室"
