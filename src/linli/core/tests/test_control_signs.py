"""What nobody sees is taken out of texts before a file or a database refuses the whole of them."""

import io
import string

import pytest
from docx import Document
from openpyxl import Workbook

from linli.core.control_signs import without_control_signs

UNSEEN = "".join(map(chr, [*range(32), 127, 0xFFFE, 0xFFFF]))


def test_what_people_see_stays():
    said = f"{string.printable[:95]}网格\t一\r\n二 é 😀"
    assert without_control_signs(said) == said


@pytest.mark.parametrize("sign", sorted(set(UNSEEN) - set("\t\r\n")), ids=ascii)
def test_a_control_sign_is_taken_out_or_marked(sign):
    assert without_control_signs(f"甲{sign}乙{sign}") == "甲乙"
    assert without_control_signs(f"甲{sign}乙", "?") == "甲?乙"


def test_what_is_left_of_any_sign_fits_a_workbook_and_a_document():
    left = without_control_signs(UNSEEN)
    book, paper = Workbook(), Document()
    book.active.append([left])
    paper.add_paragraph(left)
    for file in (book, paper):
        out = io.BytesIO()
        file.save(out)
        assert out.getvalue()
