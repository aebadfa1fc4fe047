"""Units are entered, and duties assigned to them."""

import datetime as dt

import pytest

from linli.core.errors import NotAllowed
from linli.staff import actions, errors, queries
from linli.staff.actions import NewUnit
from linli.staff.models import DutyUnit, StaffRecord, Unit
from linli.staff.rules import SYSTEM, Role
from linli.staff.testing import CLEANING, COMMUNITY, DISTRICT, GRID, OTHER_DISTRICT, STREET, WATER, Cast, make_actor

AT = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)
NEW = NewUnit("lamp", "路灯所", "department", DISTRICT, phone="000")


def test_a_unit_is_entered_and_then_brought_up_to_date(cast: Cast):
    actions.create_unit(NEW, by=cast.root.actor, at=AT)
    actions.create_unit(NewUnit("lamp", "路灯管理所", "department", DISTRICT, CLEANING), by=SYSTEM, at=AT)
    assert Unit.objects.get(pk="lamp").name == "路灯管理所"
    assert [row.what for row in StaffRecord.objects.order_by("id")] == ["unit-created", "unit-changed"]


def test_a_unit_below_one_that_is_not_there_is_refused(cast: Cast):
    with pytest.raises(errors.UnitUnknown):
        actions.create_unit(NewUnit("lamp", "路灯所", "department", DISTRICT, "nowhere"), by=SYSTEM, at=AT)


def test_a_unit_stands_in_a_real_area_code(cast: Cast):
    with pytest.raises(errors.AreaCodeWrong):
        actions.create_unit(NewUnit("lamp", "路灯所", "department", "99010"), by=SYSTEM, at=AT)


def test_a_unit_is_not_taken_over_from_another_area(cast: Cast):
    elsewhere = make_actor(Role.ADMIN, area_code=OTHER_DISTRICT)
    with pytest.raises(NotAllowed):
        actions.create_unit(NewUnit(CLEANING, "夺", "department", OTHER_DISTRICT), by=elsewhere, at=AT)


def test_the_stranger_enters_no_unit_and_assigns_no_duty(cast: Cast):
    for member in (cast.zhao, cast.wei):
        with pytest.raises(NotAllowed):
            actions.create_unit(NEW, by=member.actor, at=AT)
        with pytest.raises(NotAllowed):
            actions.assign_duty("water", area_code=DISTRICT, unit_code=WATER, by=member.actor, at=AT)


def test_an_assigned_duty_counts_at_once_and_is_one_row(cast: Cast):
    for unit_code in (WATER, CLEANING):
        actions.assign_duty("lighting", area_code=STREET, unit_code=unit_code, by=cast.root.actor, at=AT)
        owner = queries.unit_for_duty("lighting", GRID)
        assert owner
        assert owner.unit_code == unit_code
    assert DutyUnit.objects.filter(duty="lighting").count() == 1
    assert str(DutyUnit.objects.get(duty="lighting")) == f"lighting {STREET}"


def test_a_duty_goes_to_a_unit_in_use(cast: Cast):
    Unit.objects.filter(code=WATER).update(is_active=False)
    with pytest.raises(errors.UnitClosed):
        actions.assign_duty("water", area_code=COMMUNITY, unit_code=WATER, by=SYSTEM, at=AT)
    with pytest.raises(errors.UnitUnknown):
        actions.assign_duty("water", area_code=COMMUNITY, unit_code="nowhere", by=SYSTEM, at=AT)
    with pytest.raises(errors.AreaCodeWrong):
        actions.assign_duty("water", area_code="9", unit_code=WATER, by=SYSTEM, at=AT)


def test_a_duty_is_given_for_a_shift_beside_the_one_for_always(cast: Cast):
    times = actions.DutyTimes("off 18:00-08:00", dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    actions.assign_duty("water", area_code=DISTRICT, unit_code=CLEANING, by=SYSTEM, at=AT, times=times)
    rows = DutyUnit.objects.filter(duty="water").order_by("shift")
    assert [(row.unit_id, row.shift) for row in rows] == [(WATER, ""), (CLEANING, "off 18:00-08:00")]
    with pytest.raises(errors.ShiftUnreadable):
        wrong = actions.DutyTimes("nights")
        actions.assign_duty("water", area_code=DISTRICT, unit_code=CLEANING, by=SYSTEM, at=AT, times=wrong)
    with pytest.raises(errors.DutyEndsBeforeStart):
        wrong = actions.DutyTimes("", dt.date(2026, 2, 1), dt.date(2026, 1, 1))
        actions.assign_duty("water", area_code=DISTRICT, unit_code=CLEANING, by=SYSTEM, at=AT, times=wrong)


def test_a_duty_is_taken_away_by_who_keeps_the_area(cast: Cast):
    row = DutyUnit.objects.get(duty="water")
    with pytest.raises(errors.DutyUnknown):
        actions.end_duty(row.pk, by=make_actor(Role.ADMIN, area_code=OTHER_DISTRICT), at=AT)
    actions.end_duty(row.pk, by=cast.root.actor, at=AT)
    assert queries.unit_for_duty("water", GRID) is None
    assert StaffRecord.objects.get().what == "duty-ended"


def test_a_closed_unit_takes_no_duty(cast: Cast):
    with pytest.raises(errors.UnitUnknown):
        actions.close_unit("nowhere", by=SYSTEM, at=AT)
    with pytest.raises(NotAllowed):
        actions.close_unit(WATER, by=cast.wei.actor, at=AT)
    actions.close_unit(WATER, by=cast.root.actor, at=AT)
    actions.close_unit(WATER, by=cast.root.actor, at=AT)
    assert queries.unit_for_duty("water", GRID) is None
    assert queries.known_unit(WATER) is None
    assert StaffRecord.objects.count() == 1
