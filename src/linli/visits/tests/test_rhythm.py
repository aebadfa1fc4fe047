"""What falls due is planned by itself: by programme and by time, once, only while somebody takes part."""

import datetime as dt

import pytest

from linli.cases.testing import MONDAY_9, a_command
from linli.core.ids import new_id
from linli.places.actions.areas import set_features
from linli.places.testing import make_dwelling
from linli.register.actions import move_in
from linli.register.actions.consents import withdraw_consent
from linli.register.actions.programmes import end_enrolment
from linli.register.rules import NewHome
from linli.staff.rules import SYSTEM
from linli.staff.testing import COMMUNITY, DISTRICT, GRID, GRID_BESIDE, GRID_NEXT_COMMUNITY
from linli.visits import actions, errors
from linli.visits.actions.following import follow_homes
from linli.visits.actions.lapsing import cancel_lapsed
from linli.visits.models import Visit, VisitRecord
from linli.visits.queries import field_visits
from linli.visits.tasks import keep_visits
from linli.visits.testing import MONDAY, a_result, a_visit, as_lin, make_elder, make_home

FORTNIGHT = MONDAY + dt.timedelta(days=13)


def plan(area: str = DISTRICT, *, last: dt.date = FORTNIGHT, dry: bool = False, at: dt.datetime = MONDAY_9):
    return actions.plan_due(area, first=MONDAY, last=last, command=a_command(SYSTEM, at=at), dry=dry)


def test_an_elder_who_agreed_is_visited_every_week(cast):
    resident, enrolment = make_elder(cast)
    made = plan()
    found = list(Visit.objects.order_by("due_on"))
    assert made.by_class["elders-alone"] == len(found) == 2
    assert [one.due_on for one in found] == [MONDAY + dt.timedelta(days=6), MONDAY + dt.timedelta(days=13)]
    assert all(MONDAY <= one.planned_on <= one.due_on for one in found)
    assert {(one.resident_id, one.enrolment_id, one.purpose_code, one.area_code) for one in found} == {
        (resident.pk, enrolment.pk, "look-in", GRID)
    }
    assert all(one.household_id and one.dwelling_id for one in found)


def test_planning_again_and_for_longer_makes_no_double(cast):
    make_elder(cast)
    plan()
    assert plan().visits == 0
    assert plan(last=FORTNIGHT + dt.timedelta(days=7)).visits == 1
    assert Visit.objects.count() == VisitRecord.objects.count() == 3


def test_nobody_is_visited_by_plan_on_a_holiday(cast):
    for name in ("何秀兰", "何秀梅", "何秀竹", "何秀菊", "何秀云", "何秀月"):
        make_elder(cast, name=name)
    thursday = dt.date(2026, 12, 31)  # the Friday after it is New Year's Day
    actions.plan_due(DISTRICT, first=thursday, last=thursday, command=a_command(SYSTEM, at=MONDAY_9))
    assert list(Visit.objects.values_list("planned_on", flat=True)) == [thursday] * 6


def test_a_dry_run_counts_and_writes_nothing(cast):
    make_elder(cast)
    assert plan(dry=True).visits == 2
    assert not Visit.objects.exists()


def test_a_visit_planned_by_hand_stands_for_its_week(cast):
    resident, _enrolment = make_elder(cast)
    new = a_visit(None, resident_id=resident.pk, programme_code="care-visits", purpose_code="look-in")
    actions.plan_visit(new, command=as_lin(cast), visit_id=new_id())
    assert plan().visits == 1


def test_a_visit_made_at_the_door_stands_for_its_week(cast):
    resident, _enrolment = make_elder(cast)
    new = a_visit(None, resident_id=resident.pk, programme_code="care-visits", purpose_code="look-in")
    actions.make_visit(new_id(), command=as_lin(cast), made=a_result(), new=new)
    assert plan().visits == 1


def test_a_visit_called_off_is_not_planned_again_for_the_same_week(cast):
    make_elder(cast)
    plan()
    first = Visit.objects.order_by("due_on").first()
    actions.cancel_visit(first.pk, command=as_lin(cast), reason="住院，家属照看")
    assert plan().visits == 0


def test_the_next_visit_agreed_on_takes_the_place_of_the_planned_one(cast):
    make_elder(cast)
    plan()
    first, second = Visit.objects.order_by("due_on")
    wanted = second.due_on - dt.timedelta(days=1)
    made = actions.make_visit(first.pk, command=as_lin(cast), made=a_result(next_on=wanted))
    second.refresh_from_db()
    assert (made.next_visit_id, second.planned_on, Visit.objects.count()) == (second.pk, wanted, 2)


def test_an_area_is_planned_by_itself(cast):
    make_elder(cast)
    make_elder(cast, area_code=GRID_NEXT_COMMUNITY, name="沈桂芳")
    assert plan(COMMUNITY).visits == 2
    assert set(Visit.objects.values_list("area_code", flat=True)) == {GRID}


