"""What is stuck is listed with its reason, to those who may know of it; deadlines are counted by day."""

import datetime as dt

import pytest

from linli.cases.actions.pausing import Wish, ask_pause
from linli.cases.actions.sweeping import sweep_clocks
from linli.cases.models import Case, HandOff, OutsideSystem
from linli.cases.queries.deadlines import Limit, cases_due_on, deadline_days
from linli.cases.queries.stuck import WHY_NAMES, Why, count_stuck, stuck_cases
from linli.cases.rules import State
from linli.cases.testing import MONDAY_9, a_command, make_case
from linli.core.calendar import CHINA
from linli.staff.queries import forget_duties
from linli.staff.rules import Actor, Role
from linli.staff.testing import CLEANING, DISTRICT, STREET_BESIDE, Cast, make_actor

AT = MONDAY_9 + dt.timedelta(hours=5)
MONDAY = MONDAY_9.astimezone(CHINA).date()


def reasons(actor: Actor, case: Case, *, at: dt.datetime = AT) -> tuple[Why, ...]:
    found = {one.row.id: one for one in stuck_cases(actor, at=at)}
    return found[case.pk].why if case.pk in found else ()


def other(cast: Cast, **values: object) -> Case:
    return make_case(cast, source="t", source_key=str(Case.objects.count()), **values)


def test_a_case_that_goes_its_way_is_not_stuck(cast: Cast):
    for state in (State.REPORTED, State.FILED, State.DISPATCHED, State.HANDLING, State.RESPONDED, State.CHECKED):
        assert reasons(cast.wei.actor, other(cast, state=state)) == ()


def test_a_case_whose_duty_nobody_has_waits_for_an_owner(cast: Cast):
    case = make_case(cast, state=State.FILED, kind_code="event.standing-water")
    Case.objects.filter(pk=case.pk).update(proposed_unit="")
    found = stuck_cases(cast.wei.actor, at=AT)
    assert [one.why for one in found] == [(Why.NO_OWNER,)]
    assert "排水" in found[0].sentences[0]


def test_a_case_that_came_back_twice_is_disputed(cast: Cast):
    case = make_case(cast, state=State.FILED)
    Case.objects.filter(pk=case.pk).update(returns=2)
    assert reasons(cast.wei.actor, case) == (Why.RETURNED,)


