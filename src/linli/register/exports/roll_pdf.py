"""A roll as PDF: A4 landscape, two columns of voters with their homes; or to be put up, names alone in five columns.

Drawn line by line: a community's thousands of voters would take minutes as a laid-out document.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from linli.core.typefaces import typeface
from linli.register.exports.roll_words import RollWords, cells_of, words_of
from linli.register.models import RollRun
from linli.register.queries.drafting import basis_names, roll_columns
from linli.register.queries.rolls import RollChanges, Voter

_WIDE, _HIGH = landscape(A4)
_SIDE, _TOP, _FOOT = 12 * mm, 12 * mm, 10 * mm
_LINE, _SIZE = 4.9 * mm, 9.0
_HEAD = 22 * mm
_ROWS = int((_HIGH - _TOP - _FOOT - _HEAD - 8 * mm) // _LINE) - 1


@dataclass(frozen=True)
class _Layout:
    """Which cells are shown, how wide each is (mm), and how many columns of voters stand side by side."""

    shown: tuple[int, ...]
    widths: tuple[float, ...]
    beside: int


_FULL = _Layout((0, 1, 2, 3, 4, 5), (10, 16, 8, 20, 62, 17), 2)
_CHANGES = _Layout((1, 2, 3, 4, 5), (32, 14, 28, 110, 85), 1)
_POSTED = _Layout((0, 1, 2), (13, 30, 10), 5)


def write_roll_pdf(run: RollRun, voters: Sequence[Voter], changes: RollChanges, *, posted: bool = False) -> bytes:
    """Write the roll, then who came and went; the form to be put up has names and sexes alone, and no changes."""
    out = io.BytesIO()
    words = words_of(run)
    canvas = Canvas(out, pagesize=(_WIDE, _HIGH), pageCompression=1, lang="zh-CN")
    canvas.setTitle(words.title)
    _draw_part(canvas, words, words.title, voters, _POSTED if posted else _FULL)
    if not posted:
        for title, found in ((_("新增选民"), changes.added), (_("减少选民"), changes.removed)):
            if found:
                _draw_part(canvas, words, title, found, _CHANGES)
    canvas.save()
    return out.getvalue()


def _draw_part(canvas: Canvas, words: RollWords, title: str, voters: Sequence[Voter], layout: _Layout) -> None:
    names, on_page = basis_names(), _ROWS * layout.beside
    rows = [[str(cell) for cell in cells_of(voter, basis=names)] for voter in voters]
    for first in range(0, max(len(rows), 1), on_page):
        _draw_frame(canvas, words, title)
        for place in range(layout.beside):
            column = rows[first + place * _ROWS : first + (place + 1) * _ROWS]
            if column:
                _draw_column(canvas, column, layout, place)
        canvas.showPage()


def _draw_frame(canvas: Canvas, words: RollWords, title: str) -> None:
    canvas.setFont(typeface(), 16)
    canvas.drawCentredString(_WIDE / 2, _HIGH - _TOP - 5 * mm, title)
    canvas.setFont(typeface(), _SIZE)
    canvas.drawCentredString(_WIDE / 2, _HIGH - _TOP - 12 * mm, words.about)
    canvas.setFont(typeface(), 8)
    for place, note in enumerate(words.notes):
        canvas.drawString(_SIDE, _FOOT + (len(words.notes) - 1 - place) * 3.6 * mm, note)
    page = _("第 %(page)s 页") % {"page": canvas.getPageNumber()}
    canvas.drawRightString(_WIDE - _SIDE, _FOOT, page)


def _draw_column(canvas: Canvas, rows: Sequence[Sequence[str]], layout: _Layout, place: int) -> None:
    wide = (_WIDE - 2 * _SIDE) / layout.beside
    left, top = _SIDE + place * wide, _HIGH - _TOP - _HEAD
    names = roll_columns()
    canvas.setFont(typeface(), _SIZE)
    for number, row in enumerate([names, *rows]):
        _draw_row(canvas, [row[cell] for cell in layout.shown], layout, (left, top - number * _LINE))
    canvas.setLineWidth(0.4)
    end = left + sum(layout.widths) * mm
    for number in range(len(rows) + 2):
        height = top + _LINE - 1.4 * mm - number * _LINE
        canvas.line(left, height, end, height)


def _draw_row(canvas: Canvas, cells: Sequence[str], layout: _Layout, at: tuple[float, float]) -> None:
    left, height = at
    for text, width in zip(cells, layout.widths, strict=True):
        canvas.drawString(left + 0.8 * mm, height, _fitted(text, (width - 1.2) * mm))
        left += width * mm


def _fitted(text: str, width: float) -> str:
    """Cut a text that is wider than its cell; Chinese is as wide as high, the rest about half."""
    room = width / _SIZE
    for place, sign in enumerate(text):
        room -= 1 if ord(sign) > 0x2E80 else 0.56
        if room < 0:
            return f"{text[: place - 1]}…"
    return text