def test_a_worker_plans_the_own_grid_only(cast):
    make_elder(cast)
    assert actions.plan_due(GRID, first=MONDAY, last=FORTNIGHT, command=as_lin(cast)).visits == 2
    for area in (COMMUNITY, GRID_BESIDE):
        with pytest.raises(errors.VisitNotAllowed):
            actions.plan_due(area, first=MONDAY, last=FORTNIGHT, command=as_lin(cast))


@pytest.mark.parametrize("days", [-1, 400], ids=["backwards", "too-long"])
def test_a_period_that_cannot_be_is_refused(cast, days):
    with pytest.raises(errors.PeriodWrong):
        plan(last=MONDAY + dt.timedelta(days=days))


def test_nobody_is_visited_for_having_no_programme(cast):
    make_home()
    assert plan().visits == 0


def test_an_ended_enrolment_hides_its_visits_at_once_and_calls_them_off_at_night(cast):
    _resident, enrolment = make_elder(cast)
    plan()
    assert len(field_visits(cast.lin.actor, on=MONDAY)) == 2
    end_enrolment(enrolment.pk, command=a_command(cast.jiang.actor, at=MONDAY_9), reason="不再需要")
    assert field_visits(cast.lin.actor, on=MONDAY) == ()
    assert cancel_lapsed(MONDAY_9) == 2
    assert cancel_lapsed(MONDAY_9) == 0
    assert set(Visit.objects.values_list("state", flat=True)) == {"cancelled"}
    assert plan().visits == 0


def test_a_consent_taken_back_stops_the_visits_at_once(cast):
    _resident, enrolment = make_elder(cast)
    plan()
    withdraw_consent(enrolment.consent_id, command=a_command(cast.jiang.actor))
    assert field_visits(cast.lin.actor, on=MONDAY) == ()
    assert plan(last=FORTNIGHT + dt.timedelta(days=7)).visits == 0


@pytest.mark.parametrize("hours", [-1, 1], ids=["before", "after"])
def test_what_was_said_after_consent_was_taken_back_is_not_kept(cast, hours):
    _resident, enrolment = make_elder(cast)
    plan()
    withdraw_consent(enrolment.consent_id, command=a_command(cast.jiang.actor))
    cancel_lapsed(MONDAY_9)
    visit, at = Visit.objects.earliest("planned_on"), MONDAY_9 + dt.timedelta(hours=hours)
    sent = as_lin(cast, at=MONDAY_9 + dt.timedelta(hours=2))
    if hours > 0:
        with pytest.raises(errors.NotEnrolled):
            actions.make_visit(visit.pk, command=sent, made=a_result(at=at))
    else:
        assert actions.make_visit(visit.pk, command=sent, made=a_result(at=at)).state == "made"


def test_every_household_is_visited_only_where_the_area_has_switched_it_on(cast):
    make_home()
    make_home(area_code=GRID_NEXT_COMMUNITY)
    assert plan().visits == 0
    set_features(COMMUNITY, features=["household-visits"], by="测试", at=MONDAY_9)
    made = plan()
    assert (made.by_class["every-household"], made.visits) == (1, 1)
    visit = Visit.objects.get()
    assert (visit.area_code, visit.due_on) == (GRID, dt.date(2026, 12, 31))
    assert plan().visits == 0
    set_features(COMMUNITY, features=[], by="测试", at=MONDAY_9)
    assert cancel_lapsed(MONDAY_9) == 1
    visit.refresh_from_db()
    assert visit.state == "cancelled"


def test_a_visit_follows_who_has_moved_house(cast):
    resident, _enrolment = make_elder(cast)
    plan()
    there = make_dwelling(area_code=GRID_BESIDE, building="990101001001-2", unit_no="201")
    home = NewHome(there, on=MONDAY, registered=True, leaves=True)
    move_in(resident.pk, home, command=a_command(cast.jiang.actor))
    assert follow_homes(MONDAY_9) == 2
    assert follow_homes(MONDAY_9) == 0
    assert cancel_lapsed(MONDAY_9) == 0
    found = Visit.objects.filter(resident_id=resident.pk)
    assert {(one.area_code, one.dwelling_id, one.state) for one in found} == {(GRID_BESIDE, there, "planned")}
    assert field_visits(cast.lin.actor, on=MONDAY) == ()


def test_the_nightly_work_runs_once_a_night(cast):
    make_elder(cast)
    done = keep_visits(MONDAY_9, planned_on=None)
    assert done == MONDAY
    assert Visit.objects.count() >= 2
    before = Visit.objects.count()
    assert keep_visits(MONDAY_9 + dt.timedelta(hours=1), planned_on=done) == done
    midnight = MONDAY_9 + dt.timedelta(hours=16)
    assert keep_visits(midnight, planned_on=done) == done
    assert keep_visits(midnight + dt.timedelta(hours=4), planned_on=done) == MONDAY + dt.timedelta(days=1)
    assert Visit.objects.count() - before <= 1


def test_planning_costs_the_same_number_of_queries_for_few_and_many(cast, django_assert_max_num_queries):
    for number in range(6):
        make_elder(cast, name=f"何秀兰{number}")
    with django_assert_max_num_queries(20):
        assert plan().visits == 12