def test_a_step_that_no_post_allows_is_found_before_it_is_late(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    cast.sun.account.posts.all().delete()
    forget_duties()
    assert reasons(cast.wei.actor, case) == (Why.NOBODY,)


def test_a_pause_that_nobody_ended_says_that_the_worker_stands_still(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    Case.objects.filter(pk=case.pk).update(paused_at=MONDAY_9, sweep_at=AT - dt.timedelta(hours=1))
    assert reasons(cast.wei.actor, case) == (Why.PAUSE_OVER,)


def test_an_application_that_nobody_decides_is_stuck_after_a_working_day(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    wish = Wish("parts", "配件未到", AT + dt.timedelta(days=3))
    ask_pause(case.pk, command=a_command(cast.sun.actor, at=AT), wish=wish)
    assert reasons(cast.wei.actor, case, at=AT + dt.timedelta(hours=20)) == ()
    assert reasons(cast.wei.actor, case, at=AT + dt.timedelta(hours=25)) == (Why.UNDECIDED,)
    assert "审批" in stuck_cases(cast.wei.actor, at=AT + dt.timedelta(hours=25))[0].sentences[0]


def test_a_hand_off_without_an_answer_comes_back_to_people(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    system = OutsideSystem.objects.create(
        code="water",
        name="供水公司",
        unit_code=CLEANING,
        url="https://example.invalid",
        secret_sealed="",
        answer_limit="1 hours",
    )
    HandOff.objects.create(case=case, system=system, state="sent", made_at=MONDAY_9, by="x", answer_by=AT)
    assert reasons(cast.wei.actor, case) == ()
    assert reasons(cast.wei.actor, case, at=AT + dt.timedelta(seconds=1)) == (Why.SILENT,)


def test_what_was_escalated_to_command_stands_here(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    sweep_clocks(MONDAY_9 + dt.timedelta(days=2))
    assert reasons(cast.wei.actor, case) == (Why.LATE,)
    sweep_clocks(MONDAY_9 + dt.timedelta(days=9))
    assert "领导" in stuck_cases(cast.wei.actor, at=AT)[0].sentences[0]


def test_reasons_are_counted_and_listed_one_by_one(cast: Cast):
    late = make_case(cast, state=State.HANDLING)
    sweep_clocks(MONDAY_9 + dt.timedelta(days=2))
    returned = other(cast, state=State.FILED)
    Case.objects.filter(pk=returned.pk).update(returns=3)
    counts = count_stuck(cast.wei.actor, at=AT)
    assert {why: number for why, number in counts.items() if number} == {Why.LATE: 1, Why.RETURNED: 1}
    assert [one.row.id for one in stuck_cases(cast.wei.actor, at=AT, why=Why.LATE)] == [late.pk]
    assert set(WHY_NAMES) == set(Why)


@pytest.mark.parametrize("stranger", ["zhao", "han", "root"])
def test_a_stranger_sees_nothing_stuck_and_no_deadline(cast: Cast, stranger: str):
    make_case(cast, state=State.HANDLING)
    sweep_clocks(MONDAY_9 + dt.timedelta(days=2))
    actor = getattr(cast, stranger).actor
    assert stuck_cases(actor, at=AT) == []
    assert not any(day.due for day in deadline_days(actor, first=MONDAY, last=MONDAY + dt.timedelta(days=9), at=AT))
    assert cases_due_on(actor, MONDAY + dt.timedelta(days=1)) == []


def test_another_streets_leader_sees_none_of_ours(cast: Cast):
    make_case(cast, state=State.HANDLING)
    sweep_clocks(MONDAY_9 + dt.timedelta(days=2))
    assert stuck_cases(make_actor(Role.LEADER, area_code=STREET_BESIDE), at=AT) == []
    assert len(stuck_cases(make_actor(Role.LEADER, area_code=DISTRICT), at=AT)) == 1


def test_of_a_confidential_case_whoever_moves_it_sees_that_it_is_stuck_but_not_what_it_is(cast: Cast):
    case = make_case(cast, state=State.FILED)
    Case.objects.filter(pk=case.pk).update(returns=2, is_confidential=True)
    found = stuck_cases(cast.wei.actor, at=AT)
    assert [(one.row.title, one.row.kind_code, one.why) for one in found] == [("", "", (Why.RETURNED,))]


def test_the_deadline_calendar_counts_each_day(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    other(cast, state=State.CLOSED)
    days = deadline_days(
        cast.wei.actor, first=MONDAY, last=MONDAY + dt.timedelta(days=6), at=MONDAY_9, limit=Limit.UNIT
    )
    assert [(day.due, day.is_working_day) for day in days] == [
        (0, True),
        (1, True),
        *[(0, True)] * 3,
        *[(0, False)] * 2,
    ]
    due_on = case.handling_due_at.astimezone(CHINA).date()
    assert [row.id for row in cases_due_on(cast.wei.actor, due_on, limit=Limit.UNIT)] == [case.pk]
    assert cases_due_on(cast.wei.actor, due_on, limit=Limit.UNIT, unit_code="990101-water") == []


def test_what_has_run_out_already_counts_as_late(cast: Cast):
    make_case(cast, state=State.HANDLING)
    week = dt.timedelta(days=6)
    days = deadline_days(cast.wei.actor, first=MONDAY, last=MONDAY + week, at=MONDAY_9 + week)
    assert sum(day.late for day in days) == 1


def test_both_pages_ask_a_fixed_number_of_times(cast: Cast, django_assert_num_queries):
    for _ in range(3):
        other(cast, state=State.HANDLING)
    sweep_clocks(MONDAY_9 + dt.timedelta(days=2))
    with django_assert_num_queries(3):
        stuck_cases(cast.wei.actor, at=AT)
    with django_assert_num_queries(1):
        deadline_days(cast.wei.actor, first=MONDAY, last=MONDAY, at=AT)
