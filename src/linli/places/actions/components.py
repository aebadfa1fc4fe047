"""What people do with components: put many in from a file, change one, and locate them anew when the map changes."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from linli.core.bulk import insert_models
from linli.places import queries, rules
from linli.places.actions.history import stamp_anew
from linli.places.actions.pointing import relocate_points
from linli.places.models import AreaStamp, Component, ComponentChange
from linli.places.rules import ComponentDraft, Level

_BATCH = 500
_DIVISION = rules.DIGITS[Level.DISTRICT]
_KEPT = ("area_code", *(name for name in rules.DRAFT_FIELDS if name != "code"))


@dataclass(frozen=True)
class Counted:
    """What storing components did."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


@transaction.atomic
def put_components(drafts: Sequence[ComponentDraft], *, by: str, at: dt.datetime) -> Counted:
    """Store components, or change those already stored, by code; each is located to its grid.

    What is the same already is left alone; of what is changed the history keeps how it was and who changed it.
    """
    layout = queries.code_layout()
    for draft in drafts:
        rules.check_component(draft, layout=layout)
    stored = {row.pk: row for row in Component.objects.select_for_update().filter(pk__in=[one.code for one in drafts])}
    rows = [_row(draft, area) for draft, area in zip(drafts, _areas(drafts), strict=True)]
    new = [row for row in rows if row.pk not in stored]
    changed = [row for row in rows if row.pk in stored and _said(row) != _said(stored[row.pk])]
    insert_models(new)
    Component.objects.bulk_update(changed, (*_KEPT, "class_code"), batch_size=_BATCH)
    ComponentChange.objects.bulk_create((_change(stored[row.pk], row, by=by, at=at) for row in changed), _BATCH)
    if new or changed:
        stamp_anew(AreaStamp.COMPONENTS)
    return Counted(len(new), len(changed), len(rows) - len(new) - len(changed))


@transaction.atomic
def relocate_components(prefixes: Iterable[str]) -> int:
    """Locate the components of redrawn areas anew, and those above them that lay in no grid; say how many moved.

    Told twice, the second time moves nothing.
    """
    moved = relocate_points(Component, prefixes)
    if moved:
        stamp_anew(AreaStamp.COMPONENTS)
    return moved


def _areas(drafts: Sequence[ComponentDraft]) -> list[str]:
    """Find the smallest area of each component; outside every area, the division that the code itself names."""
    found = queries.finest_areas([draft.lon_cgcs2000 for draft in drafts], [draft.lat_cgcs2000 for draft in drafts])
    return [area or draft.code[:_DIVISION] for area, draft in zip(found, drafts, strict=True)]


def _row(draft: ComponentDraft, area_code: str) -> Component:
    layout = queries.code_layout()
    facts = {
        **asdict(draft),
        "state": draft.state.value,
        "name": draft.name.strip(),
        "note": draft.note[: rules.LONGEST_NOTE],
    }
    return Component(class_code=layout.class_of(draft.code), area_code=area_code, **facts)


def _said(row: Component) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in _KEPT)


def _change(before: Component, after: Component, *, by: str, at: dt.datetime) -> ComponentChange:
    was = {name: getattr(before, name) for name in _KEPT if getattr(before, name) != getattr(after, name)}
    plain = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in was.items()}
    return ComponentChange(component_code=before.pk, at=at, by_name=by[:80], what="changed", before=plain)
