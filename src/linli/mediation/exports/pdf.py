"""Papers as PDF: A4, Chinese in a typeface that is embedded where the machine has one, else in the reader's own Song."""

import io
from collections.abc import Sequence
from functools import cache, partial
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    Image,
    KeepTogether,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from linli.core.typefaces import typeface
from linli.mediation.exports.sheets import Block, Grid, Heading, Line, Picture, Sheet

MOST_TOGETHER = 12  # rows of a table that is not broken over two pages
_MARGIN, _LINE = 25 * mm, 160 * mm


class _Start(Flowable):  # type: ignore[misc]  # the library is untyped
    """Marks where a paper begins, for the list of contents and the reader's outline."""

    def __init__(self, code: str, title: str, starts: dict[str, int]) -> None:
        super().__init__()
        self.code, self.title, self.starts = code, title, starts
        self.width = self.height = 0

    def draw(self) -> None:
        """Note the page."""
        self.starts[self.code] = self.canv.getPageNumber()
        self.canv.bookmarkPage(self.code)
        self.canv.addOutlineEntry(self.title, self.code)


def write_pdf(sheets: Sequence[Sheet], *, title: str, foot: str, first_page: int = 1) -> tuple[bytes, dict[str, int]]:
    """Write sheets as one PDF; give it with the page each paper begins on, counted from `first_page`."""
    out, starts = io.BytesIO(), dict[str, int]()
    document = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_MARGIN, bottomMargin=22 * mm,
        title=title, author=foot, lang="zh-CN",
    )  # fmt: skip
    foot_line = partial(_foot, foot=foot, first_page=first_page)
    document.build(_story(sheets, starts), onFirstPage=foot_line, onLaterPages=foot_line)
    return out.getvalue(), {code: page - first_page + 1 for code, page in starts.items()}


def _story(sheets: Sequence[Sheet], starts: dict[str, int]) -> list[Flowable]:
    story: list[Flowable] = []
    for number, sheet in enumerate(sheets):
        if number:
            story.append(PageBreak())
        if sheet.code:
            story.append(_Start(sheet.code, sheet.title, starts))
        if sheet.is_cover:
            story.append(Spacer(1, 40 * mm))
        story += [Paragraph(escape(sheet.title), _style("cover" if sheet.is_cover else "title")), Spacer(1, 4 * mm)]
        for block in sheet.blocks:
            story += _drawn(block)
    return story


def _drawn(block: Block) -> list[Flowable]:
    match block:
        case Line(text, look):
            return [Paragraph(escape(part), _style(look)) for part in text.split("\n") if part.strip()]
        case Heading(text):
            return [Paragraph(escape(text), _style("heading"))]
        case Grid():
            table = _table(block)
            return [KeepTogether(table) if len(block.rows) <= MOST_TOGETHER else table]
        case Picture(content):
            return [_fitted(content)]


def _table(grid: Grid) -> Table:
    rows = [[Paragraph(escape(cell).replace("\n", "<br/>"), _style("cell")) for cell in row] for row in grid.rows]
    look = [
        ("GRID", (0, 0), (-1, -1), 0.6, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
    ]
    if grid.has_head:
        look.append(("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke))
    return Table(
        rows,
        colWidths=[_LINE * width for width in grid.widths],
        style=TableStyle(look),
        spaceAfter=4 * mm,
        repeatRows=int(grid.has_head),
    )


def _fitted(content: bytes) -> Image:
    picture = Image(io.BytesIO(content))
    share = min(_LINE / picture.imageWidth, 205 * mm / picture.imageHeight, 1.0)
    picture.drawWidth, picture.drawHeight = picture.imageWidth * share, picture.imageHeight * share
    return picture


def _foot(canvas: Canvas, document: SimpleDocTemplate, *, foot: str, first_page: int) -> None:
    page = document.page - first_page + 1
    canvas.saveState()
    canvas.setFont(typeface(), 9)
    canvas.drawString(_MARGIN, 12 * mm, foot)
    if page > 0:
        canvas.drawRightString(A4[0] - _MARGIN, 12 * mm, f"第 {page} 页")
    canvas.restoreState()


@cache
def _style(look: str) -> ParagraphStyle:
    base = {"fontName": typeface(), "fontSize": 12, "leading": 19, "wordWrap": "CJK"}
    return ParagraphStyle(
        look,
        **base
        | {
            "cover": {"fontSize": 30, "leading": 40, "alignment": TA_CENTER, "spaceAfter": 12 * mm},
            "title": {"fontSize": 20, "leading": 28, "alignment": TA_CENTER},
            "heading": {"fontSize": 13, "leading": 20, "spaceBefore": 3},
            "body": {"firstLineIndent": 24, "spaceAfter": 4},
            "right": {"alignment": TA_RIGHT, "spaceBefore": 8},
            "centre": {"alignment": TA_CENTER, "spaceBefore": 8},
            "small": {"fontSize": 10, "leading": 16, "spaceAfter": 4},
            "cell": {"fontSize": 11, "leading": 16},
        }[look],
    )
