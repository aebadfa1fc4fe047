"""What people do with areas: import (adds and redraws), rename, switch features, close. Every change is kept."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import shapely
from django.db import transaction
from django.utils import timezone

from linli.core.errors import LinliError
from linli.places import rules
from linli.places.actions.history import Change, changed_later, check_history, tell
from linli.places.errors import AreaUnknown, ChangedLater, CodeTwice
from linli.places.models import Area, AreaChange
from linli.places.rules import AreaDraft, Level

_BATCH = 500
AREA_FIELDS = ("name", "boundary", "min_lon", "min_lat", "max_lon", "max_lat", "grade", "kind", "estate_type")


@dataclass(frozen=True)
class Refusal:
    """An area that was not stored, and why."""

    area_code: str
    name: str
    reason: str


@dataclass
class Imported:
    """What an import of areas did."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


@transaction.atomic
def import_areas(drafts: Iterable[AreaDraft], *, by: str, at: dt.datetime, on: dt.date | None = None) -> Imported:
    """Store areas from a file, parents first; a second run changes nothing, a refused one does not stop the rest.

    An area that was changed from a later day on is refused: what held on the days between is already told.
    """
    change = change_on(by=by, at=at, on=on)
    ordered = sorted(drafts, key=lambda draft: (len(draft.code), draft.code))
    stored = stored_areas({code for draft in ordered for code in (draft.code, draft.code[:12])})
    later = changed_later(stored, than=change.on)
    done, new, touched, entries = Imported(), list[Area](), list[Area](), list[AreaChange]()
    given: set[str] = set()
    for draft in ordered:
        try:
            area, entry = take_draft(draft, stored=stored, given=given, change=change)
            given.add(draft.code)
            if entry and draft.code in later:
                raise ChangedLater(field="on", area_code=draft.code, day=later[draft.code])
        except LinliError as refusal:
            done.refused.append(Refusal(draft.code, draft.name, str(refusal)))
            continue
        if entry is None:
            done.unchanged.append(draft.code)
            continue
        is_new = draft.code not in stored
        (done.added if is_new else done.changed).append(draft.code)
        (new if is_new else touched).append(area)
        stored[draft.code] = area
        entries.append(entry)
    Area.objects.bulk_create(new, batch_size=_BATCH)
    Area.objects.bulk_update(touched, AREA_FIELDS, batch_size=_BATCH)
    if entries:
        tell(entries, moved=drawn_of([*new, *touched], entries))
    return done


@transaction.atomic
def rename_area(code: str, *, name: str, by: str, at: dt.datetime) -> Area:
    """Give an area another name."""
    area = _get_open(code)
    rules.check_draft(AreaDraft(code, name, Level(area.level)))
    before, area.name = area.name, name.strip()
    area.save(update_fields=["name"])
    tell([change_on(by=by, at=at).entry(code, "renamed", name=before)], moved=())
    return area


@transaction.atomic
def set_features(code: str, *, features: Collection[str], by: str, at: dt.datetime) -> Area:
    """Switch features on for a place, off for those not named."""
    names = rules.check_switches(features)
    area = _get_open(code)
    before, area.features = area.features, list(names)
    area.save(update_fields=["features"])
    tell([change_on(by=by, at=at).entry(code, "features", features=before)], moved=())
    return area


@transaction.atomic
def describe_area(
    code: str, *, grade: rules.Grade, kind: rules.Kind, estate_type: rules.EstateType, change: Change
) -> Area:
    """Set an area's grade, kind and who manages it."""
    area = _get_open(code)
    before = {"grade": area.grade, "kind": area.kind, "estate_type": area.estate_type}
    area.grade, area.kind, area.estate_type = grade.value, kind.value, estate_type.value
    area.save(update_fields=["grade", "kind", "estate_type"])
    tell([change.entry(code, "described", **before)], moved=())
    return area


@transaction.atomic
def close_area(code: str, *, on: dt.date, by: str, at: dt.datetime) -> Area:
    """Close an area for good: its code stays its own. Nothing of it, nor below it, was changed from a later day on."""
    area = _get_open(code)
    change = change_on(by=by, at=at, on=on)
    parts = Area.objects.filter(parent_code=code, valid_to=None).count()
    rules.check_closing(area.name, valid_from=area.valid_from, valid_to=on, open_parts=parts)
    check_history([code, *Area.objects.filter(parent_code=code).values_list("code", flat=True)], on=on)
    area.valid_to = on
    area.save(update_fields=["valid_to"])
    tell([change.entry(code, "closed")], moved=[area])
    return area


