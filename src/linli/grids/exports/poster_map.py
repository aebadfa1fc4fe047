"""The map on a printed sheet: streets, buildings, water and the outlines of grids, to a round scale; vectors throughout."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from shapely.geometry.base import BaseGeometry

from linli.core.typefaces import typeface
from linli.grids.exports.labels import Label, Space, ground_of, inside_point, name_street
from linli.grids.queries.posters import Around, GridOnMap, Named
from linli.places.coordinates import metres_per_degree
from linli.places.queries.tree import Bounds
from linli.visits.exports.drawing import GREY, INK, Box

PAPER, GROUND, HOUSE, HOUSE_LINE = HexColor("#f4f2ec"), HexColor("#fdfcf8"), HexColor("#e3d7c3"), HexColor("#b3a48a")
WATER, STREET_LINE, AROUND, BORDER, WALL = (
    HexColor(one) for one in ("#bcdcf0", "#c2c7cf", "#8b95a3", "#c0261c", "#4f6b2f")
)  # fmt: skip
FILLS = tuple(HexColor(one) for one in ("#fdeecb", "#dff0d8", "#dbe9f9", "#f7dfe6", "#e8e2f6", "#d9f0ee"))
FACILITY = HexColor("#0b5d8a")
_SCALES = (500, 750, 1000, 1250, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 7500, 10_000, 12_500, 15_000, 20_000, 30_000,
           50_000, 100_000, 200_000, 500_000)  # fmt: skip
_BARRIERS = {"water": (WATER, 2.4), "rail": (HexColor("#4d5563"), 2.6), "motorway": (HexColor("#e2a93b"), 5.0)}
_STREET_M, _LEAST_STREET_MM = 9.0, 1.3
_BESIDE = 3e-5  # degrees, about three metres: grids this near are neighbours
_BARS_M = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


@dataclass(frozen=True)
class Sheet:
    """Where on the page the map is, in millimetres, and how degrees get there."""

    box: Box
    middle: tuple[float, float]
    scale: int  # 1 : scale

    def place(self, shapes: Sequence[BaseGeometry]) -> list[BaseGeometry]:
        """Bring shapes in degrees onto the page, cut off at its edge."""
        per = np.array(metres_per_degree(self.middle[1])) * 1000 / self.scale
        left, bottom, width, height = self.box
        to = np.array((left + width / 2, bottom + height / 2))
        moved = shapely.transform(np.array(shapes, dtype=object), lambda xy: (xy - np.array(self.middle)) * per + to)
        return list(shapely.clip_by_rect(shapely.make_valid(moved), *self.edges))

    @property
    def edges(self) -> Bounds:
        """The corners of the map on the page."""
        left, bottom, width, height = self.box
        return left, bottom, left + width, bottom + height


def sheet_for(bounds: Bounds, box: Box) -> Sheet:
    """Choose the largest round scale at which an outline fits the box with a margin."""
    west, south, east, north = bounds
    per_lon, per_lat = metres_per_degree((south + north) / 2)
    across, up = (east - west) * per_lon * 1000, (north - south) * per_lat * 1000
    needed = max(across / (box[2] * 0.9), up / (box[3] * 0.9), 1.0)
    scale = next((one for one in _SCALES if one >= needed), _SCALES[-1])
    return Sheet(box, ((west + east) / 2, (south + north) / 2), scale)


def draw_ground(canvas: Canvas, sheet: Sheet, around: Around, grids: Sequence[GridOnMap], *, colours: bool) -> Space:
    """Draw the map of some grids, the ground around them paler; give the space that is left for names.

    In colours each grid has its own, and its name on it, before any street is named.
    """
    left, bottom, width, height = sheet.box
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(left * mm, bottom * mm, width * mm, height * mm)
    canvas.clipPath(path, stroke=0, fill=0)
    _rect(canvas, sheet.box, PAPER)
    fills = fills_of(grids) if colours else [GROUND] * len(grids)
    for fill, shape in zip(fills, sheet.place([one.shape for one in grids]), strict=True):
        _polygons(canvas, shape, fill=fill)
    _barriers(canvas, sheet, around.barriers)
    mine = shapely.union_all(sheet.place([one.shape for one in grids]))
    _houses(canvas, sheet, around.buildings, mine)
    _streets(canvas, sheet, around.streets)
    _walls(canvas, sheet, around.compounds)
    _outlines(canvas, sheet, around.grids, grids, colours=colours)
    space = Space(sheet.edges)
    if colours:
        _grid_names(canvas, sheet, grids, space)
    _street_names(canvas, sheet, around.streets, space, mine)
    _facilities(canvas, sheet, around.facilities, space)
    draw_names(canvas, sheet, around.barriers, space, size=10, colour=FACILITY)
    draw_names(canvas, sheet, around.compounds, space, size=10, colour=WALL)
    canvas.restoreState()
    canvas.setStrokeColor(GREY)
    canvas.setLineWidth(0.6)
    canvas.rect(left * mm, bottom * mm, width * mm, height * mm, stroke=1, fill=0)
    return space


def fills_of(grids: Sequence[GridOnMap]) -> list[Color]:
    """Give each grid a colour that none of its neighbours before it has, as far as the colours go."""
    chosen: list[int] = []
    for number, one in enumerate(grids):
        beside = {chosen[other] for other in range(number) if grids[other].shape.distance(one.shape) < _BESIDE}
        free = [colour for colour in range(len(FILLS)) if colour not in beside]
        chosen.append(free[0] if free else number % len(FILLS))
    return [FILLS[colour] for colour in chosen]


def draw_names(
    canvas: Canvas, sheet: Sheet, named: Iterable[Named], space: Space, *, size: float, colour: Color = INK
) -> None:
    """Write a name inside each shape where there is room; a halo keeps it apart from what it stands on."""
    wanted = [one for one in named if one.name]
    for one, shape in zip(wanted, sheet.place([one.shape for one in wanted]), strict=True):
        if shape.is_empty:
            continue
        x, y = inside_point(shape)
        width = stringWidth(one.name, typeface(), size) / mm
        label = Label(one.name, x, y, 0, size)
        if space.take(label, width=width * 1.05, height=size * 0.52):
            write(canvas, label, colour=colour)


def _grid_names(canvas: Canvas, sheet: Sheet, grids: Sequence[GridOnMap], space: Space) -> None:
    """Name every grid, the largest first: smaller where it is small, by its number alone where it is smallest."""
    placed = zip(grids, sheet.place([one.shape for one in grids]), strict=True)
    for one, shape in sorted(placed, key=lambda pair: -pair[1].area):
        if shape.is_empty:
            continue
        number = "".join(sign for sign in one.name if sign.isdigit()) or one.code[-3:].lstrip("0")
        for said, size in ((one.name, 17), (one.name, 12), (one.name, 9), (number, 11), (number, 8)):
            x, y = inside_point(shape)
            label = Label(said, x, y, 0, size)
            width = stringWidth(said, typeface(), size) / mm * 1.05
            if _fits(label, shape, width) and space.take(label, width=width, height=size * 0.52):
                write(canvas, label, colour=BORDER)
                break


def _fits(label: Label, shape: BaseGeometry, width: float) -> bool:
    """Say whether a name stands mostly on its own ground; a number always may."""
    ground = ground_of(label, width=width, height=label.size * 0.4)
    return label.text.isdigit() or bool(ground.intersection(shape).area > 0.8 * ground.area)


def write(canvas: Canvas, label: Label, *, colour: Color = INK, halo: Color = white) -> None:
    """Write a label with a halo around it."""
    canvas.saveState()
    canvas.translate(label.x * mm, label.y * mm)
    canvas.rotate(label.angle)
    canvas.saveState()  # how letters are drawn outlasts the text it was said in
    text = canvas.beginText(-stringWidth(label.text, typeface(), label.size) / 2, -label.size * 0.36)
    text.setFont(typeface(), label.size)
    text.setTextRenderMode(1)
    canvas.setStrokeColor(halo)
    canvas.setLineWidth(max(label.size * 0.28, 1.4))
    canvas.setLineJoin(1)
    text.textOut(label.text)
    canvas.drawText(text)
    canvas.restoreState()
    canvas.setFillColor(colour)
    canvas.setFont(typeface(), label.size)
    canvas.drawCentredString(0, -label.size * 0.36, label.text)
    canvas.restoreState()


def draw_scale(canvas: Canvas, sheet: Sheet, *, left: float, base: float, most_mm: float) -> None:
    """Draw the bar of the scale with its length and the scale in figures."""
    metres = max((one for one in _BARS_M if one * 1000 / sheet.scale <= most_mm), default=_BARS_M[0])
    width = metres * 1000 / sheet.scale
    for half, fill in ((0, INK), (1, white)):
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.5)
        canvas.setFillColor(fill)
        canvas.rect((left + half * width / 2) * mm, base * mm, width / 2 * mm, 1.6 * mm, stroke=1, fill=1)
    canvas.setFillColor(INK)
    canvas.setFont(typeface(), 9)
    canvas.drawString(left * mm, (base + 3) * mm, "0")
    canvas.drawRightString((left + width) * mm + 6, (base + 3) * mm, f"{metres} m")
    canvas.drawString(left * mm, (base - 4.5) * mm, f"1 : {sheet.scale:,}")


def draw_north(canvas: Canvas, *, left: float, bottom: float) -> None:
    """Draw the arrow to the north."""
    canvas.setFillColor(INK)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.6)
    for side, is_filled in ((-1, 1), (1, 0)):
        path = canvas.beginPath()
        path.moveTo(left * mm, (bottom + 14) * mm)
        path.lineTo((left + side * 4) * mm, bottom * mm)
        path.lineTo(left * mm, (bottom + 3) * mm)
        path.close()
        canvas.drawPath(path, stroke=1, fill=is_filled)
    canvas.setFont(typeface(), 12)
    canvas.drawCentredString(left * mm, (bottom + 16) * mm, "北")


def _rect(canvas: Canvas, box: Box, fill: Color) -> None:
    canvas.setFillColor(fill)
    canvas.rect(*(one * mm for one in box), stroke=0, fill=1)


def _barriers(canvas: Canvas, sheet: Sheet, barriers: Sequence[Named]) -> None:
    """Draw water as blue ground, a railway as a dashed line, an expressway as a broad one."""
    for one, shape in zip(barriers, sheet.place([one.shape for one in barriers]), strict=True):
        colour, width = _BARRIERS.get(one.code, _BARRIERS["water"])
        if one.code == "water":
            _polygons(canvas, shape, fill=WATER)
        _lines(canvas, [shape], colour=colour, width=width)
        if one.code == "rail":
            canvas.setDash(5, 5)
            _lines(canvas, [shape], colour=white, width=width * 0.5)
            canvas.setDash()


def _walls(canvas: Canvas, sheet: Sheet, compounds: Sequence[Named]) -> None:
    canvas.setDash(4, 2)
    for shape in sheet.place([one.shape for one in compounds]):
        _polygons(canvas, shape, stroke=WALL, width=0.7)
    canvas.setDash()


def _houses(canvas: Canvas, sheet: Sheet, buildings: Sequence[Named], mine: BaseGeometry) -> None:
    shapes = sheet.place([one.shape for one in buildings])
    shapely.prepare(mine)
    for shape in shapes:
        if shape.is_empty:
            continue
        is_mine = bool(mine.intersects(shape))
        fill, stroke = (HOUSE, HOUSE_LINE) if is_mine else (HexColor("#ebe8e1"), HexColor("#d8d4cb"))
        if shape.geom_type == "Point":
            shape = shape.buffer(0.9, quad_segs=1)
        _polygons(canvas, shape, fill=fill, stroke=stroke, width=0.4)


def _streets(canvas: Canvas, sheet: Sheet, streets: Sequence[Named]) -> None:
    lines = sheet.place([one.shape for one in streets])
    width = max(_STREET_M * 1000 / sheet.scale, _LEAST_STREET_MM) * mm
    _lines(canvas, lines, colour=STREET_LINE, width=width + 1.1)
    _lines(canvas, lines, colour=white, width=width)


def _outlines(
    canvas: Canvas, sheet: Sheet, around: Sequence[Named], grids: Sequence[GridOnMap], *, colours: bool
) -> None:
    codes = {one.code for one in grids}
    canvas.setDash(6, 3)
    for shape in sheet.place([one.shape for one in around if one.code not in codes]):
        _polygons(canvas, shape, stroke=AROUND, width=1.0)
    canvas.setDash()
    for shape in sheet.place([one.shape for one in grids]):
        _polygons(canvas, shape, stroke=white, width=4.4)
    for shape in sheet.place([one.shape for one in grids]):
        _polygons(canvas, shape, stroke=BORDER, width=1.6 if colours else 2.6)


def _street_names(canvas: Canvas, sheet: Sheet, streets: Sequence[Named], space: Space, mine: BaseGeometry) -> None:
    """Name the streets in and along the grids first, those around after them."""
    size = 10.5
    by_name: dict[str, list[BaseGeometry]] = {}
    for one, line in zip(streets, sheet.place([one.shape for one in streets]), strict=True):
        if one.name and not line.is_empty:
            by_name.setdefault(one.name, []).append(line)
    near = {name: min(line.distance(mine) for line in lines) for name, lines in by_name.items()}
    for name in sorted(by_name, key=lambda one: (near[one], one)):
        width = stringWidth(name, typeface(), size) / mm
        for label in name_street(name, by_name[name], space, width=width, size=size):
            write(canvas, label, colour=INK if near[name] < 1 else GREY)


def _facilities(canvas: Canvas, sheet: Sheet, facilities: Sequence[Named], space: Space) -> None:
    for one, shape in zip(facilities, sheet.place([one.shape for one in facilities]), strict=True):
        if shape.is_empty:
            continue
        x, y = inside_point(shape)
        width = stringWidth(one.name, typeface(), 9) / mm
        label = Label(one.name, x, y - 3.4, 0, 9)
        if space.take(label, width=max(width, 4), height=7):
            canvas.setFillColor(FACILITY)
            canvas.setStrokeColor(white)
            canvas.setLineWidth(0.8)
            canvas.circle(x * mm, y * mm, 4, stroke=1, fill=1)
            write(canvas, label, colour=FACILITY)


def _polygons(
    canvas: Canvas,
    shape: BaseGeometry,
    *,
    fill: Color | None = None,
    stroke: Color | None = None,
    width: float = 0.5,
) -> None:
    rings = list(_rings(shape))
    if not rings:
        return
    path = canvas.beginPath()
    for ring in rings:
        _trace(path, ring)
        path.close()
    if fill is not None:
        canvas.setFillColor(fill)
    if stroke is not None:
        canvas.setStrokeColor(stroke)
        canvas.setLineWidth(width)
        canvas.setLineJoin(1)
    canvas.drawPath(path, stroke=stroke is not None, fill=fill is not None, fillMode=0)


def _rings(shape: BaseGeometry) -> Iterator[NDArray[np.float64]]:
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon" and not part.is_empty:
            yield shapely.get_coordinates(part.exterior)
            yield from (shapely.get_coordinates(hole) for hole in part.interiors)


def _lines(canvas: Canvas, shapes: Sequence[BaseGeometry], *, colour: Color, width: float) -> None:
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(width)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    for shape in shapes:
        for part in shapely.get_parts(shape):
            if part.geom_type == "LineString" and not part.is_empty:
                path = canvas.beginPath()
                _trace(path, shapely.get_coordinates(part))
                canvas.drawPath(path, stroke=1, fill=0)


def _trace(path, points) -> None:  # type: ignore[no-untyped-def]  # the library's path; pairs of coordinates
    path.moveTo(points[0][0] * mm, points[0][1] * mm)
    for x, y in points[1:]:
        path.lineTo(x * mm, y * mm)
