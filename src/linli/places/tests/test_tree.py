"""The tree of areas: paths, parts, counts, switches."""

import pytest
from django.utils import timezone

from linli.places import actions, queries
from linli.places.errors import AreaUnknown
from linli.places.rules import Level
from linli.places.testing import (
    COMMUNITIES,
    DISTRICT,
    GRIDS,
    SINCE,
    STREET,
    draft,
    make_areas,
    make_building,
    make_town,
)

pytestmark = pytest.mark.django_db


def codes(areas):
    return [area.code for area in areas]


def test_the_path_names_every_level_down_to_the_area():
    make_town()
    assert queries.area_path(GRIDS[0]) == ("松门区", "青溪街道", "竹桥社区", "第1网格")
    assert queries.area_path("880101") == ()


def test_an_area_is_described_with_level_bounds_and_name():
    make_town()
    facts = queries.describe(GRIDS[0])
    assert (facts.level, facts.name, facts.grade, facts.is_open) == (Level.GRID, "第1网格", "B", True)
    assert facts.bounds is not None
    assert queries.area_name(GRIDS[0]) == "第1网格"
    assert queries.area_name("880101") == "880101"
    with pytest.raises(AreaUnknown, match="880101"):
        queries.describe("880101")


def test_children_are_the_open_areas_right_below():
    make_town()
    assert codes(queries.children(STREET)) == list(COMMUNITIES)
    assert codes(queries.children("")) == [DISTRICT]
    assert queries.children(GRIDS[0]) == ()
    actions.close_area(GRIDS[1], on=SINCE, by="王工", at=timezone.now())
    assert codes(queries.children(COMMUNITIES[0])) == [GRIDS[0]]
    assert not queries.describe(GRIDS[1]).is_open


def test_all_places_under_an_area_are_listed_or_those_of_one_level():
    make_town()
    assert len(queries.places_under("")) == 8
    assert codes(queries.places_under(COMMUNITIES[1])) == list(GRIDS[2:])
    assert codes(queries.places_under(DISTRICT, level=Level.COMMUNITY)) == list(COMMUNITIES)
    assert queries.places_under("880101") == ()


def test_a_scope_lists_what_lies_within_its_prefixes():
    make_town()
    assert codes(queries.open_areas([COMMUNITIES[1]])) == [COMMUNITIES[1], *GRIDS[2:]]
    assert queries.open_areas([]) == ()


def test_counts_are_computed_from_the_rows_below():
    make_town()
    make_building()
    counts = queries.count_under(DISTRICT)
    assert (counts.communities, counts.grids, counts.buildings, counts.dwellings, counts.compounds) == (2, 4, 1, 0, 0)


def test_a_switch_set_above_holds_below():
    make_town()
    actions.set_features(COMMUNITIES[0], features=["time-bank"], by="王工", at=timezone.now())
    assert queries.has_feature(GRIDS[0], "time-bank")
    assert not queries.has_feature(GRIDS[2], "time-bank")


def test_areas_without_boundary_have_no_bounds():
    make_areas([draft(DISTRICT, "松门区")])
    assert queries.describe(DISTRICT).bounds is None


def test_the_tree_is_read_with_one_query_under_a_stamp_read_with_it_and_kept(django_assert_num_queries):
    make_town()
    queries.areas_stamp()
    with django_assert_num_queries(2):
        queries.area_tree()
    with django_assert_num_queries(0):
        queries.area_path(GRIDS[0])
        queries.places_under("")
