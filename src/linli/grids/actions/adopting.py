"""A plan becomes the grids of its area: redrawn, added and closed at once, the posts of closed grids going over."""

import datetime as dt
import logging
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import shapely
from django.db import transaction
from django.utils import timezone

from linli.core.errors import LinliError
from linli.core.facts import announce
from linli.core.ids import new_id
from linli.grids import errors, rules
from linli.grids.actions.recording import begin, find_for_step, note
from linli.grids.facts import PlanAdopted
from linli.grids.ground.plane import as_shapes
from linli.grids.models import Plan, PlanPart
from linli.grids.queries.ground import marks_of
from linli.grids.queries.impact import flows_of, successors_of
from linli.grids.queries.plans import NOT_ADOPTED, due_plans, planned_grids, shapes_of
from linli.grids.rules import PlannedGrid, PlanState, PlanStep
from linli.places import actions as places_actions
from linli.places import queries as places
from linli.places.queries.boundaries import Boundary, boundaries_within
from linli.places.rules import AreaDraft, Grade, Kind, Level
from linli.staff import queries as staff
from linli.staff.actions import move_posts
from linli.staff.rules import SYSTEM, Command

log = logging.getLogger(__name__)

_COMMUNITY_DIGITS = 12
_SAME_BORDER_DEGREES = 2e-7  # about two centimetres: what the lattice of the drawing moves a corner at most


@transaction.atomic
def adopt(plan_id: UUID, *, on: dt.date, command: Command, successors: Mapping[str, str] | None = None) -> Plan:
    """Make an approved plan the grids of its area from a day on; a day ahead is noted, and the plan waits for it.

    `successors` names for closing grids the grid their posts go over to; where nobody says, most households decide.
    What is said for a day ahead is kept until then.
    """
    if begin(command, "adopt", answer=str(plan_id)):
        return Plan.objects.get(pk=plan_id)
    _one_at_a_time()
    plan, state = find_for_step(plan_id, PlanStep.ADOPT, command)
    today = timezone.localdate(command.at)
    rules.check_adopt_on(on, today=today)
    parts = list(plan.parts.order_by("community_code"))
    wished = dict(plan.progress.get("successors", {}) if successors is None else successors)
    _check_wishes(parts, wished)
    if on > today:
        plan.adopt_on, plan.progress = on, plan.progress | {"successors": wished}
        plan.progress.pop(NOT_ADOPTED, None)
        plan.save(update_fields=["adopt_on", "progress"])
        note(plan, "adopt-later", command, on=str(on))
        return plan
    _write(plan, parts, on=on, command=command, wished=wished)
    plan.state, plan.adopt_on, plan.adopted_at = state.value, on, command.at
    plan.save(update_fields=["state", "adopt_on", "adopted_at"])
    announce(PlanAdopted(plan_id=str(plan.pk), area_code=plan.area_code, on=str(on)))
    return plan


def adopt_due(at: dt.datetime) -> int:
    """Adopt the approved plans whose day has come; one that can no longer be adopted says why and waits for people."""
    adopted = 0
    for plan in due_plans(timezone.localdate(at)):
        try:
            adopt(plan.pk, on=timezone.localdate(at), command=Command(new_id(), SYSTEM, at))
            adopted += 1
        except LinliError as refusal:
            log.warning("plan not adopted", extra={"plan": str(plan.pk), "why": refusal.code})
            _keep_refusal(plan.pk, refusal, at)
        except Exception:  # a fault in one plan keeps no other waiting; it is tried again
            log.exception("adoption failed", extra={"plan": str(plan.pk)})
    return adopted


@transaction.atomic
def _keep_refusal(plan_id: UUID, refusal: LinliError, at: dt.datetime) -> None:
    """Keep why a plan was not adopted on its day, for those who see to it; what was said on approval stays as it is."""
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    plan.progress[NOT_ADOPTED] = {"on": str(plan.adopt_on), "why": str(refusal)}
    plan.adopt_on = None
    plan.save(update_fields=["progress", "adopt_on"])
    note(plan, "adopt-refused", Command(new_id(), SYSTEM, at), why=refusal.code)


def check_still_as_drawn(parts: Sequence[PlanPart], today: Sequence[Boundary]) -> None:
    """Refuse a plan when the grids of today are others than those it was drawn against."""
    marks = marks_of(today)
    others = [part.community_code for part in parts if marks.get(part.community_code, "") != part.mark]
    if others:
        raise errors.GridsChangedSince(areas="、".join(map(places.area_name, others[:3])))


def _write(plan: Plan, parts: Sequence[PlanPart], *, on: dt.date, command: Command, wished: Mapping[str, str]) -> None:
    communities = [part.community_code for part in parts]
    places_actions.lock_grids(communities)
    today = boundaries_within(communities)
    check_still_as_drawn(parts, today)
    grids = {one.code: one for one in today if one.level is Level.GRID}
    drafts = [draft for part in parts for draft in drafts_of(part, grids)]
    kept = {draft.code for draft in drafts}
    drawn = {code for code, one in grids.items() if one.wkb}  # in place of one without boundary nothing was drawn
    closings = drawn - kept
    followed = successors_of([flow for part in parts for flow in flows_of(part)], closings) | dict(wished)
    unseen = [grids[code] for code in sorted(closings - set(followed))]
    followed |= _successors_by_ground(unseen, drafts, grids)
    adopted = places_actions.adopt_grids(drafts, closings, on=on, by=command.by.name, at=command.at)
    for old in sorted(staff.staffed_areas([plan.area_code], on=on) & set(followed)):
        move_posts(old, followed[old], on=on, command=command)
    counts = {
        "added": len(adopted.added), "changed": len(adopted.changed), "closed": len(adopted.closed),
        "unchanged": len(adopted.unchanged),
    }  # fmt: skip
    note(plan, "adopt", command, on=str(on), **counts)


def _check_wishes(parts: Sequence[PlanPart], wished: Mapping[str, str]) -> None:
    """Refuse that posts go from a grid that goes on, or to one the plan does not have."""
    planned = {str(grid["code"]) for part in parts for grid in part.grids}
    closed = {code for part in parts for code in part.present_grids} - planned
    for old, new in wished.items():
        if old not in closed or new not in planned:
            raise errors.SuccessorUnknown(field="successors", old=old, new=new)


def _one_at_a_time() -> None:
    """Wait for an adoption that is under way: what it changes must be seen before the next one is checked."""
    list(Plan.objects.select_for_update().filter(state=PlanState.APPROVED).order_by("pk").values_list("pk"))


def _successors_by_ground(
    closing: Sequence[Boundary], drafts: Sequence[AreaDraft], today: Mapping[str, Boundary]
) -> dict[str, str]:
    """Find for closing grids the one that takes most of their ground: for those too small for the drawing to have seen."""
    olds, news = _by_community(closing), _by_community(drafts)
    found: dict[str, str] = {}
    for community in sorted(set(olds) & set(news)):
        here = news[community]
        shapes = as_shapes(shapely.from_wkb(one.boundary or today[one.code].wkb) for one in here)
        for old in olds[community]:
            shared = shapely.area(shapely.intersection(shapes, shapely.from_wkb(old.wkb)))
            found[old.code] = here[int(shared.argmax())].code
    return found


def _by_community[T: (Boundary, AreaDraft)](grids: Iterable[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for one in grids:
        found.setdefault(one.code[:_COMMUNITY_DIGITS], []).append(one)
    return found


def drafts_of(part: PlanPart, today: Mapping[str, Boundary]) -> list[AreaDraft]:
    """Write the grids of a community as areas; ground that stays keeps its boundary, a name nobody changed stays what it is."""
    return [
        _draft(grid, shape, today.get(grid.code))
        for grid, shape in zip(planned_grids(part), shapes_of(part), strict=True)
    ]


def _draft(grid: PlannedGrid, shape: shapely.Geometry, today: Boundary | None) -> AreaDraft:
    is_renamed = today is None or grid.name != grid.name_today
    return AreaDraft(
        code=grid.code,
        name=grid.name if today is None or is_renamed else today.name,
        level=Level.GRID,
        boundary=None if today is not None and _is_same_ground(shape, today) else shapely.to_wkb(shape),
        grade=Grade(grid.grade) if grid.grade else None,
        kind=Kind(grid.kind),
    )


def _is_same_ground(shape: shapely.Geometry, today: Boundary) -> bool:
    """Say whether a grid's border runs where it runs today: a boundary that only has other corners is no change."""
    if not today.wkb:
        return False
    return bool(shapely.hausdorff_distance(shape, shapely.from_wkb(today.wkb)) <= _SAME_BORDER_DEGREES)
