"""What a phone gets of visits: the own grids, the coming fortnight, masked; what was agreed for who visits there alone."""

import dataclasses
import datetime as dt

from linli.cases.testing import MONDAY_9
from linli.staff.testing import GRID, GRID_NEXT_COMMUNITY
from linli.visits import actions
from linli.visits.models import Visit
from linli.visits.queries import field_visits, visit_purposes
from linli.visits.rules import VisitState
from linli.visits.testing import AGREED, MONDAY, a_result, as_lin, make_elder, make_home, make_visit_row


def days(number: int) -> dt.timedelta:
    return dt.timedelta(days=number)


def test_a_row_says_whom_where_what_for_and_what_was_agreed_last(cast):
    home = make_home()
    before = make_visit_row(cast, home=home)
    actions.make_visit(before.pk, command=as_lin(cast), made=a_result())
    visit = make_visit_row(cast, home=home, at=MONDAY_9 + days(2), why="看看扶手装了没有")
    [row] = field_visits(cast.lin.actor, on=MONDAY + days(2))
    assert (row.id, row.household, row.whom, row.why) == (str(visit.pk), str(home.pk), "何**一户", "看看扶手装了没有")
    assert row.address.endswith("室")
    assert (row.purpose_name, row.due_on, row.state, row.tries, row.v) == ("了解需要", "2026-11-18", "planned", 0, 1)
    assert dataclasses.asdict(row.last) == {"on": "2026-11-16", "agreed": AGREED}


def test_the_coming_fortnight_and_what_is_overdue_go_to_the_phone(cast):
    home = make_home()
    late = make_visit_row(cast, home=home, at=MONDAY_9 - days(20))
    make_visit_row(cast, home=home, on=MONDAY + days(15))
    soon = make_visit_row(cast, home=home, on=MONDAY + days(14))
    make_visit_row(cast, home=home, state=VisitState.MADE)
    make_visit_row(cast, home=home, state=VisitState.CANCELLED)
    missed = make_visit_row(cast, home=home, state=VisitState.NOT_IN)
    found = [row.id for row in field_visits(cast.lin.actor, on=MONDAY)]
    assert found == [str(one.pk) for one in (late, missed, soon)]


def test_only_own_grids_go_to_the_phone(cast):
    make_elder(cast, area_code=GRID_NEXT_COMMUNITY)
    actions.plan_ahead(MONDAY_9)
    assert field_visits(cast.lin.actor, on=MONDAY) == ()


def test_who_only_plans_gets_nothing_on_a_phone(cast):
    make_visit_row(cast)
    assert field_visits(cast.jiang.actor, on=MONDAY) == ()
    assert field_visits(cast.zhao.actor, on=MONDAY) == ()


def test_another_members_words_do_not_stand_under_the_households_visit(cast):
    resident, _enrolment = make_elder(cast)
    actions.plan_ahead(MONDAY_9)
    [first, *_rest] = field_visits(cast.lin.actor, on=MONDAY)
    actions.make_visit(first.id, command=as_lin(cast), made=a_result())
    home = actions.NewVisit("get-to-know", household_id=first.household, on=MONDAY + days(1))
    visit = actions.plan_visit(home, command=as_lin(cast), visit_id=resident.pk)
    rows = {row.id: row for row in field_visits(cast.lin.actor, on=MONDAY)}
    assert rows[str(visit.pk)].last is None
    assert any(row.resident and row.last and row.last.agreed == AGREED for row in rows.values())


def test_many_visits_cost_as_many_queries_as_few(cast, django_assert_num_queries):
    for _number in range(4):
        make_visit_row(cast, home=make_home())
        make_visit_row(cast, home=make_home(), state=VisitState.MADE)
    with django_assert_num_queries(4):
        assert len(field_visits(cast.lin.actor, on=MONDAY)) == 4


def test_no_visit_is_left_out_however_many_there_are(cast):
    one = make_visit_row(cast)
    facts = {"area_code": one.area_code, "household_id": one.household_id, "purpose_code": one.purpose_code}
    more = [Visit(**facts, due_on=MONDAY, planned_on=MONDAY + days(number % 7)) for number in range(2_100)]
    Visit.objects.bulk_create(more)
    found = field_visits(cast.lin.actor, on=MONDAY)
    assert {row.id for row in found} == {str(row.pk) for row in (one, *more)}
    assert [row.planned_on for row in found] == sorted(row.planned_on for row in found)
    assert {row.whom for row in found} == {"何**一户"}


def test_visits_of_some_grids_alone_are_those_of_these_grids(cast):
    visit = make_visit_row(cast)
    assert [row.id for row in field_visits(cast.lin.actor, on=MONDAY, prefixes=[GRID])] == [str(visit.pk)]
    assert field_visits(cast.lin.actor, on=MONDAY, prefixes=[GRID_NEXT_COMMUNITY]) == ()
    assert field_visits(cast.lin.actor, on=MONDAY, prefixes=[]) == ()


def test_purposes_have_names_and_what_to_ask():
    assert all(one.name and one.asks for one in visit_purposes())
    assert "get-to-know" in {one.code for one in visit_purposes()}
