"""Cleaning mends what needs no person, and names what does."""

from dataclasses import replace

import pytest
import shapely

from linli.grids.ground.cleaning import clean
from linli.grids.ground.findings import FindingKind
from linli.grids.ground.layers import Layers, Zone
from linli.grids.ground.plane import Plane
from linli.grids.tests.towns import ORIGIN, house, street, town, two_communities


def found(layers, kind, *, is_mended):
    """Clean, and give the only finding of a kind."""
    cleaned, findings = clean(layers)
    ours = [one for one in findings if one.kind is kind and one.is_mended is is_mended]
    assert len(ours) == 1, findings
    return cleaned, ours[0]


def communities(*shapes):
    return tuple(Zone(f"33020300100{at}", f"{at}社区", shape) for at, shape in enumerate(shapes, 1))


def test_sound_ground_is_left_as_it_is():
    layers = two_communities()
    cleaned, findings = clean(layers)
    assert findings == ()
    assert cleaned == layers


def test_a_narrow_gap_is_closed_and_a_wide_one_named():
    layers = two_communities(communities=communities(shapely.box(0, 0, 446, 600), shapely.box(452, 0, 900, 600)))
    cleaned, gap = found(layers, FindingKind.GAP, is_mended=True)
    assert shapely.union_all([zone.shape for zone in cleaned.communities]).area == pytest.approx(900 * 600, abs=10)
    assert (gap.count, round(gap.size)) == (1, 3600)
    assert "3,600" in gap.sentence
    hole = shapely.box(0, 0, 450, 600).difference(shapely.box(300, 200, 450, 400))
    layers = two_communities(communities=communities(hole, shapely.box(450, 0, 900, 600)))
    _, gap = found(layers, FindingKind.GAP, is_mended=False)
    assert (gap.count, round(gap.size)) == (1, 30_000)


def test_overlapping_ground_is_given_to_one_and_named_when_large():
    layers = two_communities(communities=communities(shapely.box(0, 0, 451, 600), shapely.box(450, 0, 900, 600)))
    cleaned, overlap = found(layers, FindingKind.OVERLAP, is_mended=True)
    first, second = (zone.shape for zone in cleaned.communities)
    assert first.intersection(second).area == 0
    assert overlap.names == ("1社区—2社区",)
    layers = two_communities(communities=communities(shapely.box(0, 0, 500, 600), shapely.box(450, 0, 900, 600)))
    _, overlap = found(layers, FindingKind.OVERLAP, is_mended=False)
    assert round(overlap.size) == 30_000


def test_crumbs_of_a_community_are_taken_off_and_exclaves_named():
    crumbs = shapely.union_all([shapely.box(0, 0, 450, 600), shapely.box(2000, 0, 2010, 10)])
    cleaned, sliver = found(two_communities(communities=communities(crumbs)), FindingKind.SLIVER, is_mended=True)
    assert cleaned.communities[0].shape.equals(shapely.box(0, 0, 450, 600))
    assert round(sliver.size) == 100
    exclave = shapely.union_all([shapely.box(0, 0, 450, 600), shapely.box(2000, 0, 2100, 100)])
    cleaned, pieces = found(two_communities(communities=communities(exclave)), FindingKind.SLIVER, is_mended=False)
    assert cleaned.communities[0].shape.equals(exclave)
    assert pieces.count == 1


def test_a_street_that_stops_short_is_prolonged_to_the_crossing():
    layers = town(streets=(street((-5, 300), (605, 300)), street((300, 605), (300, 308), name="断头路")))
    cleaned, dangling = found(layers, FindingKind.DANGLING, is_mended=True)
    assert (dangling.count, round(dangling.size), dangling.names) == (1, 8, ("断头路",))
    blocks = shapely.polygonize(
        [shapely.union_all([*(line for _, line in cleaned.streets), cleaned.communities[0].shape.boundary])]
    )
    assert len(shapely.get_parts(blocks)) == 3


def test_a_street_that_stops_short_of_the_border_is_prolonged_to_it():
    layers = town(streets=(street((10, 300), (580, 300), name="横路"),))
    cleaned, dangling = found(layers, FindingKind.DANGLING, is_mended=True)
    assert dangling.count == 2
    assert shapely.union_all([line for _, line in cleaned.streets]).bounds == pytest.approx((-0.1, 300, 600.1, 300))


def test_parallel_streets_are_not_linked_and_a_lonely_street_is_named():
    layers = town(streets=(street((100, 300), (400, 300), name="甲"), street((100, 308), (400, 308), name="乙")))
    cleaned, dangling = found(layers, FindingKind.DANGLING, is_mended=False)
    assert cleaned.streets == layers.streets
    assert dangling.count == 2


def test_shapes_that_cross_themselves_are_mended():
    bow = shapely.Polygon([(0, 0), (600, 600), (600, 0), (0, 600)])
    layers = town(communities=communities(bow), buildings=(), streets=())
    cleaned, invalid = found(layers, FindingKind.INVALID, is_mended=True)
    assert cleaned.communities[0].shape.is_valid
    assert invalid.count == 1
    broken = town(compounds=(Zone("c", "坏", shapely.Polygon([(0, 0), (10, 0), (5, 0), (0, 0)])),))
    cleaned, lost = found(broken, FindingKind.INVALID, is_mended=False)
    assert cleaned.compounds == ()
    assert lost.names == ("坏",)


def test_what_comes_twice_counts_once():
    twice = (
        house("a", 30, 30),
        house("a", 90, 30),
        house("b", 200, 30, households=None),
        house("c", 200, 30, households=None),
    )
    layers = town(buildings=twice, streets=(street((0, 300), (600, 300)), street((600, 300), (0, 300))))
    cleaned, dropped = found(layers, FindingKind.TWICE, is_mended=True)
    assert [building.key for building in cleaned.buildings] == ["a", "b"]
    assert len(cleaned.streets) == 1
    assert dropped.count == 3
    counted = town(buildings=(house("b", 200, 30), house("c", 200, 30)))
    cleaned, alike = found(counted, FindingKind.TWICE, is_mended=False)
    assert len(cleaned.buildings) == 2
    assert alike.names == ("c",)


def test_houses_outside_every_community_are_named_with_their_place():
    layers = town()
    layers = replace(layers, buildings=(*layers.buildings, house("远", 5000, 0)))
    _, outside = found(layers, FindingKind.OUTSIDE, is_mended=False)
    assert (outside.count, outside.names) == (1, ("远",))
    back = Plane(ORIGIN).metres_of(shapely.Point(outside.place_cgcs2000))
    assert (back.x, back.y) == pytest.approx((5010, 6), abs=1)


def test_a_compound_across_a_border_is_named():
    compound = Zone("c", "跨界小区", shapely.box(400, 30, 500, 120))
    _, straddling = found(two_communities(compounds=(compound,)), FindingKind.STRADDLING, is_mended=False)
    assert straddling.names == ("跨界小区",)


def test_ground_without_anything_is_clean():
    assert clean(Layers(ORIGIN, ())) == (Layers(ORIGIN, ()), ())
