"""The ground is cut into units without gap or overlap, along streets, compounds whole, places apart set apart."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from linli.grids.drawing.graph import FREE, Contact
from linli.grids.drawing.search import draw
from linli.grids.ground.covering import outlines
from linli.grids.ground.cutting import cut
from linli.grids.ground.layers import KEPT, BarrierKind, Layers, Zone
from linli.grids.ground.packing import pack
from linli.grids.ground.parting import part_of
from linli.grids.ground.plane import Plane
from linli.grids.ground.standing import present_of
from linli.grids.rules.settings import DrawSettings
from linli.grids.rules.workload import Weights
from linli.grids.tests.towns import ORIGIN, house, rough_town, street, town, two_communities

SETTINGS = DrawSettings(target=400)
ROUNDING_M2 = 0.02  # a metre of border, each side a centimetre off
seeds = some.integers(0, 10_000)
thoroughly = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def units_of(layers, drawing=SETTINGS):
    return cut(layers, drawing, Weights())


def assert_covers(shapes, ground):
    """Shapes make up the ground, none over another."""
    union = shapely.union_all(shapes)
    assert shapely.area(shapes).sum() == pytest.approx(union.area, abs=1e-3)
    assert union.symmetric_difference(ground).area <= ROUNDING_M2 * ground.length
    assert shapely.coverage_is_valid(shapes)


def kind_between(units, one, other):
    """Say what two places touch along, None if not at all."""
    pair = {int(shapely.STRtree(units.cells).query(shapely.Point(place), "within")[0]) for place in (one, other)}
    for a, b, kind in zip(units.graph.contact_a, units.graph.contact_b, units.graph.contact_kind, strict=True):
        if {int(a), int(b)} == pair:
            return Contact(kind)
    return None


def unit_at(units, *place):
    return int(shapely.STRtree(units.cells).query(shapely.Point(place), "within")[0])


@given(seeds)
@thoroughly
def test_cells_make_up_every_community_whatever_lies_on_it(seed):
    layers = rough_town(seed)
    units = units_of(layers)
    for number, zone in enumerate(layers.communities):
        assert_covers(units.cells[units.graph.community == number], zone.shape)
    assert set(shapely.get_type_id(units.cells)) == {shapely.GeometryType.POLYGON}


@given(seeds)
@thoroughly
def test_every_building_is_in_one_unit_and_all_households_are_counted(seed):
    layers = rough_town(seed)
    units = units_of(layers)
    assert sorted(units.buildings) == sorted(building.key for building in layers.buildings)
    assert units.graph.households.sum() == sum(building.households for building in layers.buildings)
    place = {building.key: shapely.point_on_surface(building.shape) for building in layers.buildings}
    assert all(
        units.cells[unit].covers(place[key]) for key, unit in zip(units.buildings, units.building_unit, strict=True)
    )


@given(seeds)
@settings(thoroughly, max_examples=6)
def test_grids_drawn_on_units_make_up_their_community_and_hold_every_dwelling_once(seed):
    layers = rough_town(seed)
    units = units_of(layers)
    plan = draw(units.graph, SETTINGS)
    shapes = outlines(units, plan.grid)
    for number, zone in enumerate(layers.communities):
        assert_covers(shapes[plan.community_of_grid == number], zone.shape)
    points = shapely.point_on_surface(np.array([building.shape for building in layers.buildings]))
    held = shapely.STRtree(shapes).query(points, predicate="within")[0]
    assert sorted(held.tolist()) == list(range(len(points)))


@given(seeds)
@settings(thoroughly, max_examples=4)
def test_the_same_ground_gives_the_same_units_and_plan(seed):
    first, second = units_of(rough_town(seed)), units_of(rough_town(seed))
    assert pack(first) == pack(second)
    assert (draw(first.graph, SETTINGS).grid == draw(second.graph, SETTINGS).grid).all()


def assert_same_ground(before, after, *, beside):
    """The units are the same; a new corner beyond the common border may move that border by a rounding."""
    for name in ("households", "workload", "compound", "fixed", "apart", "contact_a", "contact_b", "contact_kind"):
        assert (getattr(before.graph, name) == getattr(after.graph, name)).all(), name
    assert (before.building_unit == after.building_unit).all()
    moved = shapely.area(shapely.symmetric_difference(before.cells, after.cells))
    assert (moved <= ROUNDING_M2 * shapely.length(before.cells)).all()
    assert not moved[shapely.distance(before.cells, beside) > 1].any()


@given(seeds)
@example(324)  # a corner beyond the border adds one to it
@settings(thoroughly, max_examples=6)
def test_a_building_far_away_changes_nothing_in_another_community(seed):
    layers = rough_town(seed)
    east = layers.communities[1].shape.representative_point()
    added = (*layers.buildings, house("new", east.x, east.y, households=300))
    before, after = units_of(layers), units_of(replace(layers, buildings=added))
    assert_same_ground(part_of(before, 0), part_of(after, 0), beside=layers.communities[1].shape)
    assert pack(part_of(before, 1)) != pack(part_of(after, 1))
    grids = [draw(units.graph, SETTINGS).grid[units.graph.community == 0] for units in (before, after)]
    assert len(set(zip(*grids, strict=True))) == len(set(grids[0])) == len(set(grids[1]))


def test_the_border_of_a_block_is_its_street():
    units = units_of(town())
    assert kind_between(units, (70, 149), (70, 151)) is Contact.STREET
    blocks = outlines(units, units.block)
    assert sorted(round(shape.area) for shape in blocks) == [22500] * 16


def test_a_lane_cuts_a_block_less_gladly_than_a_street():
    units = units_of(town(lanes=(shapely.LineString([(0, 70), (150, 70)]),)))
    assert kind_between(units, (70, 69), (70, 71)) is Contact.WALL
    assert units.block[unit_at(units, 70, 69)] == units.block[unit_at(units, 70, 71)]


def test_a_block_with_few_households_is_one_unit():
    layers = town()
    few = tuple(replace(building, households=2) for building in layers.buildings)
    assert len(units_of(replace(layers, buildings=few)).graph) == 16


def test_a_block_with_many_households_is_cut_between_its_houses():
    units = units_of(town())
    assert len(units.graph) > 32
    assert units.graph.households.max() <= 0.06 * SETTINGS.target + 12
    outline = shapely.union_all([building.shape for building in town().buildings])
    inner = shapely.union_all(shapely.boundary(units.cells))
    assert outline.buffer(-1.0).intersection(inner).length < 1


def test_a_compound_that_fits_a_grid_is_not_cut_by_the_street_inside_it():
    compound = Zone("c", "大里", shapely.box(20, 20, 280, 130))
    units = units_of(town(compounds=(compound,)))
    own = outlines(units, np.where(units.graph.compound == 0, 0, 1).astype(np.int32))[0]
    assert own.contains(compound.shape)
    assert own.area == pytest.approx(2 * 150 * 150, rel=0.01)  # its strip as far as the streets around
    assert units.compound_names == ("大里",)
    inside = units.graph.compound == 0
    a, b = inside[units.graph.contact_a], inside[units.graph.contact_b]
    assert set(units.graph.contact_kind[a & b]) == {int(Contact.INSIDE)}
    assert set(units.graph.contact_kind[a != b]) == {int(Contact.STREET)}


def test_a_compound_larger_than_a_grid_is_cut_by_its_streets():
    compound = Zone("c", "新城", shapely.box(20, 20, 580, 580))
    units = units_of(town(compounds=(compound,)))
    assert (units.graph.compound == 0).all()
    assert (units.graph.contact_kind == Contact.STREET).any()
    assert len(np.unique(units.block)) == 16


def test_compounds_without_a_wall_keep_their_houses_together():
    layers = town()
    named = tuple(replace(one, compound="c9" if one.key.startswith("h0-0") else "") for one in layers.buildings)
    units = units_of(replace(layers, buildings=named))
    assert units.compound_names == ("c9",)
    assert units.graph.households[units.graph.compound == 0].sum() == 96


def test_houses_that_reach_into_each_other_stay_together():
    tower = tuple(house(f"t{nr}", 40 + 15 * nr, 40, households=30, width=25.0) for nr in range(4))
    units = units_of(town(buildings=(*tower, house("far", 100, 100, households=30))))
    assert len({units.building_unit[units.buildings.index(f"t{nr}")] for nr in range(4)}) == 1
    assert units.building_unit[units.buildings.index("far")] != units.building_unit[units.buildings.index("t0")]


def test_the_ground_between_two_carriageways_joins_a_side():
    layers = town()
    second = street((-5, 168), (605, 168), name="横1")
    units = units_of(replace(layers, streets=(*layers.streets, second), buildings=layers.buildings))
    heights = shapely.bounds(units.cells)[:, 3] - shapely.bounds(units.cells)[:, 1]
    assert heights.min() > 20
    assert_covers(units.cells, layers.communities[0].shape)


def test_nobody_is_a_neighbour_across_a_railway_unless_too_few():
    rail = (BarrierKind.RAIL, shapely.LineString([(-5, 330), (605, 330)]))
    units = units_of(town(barriers=(rail,)))
    north = units.graph.xy_m[:, 1] > 330
    assert not (north[units.graph.contact_a] != north[units.graph.contact_b]).any()
    high = units_of(town(barriers=((BarrierKind.RAIL, shapely.LineString([(-5, 560), (605, 560)])),)))
    above = high.graph.xy_m[:, 1] > 560  # nobody lives there: a strip reached over the tracks
    assert (above[high.graph.contact_a] != above[high.graph.contact_b]).any()


def test_water_is_shared_by_its_banks_as_far_as_its_middle():
    river = shapely.box(-5, 310, 605, 350)
    units = units_of(town(barriers=((BarrierKind.WATER, river),)))
    north = units.graph.xy_m[:, 1] > 330
    assert not (north[units.graph.contact_a] != north[units.graph.contact_b]).any()
    southern = shapely.union_all(units.cells[~north])
    assert southern.bounds[3] == pytest.approx(330, abs=2)
    assert_covers(units.cells, shapely.box(0, 0, 600, 600))


def test_a_place_apart_is_fixed_and_takes_what_it_encloses():
    school = Zone(
        "s", "实验小学", shapely.box(160, 160, 290, 290).difference(shapely.box(200, 200, 220, 220)), "school"
    )
    houses = (*rows_outside(school.shape), house("gate", 204, 204, households=1, width=8.0, depth=8.0))
    units = units_of(town(dedicated=(school,), buildings=houses))
    assert units.fixed_names == ("实验小学",)
    assert units.fixed_kinds == ("school",)
    own = shapely.union_all(units.cells[units.graph.fixed == 0])
    assert own.area == pytest.approx(22500, rel=0.01)
    assert not own.interiors


def rows_outside(ground):
    return tuple(building for building in town().buildings if not building.shape.intersects(ground))


def test_a_place_apart_known_as_a_point_is_its_building():
    layers = town(dedicated=(Zone("k", "幼儿园", shapely.Point(30, 30), "kindergarten"),))
    units = units_of(layers)
    fixed = units.graph.fixed != FREE
    assert fixed.sum() == 1
    assert units.building_unit[units.buildings.index("h0-0-0")] == int(np.flatnonzero(fixed)[0])


def test_a_grid_to_be_kept_keeps_its_exact_border():
    kept = Zone("330203001001001", "一网格", shapely.box(0, 0, 230, 260), KEPT)
    units = units_of(town(dedicated=(kept,)))
    own = shapely.union_all(units.cells[units.graph.fixed == 0])
    assert own.symmetric_difference(kept.shape).area < 1


def test_a_grid_to_be_kept_stays_though_a_railway_parts_it():
    kept = Zone("330203001001001", "一网格", shapely.box(0, 0, 300, 600), KEPT)
    rail = (BarrierKind.RAIL, shapely.LineString([(-5, 330), (605, 330)]))
    units = units_of(town(dedicated=(kept,), barriers=(rail,)))
    own = shapely.union_all(units.cells[units.graph.fixed == 0])
    assert own.symmetric_difference(kept.shape).area < 1


def test_the_borders_of_present_grids_run_between_units():
    grids = (Zone("a", "甲", shapely.box(0, 0, 330, 600)), Zone("b", "乙", shapely.box(330, 0, 600, 600)))
    units = units_of(town(present=grids))
    west = shapely.intersection(units.cells, grids[0].shape)
    share = shapely.area(west) / shapely.area(units.cells)
    assert ((share < 0.001) | (share > 0.999)).all()


@given(seeds)
@settings(thoroughly, max_examples=5)
def test_grids_adopted_and_read_again_are_the_same_grids(seed):
    layers = rough_town(seed)
    units = units_of(layers)
    plan = draw(units.graph, SETTINGS)
    plane = Plane(layers.origin_cgcs2000)
    drawn = outlines(units, plan.grid)
    stored = plane.metres(shapely.set_precision(plane.degrees(drawn), 1e-7))
    grids = tuple(
        Zone(f"{units.community_codes[community]}{number:03d}", "", shape)
        for number, (community, shape) in enumerate(zip(plan.community_of_grid, stored, strict=True))
    )
    again = units_of(replace(layers, present=grids))
    present = present_of(again, grids)
    differs = shapely.area(shapely.symmetric_difference(drawn, outlines(again, present)))
    assert differs.max() < 30
    before, after = grid_of_building(units, plan.grid), grid_of_building(again, present)
    moved = [house for house in layers.buildings if before.get(house.key) != after.get(house.key)]
    # What is stored is rounded to a centimetre: a house may change sides when its point lies on the border itself.
    assert [house.key for house in moved if away_m(house, drawn) > 0.02] == []


def grid_of_building(units, grid):
    return dict(zip(units.buildings, grid[units.building_unit].tolist(), strict=True))


def away_m(house, drawn):
    """How far a house's point lies from the nearest border."""
    return shapely.distance(shapely.point_on_surface(house.shape), shapely.boundary(drawn)).min()


