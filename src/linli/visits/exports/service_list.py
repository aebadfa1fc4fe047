"""The list of services (服务清单): what residents can ask of the community and within how long, in two columns."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from reportlab.lib.colors import white
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from linli.cases.wording import limit_said
from linli.visits.exports.drawing import (
    GREEN,
    GREY,
    PALE,
    band,
    draw_qr,
    line,
    paragraph,
    text,
    text_to,
    write_paragraph,
)
from linli.visits.exports.sheets import Sheet
from linli.visits.queries.services import Service

_LEFTS, _WIDTH = (14.0, 109.0), 87.0
_TOP, _FOOT = 255.0, 50.5
_HEAD_HEIGHT, _NAME_HEIGHT, _GAP = 9.5, 5.1, 1.4
_LIMIT_WIDTH = 27.0
type _Block = str | tuple[Service, Paragraph]


def draw_services(canvas: Canvas, sheet: Sheet, house: str) -> None:
    """Draw the list of a grid, on a second page where the first is full; each page says whom to ask."""
    _frame(canvas, sheet, house)
    column, base = 0, _TOP
    blocks = list(_blocks(sheet))
    for number, block in enumerate(blocks):
        # A heading stays with what stands under it.
        needed = _height(block) + (_height(blocks[number + 1]) if isinstance(block, str) else 0)
        if base - needed < _FOOT:
            column, base = column + 1, _TOP
        if column == len(_LEFTS):
            canvas.showPage()
            _frame(canvas, sheet, house)
            column = 0
        _put(canvas, block, _LEFTS[column], base)
        base -= _height(block)


def _blocks(sheet: Sheet) -> Iterator[_Block]:
    """Give headings and services one after the other, every heading with at least one."""
    for group in sheet.services:
        yield group.name
        for one in group.services:
            what = paragraph(one.what, width=_WIDTH, size=8.5, leading=10.4, colour=GREY)
            yield one, what


def _height(block: _Block) -> float:
    return _HEAD_HEIGHT if isinstance(block, str) else _NAME_HEIGHT + block[1].height / mm + _GAP


def _put(canvas: Canvas, block: _Block, left: float, base: float) -> None:
    if isinstance(block, str):
        band(canvas, (left, base - 7.5, _WIDTH, 7), colour=PALE)
        text(canvas, block, (left + 2, base - 5.6, _WIDTH - 4), size=12, colour=GREEN)
        return
    service, what = block
    name = _("%(service)s（为您保密）") % {"service": service.name} if service.is_confidential else service.name
    text(canvas, name, (left, base - 4, _WIDTH - _LIMIT_WIDTH - 2), size=11)
    text_to(canvas, limit_said(service.within), left + _WIDTH, base - 4, size=8.5, colour=GREEN)
    write_paragraph(canvas, what, left, base - _NAME_HEIGHT)


def _frame(canvas: Canvas, sheet: Sheet, house: str) -> None:
    """Draw what every page of the list has: the head, and at the foot whom to ask and the code."""
    facts = sheet.facts
    band(canvas, (0, 297 - 32, 210, 32))
    text(canvas, _("服务清单"), (14, 297 - 17, 182), size=28, colour=white)
    text(canvas, f"{facts.community} {facts.grid}", (14, 297 - 27, 182), size=14, colour=white)
    said = _("这些事可以找网格员和社区：打电话、到窗口，或扫码写下来。右边是从提出到办结的时限。")
    text(canvas, said, (14, 259, 182), size=10, colour=GREY)
    line(canvas, 14, 49.5, 182)
    base = 42.0
    for one in facts.workers[:2]:
        text(canvas, one.post, (14, base, 24), size=10, colour=GREY)
        text(canvas, one.name, (40, base, 34), size=15)
        text(canvas, one.phone or _("电话请问社区"), (76, base, 64), size=15)
        base -= 9
    if not facts.workers:
        text(canvas, _("网格员暂缺，请找社区。"), (14, base, 126), size=13)
        base -= 9
    if facts.supervision:
        text(canvas, _("监督电话 %(phone)s") % {"phone": facts.supervision}, (14, base, 126), size=11)
    text(canvas, house, (14, 12, 126), size=9, colour=GREY)
    draw_qr(canvas, facts.report_url, left=158, bottom=12, side=38)
    text(canvas, _("扫码提出"), (136, 34, 24), size=13)
    text(canvas, _("不用登录"), (136, 28, 24), size=9, colour=GREY)
