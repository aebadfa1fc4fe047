"""Households nobody counted are worked out or assumed, and marked."""

import shapely

from linli.grids.ground.estimating import ASSUMED_HOUSEHOLDS, estimate
from linli.grids.ground.layers import BuildingFacts, Zone
from linli.grids.tests.towns import house, town, two_communities


def households(*buildings, **more):
    estimated = estimate(town(buildings=buildings), **more)
    return [(building.households, building.is_estimated) for building in estimated.buildings]


def test_counted_households_stay():
    assert households(house("a", 30, 30, households=7), house("b", 90, 30, households=0)) == [(7, False), (0, False)]


def test_homes_are_estimated_from_outline_and_floors():
    slab = house("a", 30, 30, households=None, floors=6, width=40.0, depth=11.0)
    assert households(slab) == [(24, True)]
    assert households(slab, m2_per_household=88.0) == [(30, True)]


def test_where_households_are_counted_other_buildings_are_empty():
    counted, unknown = house("a", 30, 30, households=7), house("b", 90, 30, households=None)
    assert households(counted, unknown) == [(7, False), (0, False)]
    elsewhere = house("c", 500, 30, households=None)
    estimated = estimate(two_communities(buildings=(counted, unknown, elsewhere))).buildings
    assert [building.is_estimated for building in estimated] == [False, False, True]


def test_nobody_lives_in_a_school():
    school = Zone("s", "小学", shapely.box(20, 20, 140, 140), "school")
    layers = town(
        buildings=(house("a", 30, 30, households=None), house("b", 200, 30, households=None)), dedicated=(school,)
    )
    assert [building.households for building in estimate(layers).buildings] == [0, 2]


def test_nobody_lives_in_other_buildings():
    assert households(house("a", 30, 30, households=None, is_home=False)) == [(0, False)]


def test_points_and_unknown_floors_count_as_usual_homes():
    tower = BuildingFacts("a", shapely.Point(50, 50), floors=11)
    cottage = BuildingFacts("b", shapely.Point(90, 50))
    unknown = house("c", 200, 30, households=None, floors=0, width=50.0)
    assert households(tower, cottage, unknown) == [(40, True), (1, True), (33, True)]


def test_a_community_without_homes_gets_the_assumed_households():
    layers = two_communities(buildings=(house("a", 30, 30),))
    assert estimate(layers).assumed_households == {"330203001002": ASSUMED_HOUSEHOLDS}
    assert estimate(layers, assumed=500).assumed_households == {"330203001002": 500}
    given = two_communities(buildings=(), assumed_households={"330203001001": 900})
    assert estimate(given, assumed=500).assumed_households == {"330203001001": 900, "330203001002": 500}
