"""A plan as a picture: grids in the colours of their load, water, houses, a legend."""

import io
from dataclasses import replace

import numpy as np
import shapely
from PIL import Image

from linli.grids.exports.picture import PictureOptions, picture_of
from linli.grids.exports.sheet import Sheet
from linli.grids.ground.cutting import cut
from linli.grids.ground.layers import BarrierKind, Zone
from linli.grids.rules.settings import DrawSettings
from linli.grids.rules.workload import Weights
from linli.grids.tests.towns import town

HEAVY, LIGHT, WATER, HOUSE, APART = (215, 96, 63), (106, 163, 196), (156, 201, 227), (111, 106, 98), (217, 210, 233)
OVERSIZE = (217, 194, 58)


def picture(layers, split_at=200.0, **options):
    settings = DrawSettings()
    units = cut(layers, settings, Weights())
    grid = (units.graph.xy_m[:, 0] > split_at).astype(np.int32)
    grid[units.graph.fixed >= 0] = 2
    return Image.open(io.BytesIO(picture_of(units, grid, layers, settings, PictureOptions(width_px=600, **options))))


def colours_of(image, box):
    return {colour for _count, colour in image.crop(box).getcolors(1_000_000)}


def test_a_picture_shows_load_water_houses_and_places_apart():
    layers = town(
        barriers=(
            (BarrierKind.WATER, shapely.box(-5, 440, 605, 460)),
            (BarrierKind.RAIL, shapely.LineString([(0, 20), (600, 20)])),
        ),
        dedicated=(Zone("s", "学校", shapely.box(460, 460, 590, 590), "school"),),
        compounds=(Zone("c", "里", shapely.box(10, 10, 140, 140)),),
    )
    colours = colours_of(picture(layers, title="一社区", with_units=True), (0, 56, 600, 656))
    assert {HEAVY, LIGHT, WATER, HOUSE, APART} <= colours


def test_a_picture_is_as_wide_as_asked_and_has_a_legend_beside():
    image = picture(town())
    assert image.width == 600 + 300
    assert {HEAVY, LIGHT} <= colours_of(image, (600, 56, 900, image.height))
    assert APART not in colours_of(image, (0, 0, *image.size))


def test_a_building_that_is_more_than_a_grid_has_a_colour_and_a_line_of_the_legend():
    layers = town()
    tower = replace(layers.buildings[0], households=5000)
    image = picture(replace(layers, buildings=(tower, *layers.buildings[1:])))
    assert OVERSIZE in colours_of(image, (0, 56, 600, 656))
    assert OVERSIZE in colours_of(image, (600, 56, 900, image.height))
    assert OVERSIZE not in colours_of(picture(layers), (0, 0, *image.size))


def test_an_island_in_a_river_is_not_painted_over():
    ring = shapely.box(100, 100, 500, 500).difference(shapely.box(250, 250, 350, 350))
    colours = colours_of(picture(town(barriers=((BarrierKind.WATER, ring),), streets=())), (0, 56, 600, 656))
    island = colours_of(picture(town(barriers=((BarrierKind.WATER, ring),), streets=())), (270, 330, 330, 380))
    assert WATER in colours
    assert WATER not in island


def test_without_a_chinese_font_there_are_numbers_and_no_words(monkeypatch):
    monkeypatch.setattr("linli.grids.exports.sheet._font_file", lambda: None)
    assert picture(town(), title="一社区").width == 900


def test_the_longest_text_of_the_legend_ends_inside_the_picture():
    wide = Sheet((0, 0, 100, 100), 400).finished("", [("#ffffff", "一栋楼就超过一格" * 5)])
    usual = Sheet((0, 0, 100, 100), 400).finished("", [("#ffffff", "水域")])
    edge = (wide.width - 12, 57, wide.width, wide.height)
    assert wide.width > usual.width
    assert len(colours_of(wide, edge)) == 1
