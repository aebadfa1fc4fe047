"""The month by types of dispute, and the ledger: on the page, as Excel, and in the form that may be published."""

import datetime as dt
import io

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.core.file_answers import file_answer
from linli.core.installation import installation
from linli.mediation import errors
from linli.mediation.exports.workbook import percent, told, write_month
from linli.mediation.queries.naming import TYPE_NAMES
from linli.mediation.queries.statistics import Every, ledger, month_named, month_statistics
from linli.mediation.rules import MonthTable, published
from linli.places import queries as places
from linli.staff.rules import Actor, Permission
from linli.staff.web.access import StaffRequest, needs

COUNTING = (Permission.CASES_CONFIDENTIAL, Permission.FIGURES_VIEW)


@require_safe
@needs(*COUNTING)
def statistics(request: StaffRequest) -> HttpResponse:
    area, month, table = _asked(request)
    first, after = month_named(month)
    every = _every(request)
    lines = ledger(request.actor, area_code=area, since=first, until=after - dt.timedelta(days=1), every=every)
    context = {
        "area": area,
        "area_name": places.area_name(area),
        "areas": _areas(request.actor),
        "month": month,
        "is_public": bool(request.GET.get("public")),
        "rows": [(TYPE_NAMES[row.type], told(row.accepted), told(row.settled)) for row in table.rows],
        "total": (told(table.accepted), told(table.settled), told(table.same_day)),
        "rates": (percent(table.settled_rate), percent(table.same_day_rate)),
        "lines": [] if request.GET.get("public") else lines,
        "every": every,
        "everies": [(Every.DAY, _("每天")), (Every.WEEK, _("每周")), (Every.MONTH, _("全月"))],
    }
    return render(request, "mediation/statistics.html", context)


@require_safe
@needs(*COUNTING)
def workbook(request: StaffRequest) -> HttpResponse:
    area, month, table = _asked(request)
    out = io.BytesIO()
    title = _("%(area)s %(month)s 人民调解统计") % {"area": places.area_name(area), "month": month}
    write_month(table, out, title=title)
    return file_answer(out.getvalue(), name=f"mediation-{area}-{month}.xlsx")


def _asked(request: StaffRequest) -> tuple[str, str, MonthTable]:
    month = request.GET.get("month", "") or f"{timezone.localdate():%Y-%m}"
    try:
        month_named(month)
    except errors.MonthWrong:
        month = f"{timezone.localdate():%Y-%m}"
    area = request.GET.get("area", "") or _own_area(request.actor)
    table = month_statistics(request.actor, area_code=area, month=month)
    return area, month, published(table) if request.GET.get("public") else table


def _every(request: StaffRequest) -> Every:
    try:
        return Every(request.GET.get("every", Every.WEEK))
    except ValueError:
        return Every.WEEK


def _scopes(actor: Actor) -> list[str]:
    return [prefix for permission in COUNTING for prefix in actor.prefixes(permission)]


def _own_area(actor: Actor) -> str:
    return min(_scopes(actor), key=len) or installation().root_code


def _areas(actor: Actor) -> list[tuple[str, str]]:
    found = [area for area in places.open_areas(_scopes(actor)) if len(area.code) <= 12]
    return [(area.code, " / ".join(places.area_path(area.code))) for area in sorted(found, key=lambda area: area.code)]
