"""Check-back by sample: risks are always checked, the rest never under the floor, and nobody can choose the draw."""

import hashlib
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from linli.cases import actions
from linli.cases.queries.detail import case_detail
from linli.cases.rules.sampling import Risk, Sampling, is_drawn, share_checked
from linli.cases.testing import a_command, a_report, make_places
from linli.staff.testing import CLEANING, Cast

SOME = Sampling(floor=0.2, shares={"request": 0.3, "event": 1.0}, added={"rework": 0.5, "late": 0.2})
risks = st.builds(
    Risk, group=st.sampled_from(["request", "event", ""]), is_urgent=st.booleans(), needs_pair=st.booleans(),
    pair_verified=st.booleans(), reworks=st.integers(0, 3), reopens=st.integers(0, 3), is_late=st.booleans(),
    is_ordered=st.booleans(),
)  # fmt: skip


@given(risks, st.floats(0, 1))
def test_the_share_lies_between_the_floor_and_all(risk: Risk, floor: float):
    assert floor <= share_checked(risk, Sampling(floor, {"request": 0.0})) <= 1


@given(risks)
def test_a_risk_never_lowers_the_share(risk: Risk):
    calm = Risk(group=risk.group)
    assert share_checked(risk, SOME) >= share_checked(calm, SOME)
    if risk.is_urgent or risk.is_ordered or (risk.needs_pair and not risk.pair_verified):
        assert share_checked(risk, SOME) == 1


def test_the_draw_takes_the_share_it_should():
    draws = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(20_000)]
    assert 0.28 < sum(is_drawn(0.3, draw=draw) for draw in draws) / len(draws) < 0.32
    assert all(is_drawn(1.0, draw=draw) for draw in draws)
    assert not any(is_drawn(0.0, draw=draw) for draw in draws)


def test_an_answer_out_of_the_sample_is_closed_without_a_check_and_one_in_it_is_not(cast: Cast, db):
    make_places()
    drawn = set()
    for number in range(12):
        case = answered(UUID(int=number), cast)
        steps = case_detail(cast.wu.actor, case.pk).steps
        assert ("close" in steps) == (case.check_back == "waived")
        drawn.add(case.check_back)
    assert drawn == {"must", "waived"}


def answered(case_id: UUID, cast: Cast):
    report = a_report(kind_code="request.inquiry", text="请问在哪里办理")
    actions.report_case(report, command=a_command(), case_id=case_id)
    actions.file_case(case_id, command=a_command(cast.chen.actor))
    actions.dispatch_case(case_id, command=a_command(cast.wei.actor), unit_code=CLEANING)
    actions.accept_task(case_id, command=a_command(cast.sun.actor))
    return actions.respond(case_id, command=a_command(cast.sun.actor), result="已电话答复")
