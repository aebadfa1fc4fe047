"""Rulings at the desk: which hold, also as a spreadsheet, and ending one that is out of date."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.cases.actions import end_ruling
from linli.cases.errors import RulingUnknown
from linli.cases.queries.rulings import RulingLine, ruling_lines, rulings_in_force
from linli.cases.web.component_sheet import day_cell, write_sheet
from linli.cases.web.registers import MOST_ROWS, spreadsheet, taken_out
from linli.core.ids import new_id
from linli.staff.rules import Command, Permission
from linli.staff.web.access import StaffRequest, needs

PER_PAGE = 50


@never_cache
@require_safe
@needs(Permission.CASES_APPROVE)
def rulings(request: StaffRequest) -> HttpResponse:
    page = Paginator(rulings_in_force(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    lines = list(ruling_lines(page.object_list, request.actor))
    return render(request, "cases/rulings.html", {"rulings": lines, "page": page})


@never_cache
@require_safe
@needs(Permission.CASES_APPROVE)
def export(request: StaffRequest) -> HttpResponse:
    rows = rulings_in_force(request.actor)[:MOST_ROWS].iterator(chunk_size=2_000)
    head = [_("类别"), _("适用区域"), _("责任单位"), _("裁定理由"), _("裁定日期"), _("裁定人")]
    lines = map(_cells, ruling_lines(rows, request.actor))
    return spreadsheet(write_sheet(_("现行裁定"), head, lines, said=taken_out(request)), name="rulings")


@never_cache
@needs(Permission.CASES_APPROVE)
def ending(request: StaffRequest, ruling_id: UUID) -> HttpResponse:
    """End a ruling; the address by itself leads to the list."""
    if request.method == "POST":
        end_ruling(ruling_id, command=Command(new_id(), request.actor, timezone.now()))
        messages.success(request, _("裁定已终止，以后的案卷按职责建议责任单位。"))
    elif not rulings_in_force(request.actor).filter(pk=ruling_id).exists():
        raise RulingUnknown
    return redirect("cases:rulings")


def _cells(line: RulingLine) -> tuple[str, ...]:
    day = day_cell(timezone.localdate(line.at))
    return line.kind, line.area, line.unit, line.reason, day, line.by_name
