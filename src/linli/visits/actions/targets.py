"""Where a visit goes: a household, a resident or a dwelling in the grid of whoever plans it, and for which programme."""

import datetime as dt
from dataclasses import dataclass, replace
from uuid import UUID

from linli.cases.errors import CaseNotFound
from linli.cases.queries.visible import cases_visible_to
from linli.places import queries as places
from linli.register.catalogue import declared as register_declared
from linli.register.queries.standing import standing_of
from linli.register.queries.visible import area_of, household_for, resident_for
from linli.register.queries.whom import HomeOf, enrolment_in_force, homes_behind, homes_of
from linli.staff.rules import Actor, Permission
from linli.visits import errors
from linli.visits.catalogue import declared


@dataclass(frozen=True)
class NewVisit:
    """Whom to visit, what for, on which day; at the door the day is that of the visit itself."""

    purpose_code: str
    household_id: UUID | None = None
    resident_id: UUID | None = None
    dwelling_id: UUID | None = None
    on: dt.date | None = None
    why: str = ""
    programme_code: str = ""
    case_id: UUID | None = None


@dataclass(frozen=True)
class Target:
    """Where a visit goes, found in the register."""

    area_code: str
    household_id: UUID | None
    resident_id: UUID | None
    dwelling_id: UUID | None
    enrolment_id: UUID | None
    named_id: UUID | None = None  # the record that was named, where another one stands for it


def target_of(new: NewVisit, by: Actor, permission: Permission, *, on: dt.date) -> Target:
    """Find where a visit goes; what lies outside the actor's grids is not there.

    One to a door is to the household that keeps house there `on` that day: its people read who came.
    """
    if new.purpose_code not in declared().purposes:
        raise errors.PurposeUnknown(field="purpose")
    new, named = _standing(new)
    household, dwelling, area_code = _home(new, by, permission, on)
    if not area_code or not by.may(permission, area_code):
        raise errors.WhomUnknown
    return Target(area_code, household, new.resident_id, dwelling, _enrolment(new), named)


def check_case(case_id: UUID | None, by: Actor) -> None:
    """Refuse a visit for a case that this person may not see, and for a confidential one: none such asks for a visit."""
    if case_id is not None and not cases_visible_to(by).filter(pk=case_id, is_confidential=False).exists():
        raise CaseNotFound


def check_why(new: NewVisit, *, household_id: UUID | None) -> None:
    """Refuse a visit to a mere door that says nothing of why: no household, no resident, no case tells it."""
    if not (household_id or new.resident_id or new.case_id or new.why.strip()):
        raise errors.WhyMissing(field="why")


def household_behind(dwelling_id: UUID, on: dt.date) -> UUID | None:
    """Find whom a visit to a door on some day is to; nobody where none or several kept house there."""
    home = homes_behind([dwelling_id], on=on).get(dwelling_id)
    return home.household_id if home else None


def _standing(new: NewVisit) -> tuple[NewVisit, UUID | None]:
    """Have a visit to a record that was merged go to the one that stands for it, wherever that lives: a phone may know the old one."""
    if new.resident_id is None or (stands := standing_of(new.resident_id)) == new.resident_id:
        return new, None
    return replace(new, resident_id=stands, household_id=None), new.resident_id


def _home(new: NewVisit, by: Actor, permission: Permission, on: dt.date) -> tuple[UUID | None, UUID | None, str]:
    if new.resident_id is not None:
        resident_for(by, new.resident_id, permission)
        home = homes_of([new.resident_id]).get(new.resident_id)
        return _of_resident(new, home, by, permission)
    if new.household_id is not None:
        row = household_for(by, new.household_id, permission)
        return row.pk, row.dwelling_id, row.area_code
    if new.dwelling_id is None:
        raise errors.WhomMissing(field="whom")
    found = places.places_of_dwellings(dwelling_ids=[new.dwelling_id])
    return household_behind(new.dwelling_id, on), new.dwelling_id, found[0].area_code if found else ""


def _of_resident(
    new: NewVisit, home: HomeOf | None, by: Actor, permission: Permission
) -> tuple[UUID | None, UUID | None, str]:
    """A resident is visited at the household named, else where they live."""
    assert new.resident_id is not None  # noqa: S101 told to the type checker
    if new.household_id is not None:
        row = household_for(by, new.household_id, permission)
        return row.pk, row.dwelling_id, row.area_code
    if home is not None:
        return home.household_id, home.dwelling_id, home.area_code
    return None, new.dwelling_id, area_of(new.resident_id)


def _enrolment(new: NewVisit) -> UUID | None:
    if not new.programme_code:
        return None
    if new.resident_id is None:
        raise errors.WhomMissing(field="resident")
    found = enrolment_in_force(new.resident_id, new.programme_code)
    if found is None:
        programme = register_declared().programmes.get(new.programme_code)
        raise errors.NotEnrolled(programme=str(programme.name) if programme else new.programme_code)
    return found
