"""A visit is planned, made, missed, moved, called off: by whom, how often, and what follows."""

import datetime as dt

import pytest
from django.db import transaction

from linli.cases.errors import KindUnknown
from linli.cases.queries.visible import cases_visible_to
from linli.cases.testing import MONDAY_9, RUBBISH, a_command
from linli.core.commands import CommandIdReused
from linli.core.ids import new_id
from linli.core.secrets import unseal
from linli.places.testing import make_dwelling, middle
from linli.register.errors import HouseholdNotFound
from linli.staff.rules import SYSTEM
from linli.staff.testing import GRID, GRID_ELSEWHERE
from linli.visits import actions, errors
from linli.visits.models import FollowUp, Visit, VisitRecord
from linli.visits.rules import VisitState
from linli.visits.testing import (
    AGREED,
    MONDAY,
    SECRET,
    a_matter,
    a_result,
    a_visit,
    as_lin,
    make_elder,
    make_flat,
    make_home,
    make_visit_row,
)

LATER = MONDAY_9 + dt.timedelta(days=1)


def test_a_planned_visit_lies_in_the_grid_of_its_home(cast):
    home = make_home()
    visit = actions.plan_visit(a_visit(home, why="新搬来"), command=as_lin(cast), visit_id=new_id())
    assert (visit.area_code, visit.dwelling_id, visit.planned_on) == (GRID, home.dwelling_id, MONDAY)
    assert unseal(visit.why_sealed) == "新搬来"
    assert visit.records.get().name == "plan"


def test_a_visit_without_a_purpose_is_refused(cast):
    with pytest.raises(errors.PurposeUnknown):
        actions.plan_visit(a_visit(make_home(), purpose_code="look-around"), command=as_lin(cast), visit_id=new_id())


def test_a_visit_that_goes_nowhere_is_refused(cast):
    make_home()
    with pytest.raises(errors.WhomMissing):
        actions.plan_visit(a_visit(None), command=as_lin(cast), visit_id=new_id())


def test_a_home_of_another_grid_is_not_there(cast):
    home = make_home(area_code=GRID_ELSEWHERE)
    with pytest.raises(HouseholdNotFound):
        actions.plan_visit(a_visit(home), command=as_lin(cast), visit_id=new_id())


def test_a_visit_to_a_dwelling_needs_no_resident(cast):
    make_home()
    door = make_dwelling(unit_no="909")
    visit = actions.plan_visit(a_visit(None, dwelling_id=door, why="亮着灯"), command=as_lin(cast), visit_id=new_id())
    assert (visit.household_id, visit.dwelling_id) == (None, door)


def test_a_visit_to_a_dwelling_is_to_the_household_that_lives_there(cast):
    home = make_home()
    new = a_visit(None, dwelling_id=home.dwelling_id)
    assert actions.plan_visit(new, command=as_lin(cast), visit_id=new_id()).household_id == home.pk


def test_a_visit_of_a_programme_needs_somebody_who_takes_part(cast):
    resident, enrolment = make_elder(cast)
    new = a_visit(None, resident_id=resident.pk, programme_code="care-visits", purpose_code="look-in")
    visit = actions.plan_visit(new, command=as_lin(cast), visit_id=new_id())
    assert visit.enrolment_id == enrolment.pk
    with pytest.raises(errors.NotEnrolled):
        other = a_visit(None, resident_id=resident.pk, programme_code="minimum-living")
        actions.plan_visit(other, command=as_lin(cast), visit_id=new_id())


@pytest.mark.parametrize("days", [-1, 400], ids=["past", "too-far"])
def test_a_day_that_cannot_be_is_refused(cast, days):
    new = a_visit(make_home(), on=MONDAY + dt.timedelta(days=days))
    with pytest.raises((errors.DayPast, errors.DayTooFar)):
        actions.plan_visit(new, command=as_lin(cast), visit_id=new_id())


