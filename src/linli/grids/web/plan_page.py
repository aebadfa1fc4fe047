"""One plan: how far its drawing is, how good it is, its communities, the trade-off, what changes for whom, and what is decided."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.core.errors import Invalid, LinliError, NotAllowed
from linli.grids.ground.findings import Finding, FindingKind
from linli.grids.models import Plan, PlanPart
from linli.grids.queries.plans import is_stopping, parts_of, plan_for, plan_geojson, planned_grids
from linli.grids.rules import EDITABLE, PlanState, settings_from
from linli.grids.web.curve import curve_chart, curve_rows
from linli.grids.web.history import plan_lines
from linli.grids.web.odd_grids import odd_grids
from linli.grids.web.plan_steps import STEPS, panels_of
from linli.grids.web.plans import SEEING, row_of
from linli.grids.web.scorecards import lines, signed
from linli.grids.wording import PRESET_NAMES, STOPPED_EARLY, last_sign, tolerance_name, unmet_sentences
from linli.places import queries as places
from linli.staff.rules import Command, Permission
from linli.staff.web.access import StaffRequest, needs
from linli.staff.web.command_forms import CommandForm

_WAITING = frozenset({PlanState.DRAFT, PlanState.SUBMITTED, PlanState.APPROVED})


@never_cache
@require_safe
@needs(*SEEING)
def plan(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    return show(request, plan_id)


@never_cache
@require_safe
@needs(*SEEING)
def progress(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """Answer how far the drawing is; once it is done, the whole page comes anew."""
    found = plan_for(request.actor, plan_id)
    answer = render(request, "grids/plan.html#progress", {"plan": found, **_progress(found)})
    if found.state != PlanState.DRAWING:
        answer.headers["HX-Refresh"] = "true"
    return answer


@never_cache
@require_safe
@needs(*SEEING)
def geojson(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    """Give the plan's grids as GeoJSON, for the map and for taking along."""
    found = plan_for(request.actor, plan_id)
    answer = JsonResponse(plan_geojson(found), content_type="application/geo+json")
    if "download" in request.GET:
        answer.headers["Content-Disposition"] = f'attachment; filename="plan-{found.area_code}.geojson"'
    return answer


@never_cache
@require_POST
@needs(*SEEING)
def step(request: StaffRequest, plan_id: UUID, noun: str) -> HttpResponse:
    plan_for(request.actor, plan_id)
    spec = STEPS.get(noun)
    if spec is None:
        return redirect("grids:plan", plan_id)
    form, status = spec.form(request.POST, auto_id=f"{noun}_%s"), 400
    if form.is_valid():
        try:
            spec.act(plan_id, Command(form.command, request.actor, timezone.now()), form)
        except LinliError as error:
            form.refuse(error)
            status = 400 if isinstance(error, Invalid) else 403 if isinstance(error, NotAllowed) else 409
        else:
            messages.success(request, str(spec.done))
            return redirect("grids:plan", plan_id)
    return show(request, plan_id, rejected=(noun, form), status=status)


def show(
    request: StaffRequest, plan_id: UUID, *, rejected: tuple[str, CommandForm] | None = None, status: int = 200
) -> HttpResponse:
    """Show the page of a plan, with a refused step's form where there is one."""
    found = plan_for(request.actor, plan_id)
    settings = settings_from(found.settings)
    panels = panels_of(found, request.actor, rejected)
    is_drawn = found.state not in {PlanState.DRAWING, PlanState.FAILED}
    context: dict[str, object] = {
        **row_of(found),
        "settings": settings,
        "preset_name": PRESET_NAMES[settings.preset],
        "tolerance": tolerance_name(settings.tolerance),
        "panels": panels,
        "late_form": rejected[1] if rejected and not any(one.is_open for one in panels) else None,
        "entries": plan_lines(found),
        "is_drawn": is_drawn,
        "may_edit": PlanState(found.state) in EDITABLE and request.actor.may(Permission.GRIDS_DRAW, found.area_code),
        "may_draw": request.actor.may(Permission.GRIDS_DRAW, found.area_code),
        **_progress(found),
    }
    if is_drawn:
        context |= _drawn(found)
    return render(request, "grids/plan.html", context, status=status)


def _drawn(found: Plan) -> dict[str, object]:
    curve = found.scores.get("curve") or []
    parts = list(parts_of(found))
    return {
        "odd_grids": odd_grids(parts),
        "has_oversize": any(one.is_oversize for part in parts for one in planned_grids(part)),
        "lines": lines(found.scores.get("plan") or {}, found.scores.get("present")),
        "parts": [_community(part) for part in parts],
        "curve": curve_rows(curve, settings_from(found.settings).tolerance),
        "chart": curve_chart(curve) if len(curve) > 1 else None,
        "has_impact": found.state in _WAITING,
        "findings": [_sentence(one) for one in found.progress.get("findings", [])],
        "without_boundary": [places.area_name(code) for code in found.progress.get("without_boundary", [])],
        "stopped_early": STOPPED_EARLY if found.progress.get("stopped") else "",
        "unmet": unmet_sentences(found.progress.get("unmet", []), settings_from(found.settings)),
        "assumed": [places.area_name(code) for code in found.progress.get("assumed", [])],
    }


def _sentence(said: Mapping[str, Any]) -> str:  # Any: as the drawing kept it
    """Say what cleaning the ground found."""
    found = Finding(
        FindingKind(said["kind"]), said["mended"], said["count"], said["size"], (0.0, 0.0), tuple(said["names"])
    )
    return found.sentence


def _community(part: PlanPart) -> dict[str, object]:
    """Put a community of the plan into a line: what is worst in it first of all."""
    score, today = part.score, part.present_score or {}
    return {
        "code": part.community_code,
        "name": places.area_name(part.community_code),
        "grids": score.get("grids"),
        "grids_today": today.get("grids"),
        "households": score.get("households"),
        "worst": signed(score.get("worst_deviation") or 0.0).lstrip("+"),
        "worst_today": signed(today["worst_deviation"]).lstrip("+")
        if today.get("worst_deviation") is not None
        else "–",
        "broken": score.get("broken"),
        "compounds_cut": score.get("compounds_cut"),
        "moved": score.get("moved_households"),
        "edits": part.version,
    }


def _progress(found: Plan) -> dict[str, object]:
    """Say how far the drawing is, in words and as a share."""
    said = found.progress
    done, of = int(said.get("done") or 0), int(said.get("of") or 0)
    return {
        "text": said.get("text", ""),
        "share": min(100, round(100 * done / of)) if of else None,
        "failed": said.get("failed", ""),
        "is_drawing": found.state == PlanState.DRAWING,
        "last_sign": last_sign(found.sign_at) if is_stopping(found) else "",
    }
