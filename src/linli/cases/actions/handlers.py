"""Which person of a unit a task goes to: somebody who may handle there and is there, or who stands in."""

import datetime as dt
from uuid import UUID

from django.utils import timezone

from linli.cases import errors
from linli.staff import queries as staff
from linli.staff.queries import UnitRow


def active_unit(unit: str) -> UnitRow:
    """Find a unit by code or name that takes new work."""
    found = staff.unit_named(unit)
    if not found.is_active:
        raise errors.UnitNotActive(unit=found.name)
    return found


def person_for(unit: UnitRow, account_id: UUID, *, at: dt.datetime) -> tuple[UUID, str]:
    """Give who works on a task that is sent to a person: they themselves, or while they are away who stands in."""
    there = staff.colleagues(unit.code, on=timezone.localdate(at))
    chosen = next((one for one in there if one.person.account_id == account_id), None)
    if chosen is None:
        raise errors.HandlerNotOfUnit(field="handler", unit=unit.name)
    if not chosen.is_away:
        return account_id, chosen.person.name
    if chosen.stand_in_id is None:
        raise errors.HandlerAway(name=chosen.person.name)
    return chosen.stand_in_id, staff.names_of([chosen.stand_in_id])[chosen.stand_in_id]
