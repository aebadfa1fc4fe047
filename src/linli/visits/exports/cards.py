"""What is printed for a grid as PDF: contact cards, cards with a home's own code, boards; badges, letter, services and map beside."""

import io
from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from reportlab.lib.colors import white
from reportlab.lib.pagesizes import A4, A6, landscape
from reportlab.pdfgen.canvas import Canvas

from linli.visits.exports.badges import draw_badges
from linli.visits.exports.drawing import GREY, INK, band, draw_map, draw_qr, line, text
from linli.visits.exports.letter import draw_letter
from linli.visits.exports.service_list import draw_services
from linli.visits.exports.sheets import CardKind, Sheet
from linli.visits.queries.cards import CardFacts

_A4_WIDTH, _A4_HEIGHT = 210.0, 297.0
_A6_WIDTH, _A6_HEIGHT = 105.0, 148.0
MOST_ON_BOARD = 4
_MOST_CODE = 58.0
_PAPERS = {
    CardKind.SMALL: A6,
    CardKind.DOORS: A6,
    CardKind.BADGE: landscape(A4),
}  # the others are A4; a map brings its own


def write_cards(sheets: Iterable[Sheet], *, title: str, house: str) -> bytes:
    """Write pages one after another as one PDF."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, lang=get_language() or "")
    canvas.setTitle(title)
    canvas.setAuthor(house)
    for sheet in sheets:
        _draw(canvas, sheet, house)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw(canvas: Canvas, sheet: Sheet, house: str) -> None:
    canvas.setPageSize(_PAPERS.get(sheet.kind, A4))
    if sheet.draw_map:
        sheet.draw_map(canvas)
    elif sheet.kind is CardKind.BADGE:
        draw_badges(canvas, sheet.badges, house)
    elif sheet.kind is CardKind.SERVICES:
        draw_services(canvas, sheet, house)
    elif sheet.kind is CardKind.BOARD:
        _board(canvas, sheet.facts, house)
    elif sheet.kind is CardKind.LETTER:
        draw_letter(canvas, sheet.facts, house)
    elif sheet.kind is CardKind.LARGE:
        _large(canvas, sheet, house)
    else:
        _card(canvas, sheet, house)


def _large(canvas: Canvas, sheet: Sheet, house: str) -> None:
    canvas.saveState()
    canvas.scale(_A4_WIDTH / _A6_WIDTH, _A4_HEIGHT / _A6_HEIGHT)
    _card(canvas, sheet, house)
    canvas.restoreState()


def _card(canvas: Canvas, sheet: Sheet, house: str) -> None:
    facts = sheet.facts
    band(canvas, (0, _A6_HEIGHT - 26, _A6_WIDTH, 26))
    text(canvas, _("邻里联系卡"), (8, _A6_HEIGHT - 13, 89), size=20, colour=white)
    where = " ".join(dict.fromkeys((facts.community, facts.grid, facts.title)))
    text(canvas, where, (8, _A6_HEIGHT - 21, 89), size=10, colour=white)
    base = _workers(canvas, facts, _A6_HEIGHT - 36)
    if facts.supervision:
        text(canvas, _("监督电话 %(phone)s") % {"phone": facts.supervision}, (8, base, 89), size=10.5)
        base -= 6
    text(canvas, _("报修报险、代办手续、探访老人、调解邻里小事，都可以找我们。"), (8, base, 89), size=8.5, colour=GREY)
    side = min(_MOST_CODE, base - 12)
    draw_qr(canvas, facts.report_url, left=4, bottom=10, side=side)
    _beside_code(canvas, sheet, left=side + 5)
    text(canvas, house, (8, 6, 89), size=7, colour=GREY)


def _workers(canvas: Canvas, facts: CardFacts, base: float) -> float:
    """Write the grid workers, the first one large; give where the next line goes."""
    for number, one in enumerate(facts.workers[:2]):
        large = number == 0
        text(canvas, one.post, (8, base, 20), size=9, colour=GREY)
        text(canvas, one.name, (28, base, 69), size=20 if large else 12)
        base -= 10 if large else 6
        text(canvas, one.phone or _("电话请问社区"), (28, base, 69), size=20 if large else 12)
        base -= 7
        if one.hours:
            text(canvas, one.hours, (28, base, 69), size=9, colour=GREY)
            base -= 7
    if not facts.workers:
        text(canvas, _("网格员暂缺，请找社区。"), (8, base, 89), size=12)
        base -= 8
    return base


def _beside_code(canvas: Canvas, sheet: Sheet, *, left: float) -> None:
    width = _A6_WIDTH - left - 6
    text(canvas, _("扫码反映问题"), (left, 52, width), size=14)
    text(canvas, _("不用登录，可以传照片"), (left, 46, width), size=8.5, colour=GREY)
    if sheet.code:
        text(canvas, sheet.door, (left, 34, width), size=10)
        text(canvas, _("本户代码 %(code)s") % {"code": sheet.code}, (left, 26, width), size=14)
        text(canvas, _("有人上门走访后，报代码确认"), (left, 20, width), size=8, colour=GREY)


def _board(canvas: Canvas, facts: CardFacts, house: str) -> None:
    band(canvas, (0, _A4_HEIGHT - 48, _A4_WIDTH, 48))
    title = f"{facts.title} {facts.entrance}".strip()
    text(canvas, title, (14, _A4_HEIGHT - 25, 182), size=44, colour=white)
    text(canvas, f"{facts.community} {facts.grid}", (14, _A4_HEIGHT - 40, 182), size=20, colour=white)
    text(canvas, _("有事您说话"), (14, _A4_HEIGHT - 70, 182), size=40)
    top = _people(canvas, facts, _A4_HEIGHT - 92) - 4
    height = min(top - 30, 120)
    draw_map(canvas, (14, 30, 108, height), outline=facts.outline, houses=facts.houses, here=facts.building)
    side = min(76, height - 22)
    draw_qr(canvas, facts.report_url, left=124, bottom=46, side=side)
    text(canvas, _("扫码反映这里的问题"), (129, 38, 67), size=22)
    text(canvas, _("不用登录，可以传照片"), (129, 30, 67), size=13, colour=GREY)
    text(canvas, house, (14, 14, 182), size=10, colour=GREY)


def _people(canvas: Canvas, facts: CardFacts, base: float) -> float:
    """Write the table of who is there for residents: post, name, phone, hours; give where it ends."""
    for one in facts.people[:MOST_ON_BOARD]:
        text(canvas, one.post, (14, base, 34), size=17, colour=GREY)
        text(canvas, one.name, (50, base, 46), size=28)
        text(canvas, one.phone or _("电话请问社区"), (98, base, 98), size=28)
        text(canvas, one.hours, (50, base - 7, 146), size=12, colour=GREY)
        line(canvas, 14, base - 9.5, 182)
        base -= 21
    if facts.supervision:
        text(canvas, _("监督电话"), (14, base, 34), size=17, colour=GREY)
        text(canvas, facts.supervision, (98, base, 98), size=28, colour=INK)
        base -= 12
    return base