def test_a_visit_gathers_once_and_splits_into_cases(cast):
    visit = make_visit_row(cast)
    matters = (a_matter("楼道堆着垃圾", kind_code=RUBBISH), a_matter("想申请老年餐", kind_code="service.elder-meal"))
    next_on = MONDAY + dt.timedelta(days=10)
    made = actions.make_visit(visit.pk, command=as_lin(cast), made=a_result(matters=matters, next_on=next_on))
    assert (made.state, unseal(made.talked_sealed), unseal(made.agreed_sealed)) == ("made", SECRET, AGREED)
    cases = [cases_visible_to(SYSTEM).get(pk=one.case_id) for one in matters]
    assert [case.kind_code for case in cases] == [RUBBISH, "service.elder-meal"]
    assert all(case.channel == "visit" and case.area_code == GRID and case.due_at for case in cases)
    assert [one.number for one in made.follow_ups.order_by("place")] == [case.number for case in cases]
    following = Visit.objects.get(pk=made.next_visit_id)
    assert (following.planned_on, following.state, following.household_id) == (next_on, "planned", visit.household_id)


def test_what_was_said_lies_sealed_in_the_row_and_its_history(cast):
    visit = make_visit_row(cast, state=VisitState.MADE)
    row = Visit.objects.filter(pk=visit.pk).values().get()
    lines = list(VisitRecord.objects.filter(visit=visit).values())
    assert SECRET not in str(row) + str(lines)
    assert AGREED not in str(row) + str(lines)
    assert SECRET in unseal(lines[-1]["after_sealed"])


def test_a_matter_of_a_word_or_two_becomes_a_case_all_the_same(cast):
    matters = (a_matter("水压低"), a_matter("漏"), a_matter("灯不亮了"))
    visit = make_visit_row(cast)
    actions.make_visit(visit.pk, command=as_lin(cast), made=a_result(matters=matters))
    told = [cases_visible_to(SYSTEM).get(pk=one.case_id).text for one in matters]
    assert told == ["水压低（走访中反映）", "漏（走访中反映）", "灯不亮了"]


def test_a_matter_elsewhere_is_not_put_at_the_home_s_address(cast):
    lon, lat = middle(0, 0)
    matters = (a_matter(), a_matter("井盖松动", lon=lon, lat=lat))
    visit = make_visit_row(cast, home=make_flat())
    actions.make_visit(visit.pk, command=as_lin(cast), made=a_result(matters=matters))
    told = [cases_visible_to(SYSTEM).get(pk=one.case_id) for one in matters]
    assert [one.address.endswith("101室") for one in told] == [True, False]
    assert (told[1].lon_cgcs2000, told[1].address) == (lon, "")


def test_a_matter_that_cannot_be_a_case_undoes_the_whole_result(cast):
    visit, matters = (
        make_visit_row(cast),
        (a_matter("楼道灯坏了", kind_code=RUBBISH), a_matter("窗户关不上", kind_code="no.such")),
    )
    with pytest.raises(KindUnknown), transaction.atomic():
        actions.make_visit(visit.pk, command=as_lin(cast), made=a_result(matters=matters))
    visit.refresh_from_db()
    assert visit.state == "planned"
    assert not cases_visible_to(SYSTEM).exists()
    assert not FollowUp.objects.exists()


def test_a_visit_at_the_door_needs_no_plan(cast):
    home, visit_id = make_home(), new_id()
    made = actions.make_visit(visit_id, command=as_lin(cast), made=a_result(), new=a_visit(home, on=None))
    assert (made.pk, made.state, made.household_id) == (visit_id, "made", home.pk)
    assert [one.name for one in made.records.order_by("seq")] == ["plan", "make"]


def test_a_visit_is_made_once(cast):
    visit = make_visit_row(cast, state=VisitState.MADE)
    with pytest.raises(errors.VisitMadeAlready):
        actions.make_visit(visit.pk, command=as_lin(cast, at=LATER), made=a_result(at=LATER))


def test_a_visit_called_off_meanwhile_can_still_be_told(cast):
    visit = make_visit_row(cast, state=VisitState.CANCELLED)
    made = actions.make_visit(visit.pk, command=as_lin(cast, at=LATER), made=a_result())
    assert made.state == "made"


def test_a_visit_without_any_answer_is_refused(cast):
    visit = make_visit_row(cast)
    with pytest.raises(errors.TextNeeded):
        actions.make_visit(visit.pk, command=as_lin(cast), made=a_result(talked=" ", agreed=""))


