"""A whistle from its call to both ratings (社区吹哨、部门报到): the street calls, units arrive in time, both sides rate."""

import datetime as dt

import pytest

from linli.cases import actions, errors
from linli.cases.models import Case, PartnerScore
from linli.cases.queries.replaying import replay_cases
from linli.cases.testing import MONDAY_9, a_command, a_report, make_places
from linli.staff.rules import Role
from linli.staff.testing import CLEANING, OTHER_DISTRICT, WATER, Cast, Member, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def gu(cast: Cast) -> Member:
    return make_member("gu", "顾清", Role.HANDLER, OTHER_DISTRICT, WATER)


def at(hours: float) -> dt.datetime:
    return MONDAY_9 + dt.timedelta(hours=hours)


def by(member: Member, hours: float):
    return a_command(member.actor, at=at(hours))


def whistled(cast: Cast) -> Case:
    """Let the leader of the street blow the whistle: file, call, and say what for."""
    make_places()
    case = actions.report_case(a_report(kind_code="request.whistle"), command=a_command(at=at(0))).case
    actions.file_case(case.pk, command=by(cast.feng, 0.2))
    actions.dispatch_case(case.pk, command=by(cast.feng, 0.5), unit_code=CLEANING)
    said = {"whistle-kind": "daily", "meeting-place": "竹桥社区东门"}
    actions.advance_case(case.pk, step="describe-whistle", command=by(cast.feng, 0.6), answers=said)
    case.refresh_from_db()
    return case


def test_the_clock_of_arrival_runs_from_the_whistle_until_the_unit_reports(cast: Cast):
    case = whistled(cast)
    assert (case.lane, case.phase, case.answers["meeting-place"]) == ("whistle", "dispatched", "竹桥社区东门")
    assert case.due_at == dt.datetime.fromisoformat(case.clocks["arrival"]["due"])
    assert case.due_at == at(6)  # 09:30, four working hours with noon between
    actions.accept_task(case.pk, command=by(cast.sun, 2))
    case.refresh_from_db()
    assert case.phase == "handling"
    assert dt.datetime.fromisoformat(case.clocks["arrival"]["done"]) == at(2)
    assert case.due_at == case.handling_due_at


def test_units_come_work_and_both_sides_rate_before_it_is_closed(cast: Cast, gu: Member):
    case = whistled(cast)
    actions.accept_task(case.pk, command=by(cast.sun, 1))
    call = actions.Call((WATER,), "请带抢修人员到场", arrive_by=at(3))
    actions.join_case(case.pk, command=by(cast.feng, 1.2), call=call)
    actions.co_accept(case.pk, command=by(gu, 1.5))
    actions.arrive(case.pk, command=by(gu, 2))
    actions.co_answer(case.pk, command=by(gu, 4), result="管道已抢修完毕")
    actions.respond(case.pk, command=by(cast.sun, 5), result="现场会商后已全部处置")
    actions.pass_check(case.pk, command=by(cast.qian, 6))
    case.refresh_from_db()
    assert (case.phase, "rating" in case.clocks) == ("checked", True)
    actions.score_partner(case.pk, command=by(cast.sun, 7), of_unit=WATER, score=5)
    actions.score_partner(case.pk, command=by(gu, 7), of_unit=CLEANING, score=4)
    actions.close_case(case.pk, command=by(cast.wu, 8))
    scores = set(PartnerScore.objects.values_list("from_unit", "of_unit", "score"))
    assert scores == {(CLEANING, WATER, 5), (WATER, CLEANING, 4)}
    assert [found for _number, found in replay_cases() if found] == []


def test_whoever_has_no_say_blows_no_whistle(cast: Cast):
    make_places()
    case = actions.report_case(a_report(kind_code="request.whistle"), command=a_command(at=at(0))).case
    for member in (cast.lin, cast.han, cast.zhao):
        with pytest.raises((errors.StepNotAllowed, errors.CaseNotFound)):
            actions.file_case(case.pk, command=by(member, 0.2))
