"""Whatever a case can be or go through has a word for people."""

import pytest

from linli.cases.actions.attaching import PURPOSES
from linli.cases.actions.checking import OUTCOMES
from linli.cases.actions.reporting import TAKEN_OVER
from linli.cases.queries.lists import Tab
from linli.cases.queries.naming import PURPOSE_NAMES, purposes_named
from linli.cases.rules import STAGE, Lane, State, StepName
from linli.cases.wording import (
    LANE_NAMES,
    OUTCOME_NAMES,
    STAGE_NAMES,
    STATE_NAMES,
    STEP_LOOKS,
    TAB_NAMES,
    note_said,
)


def test_every_state_step_lane_and_list_has_its_word():
    assert set(STATE_NAMES) == {state.value for state in State}
    assert set(STEP_LOOKS) == {step.value for step in StepName}
    assert set(LANE_NAMES) == {lane.value for lane in Lane}
    assert set(TAB_NAMES) == set(Tab)
    assert len(STAGE_NAMES) == max(STAGE.values())


def test_every_way_a_case_ends_has_its_word():
    assert {*OUTCOMES, TAKEN_OVER, "declined", "duplicate", "voided"} == set(OUTCOME_NAMES)


def test_photos_are_named_by_what_they_are_for():
    assert set(PURPOSE_NAMES) == PURPOSES
    assert purposes_named(("before", "after")) == "处置前和处置后"


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("unit/warning", "即将到期"),
        ("unit/warning unit/breach unit/command unit/leader", "超期报领导"),
        ("unit/leader resident/resident-warning resident/resident-breach unit/breach", "超期报领导、对居民的时限已过"),
        ("unit/breach task/breach", "已超期"),
        ("unit/no-longer-declared", ""),
    ],
)
def test_whom_a_limit_was_told_to_is_said_in_words(note, told):
    assert note_said(StepName.ESCALATE.value, note) == told
    assert note_said(StepName.WARN.value, note) == told
