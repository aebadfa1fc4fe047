"""Drawing on a page of a card: texts that fit their width, bands, the code, the small map of the grid."""

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

import shapely
from django.utils.translation import get_language
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor, white
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from linli.core.typefaces import typeface
from linli.visits.queries.cards import House

GREEN, INK, GREY, RED, PALE = (HexColor(one) for one in ("#0b5d3b", "#1b2430", "#5b6672", "#c0261c", "#eaf3ee"))
_ENDLESS = 1e6  # points: a text is as high as it needs to be
type Box = tuple[float, float, float, float]  # left, bottom, width, height in millimetres


def text(canvas: Canvas, said: str, box: tuple[float, float, float], *, size: float, colour: HexColor = INK) -> None:
    """Write one line at left, baseline, within a width; a line too long is set smaller, never cut."""
    left, base, width = box
    needed = stringWidth(said, typeface(), size)
    fitted = min(size, size * width * mm / needed) if needed else size
    canvas.setFillColor(colour)
    canvas.setFont(typeface(), fitted)
    canvas.drawString(left * mm, base * mm, said)


def text_to(canvas: Canvas, said: str, right: float, base: float, *, size: float, colour: HexColor = INK) -> None:
    """Write one line that ends at the right."""
    canvas.setFillColor(colour)
    canvas.setFont(typeface(), size)
    canvas.drawRightString(right * mm, base * mm, said)


def paragraph(said: str, *, width: float, size: float, leading: float, colour: HexColor = INK) -> Paragraph:
    """Set a text in lines of a width; Chinese may break between any two signs, other languages between words."""
    wrap = "CJK" if (get_language() or "").startswith("zh") else None
    style = ParagraphStyle("said", fontName=typeface(), fontSize=size, leading=leading, textColor=colour, wordWrap=wrap)
    made = Paragraph(escape(said), style)
    made.wrap(width * mm, _ENDLESS)
    return made


def write_paragraph(canvas: Canvas, made: Paragraph, left: float, top: float) -> float:
    """Write lines below a height; give where they end."""
    made.drawOn(canvas, left * mm, top * mm - made.height)
    return top - float(made.height / mm)


def band(canvas: Canvas, box: Box, *, colour: HexColor = GREEN) -> None:
    """Fill a band."""
    left, bottom, width, height = box
    canvas.setFillColor(colour)
    canvas.rect(left * mm, bottom * mm, width * mm, height * mm, stroke=0, fill=1)


def line(canvas: Canvas, left: float, base: float, width: float) -> None:
    """Draw a thin line."""
    canvas.setStrokeColor(GREY)
    canvas.setLineWidth(0.4)
    canvas.line(left * mm, base * mm, (left + width) * mm, base * mm)


def qr(said: str) -> QrCodeWidget:
    """Make the code of a text: quiet zone of four modules, a quarter of it may be damaged."""
    return QrCodeWidget(said, barLevel="Q", barBorder=4)


def draw_qr(canvas: Canvas, said: str, *, left: float, bottom: float, side: float) -> None:
    """Draw the code of a text as vectors."""
    widget = qr(said)
    x1, y1, x2, _y2 = widget.getBounds()
    scale = side * mm / (x2 - x1)
    drawing = Drawing(side * mm, side * mm, transform=[scale, 0, 0, scale, -x1 * scale, -y1 * scale])
    drawing.add(widget)
    renderPDF.draw(drawing, canvas, left * mm, bottom * mm)


def draw_map(canvas: Canvas, box: Box, *, outline: bytes | None, houses: Sequence[House], here: House | None) -> None:
    """Draw the grid's outline with its buildings as dots, and this one marked and named."""
    shape = shapely.from_wkb(outline) if outline else None
    points = [(one.lon, one.lat) for one in houses] + ([(here.lon, here.lat)] if here else [])
    if shape is None and not points:
        return
    frame = shape.bounds if shape is not None else shapely.MultiPoint(points).buffer(0.001).bounds
    place = _placing(frame, box)
    for ring in _rings(shape):
        path = canvas.beginPath()
        for number, (lon, lat) in enumerate(ring):
            (path.moveTo if number == 0 else path.lineTo)(*place(lon, lat))
        path.close()
        canvas.setFillColor(PALE)
        canvas.setStrokeColor(GREEN)
        canvas.setLineWidth(1.2)
        canvas.drawPath(path, stroke=1, fill=1)
    canvas.setFillColor(GREY)
    for one in houses:
        x, y = place(one.lon, one.lat)
        canvas.rect(x - 1.6, y - 1.6, 3.2, 3.2, stroke=0, fill=1)
    if here is not None:
        _mark(canvas, here, place(here.lon, here.lat), box)


def _mark(canvas: Canvas, here: House, point: tuple[float, float], box: Box) -> None:
    x, y = point
    canvas.setFillColor(RED)
    canvas.setStrokeColor(white)
    canvas.circle(x, y, 4.5, stroke=1, fill=1)
    width = stringWidth(here.name, typeface(), 10)
    left, right = box[0] * mm, (box[0] + box[2]) * mm - width
    canvas.setFont(typeface(), 10)
    canvas.drawString(min(max(x - width / 2, left), right), y + 7, here.name)


def _rings(shape: shapely.Geometry | None) -> list[list[tuple[float, float]]]:
    parts = [] if shape is None else getattr(shape, "geoms", [shape])
    return [[(lon, lat) for lon, lat, *_z in part.exterior.coords] for part in parts]


def _placing(frame: tuple[float, float, float, float], box: Box):  # type: ignore[no-untyped-def]  # a small function
    west, south, east, north = frame
    left, bottom, width, height = (one * mm for one in box)
    squeeze = math.cos(math.radians((south + north) / 2))
    across, up = max((east - west) * squeeze, 1e-9), max(north - south, 1e-9)
    scale = min(width * 0.92 / across, height * 0.92 / up)
    x0, y0 = left + (width - across * scale) / 2, bottom + (height - up * scale) / 2

    def place(lon: float, lat: float) -> tuple[float, float]:
        return x0 + (lon - west) * squeeze * scale, y0 + (lat - south) * scale

    return place
