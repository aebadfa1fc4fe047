"""What a plan changes for whom, ready for the page: what goes from which grid to which, counts alone."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.grids.exports.staffing_texts import told
from linli.grids.models import Plan
from linli.grids.queries.impact import Impact, impact_of
from linli.grids.queries.plans import parts_of, plan_for, planned_grids
from linli.grids.web.plans import SEEING
from linli.grids.wording import left_alone_told
from linli.places import queries as places
from linli.staff.queries import ROLE_NAMES
from linli.staff.rules import Permission, Role
from linli.staff.web.access import StaffRequest, needs

MOST_FLOWS = 60


@never_cache
@require_safe
@needs(*SEEING)
def impact(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """Answer with the part of the plan's page that takes longest to work out."""
    found = plan_for(request.actor, plan_id)
    is_exact = request.actor.may(Permission.VISITS_VIEW, found.area_code)
    context = _context(found, impact_of(found, on=timezone.localdate()), is_exact=is_exact)
    return render(request, "grids/impact.html", context)


def _context(plan: Plan, found: Impact, *, is_exact: bool) -> dict[str, object]:
    """Write the changes out; who does not see visits is told no small count of them: one building may be all that moves."""
    names = _names(plan, found)
    moving = sorted(
        (one for one in found.flows if one.from_code != one.to_code), key=lambda one: (-one.households, one.from_code)
    )
    flows = [
        {
            "origin": names.get(one.from_code, one.from_code) or _("不在任何网格"),
            "target": names.get(one.to_code, one.to_code),
            "households": round(one.households),
            "cases": one.cases,
            "visits": told(one.visits, is_exact=is_exact),
        }
        for one in moving
        if round(one.households) or one.cases or one.visits
    ]
    posts = [
        {"name": one.name, "role": ROLE_NAMES[Role(one.role)], "origin": names[one.from_code], "target": names[one.to_code]}
        for one in found.posts
    ]  # fmt: skip
    return {
        "plan": plan,
        "households": round(found.moved_households),
        "cases": found.moved_cases,
        "visits": told(found.moved_visits, is_exact=is_exact),
        "flows": flows[:MOST_FLOWS],
        "more": max(0, len(flows) - MOST_FLOWS),
        "posts": posts,
        "added": [names[code] for code in found.added],
        "closed": [names[code] for code in found.closed],
        "kept": len(found.kept),
        "left_alone": left_alone_told(found.left_alone),
    }


def _names(plan: Plan, found: Impact) -> Mapping[str, str]:
    """Call each grid by its community and its name; the plan's own names go before today's."""
    today = {code: " ".join(places.area_path(code)[-2:]) for flow in found.flows for code in (flow.from_code,) if code}
    today |= {code: " ".join(places.area_path(code)[-2:]) for code in found.closed}
    planned = {
        grid.code: f"{places.area_name(part.community_code)} {grid.name}"
        for part in parts_of(plan)
        for grid in planned_grids(part)
    }
    return today | planned
