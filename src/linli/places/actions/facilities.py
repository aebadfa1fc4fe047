"""What people do with facilities: put many in from a file, change one, and locate them anew when the map changes."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from django.db import transaction

from linli.core.bulk import insert_models
from linli.places import queries, rules
from linli.places.actions.components import Counted
from linli.places.actions.history import stamp_anew
from linli.places.actions.pointing import relocate_points
from linli.places.catalogue import facility_classes
from linli.places.errors.ground import OutsideEveryArea
from linli.places.models import AreaStamp, Facility, FacilityChange
from linli.places.rules import FacilityDraft

_BATCH = 500
_KEPT = ("area_code", *(name for name in rules.FACILITY_FIELDS if name != "code"))


@transaction.atomic
def put_facilities(drafts: Sequence[FacilityDraft], *, by: str, at: dt.datetime) -> Counted:
    """Store facilities, or change those already stored, by code; each is located to its grid.

    What is the same already is left alone; of what is changed the history keeps how it was and who changed it. A draft
    without a ground leaves the stored one.
    """
    classes = facility_classes()
    for draft in drafts:
        rules.check_facility(draft, classes=classes)
    stored = {row.pk: row for row in Facility.objects.select_for_update().filter(pk__in=[one.code for one in drafts])}
    rows = [_row(draft, area, stored.get(draft.code)) for draft, area in zip(drafts, _areas(drafts), strict=True)]
    new = [row for row in rows if row.pk not in stored]
    changed = [row for row in rows if row.pk in stored and _said(row) != _said(stored[row.pk])]
    insert_models(new)
    Facility.objects.bulk_update(changed, _KEPT, batch_size=_BATCH)
    FacilityChange.objects.bulk_create((_change(stored[row.pk], row, by=by, at=at) for row in changed), _BATCH)
    if new or changed:
        stamp_anew(AreaStamp.GROUND)
    return Counted(len(new), len(changed), len(rows) - len(new) - len(changed))


@transaction.atomic
def relocate_facilities(prefixes: Iterable[str]) -> int:
    """Locate the facilities of redrawn areas anew, and those above them that lay in no grid; say how many moved."""
    moved = relocate_points(Facility, prefixes)
    if moved:
        stamp_anew(AreaStamp.GROUND)
    return moved


def _areas(drafts: Sequence[FacilityDraft]) -> list[str]:
    found = queries.finest_areas([draft.lon_cgcs2000 for draft in drafts], [draft.lat_cgcs2000 for draft in drafts])
    if not all(found):
        raise OutsideEveryArea(field="lon")
    return found


def _row(draft: FacilityDraft, area_code: str, stored: Facility | None) -> Facility:
    facts = {**asdict(draft), "name": draft.name.strip(), "note": draft.note[: rules.LONGEST_NOTE]}
    if draft.boundary is None and stored is not None:
        facts["boundary"] = stored.boundary
    return Facility(area_code=area_code, **facts)


def _said(row: Facility) -> tuple[object, ...]:
    return tuple(_plain(getattr(row, name)) for name in _KEPT)


def _change(before: Facility, after: Facility, *, by: str, at: dt.datetime) -> FacilityChange:
    was = {name: _plain(getattr(before, name)) for name in _KEPT}
    told = {name: value for name, value in was.items() if value != _plain(getattr(after, name))}
    return FacilityChange(facility_code=before.pk, at=at, by_name=by[:80], what="changed", before=told)


def _plain(value: object) -> object:
    """Write a value as JSON takes it: days as text, grounds as hexadecimal."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value
