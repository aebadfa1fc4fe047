"""A sheet to draw maps on: metres to pixels, filled grounds with holes, lines, words, scale, and a legend beside."""

from functools import cache
from pathlib import Path

import numpy as np
import shapely
from PIL import Image, ImageDraw, ImageFont
from shapely.geometry.base import BaseGeometry

from linli.grids.drawing.graph import Floats

_FINER = 2  # drawn so much larger and brought down again: smooth lines
_MARGIN = 0.02
_HEAD_PX, _LEGEND_PX, _TEXT_PX = 56, 300, 22
_BESIDE_TEXT_PX = 86  # the colour before a text of the legend, and what is left free on both sides
_MOST_PX, _USUAL_PX = 6000, 2000
_PAPER, _INK, _GROUND = "#ffffff", "#2a2a2a", "#f7f7f7"
_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/wqy-microhei/wqy-microhei.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/simhei.ttf",
)
_SCALES_M = (50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000)


class Sheet:
    """Paper for a map of some ground; north is up."""

    def __init__(self, bounds_m: tuple[float, float, float, float], width_px: int) -> None:
        west, south, east, north = bounds_m
        width_m, height_m = max(east - west, 1.0), max(north - south, 1.0)
        width_px = min(width_px, round(_MOST_PX * width_m / height_m), _MOST_PX)
        self._larger = max(1.0, width_px / _USUAL_PX)
        margin = _MARGIN * max(width_m, height_m)
        self.px_per_m = width_px / (width_m + 2 * margin)
        self._corner = np.array([west - margin, north + margin])
        size = (width_px, max(1, round((height_m + 2 * margin) * self.px_per_m)))
        self._image = Image.new("RGB", (size[0] * _FINER, size[1] * _FINER), _GROUND)
        self._ink = ImageDraw.Draw(self._image)

    def fill(self, shape: BaseGeometry, colour: str) -> None:
        """Fill ground, leaving its holes as they are."""
        for part in shapely.get_parts(shape):
            if shapely.get_type_id(part) != shapely.GeometryType.POLYGON or part.is_empty:
                continue
            ring = self._pixels(part.exterior)
            if len(part.interiors):
                self._fill_with_holes(ring, [self._pixels(hole) for hole in part.interiors], colour)
            else:
                self._ink.polygon([tuple(xy) for xy in ring.tolist()], fill=colour)

    def outline(self, shape: BaseGeometry, colour: str, width_px: float) -> None:
        """Draw the outline of ground."""
        self.line(shapely.boundary(shape), colour, width_px)

    def line(self, shape: BaseGeometry, colour: str, width_px: float) -> None:
        """Draw lines, their joints rounded."""
        for part in shapely.get_parts(shape):
            corners = [tuple(xy) for xy in self._pixels(part).tolist()]
            if len(corners) > 1:
                self._ink.line(corners, fill=colour, width=max(1, round(width_px * _FINER)), joint="curve")

    def write(self, place_m: tuple[float, float], text: str, colour: str) -> None:
        """Write a few digits at a place, with a light rim."""
        x, y = self._pixels(shapely.Point(place_m))[0].tolist()
        font = _font(round(_TEXT_PX * 0.8 * self._larger) * _FINER)
        self._ink.text((x, y), text, fill=colour, font=font, anchor="mm", stroke_width=2 * _FINER, stroke_fill=_PAPER)

    def finished(self, title: str, legend: list[tuple[str, str]]) -> Image.Image:
        """Give the map with its title above, its scale below and its legend beside."""
        ground = self._image.resize(
            (self._image.width // _FINER, self._image.height // _FINER), Image.Resampling.LANCZOS
        )
        least = _HEAD_PX + _TEXT_PX * 2 * (len(legend) + 3)
        page = Image.new("RGB", (ground.width + _legend_px(legend), max(ground.height + _HEAD_PX, least)), _PAPER)
        page.paste(ground, (0, _HEAD_PX))
        ink = ImageDraw.Draw(page)
        if _can_write():
            ink.text((16, 14), title, fill=_INK, font=_font(_TEXT_PX + 4))
        top = self._draw_legend(ink, legend, (ground.width + 20, _HEAD_PX + 10))
        self._draw_scale(ink, (ground.width + 20, top + 30))
        return page

    def _draw_legend(self, ink: ImageDraw.ImageDraw, legend: list[tuple[str, str]], corner: tuple[int, int]) -> int:
        left, top = corner
        for colour, text in legend:
            ink.rectangle((left, top, left + 34, top + 22), fill=colour, outline=_INK)
            if _can_write():
                ink.text((left + 46, top + 11), text, fill=_INK, font=_font(_TEXT_PX - 5), anchor="lm")
            top += _TEXT_PX * 2 - 6
        return top

    def _draw_scale(self, ink: ImageDraw.ImageDraw, corner: tuple[int, int]) -> None:
        length_m = max((one for one in _SCALES_M if one * self.px_per_m <= _LEGEND_PX - 80), default=_SCALES_M[0])
        left, top = corner
        right = left + round(length_m * self.px_per_m)
        ink.line((left, top, right, top), fill=_INK, width=3)
        for x in (left, right):
            ink.line((x, top - 7, x, top + 7), fill=_INK, width=3)
        ink.text((left, top + 12), f"{length_m} m", fill=_INK, font=_font(_TEXT_PX - 5))
        ink.polygon(
            [(left + 8, top + 100), (left + 20, top + 60), (left + 32, top + 100), (left + 20, top + 90)], fill=_INK
        )
        ink.text((left + 20, top + 56), "N", fill=_INK, font=_font(_TEXT_PX - 5), anchor="ms")

    def _pixels(self, shape: BaseGeometry) -> Floats:
        xy = shapely.get_coordinates(shape)
        pixels: Floats = (xy - self._corner) * np.array([1.0, -1.0]) * self.px_per_m * _FINER
        return pixels

    def _fill_with_holes(self, ring: Floats, holes: list[Floats], colour: str) -> None:
        low, high = np.floor(ring.min(axis=0)).astype(int), np.ceil(ring.max(axis=0)).astype(int) + 1
        mask = Image.new("1", (int(high[0] - low[0]), int(high[1] - low[1])), 0)
        ink = ImageDraw.Draw(mask)
        ink.polygon([tuple(xy) for xy in (ring - low).tolist()], fill=1)
        for hole in holes:
            ink.polygon([tuple(xy) for xy in (hole - low).tolist()], fill=0)
        self._image.paste(colour, (int(low[0]), int(low[1])), mask)


def _can_write() -> bool:
    return _font_file() is not None


@cache
def _font_file() -> str | None:
    """Find a font that has Chinese characters; without one, a picture has numbers but no words."""
    return next((name for name in _FONTS if Path(name).exists()), None)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    name = _font_file()
    return ImageFont.truetype(name, size) if name else ImageFont.load_default(size)


def _legend_px(legend: list[tuple[str, str]]) -> int:
    """Say how wide the legend is: its longest text counts, in whichever language."""
    if not _can_write():
        return _LEGEND_PX
    longest = max((_font(_TEXT_PX - 5).getlength(text) for _colour, text in legend), default=0)
    return max(_LEGEND_PX, round(longest) + _BESIDE_TEXT_PX)
