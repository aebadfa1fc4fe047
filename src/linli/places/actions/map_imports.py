"""What people do with a map at the desk: bring it, have it checked, have it imported, give it up."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from linli.core.ids import new_id
from linli.core.moments import to_the_minute
from linli.places import rules
from linli.places.errors.map_imports import MapImportUnderWay, WrongMapState
from linli.places.models import Area, MapImport
from linli.places.queries.map_imports import map_import_within, map_imports_under_way
from linli.places.queries.tree import area_name
from linli.places.rules import LayerName, MapState

_MOST_TROUBLE, _MOST_NAME = 600, 40


@dataclass(frozen=True)
class NewMap:
    """A map that is brought: for which ground, in which files, and how it is to be read."""

    area_code: str
    files: Sequence[str]
    size: int
    layers: Collection[LayerName]
    crs: str
    swap: bool = False
    replaces: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    language: str = "zh-hans"
    id: UUID = field(default_factory=new_id)


@transaction.atomic
def open_map_import(new: NewMap, *, scope: Collection[str], by: str, at: dt.datetime) -> MapImport:
    """Note that a map was brought; nothing of it is stored yet."""
    rules.check_map_ground(new.area_code, scope=scope)
    told = {
        "layers": [layer.value for layer in LayerName if layer in new.layers], "crs": new.crs, "swap": new.swap, "columns": dict(new.columns),
    }  # fmt: skip
    return MapImport.objects.create(
        id=new.id, area_code=new.area_code, files=list(new.files), size=new.size, told=told, replaces=new.replaces,
        language=new.language, by_name=by[:_MOST_NAME], started_at=at,
    )  # fmt: skip


@transaction.atomic
def begin_map_import(
    import_id: UUID, step: MapState, *, scope: Collection[str], at: dt.datetime, replaces: bool | None = None
) -> MapImport:
    """Begin to check a map, or to import one that was checked: one at a time on the same ground."""
    one = map_import_within(scope, import_id)
    above = [*rules.codes_above(one.area_code), one.area_code]
    list(Area.objects.select_for_update().filter(pk__in=above).order_by("pk"))  # who shares the ground waits here
    one = map_import_within(scope, import_id, lock=True)
    rules.check_map_ground(one.area_code, scope=scope)
    rules.check_map_step(one.state, step)
    _check_alone(one)
    one.state, one.begun_at, one.trouble = step.value, at, ""
    if step is MapState.CHECKING:
        one.report, one.replaces = {}, one.replaces if replaces is None else replaces
    one.save()
    return one


def end_map_import(
    import_id: UUID, step: MapState, report: Mapping[str, Any], *, at: dt.datetime
) -> None:  # Any: plain JSON
    """Note what a check found or an import did; one that was given up meanwhile is refused, and its work with it."""
    ends = MapState.DONE if step is MapState.RUNNING else MapState.CHECKED
    finished = {"finished_at": at} if step is MapState.RUNNING else {}
    open_ones = MapImport.objects.filter(pk=import_id, state=step.value)
    if not open_ones.update(state=ends.value, report=dict(report), **finished):
        raise WrongMapState


def fail_map_import(import_id: UUID, *, why: str) -> None:
    """Note why a check or an import stopped; nothing of it is stored."""
    still = MapImport.objects.filter(pk=import_id, state__in=[state.value for state in rules.UNDER_WAY])
    still.update(state=MapState.FAILED.value, trouble=why[:_MOST_TROUBLE])


@transaction.atomic
def drop_map_import(import_id: UUID, *, scope: Collection[str]) -> MapImport:
    """Give up a map of which nothing was stored."""
    one = map_import_within(scope, import_id, lock=True)
    rules.check_map_dropping(one.state)
    one.delete()
    return one


def _check_alone(one: MapImport) -> None:
    for other in map_imports_under_way().exclude(pk=one.pk):
        if rules.is_same_ground(one.area_code, other.area_code):
            begun = to_the_minute(other.begun_at or other.started_at)
            raise MapImportUnderWay(area=area_name(other.area_code), by=other.by_name, at=begun)
