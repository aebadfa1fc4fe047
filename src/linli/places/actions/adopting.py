"""A new division of grids takes effect: kept grids are redrawn, new ones added, the rest closed, all at once."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched

import shapely
from django.db import transaction
from django.db.models import Q

from linli.places import rules
from linli.places.actions.areas import AREA_FIELDS, change_on, drawn_of, stored_areas, take_draft
from linli.places.actions.history import Change, check_history, tell
from linli.places.errors import AreaUnknown
from linli.places.models import Area, AreaChange
from linli.places.rules import AreaDraft, Level

_BATCH = 500


@dataclass(frozen=True)
class Adopted:
    """What an adoption of grids did, by code."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    closed: tuple[str, ...]


def lock_grids(communities: Collection[str]) -> None:
    """Let nobody else change some communities and their grids until the transaction ends: what is read after it holds."""
    for batch in batched(sorted(communities), _BATCH, strict=False):
        inside = Area.objects.select_for_update().filter(Q(pk__in=batch) | Q(parent_code__in=batch), valid_to=None)
        list(inside.order_by("pk").values_list("pk"))


@transaction.atomic
def adopt_grids(
    drafts: Iterable[AreaDraft], closings: Collection[str], *, on: dt.date, by: str, at: dt.datetime
) -> Adopted:
    """Make some grids those of their communities from a day on: all of it or nothing, told once.

    A draft with a stored code redraws (or renames) that grid, one with a new code adds it. The ground that lay in a grid
    before must lie in one afterwards, and in one only. The same adoption again changes nothing.
    """
    ordered = sorted(drafts, key=lambda draft: draft.code)
    kept, change = {draft.code for draft in ordered}, change_on(by=by, at=at, on=on)
    rules.check_grids_only({*kept, *closings})
    rules.check_kept_or_closed(kept, closings)
    communities = {code[: rules.DIGITS[Level.COMMUNITY]] for code in (*kept, *closings)}
    list(Area.objects.select_for_update().filter(pk__in=communities).order_by("pk"))  # one adoption at a time there
    before = _shapes(communities)
    stored = stored_areas({*kept, *closings, *communities})
    check_history({*kept, *closings} & set(stored), on=on)
    closed, closed_entries = _close(closings, stored, change)
    written, entries = _write(ordered, stored, change)
    if closed or entries:
        tell([*closed_entries, *entries], moved=[*closed, *drawn_of(written, entries)])
        _check_cover(before, _shapes(communities), stored)
    added = tuple(entry.area_code for entry in entries if entry.what == "added")
    changed = tuple(entry.area_code for entry in entries if entry.what != "added")
    unchanged = tuple(sorted(kept - {entry.area_code for entry in entries}))
    return Adopted(added, changed, unchanged, tuple(area.code for area in closed))


def _close(
    closings: Collection[str], stored: Mapping[str, Area], change: Change
) -> tuple[list[Area], list[AreaChange]]:
    areas = []
    for code in sorted(set(closings)):
        if (area := stored.get(code)) is None:
            raise AreaUnknown(area_code=code)
        if area.valid_to is None:
            rules.check_closing(area.name, valid_from=area.valid_from, valid_to=change.on, open_parts=0)
            area.valid_to = change.on
            areas.append(area)
    Area.objects.bulk_update(areas, ["valid_to"], batch_size=_BATCH)
    return areas, [change.entry(area.code, "closed") for area in areas]


def _write(drafts: Sequence[AreaDraft], stored: dict[str, Area], change: Change) -> tuple[list[Area], list[AreaChange]]:
    """Store new and changed grids; one that cannot be stored refuses the whole adoption."""
    new, touched, entries, given = list[Area](), list[Area](), list[AreaChange](), set[str]()
    for draft in drafts:
        area, entry = take_draft(draft, stored=stored, given=given, change=change)
        given.add(draft.code)
        if entry is None:
            continue
        (touched if draft.code in stored else new).append(area)
        entries.append(entry)
    Area.objects.bulk_create(new, batch_size=_BATCH)
    Area.objects.bulk_update(touched, AREA_FIELDS, batch_size=_BATCH)
    return [*new, *touched], entries


def _shapes(communities: Collection[str]) -> dict[str, list[shapely.Geometry]]:
    """Give the boundaries of the open grids of some communities."""
    found: dict[str, list[shapely.Geometry]] = {code: [] for code in communities}
    grids = Area.objects.filter(level=Level.GRID.value, valid_to=None).exclude(boundary=None)
    for batch in batched(sorted(communities), _BATCH, strict=False):
        here = grids.filter(parent_code__in=batch)
        for parent, boundary in here.values_list("parent_code", "boundary"):
            found[parent].append(shapely.from_wkb(bytes(boundary or b"")))
    return found


def _check_cover(
    before: Mapping[str, list[shapely.Geometry]],
    after: Mapping[str, list[shapely.Geometry]],
    stored: Mapping[str, Area],
) -> None:
    """Refuse bare and doubled ground; what hung over the community's own border before was never its ground to lose."""
    for code in sorted(before):
        was, now = shapely.union_all(before[code]), shapely.union_all(after[code])
        if code in stored and (border := stored[code].boundary):
            was = shapely.intersection(was, shapely.from_wkb(bytes(border)))
        ground = max(float(shapely.area(was)), float(shapely.area(now)))
        if not ground:
            continue
        lost = float(shapely.area(shapely.difference(was, now))) / ground
        doubled = (_doubled(after[code]) - _doubled(before[code])) / ground
        rules.check_cover(stored[code].name if code in stored else code, lost=lost, doubled=doubled)


def _doubled(shapes: Sequence[shapely.Geometry]) -> float:
    return float(shapely.area(shapes).sum()) - float(shapely.area(shapely.union_all(shapes))) if shapes else 0.0
