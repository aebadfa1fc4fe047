"""Plans as plain values for programs: what was asked for, who decided, the figures of every grid."""

from linli.grids.models import Plan, PlanPart
from linli.grids.queries.plans import NOT_ADOPTED, planned_grids
from linli.places import queries as places


def plan_facts(plan: Plan) -> dict[str, object]:
    """Write a plan without its communities."""
    return {
        "plan": str(plan.pk), "area": plan.area_code, "kind": plan.kind, "state": plan.state, "settings": plan.settings,
        "scores": plan.scores, "drawn_at": plan.drawn_at, "drawn_by": plan.drawn_by_name,
        "submitted_by": plan.submitted_by_name, "decided_by": plan.decided_by_name, "note": plan.note,
        "adopt_on": plan.adopt_on, "adopted_at": plan.adopted_at,
        "not_adopted": plan.progress.get(NOT_ADOPTED),
    }  # fmt: skip


def part_facts(part: PlanPart) -> dict[str, object]:
    """Write a community of a plan with its grids, households and workload rounded to 1."""
    grids = [
        {
            "code": one.code, "name": one.name, "kind": one.kind, "households": round(one.households),
            "workload": round(one.workload), "deviation": one.deviation, "estimated": one.is_estimated,
            "oversize": one.is_oversize, "pieces": one.pieces, "bridged": one.is_bridged,
        }
        for one in planned_grids(part)
    ]  # fmt: skip
    return {"community": part.community_code, "name": places.area_name(part.community_code), "grids": grids}
