"""The main course of a case, from report to rating, and what its history says."""

import datetime as dt

import pytest

from linli.cases import actions, errors
from linli.cases.actions import reporting
from linli.cases.models import Case, CaseRecord
from linli.cases.queries.replaying import replay_cases
from linli.cases.rules import State
from linli.cases.testing import MONDAY_9, a_command, a_report, make_case
from linli.core.commands import CommandIdReused
from linli.core.ids import new_id
from linli.staff.rules import Actor, PostFacts, Role
from linli.staff.testing import CLEANING, DISTRICT, Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["reported", "filed", "dispatched", "handling", "responded", "checked", "closed"])
def test_a_case_goes_through_every_stage_and_replays(cast: Cast, state: str):
    case = make_case(cast, state=State(state))
    assert case.state == state
    assert list(replay_cases()) == [(case.number, [])]


def test_a_dispatched_case_is_with_the_dutys_owner_and_has_its_clocks(cast: Cast):
    case = make_case(cast, state=State.DISPATCHED)
    assert case.unit_code == CLEANING
    assert case.dispatched_at < case.handling_due_at < case.close_due_at
    assert case.due_at == case.handling_due_at


def test_a_repeated_command_changes_nothing(cast: Cast):
    command = a_command()
    first = actions.report_case(a_report(), command=command)
    again = actions.report_case(a_report(), command=command)
    assert again.case.pk == first.case.pk
    assert (Case.objects.count(), CaseRecord.objects.count()) == (1, 1)


def test_an_id_used_for_one_case_changes_no_other_and_says_so(cast: Cast):
    first, second = make_case(cast), make_case(cast)
    command = a_command(cast.chen.actor)
    actions.file_case(first.pk, command=command)
    with pytest.raises(CommandIdReused):
        actions.file_case(second.pk, command=command)
    assert actions.file_case(first.pk, command=command).pk == first.pk


@pytest.mark.parametrize("refusal", [errors.DuplicateOfItself, errors.CaseNotFound])
def test_a_case_repeats_another_one_and_none_that_is_not_there(cast: Cast, refusal: type[Exception]):
    case = make_case(cast)
    other = case.pk if refusal is errors.DuplicateOfItself else new_id()
    with pytest.raises(refusal):
        actions.decline_case(case.pk, command=a_command(cast.chen.actor), reason="已有同样的诉求", duplicate_of=other)


def test_whoever_handled_a_case_does_not_check_it(cast: Cast):
    case = make_case(cast, state=State.RESPONDED)
    with pytest.raises(errors.StepNotAllowed):
        actions.pass_check(case.pk, command=a_command(cast.sun.actor))


def test_a_unit_returns_an_order_once(cast: Cast):
    case = make_case(cast, state=State.DISPATCHED)
    actions.return_task(case.pk, command=a_command(cast.sun.actor), reason="不属于本单位")
    actions.dispatch_case(case.pk, command=a_command(cast.wei.actor), unit_code=CLEANING)
    with pytest.raises(errors.ReturnedBefore):
        actions.return_task(case.pk, command=a_command(cast.sun.actor), reason="仍不属于")


def test_a_failed_check_sends_the_order_back_without_a_new_limit(cast: Cast):
    case = make_case(cast, state=State.RESPONDED)
    due = case.handling_due_at
    actions.fail_check(case.pk, command=a_command(cast.qian.actor), reason="垃圾还在")
    case.refresh_from_db()
    assert (case.state, case.reworks, case.due_at) == ("handling", 1, due)


def test_supervision_calls_back_and_writes_down_what_was_said(cast: Cast):
    case = make_case(cast, state=State.CLOSED)
    with pytest.raises(errors.StepNotAllowed):
        actions.visit_back(case.pk, command=a_command(cast.sun.actor), score=5)
    actions.visit_back(case.pk, command=a_command(cast.chen.actor), score=4, text="比上次快")
    case.refresh_from_db()
    assert (case.score, case.ratings.get().channel) == (4, "phone")
    with pytest.raises(errors.RatedBefore):
        actions.rate_case(case.pk, command=a_command(), score=1)
    assert [difference for _, found in replay_cases() for difference in found] == []


def test_a_closed_case_is_rated_once_and_may_come_back(cast: Cast):
    case = make_case(cast, state=State.CLOSED)
    actions.rate_case(case.pk, command=a_command(), score=2, text="又堆上了")
    with pytest.raises(errors.RatedBefore):
        actions.rate_case(case.pk, command=a_command(), score=5)
    actions.reopen_case(case.pk, command=a_command(at=MONDAY_9 + dt.timedelta(days=2)), reason="又堆上了", tracked=True)
    case.refresh_from_db()
    assert (case.state, case.reopens, case.is_open) == ("filed", 1, True)
    assert [difference for _, found in replay_cases() for difference in found] == []


def test_a_number_that_is_taken_is_thrown_again(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    numbers = iter(["26030200000001", "26030200000001", "26030200000002"])
    monkeypatch.setattr(reporting, "new_number", lambda at: next(numbers))
    first, second = make_case(cast), make_case(cast)
    assert (first.number, second.number) == ("26030200000001", "26030200000002")
    assert not [found for _, found in replay_cases() if found]


def test_whoever_took_the_order_on_does_not_check_what_a_colleague_answered(cast: Cast):
    case = make_case(cast, state=State.RESPONDED)
    both = Actor("孙大海", cast.sun.actor.account_id, (*cast.sun.actor.posts, PostFacts(Role.INSPECTOR, DISTRICT, "")))
    Case.objects.filter(pk=case.pk).update(handled_by="a colleague who sent the answer")
    with pytest.raises(errors.SamePerson):
        actions.pass_check(case.pk, command=a_command(both))