def test_ground_alone_becomes_parcels_with_assumed_households():
    layers = Layers(ORIGIN, (Zone("c", "村", shapely.box(0, 0, 900, 600)),), assumed_households={"c": 3000})
    units = units_of(layers)
    assert 200 < len(units.graph) < 400
    assert units.graph.households.sum() == pytest.approx(3000)
    assert units.is_estimated.all()
    assert units.graph.area_m2.max() < 1.5 * units.graph.area_m2.min()
    assert set(units.graph.contact_kind) == {int(Contact.WALL)}


def test_an_exclave_and_a_ring_are_covered_too():
    ring = shapely.box(0, 0, 450, 600).difference(shapely.box(150, 150, 300, 450))
    layers = town(
        communities=(
            Zone("a", "环", shapely.union_all([ring, shapely.box(500, 500, 600, 600)])),
            Zone("b", "心", shapely.box(150, 150, 300, 450)),
        )
    )
    units = units_of(layers)
    for number, zone in enumerate(layers.communities):
        assert_covers(units.cells[units.graph.community == number], zone.shape)


def test_the_order_buildings_come_in_does_not_matter():
    layers = rough_town(7)
    turned = replace(layers, buildings=layers.buildings[::-1], streets=layers.streets[::-1])
    first, second = units_of(layers), units_of(turned)
    assert shapely.equals_exact(first.cells, second.cells, tolerance=0.02).all()
    assert (first.graph.households == second.graph.households).all()


