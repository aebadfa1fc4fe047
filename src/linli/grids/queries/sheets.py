"""The sheet an editor works on: one community's ground, its grids and how today's grids lie on it."""

from functools import lru_cache
from uuid import UUID

import numpy as np

from linli.grids.drawing.editing import Canvas, groups_of
from linli.grids.drawing.graph import Ints
from linli.grids.errors import PlanNotFound
from linli.grids.ground.packing import unpack
from linli.grids.ground.units import Units
from linli.grids.models import PlanPart
from linli.grids.queries.plans import grid_of_unit, plan_for
from linli.grids.rules import PlanKind, settings_from
from linli.staff.rules import Actor


def part_of_plan(actor: Actor, plan_id: UUID, community_code: str) -> PlanPart:
    """Find one community of a plan the actor may know of, without its ground."""
    plan = plan_for(actor, plan_id)
    part = plan.parts.defer("ground").filter(community_code=community_code).first()
    if part is None:
        raise PlanNotFound
    part.plan = plan
    return part


@lru_cache(maxsize=24)
def units_of(part_id: UUID) -> Units:
    """Read a part's ground once: it never changes, whatever grids are drawn on it."""
    return unpack(bytes(PlanPart.objects.values_list("ground", flat=True).get(pk=part_id)))


def canvas_of(part: PlanPart, units: Units) -> Canvas:
    """Put together what an edit looks at."""
    names = tuple(str(one["name"]) for one in part.grids)
    return Canvas(units.graph, grid_of_unit(part), groups_of_part(part, units), names)


def groups_of_part(part: PlanPart, units: Units) -> Ints:
    """Number what is never parted on this ground; a redraw may leave compounds cut that are cut today."""
    is_redraw = part.plan.kind == PlanKind.REDRAW
    return groups_of(units.graph, settings_from(part.plan.settings), present_of_unit(part) if is_redraw else None)


def present_of_unit(part: PlanPart) -> Ints:
    """Read which unit is in which of today's grids."""
    return np.frombuffer(bytes(part.present), np.int32).copy()
