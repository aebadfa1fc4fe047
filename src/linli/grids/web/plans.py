"""The list of plans, and starting a drawing: of which area, how large, how level; how it stands there today."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.core.errors import LinliError
from linli.grids.actions.plans import propose
from linli.grids.models import Plan
from linli.grids.queries.plans import open_plans, plans_visible_to
from linli.grids.rules import PlanKind
from linli.grids.tasks import draw_plan
from linli.grids.web.forms import StartForm, areas_to_draw
from linli.grids.web.start_values import declared_size, first_values
from linli.grids.wording import KIND_NAMES, STATE_LOOKS, STATE_NAMES, not_adopted_told
from linli.places import queries as places
from linli.places.queries.map_imports import has_streets
from linli.staff.rules import Command, Permission
from linli.staff.web.access import StaffRequest, needs

PAGE = 30
SEEING = (Permission.GRIDS_DRAW, Permission.GRIDS_APPROVE)


@never_cache
@require_safe
@needs(*SEEING)
def plans(request: StaffRequest) -> HttpResponse:
    page = Paginator(plans_visible_to(request.actor), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [row_of(one) for one in page.object_list],
        "may_draw": request.actor.may_anywhere(Permission.GRIDS_DRAW),
    }
    return render(request, "grids/plans.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.GRIDS_DRAW)
def new(request: StaffRequest) -> HttpResponse:
    areas = areas_to_draw(request.actor)
    first = None if request.method == "POST" else first_values(request.actor, request.GET, areas)
    form = StartForm(request.POST, auto_id="start_%s") if first is None else StartForm.fresh("start", **first)
    form.fit(request.actor)
    if request.method == "POST" and form.is_valid() and (plan := _started(request, form)):
        return redirect("grids:plan", plan.pk)
    chosen = str(form["area"].value() or "")
    area = chosen if chosen in dict(areas) else ""
    context = {
        "form": form,
        "today": _today(area),
        "area": area,
        "may_import": request.actor.may(Permission.AREAS_IMPORT, area),
        "declared": declared_size(first) if first else None,
        "geojson_url": f"/map/layers/{{name}}.geojson?under={area}",
    }
    return render(request, "grids/new.html", context, status=400 if form.is_bound else 200)


def _started(request: StaffRequest, form: StartForm) -> Plan | None:
    """Ask for the plan and have it drawn in the background; a refusal stands in the form."""
    said = form.cleaned_data
    command = Command(form.command, request.actor, timezone.now())
    try:
        plan = propose(said["area"], PlanKind(said["kind"]), form.settings(), command=command)
    except LinliError as error:
        form.refuse(error)
        return None
    draw_plan.enqueue(str(plan.pk))
    messages.success(request, _("已开始划分，完成后在这里查看。"))
    return plan


def row_of(plan: Plan) -> dict[str, object]:
    """Put a plan into a line of the list."""
    score = plan.scores.get("plan") or {}
    return {
        "plan": plan,
        "area": " ".join(places.area_path(plan.area_code)),
        "state_name": STATE_NAMES[plan.state],
        "state_look": STATE_LOOKS[plan.state],
        "not_adopted": not_adopted_told(plan),
        "kind_name": KIND_NAMES[plan.kind],
        "grids": score.get("grids"),
        "worst_said": f"{score['worst_deviation']:.1%}" if score.get("worst_deviation") is not None else "",
        "moved": score.get("moved_households"),
    }


def _today(area: str) -> dict[str, object] | None:
    """Say how an area is divided today."""
    if not area:
        return None
    counts = places.count_under(area)
    return {
        "name": places.area_name(area),
        "counts": counts,
        "dwellings_each": round(counts.dwellings / counts.grids) if counts.grids else None,
        "open_plans": _open(area),
        "has_streets": has_streets(area),
    }


def _open(area: str) -> Sequence[dict[str, object]]:
    return [row_of(one) for one in open_plans(area)]