def change_on(*, by: str, at: dt.datetime, on: dt.date | None = None) -> Change:
    """Say who changes areas, when, and from which day on; no day to come."""
    today = timezone.localdate(at)
    rules.check_day(on or today, today=today)
    return Change(by=by, at=at, on=on or today)


def _get_open(code: str) -> Area:
    area = Area.objects.select_for_update().filter(code=code).first()
    if area is None:
        raise AreaUnknown(area_code=code)
    rules.check_code_open(code, valid_to=area.valid_to)
    return area


def stored_areas(codes: Collection[str]) -> dict[str, Area]:
    """Give the stored areas of some codes, open or closed, and let nobody else change them until all is stored."""
    wanted, found = sorted(codes), dict[str, Area]()
    for start in range(0, len(wanted), _BATCH):
        some = Area.objects.select_for_update().filter(pk__in=wanted[start : start + _BATCH]).order_by("pk")
        found.update({area.code: area for area in some})
    return found


def take_draft(
    draft: AreaDraft, *, stored: dict[str, Area], given: set[str], change: Change
) -> tuple[Area, AreaChange | None]:
    """Decide what one draft does: a new area, a changed one, or nothing (no entry for the log)."""
    rules.check_draft(draft)
    if draft.code in given:
        raise CodeTwice(area_code=draft.code)
    area = stored.get(draft.code)
    if area is None:
        rules.check_parent(draft, open_codes=_open_parents(draft, stored))
        return _new(draft, change), change.entry(draft.code, "added")
    rules.check_code_open(draft.code, valid_to=area.valid_to)
    before = _apply(draft, area)
    if not before:
        return area, None
    what = "redrawn" if "boundary" in before else "renamed" if "name" in before else "described"
    return area, change.entry(draft.code, what, **before)


def _open_parents(draft: AreaDraft, stored: dict[str, Area]) -> frozenset[str]:
    parent = stored.get(rules.parent_code_of(draft.code))
    return frozenset({parent.code}) if parent and parent.valid_to is None else frozenset()


def _new(draft: AreaDraft, change: Change) -> Area:
    area = Area(
        code=draft.code,
        level=draft.level.value,
        name=draft.name.strip(),
        parent_code=rules.parent_code_of(draft.code),
        valid_from=change.on,
        grade=(draft.grade or rules.Grade.B).value,
        kind=(draft.kind or rules.Kind.BASIC).value,
        estate_type=(draft.estate_type or rules.EstateType.UNKNOWN).value,
    )
    if draft.boundary:
        _set_boundary(area, draft.boundary)
    return area


def _apply(draft: AreaDraft, area: Area) -> dict[str, object]:
    """Change what differs and say how it was; a draft without a boundary leaves the stored one."""
    before: dict[str, object] = {}
    old = bytes(area.boundary) if area.boundary else b""
    if draft.boundary and draft.boundary != old:
        before["boundary"] = old.hex()
        _set_boundary(area, draft.boundary)
    wanted = {"name": draft.name.strip(), "grade": draft.grade, "kind": draft.kind, "estate_type": draft.estate_type}
    for name, value in wanted.items():
        if value is not None and (value_now := getattr(area, name)) != value:
            before[name] = value_now
            setattr(area, name, str(value))
    return before


def _set_boundary(area: Area, boundary: bytes) -> None:
    west, south, east, north = map(float, shapely.bounds(shapely.from_wkb(boundary)))
    area.boundary = boundary
    area.min_lon, area.min_lat, area.max_lon, area.max_lat = west, south, east, north


def drawn_of(areas: Sequence[Area], entries: Sequence[AreaChange]) -> list[Area]:
    """Keep the areas whose boundary is new or another."""
    drawn = {entry.area_code for entry in entries if entry.what in ("added", "redrawn")}
    return [area for area in areas if area.code in drawn and area.min_lon is not None]
