"""What may be read of plans: those of one's area, their communities, grids and figures, and the plan as a map."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from uuid import UUID

import numpy as np
import shapely
from django.db.models import Q, QuerySet

from linli.core.scope import covers, within
from linli.grids.drawing.graph import Ints
from linli.grids.errors import PlanNotFound
from linli.grids.ground.covering import outlines
from linli.grids.ground.packing import unpack
from linli.grids.ground.plane import Plane
from linli.grids.models import Plan, PlanEdit, PlanPart
from linli.grids.rules import ENDED, PlannedGrid, PlanState
from linli.grids.rules.scores import PartFigures
from linli.places.queries.boundaries import boundaries_within
from linli.places.rules import Level
from linli.staff.rules import Actor, Permission

_HEAVY = ("ground", "grid_of_unit", "drawn", "present")
_SEEING = (Permission.GRIDS_DRAW, Permission.GRIDS_APPROVE)
STOP_ASKED = "stop"  # in the progress of a drawing: it is to end with the best found so far
NOT_ADOPTED = "not_adopted"  # in the progress of an approved plan: on which day it was refused, and why
_GRID_FIELDS = tuple(field.name for field in fields(PlannedGrid))


def plans_visible_to(actor: Actor) -> QuerySet[Plan]:
    """Select the plans of the areas in which somebody draws or approves, the newest first."""
    prefixes = [prefix for permission in _SEEING for prefix in actor.prefixes(permission)]
    return Plan.objects.filter(within("area_code", prefixes)).order_by("-drawn_at", "-id")


def plan_for(actor: Actor, plan_id: UUID) -> Plan:
    """Find a plan the actor may know of; any other is not there."""
    if (found := plans_visible_to(actor).filter(pk=plan_id).first()) is None:
        raise PlanNotFound
    return found


def part_for(actor: Actor, part_id: UUID) -> PlanPart:
    """Find a community of a plan the actor may know of, without its ground."""
    part = PlanPart.objects.select_related("plan").defer("ground").filter(pk=part_id).first()
    prefixes = [prefix for permission in _SEEING for prefix in actor.prefixes(permission)]
    if part is None or not covers(prefixes, part.plan.area_code):
        raise PlanNotFound
    return part


def parts_of(plan: Plan) -> QuerySet[PlanPart]:
    """List the communities of a plan by code, with figures and without ground."""
    return plan.parts.defer(*_HEAVY).order_by("community_code")


def open_plans(area_code: str) -> QuerySet[Plan]:
    """Select the plans of an area that are still on their way."""
    return Plan.objects.filter(area_code=area_code).exclude(state__in=[one.value for one in ENDED])


def drawings_under_way() -> QuerySet[Plan]:
    """Select the plans that are drawn or wait to be drawn, the first that was asked for first."""
    return Plan.objects.filter(state=PlanState.DRAWING).order_by("drawn_at", "id")


def is_stopping(plan: Plan) -> bool:
    """Say whether a drawing was told to end with the best found so far, and has not ended yet."""
    return plan.state == PlanState.DRAWING and STOP_ASKED in plan.progress


def due_plans(day: object) -> QuerySet[Plan]:
    """Select the approved plans whose day has come, the oldest first."""
    return Plan.objects.filter(Q(state="approved"), adopt_on__lte=day).order_by("adopt_on", "decided_at", "id")


def makers_of(plan: Plan) -> dict[str, str]:
    """Name by key who drew a plan, edited it or handed it in; an edit that was taken back counts, its maker knows the plan."""
    edits = PlanEdit.objects.filter(part__plan=plan).values_list("by", "by_name").distinct()
    found = {plan.drawn_by: plan.drawn_by_name, plan.submitted_by: plan.submitted_by_name, **dict(edits)}
    return {key: name for key, name in found.items() if key}


def planned_grids(part: PlanPart) -> tuple[PlannedGrid, ...]:
    """Read the grids of a part as they are kept."""
    return tuple(read_grid(one) for one in part.grids)


def read_grid(said: Mapping[str, object]) -> PlannedGrid:
    """Read one grid of a plan as it is kept."""
    return PlannedGrid(**{name: said[name] for name in _GRID_FIELDS if name in said})  # type: ignore[arg-type]  # as kept


def figures_of(part: PlanPart) -> PartFigures:
    """Give the figures of a part for adding up."""
    return PartFigures(part.score, planned_grids(part))


def grid_of_unit(part: PlanPart) -> Ints:
    """Read which unit is in which grid."""
    return np.frombuffer(bytes(part.grid_of_unit), np.int32).copy()


def shapes_of(part: PlanPart) -> tuple[shapely.Geometry, ...]:
    """Put the ground of each grid of a part together, in degrees (CGCS2000)."""
    units = unpack(bytes(part.ground))
    return tuple(Plane(units.origin_cgcs2000).degrees(outlines(units, grid_of_unit(part))))


def plan_features(parts: Sequence[PlanPart]) -> Iterator[dict[str, object]]:
    """Write the grids of a plan as GeoJSON features, by code; households and workload rounded to 1."""
    for part in parts:
        grids = zip(planned_grids(part), shapes_of(part), strict=True)
        for grid, shape in sorted(grids, key=lambda pair: pair[0].code):
            yield feature(grid, shape, community=part.community_code)


def feature(grid: PlannedGrid, shape: shapely.Geometry, *, community: str) -> dict[str, object]:
    """Write one grid as a GeoJSON feature."""
    return {
        "type": "Feature",
        "geometry": json.loads(shapely.to_geojson(shape)),
        "properties": {
            "code": grid.code,
            "name": grid.name,
            "community": community,
            "kind": grid.kind,
            "households": round(grid.households),
            "workload": round(grid.workload),
            "deviation": round(grid.deviation, 3),
            "compactness": round(grid.compactness, 3),
            "area_m2": round(grid.area_m2),
            "kept": grid.is_kept,
            "estimated": grid.is_estimated,
            "oversize": grid.is_oversize,
        },
    }


def plan_geojson(plan: Plan) -> dict[str, object]:
    """Write a whole plan as a GeoJSON FeatureCollection."""
    parts = list(plan.parts.order_by("community_code"))
    return {"type": "FeatureCollection", "features": list(plan_features(parts))}


def names_alike(plan: Plan) -> list[str]:
    """Name the grids that a plan gives a name which another grid of their community has, or keeps since no plan sees it."""
    parts = list(parts_of(plan))
    today = [one for one in boundaries_within([part.community_code for part in parts]) if one.level is Level.GRID]
    names_today = {one.code: one.name for one in today}
    found: list[str] = []
    for part in parts:
        names = Counter(one.name for one in today if not one.wkb and one.code.startswith(part.community_code))
        given = list[str]()
        for grid in planned_grids(part):
            is_given = grid.name != grid.name_today or grid.code not in names_today
            name = grid.name if is_given else names_today[grid.code]
            names[name] += 1
            given += [name] if is_given else []
        found += sorted({name for name in given if names[name] > 1})
    return found


def broken_grids(plan: Plan) -> list[str]:
    """Name the grids of a plan that are in several pieces though they need not be."""
    names: list[str] = []
    for part in parts_of(plan):
        if part.score.get("broken"):
            names += [grid.name for grid in planned_grids(part) if grid.pieces > 1 and not grid.is_bridged]
    return names
