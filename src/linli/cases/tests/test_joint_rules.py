"""Whom a unit calls in, by when, what ends with the work of the units, and who may rate whom."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.cases import errors
from linli.cases.rules import OPEN, State, joint
from linli.cases.rules.joint import Part

NOW = dt.datetime(2026, 11, 16, 1, tzinfo=dt.UTC)
UNITS = ("a", "b", "c", "d")
parts = st.lists(
    st.builds(
        Part,
        st.sampled_from(UNITS),
        st.booleans(),
        st.sampled_from([joint.WAITING, joint.ACCEPTED, joint.DONE, joint.RETURNED, joint.STOPPED]),
    ),
    max_size=8,
)


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [((), errors.CoUnitsMissing), (("lead",), errors.CoUnitLeads), (("b", "a"), errors.CoUnitCalled)],
)
def test_nobody_twice_nor_the_leader_is_called(wanted, refusal):
    with pytest.raises(refusal):
        joint.check_call(wanted, lead="lead", called=["a"])


def test_a_time_of_arrival_lies_ahead():
    joint.check_arrival(None, at=NOW)
    joint.check_arrival(NOW + dt.timedelta(minutes=1), at=NOW)
    with pytest.raises(errors.ArriveByPast):
        joint.check_arrival(NOW, at=NOW)


@given(st.integers(min_value=1, max_value=60 * 24 * 90))
def test_a_limit_until_a_moment_ends_there_to_the_minute(minutes: int):
    end = NOW + dt.timedelta(minutes=minutes)
    limit = joint.limit_until(end, at=NOW)
    assert abs(NOW + dt.timedelta(hours=limit.amount) - end) < dt.timedelta(minutes=1)


def test_a_unit_is_late_that_came_or_comes_after_its_time():
    due = NOW + dt.timedelta(hours=1)
    assert not joint.is_late(None, None, at=NOW)
    assert not joint.is_late(due, None, at=NOW)
    assert joint.is_late(due, None, at=due + dt.timedelta(minutes=1))
    assert not joint.is_late(due, NOW, at=due + dt.timedelta(days=1))
    assert joint.is_late(due, due + dt.timedelta(minutes=1), at=NOW)


@pytest.mark.parametrize("before", list(State))
@pytest.mark.parametrize("after", list(State))
def test_parts_end_when_a_case_leaves_the_units_and_a_case_when_nothing_is_left_to_do(before: State, after: State):
    assert joint.ends_parts(before, after) == (before in joint.AT_WORK and after not in joint.AT_WORK)
    assert joint.ends_case(before, after) == (before in OPEN and after not in OPEN)
    if before in joint.AT_WORK and joint.ends_case(before, after):
        assert joint.ends_parts(before, after)


@given(parts, st.sets(st.sampled_from(UNITS)))
def test_a_unit_rates_only_its_partner_and_both_sides_the_same_way(held: list[Part], mine: set[str]):
    every = joint.partners(held, set(UNITS))
    assert {(whom, who) for who, whom in every} == set(every)
    assert all(who != whom for who, whom in every)
    assert set(joint.partners(held, mine)) == {pair for pair in every if pair[0] in mine}


@given(parts, st.sampled_from(UNITS), st.sampled_from(UNITS))
def test_a_rating_is_taken_only_after_the_work_of_whoever_helped(held: list[Part], who: str, whom: str):
    try:
        joint.check_partner(held, who, whom)
    except errors.PartnerUnknown:
        assert (who, whom) not in joint.partners(held, set(UNITS))
    except errors.PartnerWorking:
        assert (who, whom) in joint.partners(held, set(UNITS))
    else:
        helped = {part.unit_code for part in held if not part.is_lead and part.state in joint.WORKED}
        assert helped & {who, whom}
