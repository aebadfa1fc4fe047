"""Badges (工作证) to cut out, eight on a sheet: name, post, unit, grid, work phone, room for a photo, the code to check it by."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from reportlab.lib.colors import white
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from linli.visits.exports.drawing import GREEN, GREY, band, draw_qr, line, paragraph, text, write_paragraph
from linli.visits.queries.badges import Badge

# A badge fits the usual upright holder of 70 × 100 mm; four by two leave a lying A4 sheet a margin that printers keep.
_WIDTH, _HEIGHT = 70.0, 100.0
_ACROSS, _DOWN = 4, 2
_LEFT, _BOTTOM = (297.0 - _ACROSS * _WIDTH) / 2, (210.0 - _DOWN * _HEIGHT) / 2
_PHOTO = (6.0, 39.0, 25.0, 35.0)  # one inch (一寸)


def draw_badges(canvas: Canvas, badges: Sequence[Badge], house: str) -> None:
    """Draw the badges on as many sheets as they need."""
    each = _ACROSS * _DOWN
    for number, badge in enumerate(badges):
        if number and number % each == 0:
            canvas.showPage()
        place = number % each
        canvas.saveState()
        canvas.translate((_LEFT + place % _ACROSS * _WIDTH) * mm, (_BOTTOM + (1 - place // _ACROSS) * _HEIGHT) * mm)
        _badge(canvas, badge, house)
        canvas.restoreState()


def _badge(canvas: Canvas, badge: Badge, house: str) -> None:
    band(canvas, (0, _HEIGHT - 20, _WIDTH, 20))
    text(canvas, _("%(post)s工作证") % {"post": badge.post}, (6, _HEIGHT - 10.5, 58), size=18, colour=white)
    text(canvas, house, (6, _HEIGHT - 16.5, 58), size=8.5, colour=white)
    _photo(canvas)
    _who(canvas, badge)
    draw_qr(canvas, badge.check_url, left=4, bottom=4, side=32)
    _check(canvas, badge)
    canvas.setStrokeColor(GREY)
    canvas.setLineWidth(0.3)
    canvas.setDash(2, 2)
    canvas.rect(0, 0, _WIDTH * mm, _HEIGHT * mm, stroke=1, fill=0)
    canvas.setDash()


def _photo(canvas: Canvas) -> None:
    left, bottom, width, height = _PHOTO
    canvas.setStrokeColor(GREY)
    canvas.setLineWidth(0.5)
    canvas.rect(left * mm, bottom * mm, width * mm, height * mm, stroke=1, fill=0)
    text(canvas, _("贴一寸照片"), (left + 3, bottom + height / 2, width - 6), size=8.5, colour=GREY)


def _who(canvas: Canvas, badge: Badge) -> None:
    phone = badge.phone or _("电话请问社区")
    rows = (
        (_("姓名"), badge.name, 18),
        (_("单位"), badge.unit, 9.5),
        (_("网格"), badge.place, 9.5),
        (_("工作电话"), phone, 12),
    )
    top = 76.0
    for label, said, size in rows:
        if said:
            text(canvas, label, (34, top - 2.2, 32), size=6.5, colour=GREY)
            base = top - 3.4 - size * 0.31  # a third of a millimetre for each point
            text(canvas, said, (34, base, 32), size=size)
            line(canvas, 34, base - 1.5, 32)
            top = base - 2.3


def _check(canvas: Canvas, badge: Badge) -> None:
    """Say how anybody makes sure: the page of the grid, which is public, or a call."""
    text(canvas, _("扫码核对身份"), (37, 27, 30), size=10.5, colour=GREEN)
    said = _("打开的网页上有相同的姓名和工作电话，才是这里的工作人员。")
    write_paragraph(canvas, paragraph(said, width=29, size=7.5, leading=9.5), 37, 25)
    if badge.supervision:
        text(canvas, _("监督电话 %(phone)s") % {"phone": badge.supervision}, (37, 7, 30), size=7.5, colour=GREY)
