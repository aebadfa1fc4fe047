"""Edits of a plan on the map: each one checked, kept with how it was before, and to be taken back one by one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.db import transaction
from shapely import LineString, get_coordinates

from linli.grids import errors
from linli.grids.actions.recording import begin
from linli.grids.actions.writing import store_part
from linli.grids.drawing import editing
from linli.grids.drawing.editing import Canvas, Edit
from linli.grids.drawing.graph import Floats
from linli.grids.ground.plane import Plane
from linli.grids.ground.units import Units
from linli.grids.models import Plan, PlanEdit, PlanPart
from linli.grids.queries.plans import part_for
from linli.grids.queries.sheets import canvas_of, units_of
from linli.grids.rules import EDITABLE, EditWhat, PlanState, settings_from
from linli.grids.rules.editing import check_name, read_line, read_place, read_units
from linli.places.queries.boundaries import boundaries_within
from linli.places.rules import Level
from linli.staff.rules import Command, Permission

UNDO = "undo"
_SAID = ("units", "to", "grid", "other", "line")  # what is kept of a step on the map


@dataclass(frozen=True)
class Edited:
    """What came of an edit: the part as it is now, and how many edits it has seen."""

    part: PlanPart
    version: int


@transaction.atomic
def edit(part_id: UUID, what: EditWhat, payload: Mapping[str, object], *, version: int, command: Command) -> Edited:
    """Change one community of a draft; `version` is what the editor saw: edited meanwhile, it is refused."""
    if begin(command, what.value, answer=str(part_id)):
        return _as_it_is(part_id)
    part = _find_for_edit(part_id, version, command)
    if what is EditWhat.DESCRIBE:
        _describe(part, payload, command)
        return Edited(part, part.version)
    units, settings = units_of(part.pk), settings_from(part.plan.settings)
    found = _HOW[what](canvas_of(part, units), units, payload)
    row = _row(part, what.value, {name: payload[name] for name in _SAID if name in payload}, command)
    store_part(part, units, found.grid, settings, origin=found.origin)
    _keep(part, row)
    return Edited(part, part.version)


@transaction.atomic
def undo(part_id: UUID, *, version: int, command: Command) -> Edited:
    """Take the last edit back that still stands."""
    if begin(command, UNDO, answer=str(part_id)):
        return _as_it_is(part_id)
    part = _find_for_edit(part_id, version, command)
    last = last_standing(part)
    if last is None:
        raise errors.NothingToUndo
    row = _row(part, UNDO, {"version": last.version}, command)
    row.undoes = last.pk
    part.grids = last.grids_before
    grid = np.frombuffer(bytes(last.grid_of_unit_before), np.int32).copy()
    origin = tuple(range(len(part.grids)))
    store_part(part, units_of(part.pk), grid, settings_from(part.plan.settings), origin=origin)
    _keep(part, row)
    return Edited(part, part.version)


def last_standing(part: PlanPart) -> PlanEdit | None:
    """Find the last edit of a part that nobody took back."""
    taken_back = part.edits.exclude(undoes=None).values("undoes")
    return part.edits.exclude(what=UNDO).exclude(pk__in=taken_back).order_by("-version").first()


def _move_units(canvas: Canvas, _units: Units, payload: Mapping[str, object]) -> Edit:
    return editing.move_units(canvas, read_units(payload), read_place(payload, "to"))


def _move_block(canvas: Canvas, units: Units, payload: Mapping[str, object]) -> Edit:
    (unit,) = read_units(payload)[:1]
    return editing.move_block(canvas, units.block, unit, read_place(payload, "to"))


def _split(canvas: Canvas, units: Units, payload: Mapping[str, object]) -> Edit:
    line = _line(units, payload) if "line" in payload else None
    return editing.split(canvas, read_place(payload, "grid"), line)


def _merge(canvas: Canvas, _units: Units, payload: Mapping[str, object]) -> Edit:
    return editing.merge(canvas, read_place(payload, "grid"), read_place(payload, "other"))


def _border(canvas: Canvas, units: Units, payload: Mapping[str, object]) -> Edit:
    one, other = read_place(payload, "grid"), read_place(payload, "other")
    return editing.border_along(canvas, one, other, _line(units, payload))


_HOW: Mapping[EditWhat, Callable[[Canvas, Units, Mapping[str, object]], Edit]] = {
    EditWhat.MOVE_UNITS: _move_units,
    EditWhat.MOVE_BLOCK: _move_block,
    EditWhat.SPLIT: _split,
    EditWhat.MERGE: _merge,
    EditWhat.LINE: _border,
}


def _line(units: Units, payload: Mapping[str, object]) -> Floats:
    metres: Floats = get_coordinates(Plane(units.origin_cgcs2000).metres_of(LineString(read_line(payload))))
    return metres


def _describe(part: PlanPart, payload: Mapping[str, object], command: Command) -> None:
    """Give a grid another name."""
    place = read_place(payload, "grid")
    if not 0 <= place < len(part.grids):
        raise errors.GridUnknownInPlan(field="grid")
    others = [str(one["name"]) for at, one in enumerate(part.grids) if at != place]
    others += [one.name for one in boundaries_within([part.community_code]) if one.level is Level.GRID and not one.wkb]
    name = check_name(str(payload.get("name", "")), taken=others)
    row = _row(part, EditWhat.DESCRIBE.value, {"grid": place, "name": name}, command)
    part.grids = [{**one, "name": name} if at == place else one for at, one in enumerate(part.grids)]
    part.save(update_fields=["grids"])
    _keep(part, row)


def _as_it_is(part_id: UUID) -> Edited:
    part = PlanPart.objects.select_related("plan").defer("ground").get(pk=part_id)
    return Edited(part, part.version)


def _find_for_edit(part_id: UUID, version: int, command: Command) -> PlanPart:
    """Lock a part of a draft that this person may edit, unless it was edited meanwhile."""
    part_for(command.by, part_id)
    rows = PlanPart.objects.select_for_update(of=("self",)).select_related("plan").defer("ground")
    part = rows.get(pk=part_id)
    if not command.by.may(Permission.GRIDS_DRAW, part.community_code):
        raise errors.PlanNotAllowed
    state = Plan.objects.select_for_update().values_list("state", flat=True).get(pk=part.plan_id)
    if PlanState(state) not in EDITABLE:
        raise errors.WrongPlanState
    if part.version != version:
        raise errors.PlanStale
    return part


def _row(part: PlanPart, what: str, payload: Mapping[str, object], command: Command) -> PlanEdit:
    """Keep who asks for what, and how it is before."""
    return PlanEdit(
        part=part, version=part.version + 1, at=command.at, by=command.by.key[:40], by_name=command.by.name[:40],
        what=what, payload=dict(payload), grid_of_unit_before=bytes(part.grid_of_unit), grids_before=part.grids,
    )  # fmt: skip


def _keep(part: PlanPart, row: PlanEdit) -> None:
    row.save(force_insert=True)
    part.version = row.version
    part.save(update_fields=["version"])
