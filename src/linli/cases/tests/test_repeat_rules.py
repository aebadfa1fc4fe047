"""When the same thing goes wrong at the same place again and again."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.cases.rules.nearness import building_of, is_one_address, metres_between
from linli.cases.rules.repeats import (
    Occurrence,
    RepeatRule,
    Verdict,
    around,
    busiest,
    came_back,
    clusters,
    is_one_place,
    judge,
    times,
)

NOON = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
LON, LAT = 121.5, 29.9
DEGREE_M = 111_195.0
RULE = RepeatRule("rubbish", frozenset({"rubbish", "rubble"}), 40, 60 * DAY, 3, 6, "event.root-cause")


def occurred(key, day, *, lasts=1.0, north_m=0.0, east_m=0.0, kind="rubbish", **values):
    at = NOON + day * DAY
    ended_at = None if lasts is None else at + lasts * DAY
    placed = {"lon": LON + east_m / (DEGREE_M * 0.8669), "lat": LAT + north_m / DEGREE_M}
    return Occurrence(key, kind, "990101001001001", at, ended_at, **{**placed, **values})


def unplaced(key, day, address, **values):
    return occurred(key, day, lon=None, lat=None, address=address, **values)


places = st.builds(
    occurred,
    key=st.uuids().map(str),
    day=st.integers(0, 200),
    lasts=st.one_of(st.none(), st.floats(0, 30)),
    north_m=st.floats(-400, 400),
    east_m=st.floats(-400, 400),
    kind=st.sampled_from(["rubbish", "rubble", "lamp"]),
)
some = st.lists(places, max_size=25, unique_by=lambda one: one.key)


def test_an_occurrence_has_no_word_of_any_person():
    assert {field.name for field in dataclasses.fields(Occurrence)} == {
        "key", "kind_code", "area_code", "at", "ended_at", "lon", "lat", "address", "component",
    }  # fmt: skip


def test_what_is_reported_again_while_it_is_open_happened_once():
    assert times([occurred("a", 0, lasts=5), occurred("b", 2, lasts=1), occurred("c", 4, lasts=3)]) == 1
    assert times([occurred("a", 0, lasts=None), occurred("b", 50)]) == 1


def test_what_is_reported_again_after_its_end_happened_twice():
    assert times([occurred("a", 0, lasts=1), occurred("b", 2)]) == 2


@pytest.mark.parametrize(
    ("count", "verdict"), [(2, Verdict.SELDOM), (3, Verdict.PROPOSE), (5, Verdict.PROPOSE), (6, Verdict.OPEN)]
)
def test_a_place_is_proposed_to_a_person_and_opened_by_itself_from_a_second_count(count, verdict):
    assert judge(RULE, count) is verdict


def test_without_a_second_count_a_person_always_decides():
    assert judge(dataclasses.replace(RULE, by_itself=None), 500) is Verdict.PROPOSE


def test_points_within_the_radius_are_one_place_and_beyond_it_two():
    here = occurred("a", 0)

    assert is_one_place(here, occurred("b", 0, north_m=39), radius_m=40)
    assert not is_one_place(here, occurred("b", 0, north_m=41), radius_m=40)


def test_the_same_component_is_one_place_however_far_its_reports_were_placed():
    assert is_one_place(occurred("a", 0, component="C1"), occurred("b", 0, north_m=300, component="C1"), radius_m=40)


def test_without_a_point_the_same_address_or_building_in_the_grid_is_one_place():
    flat, other = unplaced("a", 0, "竹桥新村3号楼2单元501室"), unplaced("b", 0, "竹桥新村 3号楼 1单元")

    assert is_one_place(flat, other, radius_m=40)
    assert not is_one_place(flat, unplaced("b", 0, "竹桥新村4号楼"), radius_m=40)
    assert not is_one_place(flat, dataclasses.replace(other, area_code="990101001001002"), radius_m=40)
    assert not is_one_place(unplaced("a", 0, ""), unplaced("b", 0, ""), radius_m=40)


def test_a_bare_building_number_names_no_building():
    assert building_of("3号楼") == ""
    assert building_of("竹桥新村１２栋５０１") == "竹桥新村12栋"


def test_an_address_is_the_same_whatever_its_width_and_blanks():
    assert is_one_address("解放路 １２ 号", "解放路12号")
    assert not is_one_address("解放路", "解放路")


def test_only_kinds_that_are_counted_together_within_the_window_are_gathered():
    centre = occurred("now", 70)
    others = [
        occurred("old", 9),
        occurred("in", 20, kind="rubble"),
        occurred("lamp", 30, kind="lamp"),
        occurred("later", 71),
    ]

    assert [one.key for one in around(centre, others, RULE).members] == ["in", "now"]


def test_two_places_are_two_clusters_and_a_single_report_is_none():
    here = [occurred(f"a{day}", day) for day in (0, 5, 10, 15)]
    there = [occurred(f"b{day}", day, north_m=300) for day in (0, 5, 10)]
    found = clusters([*here, *there, occurred("c", 3, east_m=900)], RULE)

    assert [[one.key for one in cluster.members] for cluster in found] == [
        ["a0", "a5", "a10", "a15"], ["b0", "b5", "b10"],
    ]  # fmt: skip


def test_the_first_report_after_the_end_is_what_came_back():
    ended = occurred("a", 0, lasts=2)
    later = [occurred("before", 1), occurred("second", 9), occurred("first", 6), occurred("late", 60)]

    assert came_back([ended], later, radius_m=40, within=15 * DAY)["a"].key == "first"
    assert came_back([ended], later, radius_m=40, within=3 * DAY) == {}


@given(some)
def test_no_occurrence_belongs_to_two_places_and_all_of_a_place_are_near_its_centre(occurrences):
    found = clusters(occurrences, RULE)
    keys = [one.key for cluster in found for one in cluster.members]

    assert len(keys) == len(set(keys))
    for cluster in found:
        assert cluster.times >= RULE.least
        assert all(is_one_place(cluster.centre, one, radius_m=RULE.radius_m) for one in cluster.members)


@given(some, st.randoms(use_true_random=False))
def test_the_order_in_which_they_come_makes_no_difference(occurrences, shuffled):
    before = clusters(occurrences, RULE)
    mixed = list(occurrences)
    shuffled.shuffle(mixed)

    assert clusters(mixed, RULE) == before


@given(some, st.integers(1, 60))
def test_looking_up_finds_what_looking_at_each_pair_finds(occurrences, days):
    within = days * DAY
    found = came_back(occurrences, occurrences, radius_m=40, within=within)
    expected = {}
    for one in occurrences:
        again = [
            other
            for other in occurrences
            if one.ended_at and one.ended_at < other.at <= one.ended_at + within and is_one_place(one, other, radius_m=40)
            and other.key != one.key
        ]  # fmt: skip
        if again:
            expected[one.key] = min(again, key=lambda other: (other.at, other.key))

    assert found == expected


@given(some)
def test_more_reports_never_make_it_happen_less_often_than_once(occurrences):
    assert times(occurrences) <= len(occurrences)
    assert (times(occurrences) == 0) == (not occurrences)


def test_a_degree_of_longitude_narrows_northward():
    assert metres_between(121.5, 29.9, 121.501, 29.9) == pytest.approx(96.4, abs=0.2)


@given(some)
def test_seen_from_its_middle_a_place_has_no_less_than_from_its_edge(occurrences):
    for one in (each for each in occurrences if each.kind_code in RULE.kinds):
        edge, middle = around(one, occurrences, RULE), busiest(one, occurrences, RULE)
        assert middle.times >= edge.times
        assert one in middle.members
        assert all(is_one_place(middle.centre, member, radius_m=RULE.radius_m) for member in middle.members)


def test_what_has_neither_point_nor_address_is_a_place_of_its_own():
    nowhere = occurred("a", 0, lon=None, lat=None)

    assert busiest(nowhere, [nowhere, occurred("b", 0, lon=None, lat=None)], RULE).members == (nowhere,)
