"""Visits to a door where nobody is registered: known by its address, with what was agreed there the last time.

Where a household is registered behind the door by the day of the visit, the visit is to that household.
"""

import datetime as dt
from dataclasses import replace

import pytest

from linli.cases.queries.visible import cases_visible_to
from linli.cases.testing import MONDAY_9
from linli.core.ids import new_id
from linli.core.secrets import unseal
from linli.places.testing import make_dwelling
from linli.register.testing import CHILD, GRANDMOTHER, make_household
from linli.staff.testing import GRID_ELSEWHERE
from linli.visits import actions, errors
from linli.visits.queries import field_visits
from linli.visits.queries.about_me import visits_about
from linli.visits.queries.naming import REASONS
from linli.visits.testing import AGREED, MONDAY, a_matter, a_result, a_visit, as_lin, make_home

TOMORROW = MONDAY + dt.timedelta(days=1)


def at_door(door, **values):
    return a_visit(dwelling_id=door, on=None, why="登记没有人，里面有人住", **values)


@pytest.fixture
def door(cast):
    """A door of Lin's grid behind which nobody is registered, beside one where somebody is."""
    make_home(dwelling_id=make_dwelling(unit_no="101"))
    return make_dwelling(unit_no="102")


def made_at(cast, door, **values):
    result = a_result(**values)
    return actions.make_visit(new_id(), command=as_lin(cast), made=result, new=at_door(door))


def test_a_visit_to_a_door_is_made_without_a_plan(cast, door):
    visit = made_at(cast, door)
    assert (visit.state, visit.dwelling_id, visit.household_id, visit.resident_id) == ("made", door, None, None)


def test_the_desk_names_it_by_its_address(cast, door):
    visit = made_at(cast, door)
    client = cast.lin.sign_in()
    for address in ("/desk/visits/?tab=made", f"/desk/visits/{visit.pk}/"):
        assert "102室" in client.get(address).content.decode(), address


def test_what_is_agreed_there_is_told_the_next_time(cast, door):
    made_at(cast, door, next_on=TOMORROW)
    [row] = field_visits(cast.lin.actor, on=MONDAY)
    assert (row.dwelling, row.household, row.whom, row.planned_on) == (str(door), "", "", TOMORROW.isoformat())
    assert row.address.endswith("102室")
    assert (row.last.on, row.last.agreed) == (MONDAY.isoformat(), AGREED)


def test_doors_and_homes_do_not_tell_of_each_other(cast, door):
    beside = make_dwelling(unit_no="103")
    made_at(cast, door)
    made_at(cast, beside, agreed="别处的约定", next_on=TOMORROW)
    home = make_home(dwelling_id=door)
    actions.plan_visit(a_visit(home, on=TOMORROW), command=as_lin(cast), visit_id=new_id())
    told = {
        row.household or row.dwelling: row.last and row.last.agreed for row in field_visits(cast.lin.actor, on=MONDAY)
    }
    assert told == {str(beside): "别处的约定", str(home.pk): None}


def test_the_desk_tells_what_was_agreed_there_before(cast, door):
    made_at(cast, door, next_on=TOMORROW)
    [row] = field_visits(cast.lin.actor, on=MONDAY)
    page = cast.lin.sign_in().get(f"/desk/visits/{row.id}/").content.decode()
    assert f"说好：{AGREED}" in page


def moved_in(door, *, days):
    """Register a grandmother behind the door some days after Monday."""
    return make_household(GRANDMOTHER, dwelling_id=door, since=MONDAY + dt.timedelta(days=days))


def portal_of(home):
    resident_id = home.residencies.get().resident_id
    return [row for section in visits_about(resident_id, resident_id) for row in section.as_records()]


def test_a_visit_to_a_door_where_somebody_lives_is_to_the_household_which_reads_it(cast, door):
    home = moved_in(door, days=0)
    visit = made_at(cast, door)
    [row] = portal_of(home)
    assert (visit.household_id, row["agreed"], row["by"]) == (home.pk, AGREED, "林小满")


