"""Closing a building in which nobody lives any more, and opening it again, by whoever keeps the map of its ground."""

import datetime as dt

from django.db import transaction

from linli.core import audit
from linli.core.audit import Act
from linli.places import actions
from linli.places import queries as places
from linli.places.errors import BuildingUnknown
from linli.register import errors
from linli.register.actions.recording import begin
from linli.register.models import Household, Residency
from linli.staff.rules import Command, Permission


@transaction.atomic
def close_building(code: str, *, on: dt.date, command: Command) -> str:
    """Close a building from a day on, once nobody lives or is registered in it and its dwellings are gone; give its name."""
    building = places.find_building(code)
    _check_may(building.area_code, code, command)
    if begin(command, "close-building", answer=building.pk) is not None:
        return building.name
    dwellings = [place.id for place in places.places_of_dwellings(building_ids=[building.pk])]
    kept = Household.objects.filter(dwelling_id__in=dwellings, until=None).values_list("pk", flat=True)
    lived = Residency.objects.filter(dwelling_id__in=dwellings, until=None).values_list("household_id", flat=True)
    if homes := {*kept, *lived}:
        raise errors.BuildingLivedIn(name=building.name, count=len(homes))
    closed = actions.close_building(code, on=on, by=command.by.name, at=command.at)
    _note(closed.area_code, code, command, act="close", on=str(on))
    return closed.name


@transaction.atomic
def reopen_building(code: str, *, command: Command) -> str:
    """Open a building again that was closed by mistake; give its name."""
    building = places.find_building(code)
    _check_may(building.area_code, code, command)
    if begin(command, "reopen-building", answer=building.pk) is not None:
        return building.name
    opened = actions.reopen_building(code, by=command.by.name, at=command.at)
    _note(opened.area_code, code, command, act="reopen")
    return opened.name


def _check_may(area_code: str, code: str, command: Command) -> None:
    if not command.by.may(Permission.AREAS_IMPORT, area_code):
        raise BuildingUnknown(building=code)


def _note(area_code: str, code: str, command: Command, **detail: str) -> None:
    by = command.by
    audit.note(
        audit.Line(
            Act.WRITE, by.key, by.name, command.at, area_code=area_code, subject_kind="building", subject_id=code,
            detail=detail,
        )
    )  # fmt: skip
