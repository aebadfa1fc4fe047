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
def assign_duty(duty: str, *, area_code: str, unit_code: str, by: Actor, at: dt.datetime) -> DutyUnit:
    """Say which unit answers for a duty under an area; there is one at a time."""
    rules.check_area_code(area_code)
    _check_may_edit(by, area_code=area_code)
    unit = queries.unit_named(unit_code)
    if not unit.is_active:
        raise errors.UnitClosed(unit=unit.name)
    row, _is_new = DutyUnit.objects.update_or_create(duty=duty, area_code=area_code, defaults={"unit_id": unit.code})
    record("duty-assigned", subject=unit.code, by=by, at=at, duty=duty, area_code=area_code)
    announce(DutyAssigned(duty=duty, area_code=area_code, unit_code=unit.code))
    queries.forget_duties()
    return row


def _check_may_edit(by: Actor, *, area_code: str) -> None:
    if not by.may(Permission.REFERENCE_EDIT, area_code):
        raise NotAllowed