def test_every_cell_is_one_polygon_though_a_community_has_a_spike():
    tip = [(300.002, 700), (300.5, 700.5), (300, 701)]
    spike = shapely.Polygon([(0, 0), (600, 0), (600, 600), (300, 600), *tip, (299.998, 600), (0, 600)])
    units = units_of(town(communities=(Zone("a", "尖", spike),)))
    assert set(shapely.get_type_id(units.cells)) == {shapely.GeometryType.POLYGON}
    assert len(units.cells) == len(units.graph) == 128
    assert shapely.area(units.cells).min() > 1


def test_the_end_of_a_spike_goes_to_the_neighbour_so_that_nothing_is_left_out():
    tip = [(300.002, 700), (300.5, 700.5), (300, 701)]
    spike = shapely.Polygon([(0, 0), (600, 0), (600, 600), (300, 600), *tip, (299.998, 600), (0, 600)])
    rest = shapely.box(0, 600, 600, 900).difference(spike)
    units = units_of(town(communities=(Zone("a", "尖", spike), Zone("b", "北", rest)), streets=()))
    assert shapely.coverage_is_valid(units.cells)
    assert shapely.area(units.cells).sum() == pytest.approx(600 * 900, abs=0.1)
    assert not shapely.union_all(units.cells).interiors


