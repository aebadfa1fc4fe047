"""The A3 map of grids to print: one sheet for the community, one for each grid with its worker, legend and code."""

import io
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _
from reportlab.lib.colors import white
from reportlab.lib.pagesizes import A3, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from linli.core.installation import installation
from linli.grids.catalogue import declared
from linli.grids.errors import NothingToPrint
from linli.grids.exports.labels import Space
from linli.grids.exports.poster_map import (
    BORDER,
    FACILITY,
    HOUSE,
    HOUSE_LINE,
    STREET_LINE,
    WALL,
    WATER,
    Sheet,
    draw_ground,
    draw_names,
    draw_north,
    draw_scale,
    fills_of,
    sheet_for,
)
from linli.grids.queries.posters import GridOnMap, PosterFacts, poster_facts
from linli.staff.rules import Actor
from linli.visits.exports.drawing import GREY, INK, band, draw_qr, line, text

_WIDTH, _HEIGHT = 420.0, 297.0
_MAP = (12.0, 14.0, 298.0, 251.0)
_SIDE, _SIDE_WIDTH = 320.0, 88.0
_TOP = _HEIGHT - 24.0
_MOST_ROWS = 28


def write_poster(facts: PosterFacts) -> bytes:
    """Write the maps as one PDF: a whole community with a sheet for each grid, or the one grid that was asked for."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=landscape(A3), lang="zh-CN")
    canvas.setTitle(_("%(name)s网格图") % {"name": facts.community})
    canvas.setAuthor(installation().name)
    if len(facts.grids) > 1:
        _community(canvas, facts)
        canvas.showPage()
    for grid in facts.grids:
        _grid(canvas, facts, grid)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def grid_pages(actor: Actor, area_code: str, /, *, origin: str) -> Mapping[str, Callable[[Canvas], None]]:
    """Give what draws the sheet of each grid of an area, by its code, among other papers; none where no grid has a boundary."""
    try:
        facts = poster_facts(actor, area_code, origin=origin)
    except NothingToPrint:
        return {}
    return {grid.code: partial(_page, facts, grid) for grid in facts.grids}


def _page(facts: PosterFacts, grid: GridOnMap, canvas: Canvas) -> None:
    canvas.setPageSize(landscape(A3))
    _grid(canvas, facts, grid)


def _community(canvas: Canvas, facts: PosterFacts) -> None:
    _head(canvas, _("%(name)s网格图") % {"name": facts.community}, facts.above)
    sheet = sheet_for(facts.outline.bounds, _MAP)
    space = draw_ground(canvas, sheet, facts.around, facts.grids, colours=True)
    _others(canvas, facts, facts.grids, sheet, space)
    base = _table(canvas, facts.grids, _TOP - 12)
    _foot(canvas, facts, sheet, base)


def _grid(canvas: Canvas, facts: PosterFacts, grid: GridOnMap) -> None:
    _head(canvas, f"{facts.community} {grid.name}", facts.above, code=grid.code)
    sheet = sheet_for(grid.shape.bounds, _MAP)
    space = draw_ground(canvas, sheet, facts.around, [grid], colours=False)
    inside = [one for one in facts.around.buildings if grid.shape.intersects(one.shape)]
    draw_names(canvas, sheet, inside, space, size=8)
    _others(canvas, facts, [grid], sheet, space)
    _foot(canvas, facts, sheet, _workers(canvas, grid, _TOP - 14), url=grid.url)


def _others(canvas: Canvas, facts: PosterFacts, shown: Sequence[GridOnMap], sheet: Sheet, space: Space) -> None:
    """Name the grids around."""
    codes = {one.code for one in shown}
    around = [one for one in facts.around.grids if one.code not in codes]
    draw_names(canvas, sheet, around, space, size=11, colour=GREY)


def _head(canvas: Canvas, title: str, above: str, *, code: str = "") -> None:
    band(canvas, (0, _TOP, _WIDTH, 24))
    text(canvas, title, (12, _HEIGHT - 16, 250), size=34, colour=white)
    text(canvas, above, (270, _HEIGHT - 11, 138), size=13, colour=white)
    if code:
        text(canvas, code, (270, _HEIGHT - 19, 138), size=13, colour=white)


def _workers(canvas: Canvas, grid: GridOnMap, base: float) -> float:
    """Write who works in the grid with phone and hours; give where the next line goes."""
    for one in grid.workers[:2]:
        text(canvas, one.post, (_SIDE, base, _SIDE_WIDTH), size=12, colour=GREY)
        text(canvas, one.name, (_SIDE, base - 12, _SIDE_WIDTH), size=32)
        text(canvas, one.phone or _("电话请问社区"), (_SIDE, base - 25, _SIDE_WIDTH), size=26)
        text(canvas, one.hours, (_SIDE, base - 32, _SIDE_WIDTH), size=12, colour=GREY)
        base -= 42
    if not grid.workers:
        text(canvas, _("网格员暂缺，请找社区。"), (_SIDE, base - 4, _SIDE_WIDTH), size=16)
        base -= 16
    return base


def _table(canvas: Canvas, grids: Sequence[GridOnMap], base: float) -> float:
    """List the grids with worker and phone, the names in the colours of the map; give where the list ends."""
    shown = grids[:_MOST_ROWS]
    step = min(9.5, (base - 128) / len(shown))
    size = min(11.0, step * 2.1)
    for one, fill in zip(shown, fills_of(grids), strict=False):
        canvas.setFillColor(fill)
        canvas.setStrokeColor(BORDER)
        canvas.setLineWidth(0.6)
        canvas.rect(_SIDE * mm, base * mm, 4 * mm, min(4.0, step * 0.6) * mm, stroke=1, fill=1)
        worker = one.workers[0] if one.workers else None
        text(canvas, one.name, (_SIDE + 6, base, 32), size=size)
        text(canvas, worker.name if worker else _("暂缺"), (_SIDE + 39, base, 18), size=size)
        text(canvas, worker.phone if worker else "", (_SIDE + 58, base, 30), size=size * 0.92)
        line(canvas, _SIDE, base - step * 0.24, _SIDE_WIDTH)
        base -= step
    if len(grids) > len(shown):
        text(
            canvas,
            _("另有 %(count)s 个网格，见各页。") % {"count": len(grids) - len(shown)},
            (_SIDE, base, 80),
            size=10,
        )
        base -= step
    return base


def _foot(canvas: Canvas, facts: PosterFacts, sheet: Sheet, base: float, *, url: str = "") -> None:
    """Write what stands below the names: the supervision phone, the code, the legend, scale, north, the day."""
    if facts.supervision:
        text(canvas, _("监督电话 %(phone)s") % {"phone": facts.supervision}, (_SIDE, base, _SIDE_WIDTH), size=13)
        base -= 8
    if url:
        side = min(58.0, base - 112)
        draw_qr(canvas, url, left=_SIDE - 4, bottom=base - side, side=side)
        text(canvas, _("扫码看网格、反映问题"), (_SIDE + side - 6, base - side / 2, _SIDE_WIDTH - side + 6), size=12)
    _legend(canvas, facts, 96)
    draw_scale(canvas, sheet, left=_SIDE, base=36, most_mm=58)
    draw_north(canvas, left=_SIDE + 80, bottom=33)
    printed = _("%(day)s 印制") % {"day": timezone.localdate().isoformat()}
    text(canvas, f"{installation().name} {printed}", (_SIDE, 20, _SIDE_WIDTH), size=9, colour=GREY)
    number = declared().publication.map_number
    examined = _("审图号 %(number)s") % {"number": number} if number else _("地图为示意，边界以公布的方案为准。")
    text(canvas, examined, (_SIDE, 15, _SIDE_WIDTH), size=8, colour=GREY)


def _legend(canvas: Canvas, facts: PosterFacts, base: float) -> None:
    around = facts.around
    signs = [
        (_("网格边界"), True, (white, BORDER, 2.2)),
        (_("相邻网格边界"), len(around.grids) > len(facts.grids), (white, GREY, 1.0)),
        (_("道路"), bool(around.streets), (white, STREET_LINE, 1.4)),
        (_("楼栋"), bool(around.buildings), (HOUSE, HOUSE_LINE, 0.5)),
        (_("小区围墙"), bool(around.compounds), (white, WALL, 0.8)),
        (_("水域、铁路、快速路"), bool(around.barriers), (WATER, WATER, 0.5)),
        (_("设施"), bool(around.facilities), (FACILITY, FACILITY, 0.5)),
    ]
    text(canvas, _("图例"), (_SIDE, base, 40), size=12, colour=INK)
    for number, (name, _shown, (fill, stroke, width)) in enumerate(one for one in signs if one[1]):
        left, row = _SIDE + (number % 2) * 44, base - 8 - (number // 2) * 8
        canvas.setFillColor(fill)
        canvas.setStrokeColor(stroke)
        canvas.setLineWidth(width)
        canvas.rect(left * mm, (row - 0.6) * mm, 8 * mm, 4 * mm, stroke=1, fill=1)
        text(canvas, name, (left + 10, row, 33), size=10)
