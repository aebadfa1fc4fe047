"""Six must-arrive: a case or a change of a household asks for a visit, once; nothing confidential does."""

import datetime as dt

import pytest
from django.apps import apps

from linli.cases import actions as cases
from linli.cases.errors import CaseNotFound
from linli.cases.testing import MONDAY_9, a_command, a_report
from linli.core.facts import tell_facts
from linli.core.ids import new_id
from linli.places import queries as places
from linli.register.actions import record_birth
from linli.register.rules import NewResident, Relation
from linli.staff.testing import GRID, GRID_ELSEWHERE
from linli.visits import actions
from linli.visits.listeners import visit_for_case
from linli.visits.models import Visit
from linli.visits.queries.asking import cases_asking
from linli.visits.testing import MONDAY, a_result, make_flat, make_home

Case = apps.get_model("cases", "Case")


def report(kind_code: str, *, address: str = "", at: dt.datetime = MONDAY_9):
    told = a_report(kind_code=kind_code, address=address, text="夜里楼上一直有很大的响声")
    return cases.report_case(told, command=a_command(at=at)).case


def address_of(home) -> str:
    return places.addresses_of([home.dwelling_id])[home.dwelling_id]


def test_a_case_at_a_home_asks_for_a_visit_there(cast):
    home = make_flat()
    case = report("request.living-noise", address=address_of(home))
    assert actions.plan_for_case(case.pk, at=MONDAY_9)
    visit = Visit.objects.get()
    assert (visit.dwelling_id, visit.case_id, visit.event_code) == (home.dwelling_id, case.pk, "neighbour-dispute")
    assert (visit.due_on, visit.area_code) == (MONDAY + dt.timedelta(days=3), GRID)


def test_a_case_told_twice_asks_for_one_visit(cast):
    case = report("request.living-noise", address=address_of(make_flat()))
    while tell_facts():
        pass
    visit_for_case({"case_id": str(case.pk)})
    assert Visit.objects.get().case_id == case.pk


def test_a_kind_that_asks_for_no_visit_costs_no_look_at_the_case(cast, django_assert_num_queries):
    told = {"case_id": str(new_id()), "kind_code": "event.exposed-rubbish"}
    with django_assert_num_queries(0):
        visit_for_case(told)


@pytest.mark.parametrize("kind", ["event.exposed-rubbish", "dispute.leak"], ids=["other", "confidential"])
def test_other_cases_and_confidential_ones_ask_for_none(cast, kind):
    case = report(kind, address=address_of(make_flat()))
    assert not actions.plan_for_case(case.pk, at=MONDAY_9)
    assert not Visit.objects.exists()


def test_a_case_whose_home_nobody_knows_waits_for_a_person(cast):
    home = make_home()
    case = report("request.living-noise", address="某个地方")
    assert not actions.plan_for_case(case.pk, at=MONDAY_9)
    [asking] = cases_asking(cast.lin.actor, on=MONDAY)
    assert (asking.id, asking.purpose) == (case.pk, "neighbours")
    new = actions.NewVisit(asking.purpose, household_id=home.pk, on=MONDAY, case_id=case.pk)
    actions.plan_visit(new, command=a_command(cast.lin.actor), visit_id=new_id())
    assert cases_asking(cast.lin.actor, on=MONDAY) == ()


def test_a_case_of_the_small_hours_is_due_so_many_days_after_the_day_it_came_on(cast):
    make_home()
    report("request.living-noise", at=dt.datetime(2026, 11, 15, 16, 30, tzinfo=dt.UTC))  # 00:30 on Monday here
    [asking] = cases_asking(cast.lin.actor, on=MONDAY)
    assert asking.due_on == MONDAY + dt.timedelta(days=3)


def unseen_case(cast, why: str):
    """Bring a case into being that asks for a visit, then put it out of the worker's sight."""
    case = report("request.living-noise")
    Case.objects.filter(pk=case.pk).update(
        **{"area_code": GRID_ELSEWHERE} if why == "elsewhere" else {"is_confidential": True}
    )
    return new_id() if why == "none" else case.pk


@pytest.mark.parametrize("why", ["elsewhere", "confidential", "none"])
def test_no_visit_is_planned_for_a_case_that_its_planner_may_not_see(cast, why):
    home, case_id = make_home(), unseen_case(cast, why)
    new = actions.NewVisit("neighbours", household_id=home.pk, on=MONDAY, case_id=case_id)
    with pytest.raises(CaseNotFound):
        actions.plan_visit(new, command=a_command(cast.lin.actor), visit_id=new_id())
    with pytest.raises(CaseNotFound):
        actions.make_visit(new_id(), command=a_command(cast.lin.actor), made=a_result(), new=new)
    assert not Visit.objects.exists()


def test_the_next_visit_keeps_the_case_of_the_one_before_whoever_may_see_it(cast):
    home, case = make_flat(), report("request.living-noise", address="某个地方")
    new = actions.NewVisit("neighbours", household_id=home.pk, on=MONDAY, case_id=case.pk)
    visit = actions.plan_visit(new, command=a_command(cast.lin.actor), visit_id=new_id())
    Case.objects.filter(pk=case.pk).update(is_confidential=True)
    made = a_result(next_on=MONDAY + dt.timedelta(days=7))
    actions.make_visit(visit.pk, command=a_command(cast.lin.actor), made=made)
    assert {one.case_id for one in Visit.objects.all()} == {case.pk}
    assert Visit.objects.count() == 2


def test_zhao_sees_no_case_that_asks(cast):
    make_home()
    report("request.living-noise")
    assert cases_asking(cast.zhao.actor, on=MONDAY) == ()


def test_a_birth_asks_for_a_visit_once(cast):
    home = make_home()
    child = NewResident("何小宝", "male", MONDAY, relation=Relation.GRANDCHILD)
    record_birth(home.pk, child, command=a_command(cast.jiang.actor), on=MONDAY)
    while tell_facts():
        pass
    [visit] = Visit.objects.filter(event_code="family-change")
    assert (visit.household_id, visit.purpose_code, visit.area_code) == (home.pk, "family-change", GRID)