def test_the_pieces_of_an_exclave_are_units_of_their_own():
    parts = shapely.union_all(
        [shapely.box(0, 0, 600, 600), shapely.box(700, 0, 740, 40), shapely.box(740, 40, 780, 80)]
    )
    units = units_of(town(communities=(Zone("a", "飞地", parts),)))
    assert (shapely.area(units.cells).round() == 1600).sum() == 2
    assert_covers(units.cells, parts)


def test_edges_of_a_unit_add_up_to_its_outline():
    units = units_of(two_communities())
    graph = units.graph
    shared = np.bincount(graph.contact_a, graph.contact_m, len(graph)) + np.bincount(
        graph.contact_b, graph.contact_m, len(graph)
    )
    assert graph.outer_m + shared == pytest.approx(shapely.length(units.cells), abs=0.1)
    assert (graph.contact_a < graph.contact_b).all()
    assert (graph.community[graph.contact_a] == graph.community[graph.contact_b]).all()


def test_components_and_ground_add_to_the_work():
    layers = town(components=((30.0, 30.0), (31.0, 31.0), (5000.0, 0.0)))
    light, heavy = (
        cut(layers, SETTINGS, Weights(per_component=weight, per_hectare=weight)).graph for weight in (0.0, 2.0)
    )
    assert heavy.workload.sum() - light.workload.sum() == pytest.approx(2 * 2 + 2 * 36)


def test_progress_is_told_and_buildings_outside_are_left_out():
    told = []
    layers = two_communities(buildings=(house("in", 30, 30), house("out", 3000, 30)))
    units = cut(layers, SETTINGS, Weights(), progress=lambda done, of: told.append((done, of)))
    assert told[0] == (0, 24)
    assert units.buildings == ("in",)
