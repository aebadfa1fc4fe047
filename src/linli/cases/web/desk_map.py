"""Open cases of one's scope on the map, and the same cases as a list beside it."""

import datetime as dt
from collections.abc import Iterable

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.cases.queries.lists import CaseRow, Tab, list_cases
from linli.cases.rules import OPEN, State
from linli.cases.web.desk_list import address
from linli.cases.web.filters import FilterForm, tab_named
from linli.cases.web.rows import RowView, row_views
from linli.staff.rules import Permission
from linli.staff.web.access import StaffRequest, needs

MOST_POINTS = 2_000
MOST_BESIDE = 100


@never_cache
@require_safe
@needs(Permission.CASES_VIEW, Permission.CASES_HANDLE)
def map_page(request: StaffRequest) -> HttpResponse:
    form = FilterForm(request.GET, actor=request.actor)
    filters = form.filters(tab_named(request.GET, otherwise=Tab.OPEN))
    at = timezone.now()
    page = list_cases(request.actor, filters, size=MOST_BESIDE)
    context = {
        "form": form,
        "selects": [form[name] for name in ("kind", "state", "area")],
        "tab": filters.tab,
        "rows": row_views(request.actor, page.rows, at=at),
        "more": bool(page.next_cursor),
        "legend": [state.value for state in State if state in OPEN],
        "points_url": reverse("cases:map_points") + address(request.GET, tab=filters.tab),
        "list_url": reverse("cases:list") + address(request.GET, tab=filters.tab),
    }
    return render(request, "cases/map.html", context)


@never_cache
@require_safe
@needs(Permission.CASES_VIEW, Permission.CASES_HANDLE)
def map_points(request: StaffRequest) -> JsonResponse:
    filters = FilterForm(request.GET, actor=request.actor).filters(tab_named(request.GET, otherwise=Tab.OPEN))
    at = timezone.now()
    found = [row for row in list_cases(request.actor, filters, size=MOST_POINTS).rows if row.lon_cgcs2000 is not None]
    views = row_views(request.actor, found, at=at)
    features = [_feature(row, view, at=at) for row, view in zip(found, views, strict=True)]
    return JsonResponse(
        {"type": "FeatureCollection", "features": features},
        content_type="application/geo+json",
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )


def _feature(row: CaseRow, view: RowView, *, at: dt.datetime) -> dict[str, object]:
    facts: Iterable[tuple[str, object]] = (
        ("number", view.number),
        ("title", view.title),
        ("kind_name", view.kind),
        ("state", view.state),
        ("state_label", str(view.state_name)),
        ("overdue", row.is_overdue(at)),
        ("due", view.due.text if view.due else ""),
        ("url", view.url),
    )
    point = {"type": "Point", "coordinates": [row.lon_cgcs2000, row.lat_cgcs2000]}
    return {"type": "Feature", "geometry": point, "properties": dict(facts)}
