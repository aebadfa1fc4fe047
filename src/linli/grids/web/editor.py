"""The map editor of one community of a plan: its page, its ground, and each step taken on it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.core.errors import LinliError, Stale
from linli.core.ids import new_id
from linli.grids.actions.editing import Edited, edit, last_standing, undo
from linli.grids.drawing.graph import Ints
from linli.grids.errors import EditUnknown
from linli.grids.models import PlanPart
from linli.grids.queries.plans import grid_of_unit
from linli.grids.queries.sheet_map import label_points, sheet_map
from linli.grids.queries.sheets import part_of_plan, units_of
from linli.grids.rules import EDITABLE, EditWhat, PlanState
from linli.grids.web.choices import block_choices, grid_choices, unit_choices
from linli.grids.web.history import edit_lines
from linli.grids.web.scorecards import Score, grid_rows, lines
from linli.grids.wording import EDIT_NAMES, UNDO
from linli.places import queries as places
from linli.staff.rules import Command, Permission
from linli.staff.web.access import StaffRequest, needs

_READERS = (Permission.GRIDS_DRAW, Permission.GRIDS_APPROVE)
_GROUND_SECONDS = 3600
_NUMBERS = ("to", "grid", "other")
_MOST_DIGITS = 9


@dataclass(frozen=True)
class Said:
    """What the panel says of the last step."""

    text: str = ""
    is_refusal: bool = False
    before: Score | None = None
    tool: str = EditWhat.MOVE_BLOCK.value


@never_cache
@require_safe
@needs(*_READERS)
def editor(request: StaffRequest, plan_id: UUID, community_code: str) -> HttpResponse:
    part = part_of_plan(request.actor, plan_id, community_code)
    return render(request, "grids/editor.html", _context(request, part, Said()))


@require_safe
@needs(*_READERS)
def ground(request: StaffRequest, plan_id: UUID, community_code: str) -> HttpResponse:
    """Give the ground for the map; it never changes for a part, so the browser may keep it for a while."""
    part = part_of_plan(request.actor, plan_id, community_code)
    answer = JsonResponse(sheet_map(part, units_of(part.pk)))
    answer.headers["Cache-Control"] = f"private, max-age={_GROUND_SECONDS}"
    return answer


@never_cache
@require_POST
@needs(Permission.GRIDS_DRAW)
def edits(request: StaffRequest, plan_id: UUID, community_code: str) -> HttpResponse:
    """Take one step: an edit, or the last one back."""
    part = part_of_plan(request.actor, plan_id, community_code)
    what = request.POST.get("what", "")
    try:
        done = _step(part, what, request)
    except LinliError as refusal:
        if isinstance(refusal, Stale):
            part.refresh_from_db(fields=["grid_of_unit", "grids", "score", "version"])
        return _answer(request, part, Said(str(refusal), is_refusal=True, tool=what), status=_status_of(refusal))
    told = str(EDIT_NAMES.get(what, ""))
    tool = request.POST.get("tool", "") if what == UNDO else what
    return _answer(request, done.part, Said(told, before=part.score, tool=tool))


def _step(part: PlanPart, what: str, request: StaffRequest) -> Edited:
    said = request.POST
    command = Command(_id(said), request.actor, timezone.now())
    number = _number(said.get("version", ""))
    version = -1 if number is None else number
    if what == UNDO:
        return undo(part.pk, version=version, command=command)
    if what not in set(EditWhat):
        raise EditUnknown(field="what")
    return edit(part.pk, EditWhat(what), payload_of(said), version=version, command=command)


def payload_of(said: QueryDict) -> dict[str, object]:
    """Read what a step's form says; the action refuses what is missing or wrong."""
    found: dict[str, object] = {name: one for name in _NUMBERS if (one := _number(said.get(name, ""))) is not None}
    numbers = [_number(one) for text in said.getlist("units") for one in text.split(",") if one]
    if numbers:
        found["units"] = numbers
    if line := said.get("line"):
        found["line"] = _line(line)
    if "name" in said:
        found["name"] = said["name"]
    return found


def _number(text: str) -> int | None:
    """Read a number as a form says it; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def _line(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _id(said: QueryDict) -> UUID:
    try:
        return UUID(said.get("command_id", ""))
    except ValueError:
        return new_id()


def _status_of(refusal: LinliError) -> int:
    return 409 if isinstance(refusal, Stale) else 400


def _answer(request: StaffRequest, part: PlanPart, said: Said, *, status: int = 200) -> HttpResponse:
    """Answer htmx with the panel (a refusal is a sentence in it, not a failure), others with the page."""
    if request.htmx:  # type: ignore[attr-defined]  # set by django-htmx
        return render(request, "grids/editor.html#panel", _context(request, part, said))
    if said.is_refusal:
        return render(request, "grids/editor.html", _context(request, part, said), status=status)
    messages.success(request, said.text)
    return redirect("grids:editor", part.plan_id, part.community_code)


def _context(request: StaffRequest, part: PlanPart, said: Said) -> dict[str, object]:
    units, plan = units_of(part.pk), part.plan
    grid = grid_of_unit(part)
    may_edit = PlanState(plan.state) in EDITABLE and request.actor.may(Permission.GRIDS_DRAW, part.community_code)
    last = last_standing(part)
    context: dict[str, object] = {
        "plan": plan,
        "part": part,
        "community": places.area_name(part.community_code),
        "area": " ".join(places.area_path(plan.area_code)),
        "said": said,
        "may_edit": may_edit,
        "lines": lines(part.score, part.present_score, before=said.before),
        "grids": grid_rows(part),
        "state": _state(part, grid),
        "has_oversize": any(one.get("is_oversize") for one in part.grids),
        "edits": edit_lines(part),
        "undoable": EDIT_NAMES.get(last.what, "") if last and may_edit else "",
        "command_id": new_id(),
    }
    if may_edit:
        context |= {
            "blocks": block_choices(units, grid, part.grids),
            "units": unit_choices(units, grid, part.grids),
            "choices": grid_choices(units, grid, part.grids),
        }
    return context


def _state(part: PlanPart, grid: Ints) -> Mapping[str, object]:
    """Tell the map which unit is in which grid now, and what each grid is called."""
    points = label_points(units_of(part.pk), grid, len(part.grids))
    names = [
        {
            "name": one["name"], "kind": one["kind"], "deviation": one["deviation"],
            "households": round(float(one["households"])), "at": point, "oversize": bool(one.get("is_oversize")),
        }
        for one, point in zip(part.grids, points, strict=True)
    ]  # fmt: skip
    return {"version": part.version, "grid": grid.tolist(), "grids": names}
