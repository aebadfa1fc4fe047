"""What is done to units and duties."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import transaction

from linli.core.errors import NotAllowed
from linli.core.facts import announce
from linli.staff import errors, queries, rules
from linli.staff.actions.recording import record
from linli.staff.facts import DutyAssigned
from linli.staff.models import DutyUnit, Unit
from linli.staff.rules import Actor, Permission


@dataclass(frozen=True)
class NewUnit:
    """A unit as somebody describes it."""

    code: str
    name: str
    kind: str
    area_code: str
    parent_code: str = ""
    phone: str = ""


@dataclass(frozen=True)
class DutyTimes:
    """When a unit has a duty: in a shift, from one day to another; the empty ones are always."""

    shift: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


@transaction.atomic
def create_unit(new: NewUnit, *, by: Actor, at: dt.datetime) -> Unit:
    """Enter a unit, or bring what is known of it up to date."""
    rules.check_area_code(new.area_code)
    _check_may_edit(by, area_code=new.area_code)
    before = Unit.objects.select_for_update().filter(pk=new.code).first()
    if before is not None:
        _check_may_edit(by, area_code=before.area_code)
    if new.parent_code and not queries.units([new.parent_code]):
        raise errors.UnitUnknown(unit=new.parent_code)
    facts = asdict(new)
    unit, is_new = Unit.objects.update_or_create(code=facts.pop("code"), defaults=facts)
    record("unit-created" if is_new else "unit-changed", subject=unit.code, by=by, at=at, **facts)
    queries.forget_duties()
    return unit


@transaction.atomic
def close_unit(unit_code: str, *, by: Actor, at: dt.datetime) -> Unit:
    """Close a unit: it takes no new work, and its duties go on to the next area above; closing it again changes nothing."""
    unit = Unit.objects.select_for_update().filter(pk=unit_code).first()
    if unit is None:
        raise errors.UnitUnknown(unit=unit_code)
    _check_may_edit(by, area_code=unit.area_code)
    if unit.is_active:
        unit.is_active = False
        unit.save(update_fields=["is_active"])
        record("unit-closed", subject=unit.code, by=by, at=at)
        queries.forget_duties()
    return unit


@transaction.atomic
def assign_duty(
    duty: str, *, area_code: str, unit_code: str, by: Actor, at: dt.datetime, times: DutyTimes = DutyTimes()
) -> DutyUnit:
    """Say which unit answers for a duty under an area, always or in a shift; there is one at a time."""
    rules.check_area_code(area_code)
    _check_may_edit(by, area_code=area_code)
    shift = rules.read_shift(times.shift).text
    rules.check_duty_days(times.valid_from, times.valid_to)
    unit = queries.unit_named(unit_code)
    if not unit.is_active:
        raise errors.UnitClosed(unit=unit.name)
    holds = {"unit_id": unit.code, "valid_from": times.valid_from, "valid_to": times.valid_to}
    row, _is_new = DutyUnit.objects.update_or_create(duty=duty, area_code=area_code, shift=shift, defaults=holds)
    record("duty-assigned", subject=unit.code, by=by, at=at, duty=duty, area_code=area_code, shift=shift)
    announce(DutyAssigned(duty=duty, area_code=area_code, unit_code=unit.code))
    queries.forget_duties()
    return row


@transaction.atomic
def end_duty(duty_id: int, *, by: Actor, at: dt.datetime) -> None:
    """Take a duty away from its unit; who has it in the wider area answers from now on."""
    row = DutyUnit.objects.select_for_update().filter(pk=duty_id).first()
    if row is None or not by.may(Permission.REFERENCE_EDIT, row.area_code):
        raise errors.DutyUnknown
    row.delete()
    record("duty-ended", subject=row.unit_id, by=by, at=at, duty=row.duty, area_code=row.area_code, shift=row.shift)
    queries.forget_duties()


def _check_may_edit(by: Actor, *, area_code: str) -> None:
    if not by.may(Permission.REFERENCE_EDIT, area_code):
        raise NotAllowed