def test_a_visit_made_tomorrow_is_refused_and_a_fast_watch_is_put_right(cast):
    visit = make_visit_row(cast)
    with pytest.raises(errors.MadeInFuture):
        actions.make_visit(visit.pk, command=as_lin(cast), made=a_result(at=MONDAY_9 + dt.timedelta(days=2)))
    made = actions.make_visit(visit.pk, command=as_lin(cast), made=a_result(at=MONDAY_9 + dt.timedelta(minutes=9)))
    assert made.made_at == MONDAY_9


def test_nobody_in_leaves_the_visit_for_the_next_day(cast):
    visit = make_visit_row(cast, state=VisitState.NOT_IN)
    assert (visit.state, visit.tries, visit.planned_on) == ("not-in", 1, MONDAY + dt.timedelta(days=1))


def test_a_visit_moves_to_another_day_and_a_second_mover_is_told_who_was_first(cast):
    visit = make_visit_row(cast)
    tuesday, friday = MONDAY + dt.timedelta(days=1), MONDAY + dt.timedelta(days=4)
    actions.move_visit(visit.pk, command=a_command(cast.jiang.actor), on=tuesday, base_on=MONDAY)
    with pytest.raises(errors.VisitMoved) as refused:
        actions.move_visit(visit.pk, command=as_lin(cast), on=friday, base_on=MONDAY)
    assert refused.value.facts["theirs"] == tuesday.isoformat()
    assert refused.value.facts["by"] == "姜文琴"
    settled = actions.move_visit(visit.pk, command=as_lin(cast), on=friday, base_on=tuesday)
    assert settled.planned_on == friday


def test_two_who_move_a_visit_to_the_same_day_agree(cast):
    visit, friday = make_visit_row(cast), MONDAY + dt.timedelta(days=4)
    actions.move_visit(visit.pk, command=a_command(cast.jiang.actor), on=friday, base_on=MONDAY)
    assert actions.move_visit(visit.pk, command=as_lin(cast), on=friday, base_on=MONDAY).planned_on == friday


def test_calling_off_needs_a_reason(cast):
    visit = make_visit_row(cast)
    with pytest.raises(errors.TextNeeded):
        actions.cancel_visit(visit.pk, command=as_lin(cast), reason="")


@pytest.mark.parametrize("state", [VisitState.MADE, VisitState.CANCELLED], ids=str)
def test_what_is_over_is_not_moved(cast, state):
    visit = make_visit_row(cast, state=state)
    with pytest.raises(errors.VisitOver):
        actions.move_visit(visit.pk, command=as_lin(cast), on=MONDAY + dt.timedelta(days=3), base_on=MONDAY)


def test_a_registrar_plans_visits_and_makes_none(cast):
    home, visit_id = make_home(), new_id()
    actions.plan_visit(a_visit(home), command=a_command(cast.jiang.actor), visit_id=visit_id)
    with pytest.raises(errors.VisitNotAllowed):
        actions.make_visit(visit_id, command=a_command(cast.jiang.actor), made=a_result())


def test_zhao_can_do_nothing(cast):
    visit, zhao = make_visit_row(cast), cast.zhao.actor
    for step in (
        lambda: actions.make_visit(visit.pk, command=a_command(zhao), made=a_result()),
        lambda: actions.miss_visit(visit.pk, command=a_command(zhao), said=""),
        lambda: actions.move_visit(visit.pk, command=a_command(zhao), on=MONDAY, base_on=None),
        lambda: actions.cancel_visit(visit.pk, command=a_command(zhao), reason="x"),
    ):
        with pytest.raises(errors.VisitNotFound):
            step()


def test_each_command_is_applied_once(cast):
    home, visit_id = make_home(), new_id()
    plan, make, matter = as_lin(cast), as_lin(cast), a_matter()
    for _time in range(2):
        actions.plan_visit(a_visit(home), command=plan, visit_id=visit_id)
    for _time in range(3):
        actions.make_visit(visit_id, command=make, made=a_result(matters=(matter,), next_on=MONDAY))
    assert Visit.objects.count() == 2
    assert cases_visible_to(SYSTEM).count() == 1
    assert VisitRecord.objects.filter(visit=visit_id).count() == 2


def test_a_command_id_is_not_used_for_two_visits(cast):
    first, second, command = make_visit_row(cast), make_visit_row(cast), as_lin(cast)
    actions.miss_visit(first.pk, command=command, said="")
    with pytest.raises(CommandIdReused):
        actions.miss_visit(second.pk, command=command, said="")
