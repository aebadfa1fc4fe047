"""A plan as a picture (PNG): grids coloured by their load, streets, water, railways, compounds, buildings, legend, scale."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.utils.translation import gettext as _
from PIL import Image
from shapely.geometry.base import BaseGeometry

from linli.grids.drawing.graph import FREE, Ints
from linli.grids.drawing.plan import GridFigures
from linli.grids.drawing.scoring import figures
from linli.grids.exports.sheet import Sheet
from linli.grids.ground.covering import outlines
from linli.grids.ground.layers import BarrierKind, Layers, Shapes
from linli.grids.ground.units import Units
from linli.grids.rules.settings import DrawSettings

_LOADS = (  # at least so far from the mean, colour
    (0.10, "#d7603f"),
    (0.05, "#f2b28c"),
    (-0.05, "#f4efdf"),
    (-0.10, "#b5d3e0"),
    (-9.99, "#6aa3c4"),
)
_DEDICATED, _OVERSIZE, _WATER, _PAPER, _INK = "#d9d2e9", "#d9c23a", "#9cc9e3", "#ffffff", "#2a2a2a"
_BUILDING, _EMPTY_BUILDING, _WALL = "#6f6a62", "#b9b4aa", "#a06a2c"
_STREET, _KERB, _RAIL, _MOTORWAY = "#ffffff", "#c9c2b4", "#444444", "#d08a1f"
_BORDER, _COMMUNITY = "#15418c", "#111111"
_LEAST_LABEL_PX = 26.0


@dataclass(frozen=True)
class PictureOptions:
    """How large a picture is, what it says at its head, and whether units are outlined too."""

    width_px: int = 2000
    title: str = ""
    with_units: bool = False


def picture_of(
    units: Units, grid: Ints, layers: Layers, settings: DrawSettings, options: PictureOptions | None = None
) -> bytes:
    """Draw a plan; `layers` are the ones the units were cut from."""
    wanted = options or PictureOptions()
    shapes = outlines(units, grid)
    sheet = Sheet(tuple(shapely.total_bounds(shapes).tolist()), wanted.width_px)
    judged = figures(units.graph, grid, settings)
    _draw_grids(sheet, shapes, judged)
    _draw_ground(sheet, layers)
    if wanted.with_units:
        for cell in units.cells:
            sheet.outline(cell, "#8a8a8a", 0.7)
    for shape in shapes:
        sheet.outline(shape, _BORDER, 3.2)
    for zone in layers.communities:
        sheet.outline(zone.shape, _COMMUNITY, 4.2)
    _write_households(sheet, units, grid, shapes)
    return _png(sheet.finished(wanted.title, _legend(units, judged)))


def _draw_grids(sheet: Sheet, shapes: Shapes, judged: Sequence[GridFigures]) -> None:
    for shape, figure in zip(shapes, judged, strict=True):
        sheet.fill(shape, _colour(figure))


def _colour(figure: GridFigures) -> str:
    if figure.is_fixed:
        return _DEDICATED
    if figure.is_oversize:
        return _OVERSIZE
    return next(colour for least, colour in _LOADS if figure.deviation >= least)


def _draw_ground(sheet: Sheet, layers: Layers) -> None:
    for kind, shape in layers.barriers:
        if kind is BarrierKind.WATER and shape.area > 0:
            sheet.fill(shape, _WATER)
    for lines, wider in (((line for _name, line in layers.streets), 0.0), (layers.lanes, -2.0)):
        _draw_ways(sheet, list(lines), 5.0 + wider)
    for kind, shape in layers.barriers:
        if shape.area == 0:
            sheet.line(shape, {BarrierKind.WATER: _WATER, BarrierKind.RAIL: _RAIL}.get(kind, _MOTORWAY), 3.0)
    for building in layers.buildings:
        sheet.fill(building.shape, _BUILDING if building.households else _EMPTY_BUILDING)
    for zone in layers.compounds:
        sheet.outline(zone.shape, _WALL, 1.6)


def _draw_ways(sheet: Sheet, lines: list[BaseGeometry], width_px: float) -> None:
    for line in lines:
        sheet.line(line, _KERB, width_px)
    for line in lines:
        sheet.line(line, _STREET, width_px - 1.6)


def _write_households(sheet: Sheet, units: Units, grid: Ints, shapes: Shapes) -> None:
    households = np.bincount(grid, weights=units.graph.households, minlength=len(shapes))
    for shape, count in zip(shapes, households, strict=True):
        place: BaseGeometry = shapely.maximum_inscribed_circle(shape, 2.0) if shape.area else shape
        if place.length * sheet.px_per_m >= _LEAST_LABEL_PX:
            x, y = shapely.get_coordinates(place)[0]
            sheet.write((float(x), float(y)), str(round(count)), _INK)


def _legend(units: Units, judged: Sequence[GridFigures]) -> list[tuple[str, str]]:
    entries = [(colour, _load_text(index)) for index, (_least, colour) in enumerate(_LOADS)]
    if any(one.is_oversize for one in judged):
        entries.append((_OVERSIZE, _("一栋楼就超过一格，不计入平均")))
    if (units.graph.fixed != FREE).any():
        entries.append((_DEDICATED, _("专属网格或保留的网格")))
    return [
        *entries,
        (_WATER, _("水域")),
        (_BUILDING, _("有住户的楼栋")),
        (_WALL, _("小区围墙")),
        (_BORDER, _("网格边界")),
    ]


def _load_text(index: int) -> str:
    return (
        _("比社区平均重 10% 以上"),
        _("重 5%–10%"),
        _("与平均相差 5% 以内"),
        _("轻 5%–10%"),
        _("比社区平均轻 10% 以上"),
    )[index]


def _png(image: Image.Image) -> bytes:
    kept = io.BytesIO()
    image.save(kept, "PNG", optimize=True)
    return kept.getvalue()