def test_what_was_made_before_they_moved_in_is_not_theirs(cast, door):
    home = moved_in(door, days=-1)
    before = MONDAY_9 - dt.timedelta(days=3)
    visit = made_at(cast, door, at=before)
    assert (visit.household_id, visit.made_at, portal_of(home)) == (None, before, [])


def test_where_two_families_live_behind_a_door_neither_is_told_what_may_be_the_other_s(cast, door):
    moved_in(door, days=-1)
    make_household(CHILD, dwelling_id=door, since=MONDAY)
    assert made_at(cast, door).household_id is None


def test_a_planned_visit_to_a_door_is_made_to_who_has_moved_in_meanwhile(cast, door):
    visit = actions.plan_visit(at_door(door), command=as_lin(cast), visit_id=new_id())
    home = moved_in(door, days=2)
    later = MONDAY_9 + dt.timedelta(days=2)
    result = a_result(at=later, next_on=MONDAY + dt.timedelta(days=9))
    made = actions.make_visit(visit.pk, command=as_lin(cast, at=later), made=result)
    [row] = field_visits(cast.lin.actor, on=MONDAY)
    assert (made.household_id, len(portal_of(home))) == (home.pk, 2)
    assert (row.household, row.last.agreed) == (str(home.pk), AGREED)


def test_a_planned_visit_to_a_door_follows_who_moves_in_and_says_so(cast, door):
    visit = actions.plan_visit(at_door(door), command=as_lin(cast), visit_id=new_id())
    home = moved_in(door, days=1)
    assert [actions.follow_homes(MONDAY_9 + dt.timedelta(days=days)) for days in (0, 1, 2)] == [0, 1, 0]
    visit.refresh_from_db()
    note = unseal(visit.records.latest("seq").note_sealed)
    assert (visit.household_id, str(REASONS[note])) == (home.pk, "这里登记了住户，走访归到这一户")


@pytest.mark.parametrize(("days", "is_theirs"), [(0, False), (1, True)], ids=["before", "after"])
def test_a_visit_that_followed_is_told_late_and_is_theirs_only_if_they_lived_there(cast, door, days, is_theirs):
    visit = actions.plan_visit(at_door(door), command=as_lin(cast), visit_id=new_id())
    home = moved_in(door, days=1)
    told_at = MONDAY_9 + dt.timedelta(days=2)
    actions.follow_homes(told_at)
    result = a_result(at=MONDAY_9 + dt.timedelta(days=days))
    made = actions.make_visit(visit.pk, command=as_lin(cast, at=told_at), made=result)
    assert (made.household_id == home.pk, len(portal_of(home))) == (is_theirs, int(is_theirs))


def test_a_visit_planned_to_a_household_stays_with_it_whenever_it_was_made(cast, door):
    home = moved_in(door, days=1)
    visit = actions.plan_visit(a_visit(home), command=as_lin(cast), visit_id=new_id())
    assert actions.make_visit(visit.pk, command=as_lin(cast), made=a_result()).household_id == home.pk


def test_a_matter_found_there_is_at_the_door_s_address(cast, door):
    visit = made_at(cast, door, matters=(a_matter("门口堆着旧家具"),))
    case = cases_visible_to(cast.lin.actor).get(pk=visit.follow_ups.get().case_id)
    assert case.address.endswith("102室")
    assert (case.area_code, case.lon_cgcs2000 is not None) == (visit.area_code, True)


def test_a_door_outside_the_own_grids_is_not_there(cast, door):
    elsewhere = make_dwelling(area_code=GRID_ELSEWHERE, building="990101002001-1")
    with pytest.raises(errors.WhomUnknown):
        made_at(cast, elsewhere)


def test_a_visit_to_a_door_needs_a_purpose_that_is_declared(cast, door):
    new = replace(at_door(door), purpose_code="look-around")
    with pytest.raises(errors.PurposeUnknown):
        actions.make_visit(new_id(), command=as_lin(cast), made=a_result(at=MONDAY_9), new=new)
