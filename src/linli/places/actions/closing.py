"""Closing a building that no longer stands, and opening it again: nothing is erased, old cases and visits still name it."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from linli.places.actions.history import Change, stamp_anew
from linli.places.errors import BuildingUnknown
from linli.places.errors.ground import BuildingInUse, BuildingIsClosed, BuildingNotClosed, ClosedAhead
from linli.places.models import AreaStamp, Building, Dwelling
from linli.places.rules import BUILDING_CLOSED, BUILDING_REOPENED, DwellingState


@transaction.atomic
def close_building(code: str, *, on: dt.date, by: str, at: dt.datetime) -> Building:
    """Close a building from a day on, once none of its dwellings is in use; its area keeps that it was."""
    building = _to_change(code)
    if building.closed_on is not None:
        raise BuildingIsClosed(name=building.name, day=building.closed_on)
    if on > timezone.localdate(at):
        raise ClosedAhead(field="on")
    if standing := Dwelling.objects.filter(building=building).exclude(state=DwellingState.GONE.value).count():
        raise BuildingInUse(name=building.name, count=standing)
    return _keep(building, on, BUILDING_CLOSED, Change(by=by, at=at, on=on))


@transaction.atomic
def reopen_building(code: str, *, by: str, at: dt.datetime) -> Building:
    """Open a building again that was closed by mistake."""
    building = _to_change(code)
    if building.closed_on is None:
        raise BuildingNotClosed(name=building.name)
    return _keep(building, None, BUILDING_REOPENED, Change(by=by, at=at, on=timezone.localdate(at)))


def _to_change(code: str) -> Building:
    building = Building.objects.select_for_update().filter(code=code).first()
    if building is None:
        raise BuildingUnknown(building=code)
    return building


def _keep(building: Building, closed_on: dt.date | None, what: str, change: Change) -> Building:
    entry = change.entry(
        building.area_code, what, building=building.code, name=building.name, closed_on=str(building.closed_on or "")
    )
    entry.save(force_insert=True)
    building.closed_on = closed_on
    building.save(update_fields=["closed_on"])
    stamp_anew(AreaStamp.BUILDINGS)
    return building
