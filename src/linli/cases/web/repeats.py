"""Repeat problems at the desk: places to decide about, root-cause cases, what came back after closing, and the map of both."""

import datetime as dt
import io
from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.cases.actions.rooting import open_root_cause
from linli.cases.exports.returns import write_returns
from linli.cases.queries.lists import FIRST_DAY
from linli.cases.queries.repeats import find_places, open_roots, same_place
from linli.cases.queries.returning import USUAL_WITHIN_DAYS, Asked, ReturnReport, report_returns
from linli.cases.queries.visible import case_visible_to
from linli.cases.rules import may_see
from linli.cases.web.repeat_views import features, place_views, returned_features, root_views
from linli.core.errors import LinliError
from linli.core.file_answers import file_answer
from linli.core.ids import new_id
from linli.core.installation import installation
from linli.places import queries as places
from linli.staff.rules import Actor, Command, Permission
from linli.staff.web.access import StaffRequest, needs

USUAL_DAYS = 90
LINES_SHOWN = 20


@never_cache
@require_safe
@needs(Permission.CASES_VIEW)
def repeats_page(request: StaffRequest) -> HttpResponse:
    area, at = _area(request, Permission.CASES_VIEW), timezone.now()
    context = {
        "area": area,
        "areas": _areas(request.actor, Permission.CASES_VIEW),
        "places": place_views(request.actor, find_places(request.actor, area_code=area, at=at)),
        "roots": root_views(open_roots(request.actor, area_code=area), at=at),
        "points_url": f"{reverse('cases:repeats_points')}?area={area}",
        "may_count": request.actor.may_anywhere(Permission.FIGURES_VIEW),
    }
    return render(request, "cases/repeats.html", context)


@never_cache
@require_safe
@needs(Permission.CASES_VIEW)
def repeats_points(request: StaffRequest) -> JsonResponse:
    area, at = _area(request, Permission.CASES_VIEW), timezone.now()
    found = place_views(request.actor, find_places(request.actor, area_code=area, at=at))
    return _geojson(features(found, root_views(open_roots(request.actor, area_code=area), at=at)))


@never_cache
@require_safe
@needs(Permission.FIGURES_VIEW)
def returns_page(request: StaffRequest) -> HttpResponse:
    found = _returns(request)
    context = {
        "found": found,
        "areas": _areas(request.actor, Permission.FIGURES_VIEW),
        "groups": [(_("按区域"), found.areas), (_("按类别"), found.kinds), (_("按单位"), found.units)],
        "shown": LINES_SHOWN,
        "points_url": f"{reverse('cases:returns_points')}?{_asked_again(found.asked)}",
        "excel_url": f"{reverse('cases:returns_workbook')}?{_asked_again(found.asked)}",
    }
    return render(request, "cases/returns.html", context)


@never_cache
@require_safe
@needs(Permission.FIGURES_VIEW)
def returns_points(request: StaffRequest) -> JsonResponse:
    return _geojson(returned_features(request.actor, _returns(request).places))


@never_cache
@require_safe
@needs(Permission.FIGURES_VIEW)
def returns_workbook(request: StaffRequest) -> HttpResponse:
    found, out = _returns(request), io.BytesIO()
    write_returns(found, out)
    name = f"returned-{found.asked.area_code}-{found.asked.since}-{found.asked.until}.xlsx"
    return file_answer(out.getvalue(), name=name)


@never_cache
@require_safe
@needs(Permission.CASES_VIEW, Permission.CASES_HANDLE)
def place_box(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Answer with what a case's page says of its place."""
    case = case_visible_to(request.actor, case_id)
    if not may_see(case.standing, request.actor):
        return HttpResponse("")
    context = {
        "case": case,
        "place": same_place(request.actor, case),
        "may_open": request.actor.may(Permission.CASES_FILE, case.area_code),
        "command_id": new_id(),
    }
    return render(request, "cases/parts/place_box.html", context)


@needs(Permission.CASES_FILE)
def root_cause(request: StaffRequest, case_id: UUID) -> HttpResponse:
    if request.method != "POST":
        return redirect("cases:detail", case_id)
    try:
        sent = UUID(request.POST.get("command_id", ""))
    except ValueError:
        sent = new_id()
    try:
        root = open_root_cause(case_id, command=Command(sent, request.actor, timezone.now()))
    except LinliError as refusal:
        case = case_visible_to(request.actor, case_id)
        messages.error(request, str(refusal))
        return redirect("cases:detail", case.pk)
    messages.success(request, _("根源案卷 %(number)s 已开立，相关上报都已关联。") % {"number": root.number})
    return redirect("cases:detail", root.pk)


def _returns(request: StaffRequest) -> ReturnReport:
    """Read area, period and days from the address; what cannot be read falls back to the last ninety days."""
    until = _day(request, "to") or timezone.localdate()
    since = _day(request, "from") or max(until, FIRST_DAY) - dt.timedelta(days=USUAL_DAYS)
    within = request.GET.get("within", "")
    days = int(within) if within.isascii() and within.isdigit() and len(within) < 5 else USUAL_WITHIN_DAYS
    return report_returns(request.actor, Asked(_area(request, Permission.FIGURES_VIEW), since, until, days))


def _asked_again(asked: Asked) -> str:
    return f"area={asked.area_code}&from={asked.since}&to={asked.until}&within={asked.within_days}"


def _day(request: StaffRequest, name: str) -> dt.date | None:
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None


def _area(request: StaffRequest, permission: Permission) -> str:
    """Choose the area asked for, else the widest of one's own."""
    asked = request.GET.get("area", "")
    if asked.isascii() and asked.isdigit():
        return asked[:15]
    return min(request.actor.prefixes(permission), key=len, default="") or installation().root_code


def _areas(actor: Actor, permission: Permission) -> list[tuple[str, str]]:
    found = [area.code for area in places.open_areas(actor.prefixes(permission)) if len(area.code) <= 12]
    return [(code, " / ".join(places.area_path(code))) for code in sorted(found)]


def _geojson(found: Iterable[dict[str, object]]) -> JsonResponse:
    return JsonResponse(
        {"type": "FeatureCollection", "features": list(found)},
        content_type="application/geo+json",
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )
