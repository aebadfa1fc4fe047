"""Likely duplicates: near in place, time and text."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.cases.triage.duplicates import Report, compare, distance_m, likely_duplicates, text_likeness

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
LON, LAT = 121.5, 29.9
DEGREE_M = 111_195.0

reports = st.builds(
    Report,
    key=st.uuids().map(str),
    at=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)),
    text=st.text(max_size=300),
    kind_code=st.sampled_from(["", "lamp", "cover"]),
    lon=st.one_of(st.none(), st.floats(121.4, 121.6)),
    lat=st.one_of(st.none(), st.floats(29.8, 30.0)),
)


def report(key="new", *, north_m=0.0, hours_before=0.0, text="东门路灯不亮", kind="lamp", placed=True):
    return Report(
        key,
        NOON - timedelta(hours=hours_before),
        text,
        kind,
        LON if placed else None,
        LAT + north_m / DEGREE_M if placed else None,
    )


def test_a_near_earlier_alike_report_is_pointed_out_with_its_numbers():
    (found,) = likely_duplicates(report(), [report("old", north_m=35, hours_before=2, text="东门的路灯又不亮了")])

    assert found.key == "old"
    assert found.distance_m == pytest.approx(35, abs=0.1)
    assert found.earlier_by == timedelta(hours=2)
    assert found.text_percent > 40
    assert found.same_kind


def test_reports_far_off_long_past_or_about_something_else_are_not_pointed_out():
    others = [
        report("far", north_m=900),
        report("old", hours_before=24 * 200),
        report("other", north_m=40, kind="cover", text="井盖丢了，危险"),
    ]

    assert likely_duplicates(report(), others) == []


def test_the_likeliest_comes_first_and_the_report_itself_is_left_out():
    others = [report("b", north_m=50), report("a", north_m=5), report("new")]

    assert [found.key for found in likely_duplicates(report(), others)] == ["a", "b"]


def test_no_more_than_asked_are_given():
    assert len(likely_duplicates(report(), [report(str(n)) for n in range(20)], most=3)) == 3


def test_without_a_place_only_the_same_words_at_the_same_time_are_alike():
    same, other = report("same", placed=False), report("other", placed=False, text="路口的灯坏了")

    assert [found.key for found in likely_duplicates(report(), [same, other], least=0.2)] == ["same"]
    assert likely_duplicates(report(), [same], least=0.2)[0].distance_m is None


def test_nothing_to_compare_with_gives_nothing():
    assert likely_duplicates(report(), []) == []


def test_a_short_report_within_a_long_one_is_alike():
    long = "您好，我是三号楼的住户，我们小区二次供水的水箱长年不洗，自来水有一股霉味，请有关部门来看看"

    assert text_likeness("二次供水水箱长年不洗，有霉味", [long])[0] > 0.4
    assert text_likeness("广场舞太吵", [long])[0] == 0.0


def test_full_width_letters_and_blanks_make_no_difference():
    assert text_likeness("ＡＢＣ　１２３", ["abc 123"]) == text_likeness("abc123", ["abc123"])


def test_a_nought_character_or_half_a_pair_in_a_text_breaks_nothing():
    assert len(text_likeness("路\0灯\ud800", ["\0\0", "路灯", ""])) == 3


@given(reports, reports)
def test_likeness_is_the_same_both_ways(one, other):
    there, back = compare(one, other), compare(other, one)

    assert there.score == pytest.approx(back.score)
    assert there.earlier_by == -back.earlier_by
    assert 0.0 <= there.score <= 1.0


@given(st.floats(0, 5000), st.floats(0, 5000))
def test_the_farther_the_less_alike(near, far):
    near, far = sorted((near, far))

    assert compare(report(), report("o", north_m=near)).score >= compare(report(), report("o", north_m=far)).score


@given(st.floats(0, 10_000), st.floats(0, 10_000))
def test_the_longer_apart_the_less_alike(soon, late):
    soon, late = sorted((soon, late))

    assert (
        compare(report(), report("o", hours_before=soon)).score
        >= compare(report(), report("o", hours_before=late)).score
    )


@given(st.text(max_size=250), st.lists(st.text(max_size=250), max_size=8))
def test_comparing_many_texts_gives_what_comparing_each_gives(text, others):
    assert text_likeness(text, others) == [text_likeness(text, [other])[0] for other in others]


def test_distance_follows_the_narrowing_of_longitude():
    east = Report("e", NOON, "", lon=LON + 0.001, lat=LAT)

    assert distance_m(report(), east) == pytest.approx(96.4, abs=0.2)


def test_words_that_many_without_a_place_share_are_a_form_and_no_hint():
    few = [report(str(n), placed=False) for n in range(3)]
    many = [report(str(n), placed=False) for n in range(8)]

    assert len(likely_duplicates(report(placed=False), few)) == 3
    assert likely_duplicates(report(placed=False), many) == []


def test_one_address_in_other_characters_is_as_near_as_a_point():
    one = Report("a", NOON, "东门路灯不亮", "lamp", address="解放路 １２ 号")
    other = Report("b", NOON, "路灯又不亮了", "lamp", address="解放路12号")
    (found,) = likely_duplicates(one, [other])

    assert found.same_address
    assert likely_duplicates(one, [Report("c", NOON, "路灯又不亮了", "lamp", address="解放路14号")]) == []


def test_what_still_waits_counts_longer_than_what_was_closed():
    waiting = report("waits", hours_before=24 * 20)
    closed = Report("closed", waiting.at, waiting.text, "lamp", LON, LAT, ended_at=waiting.at + timedelta(days=1))

    assert [found.key for found in likely_duplicates(report(), [waiting, closed])] == ["waits"]


def test_a_kind_of_which_nobody_marked_a_duplicate_needs_more_agreement():
    near = report("near", north_m=30)

    assert likely_duplicates(report(), [near], shares={"lamp": 0.2})
    assert not likely_duplicates(report(), [near], shares={"lamp": 0.0})
    assert likely_duplicates(report(), [near], shares={"other": 0.0})
