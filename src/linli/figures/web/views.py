"""The summary page: cards, a chart by day, tables by area and kind, Excel."""

import datetime as dt
import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from linli.core.file_answers import file_answer
from linli.core.installation import installation
from linli.figures.exports import write_workbook
from linli.figures.queries import USUAL_DAYS, Summary, by_day, summary, usual_start
from linli.places import queries as places
from linli.staff.rules import Actor, Permission
from linli.staff.web.access import StaffRequest, needs

KINDS_SHOWN = 15
MOST_LYING_BARS = 15
MOST_DAYS_DRAWN = 92


@needs(Permission.FIGURES_VIEW)
def summary_page(request: StaffRequest) -> HttpResponse:
    found = _asked(request)
    days = {}
    if (found.until - found.since).days <= MOST_DAYS_DRAWN:
        days = by_day(request.actor, area_code=found.area_code, since=found.since, until=found.until)
    kinds = sorted(found.kinds, key=lambda row: -row.received)
    context = {
        "found": found,
        "most_kinds": kinds[:KINDS_SHOWN],
        "other_kinds": kinds[KINDS_SHOWN:],
        "areas": _areas_to_choose(request.actor),
        "daily": _daily_chart(days) if days else None,
        "rates": _rate_chart(found),
    }
    return render(request, "figures/summary.html", context)


@needs(Permission.FIGURES_VIEW)
def brief(request: StaffRequest) -> HttpResponse:
    """Answer with the few figures that say whether things get solved, for the desk's first page."""
    return render(request, "figures/brief.html", {"found": _asked(request), "days": USUAL_DAYS})


@needs(Permission.FIGURES_VIEW)
def summary_workbook(request: StaffRequest) -> HttpResponse:
    found, out = _asked(request), io.BytesIO()
    write_workbook(found, out)
    return file_answer(out.getvalue(), name=f"figures-{found.area_code}-{found.since}-{found.until}.xlsx")


def _asked(request: StaffRequest) -> Summary:
    """Read area and period from the address; unreadable dates fall back to the last thirty days."""
    until = _day(request, "to") or timezone.localdate()
    since = _day(request, "from") or usual_start(until)
    area = request.GET.get("area", "") or _own_area(request.actor)
    return summary(request.actor, area_code=area, since=since, until=until)


def _day(request: HttpRequest, name: str) -> dt.date | None:
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None


def _own_area(actor: Actor) -> str:
    prefixes = actor.prefixes(Permission.FIGURES_VIEW)
    return min(prefixes, key=len) or installation().root_code


def _areas_to_choose(actor: Actor) -> list[tuple[str, str]]:
    scope = actor.prefixes(Permission.FIGURES_VIEW)
    found = [area for area in places.open_areas(scope) if len(area.code) <= 12]
    return [(area.code, " / ".join(places.area_path(area.code))) for area in sorted(found, key=lambda area: area.code)]


def _daily_chart(days: dict[dt.date, tuple[int, int]]) -> dict[str, object]:
    return {
        "kind": "line",
        "title": _("每日收件与结案"),
        "whole": True,
        "labels": [f"{day:%m-%d}" for day in days],
        "series": [
            {"name": _("收件"), "values": [counts[0] for counts in days.values()]},
            {"name": _("结案"), "values": [counts[1] for counts in days.values()]},
        ],
    }


def _rate_chart(found: Summary) -> dict[str, object]:
    rows = [row for row in found.areas if row.on_time_rate is not None]
    return {
        "kind": "bar",
        "title": _("各区域按期结案率"),
        "unit": "%",
        "lying": len(rows) <= MOST_LYING_BARS,
        "labels": [row.name for row in rows],
        "series": [{"name": _("按期结案率"), "values": [round(100 * (row.on_time_rate or 0), 1) for row in rows]}],
    }
