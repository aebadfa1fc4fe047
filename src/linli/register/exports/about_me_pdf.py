"""Everything about one person as a PDF to print: A4, Chinese in a typeface that is embedded where the machine has one."""

import datetime as dt
import io
from collections.abc import Sequence
from functools import cache, partial
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from linli.core.moments import to_the_minute
from linli.core.typefaces import typeface
from linli.register.queries.gathering import Section

_MARGIN, _LINE = 18 * mm, 174 * mm
_MOST_CELL = 600


def about_me_pdf(sections: Sequence[Section], *, at: dt.datetime, house: str) -> bytes:
    """Write sections as a PDF."""
    out, title = io.BytesIO(), _("我的信息")
    document = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_MARGIN, bottomMargin=20 * mm, title=title,
        author=house, lang="zh-CN",
    )  # fmt: skip
    said = f"{house}  {title}  {to_the_minute(at)}"
    foot = partial(_foot, said=said)
    story: list[Flowable] = [Paragraph(escape(title), _style("title")), Spacer(1, 3 * mm)]
    for section in sections:
        story += _drawn(section)
    document.build(story, onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()


def _drawn(section: Section) -> list[Flowable]:
    drawn: list[Flowable] = [Paragraph(escape(str(section.title)), _style("heading"))]
    if section.about:
        drawn.append(Paragraph(escape(str(section.about)), _style("small")))
    drawn.append(_table(section) if section.rows else Paragraph(escape(_("没有记录")), _style("small")))
    return drawn


def _table(section: Section) -> Table:
    head = [Paragraph(escape(str(words)), _style("cell")) for _key, words in section.columns]
    rows = [[Paragraph(escape(cell[:_MOST_CELL]), _style("cell")) for cell in row] for row in section.rows]
    look = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.grey),
        ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    width = _LINE / len(section.columns)
    return Table([head, *rows], colWidths=[width] * len(head), style=TableStyle(look), spaceAfter=4 * mm, repeatRows=1)


def _foot(canvas: Canvas, document: SimpleDocTemplate, *, said: str) -> None:
    canvas.saveState()
    canvas.setFont(typeface(), 8)
    canvas.drawString(_MARGIN, 11 * mm, said)
    canvas.drawRightString(A4[0] - _MARGIN, 11 * mm, str(document.page))
    canvas.restoreState()


@cache
def _style(look: str) -> ParagraphStyle:
    base = {"fontName": typeface(), "fontSize": 9, "leading": 13, "wordWrap": "CJK"}
    more = {
        "title": {"fontSize": 18, "leading": 26},
        "heading": {"fontSize": 12, "leading": 18, "spaceBefore": 6, "spaceAfter": 3},
        "small": {"spaceAfter": 3},
        "cell": {"fontSize": 8, "leading": 11},
    }
    return ParagraphStyle(look, **base | more[look])
