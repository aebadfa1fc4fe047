"""The way of a plan, its settings and the numbers of its grids."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.grids import errors
from linli.grids.rules import (
    ENDED,
    Band,
    DrawSettings,
    PlanState,
    PlanStep,
    Preset,
    check_adopt_on,
    check_note,
    check_other_person,
    new_codes,
    next_state,
    possible_steps,
    read_band,
    settings_from,
)
from linli.grids.rules.numbering import reading_order

COMMUNITY = "990101001001"


def test_a_plan_is_handed_in_approved_and_adopted():
    state = PlanState.DRAFT
    for step in (PlanStep.SUBMIT, PlanStep.APPROVE, PlanStep.ADOPT):
        state = next_state(state, step)
    assert state is PlanState.ADOPTED


@pytest.mark.parametrize("state", [PlanState.SUBMITTED, PlanState.APPROVED])
def test_a_plan_given_back_is_a_draft_again(state):
    assert next_state(state, PlanStep.RETURN) is PlanState.DRAFT


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.SUBMITTED, PlanState.DRAWING, PlanState.FAILED])
def test_what_was_not_approved_is_not_adopted(state):
    with pytest.raises(errors.WrongPlanState):
        next_state(state, PlanStep.ADOPT)


@given(st.lists(st.sampled_from(PlanStep), max_size=12))
def test_no_path_leaves_an_end(steps):
    state = PlanState.DRAFT
    for step in steps:
        if step in possible_steps(state):
            state = next_state(state, step)
            assert state not in ENDED or not possible_steps(state)


@pytest.mark.parametrize("person", ["drew", "edited", "handed in"])
def test_who_had_a_hand_in_a_plan_does_not_approve_it(person):
    with pytest.raises(errors.OwnPlan, match="另一位"):
        check_other_person(person, made_by={"drew", "edited", "handed in"})


def test_another_person_approves():
    check_other_person("looked on", made_by={"drew", "edited", "handed in"})


def test_a_plan_is_given_back_with_a_reason():
    assert check_note(" 三号网格跨了铁路 ") == "三号网格跨了铁路"
    with pytest.raises(errors.NoteMissing):
        check_note("  ")


@pytest.mark.parametrize("days", [-1, 367])
def test_a_plan_starts_neither_yesterday_nor_in_years(days):
    today = dt.date(2026, 11, 22)
    with pytest.raises(errors.AdoptDayWrong):
        check_adopt_on(today + dt.timedelta(days=days), today=today)


def test_a_plan_may_start_today():
    check_adopt_on(dt.date(2026, 11, 22), today=dt.date(2026, 11, 22))


@pytest.mark.parametrize("text", ["300-500", " 300 – 500 ", "300～500", "300至500"])
def test_a_band_is_read_as_people_write_it(text):
    assert read_band(text) == Band(300, 500)


def test_no_band_is_none():
    assert read_band(" ") is None


@pytest.mark.parametrize("text", ["300", "a-b", "300-500-700", "-300-500"])
def test_a_band_that_says_nothing_is_refused(text):
    with pytest.raises(errors.BandUnreadable):
        read_band(text)


@pytest.mark.parametrize("text", ["500-300", "0-10"])
def test_a_band_the_wrong_way_round_is_refused(text):
    with pytest.raises(errors.BandInvalid):
        read_band(text)


def test_a_target_outside_its_band_is_refused():
    with pytest.raises(errors.TargetOutsideBand):
        DrawSettings(target=600, band=Band(300, 500))


@pytest.mark.parametrize(
    "said", [{"tolerance": 0}, {"whole_up_to": 9}, {"assumed_households": 0}, {"time_limit_s": 0}, {"whole_up_to": -1}]
)
def test_settings_without_sense_are_refused(said):
    with pytest.raises(errors.SettingOutside):
        DrawSettings(**said)


def test_settings_are_read_as_they_were_written():
    settings = DrawSettings(target=350, band=Band(300, 500), seed=7, preset=Preset.TIGHT, time_limit_s=2.5)
    assert settings_from(settings.as_json()) == settings
    assert settings_from({"target": 200, "of_another_version": 1}) == DrawSettings(target=200)


def test_numbers_run_from_west_to_east_and_from_north_to_south():
    points = [(0, 0), (100, 5), (0, 100), (100, 95)]
    assert [code[-3:] for code in new_codes(COMMUNITY, points, taken=())] == ["003", "004", "001", "002"]


def test_a_number_once_given_is_not_given_again():
    taken = [f"{COMMUNITY}001", f"{COMMUNITY}003", "990101001002002", COMMUNITY]
    assert [code[-3:] for code in new_codes(COMMUNITY, [(0, 0), (1, 0)], taken=taken)] == ["002", "004"]


def test_a_community_without_numbers_left_says_so():
    taken = [f"{COMMUNITY}{number:03d}" for number in range(1, 999)]
    with pytest.raises(errors.NoNumberLeft):
        new_codes(COMMUNITY, [(0, 0), (1, 0)], taken=taken)


@given(st.lists(st.tuples(st.integers(-5000, 5000), st.integers(-5000, 5000)), max_size=40))
def test_every_point_gets_one_place_in_the_order(points):
    assert sorted(reading_order(points)) == list(range(len(points)))
    assert len(set(new_codes(COMMUNITY, points, taken=()))) == len(points)
