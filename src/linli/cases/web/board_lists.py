"""What is stuck and why, and the supervision orders that wait for an answer; both, and a day's cases, as a spreadsheet."""

import datetime as dt
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import IO

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from linli.cases.queries.boards import open_items, open_orders
from linli.cases.queries.deadlines import cases_due_on
from linli.cases.queries.lists import MOST_COUNTED, CaseRow
from linli.cases.queries.naming import names_for
from linli.cases.queries.stuck import WHY_NAMES, StuckCase, Why, count_stuck, stuck_cases
from linli.cases.web.board_due import CODES, read
from linli.cases.web.board_rows import item_views, order_views
from linli.cases.web.desk_list import is_fragment
from linli.cases.web.exports import Value, guarded
from linli.cases.web.rows import RowView, row_views
from linli.cases.wording import STATE_NAMES, Word, count_said
from linli.core.file_answers import EXCEL
from linli.core.moments import to_the_minute
from linli.staff.rules import Actor, Permission
from linli.staff.web.access import StaffRequest, needs

Line = tuple[Value, ...]


@dataclass(frozen=True)
class StuckView:
    """A stuck case with its reasons."""

    row: RowView
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class ReasonView:
    """One reason, how many cases it holds, and their list."""

    name: Word
    count: str
    is_any: bool
    url: str
    is_current: bool


@never_cache
@require_safe
@needs(Permission.CASES_DISPATCH, Permission.CASES_FILE, Permission.CASES_ORDER)
def stuck(request: StaffRequest) -> HttpResponse:
    at, why = timezone.now(), _why(request)
    found = stuck_cases(request.actor, at=at, why=why)
    counts = count_stuck(request.actor, at=at)
    here = reverse("cases:stuck") + (f"?why={why.value}" if why else "")
    context = {
        "cases": _stuck_views(request.actor, found, at),
        "reasons": [_reason(one, counts[one], current=why) for one in Why],
        "all_url": reverse("cases:stuck"),
        "why": why,
        "export_url": reverse("cases:board_export", args=["stuck"]) + (f"?why={why.value}" if why else ""),
        "may_export": request.actor.may_anywhere(Permission.CASES_EXPORT),
        "here": here,
    }
    return _page(request, "cases/stuck.html", context)


@never_cache
@require_safe
@needs(Permission.CASES_ORDER, Permission.CASES_HANDLE, Permission.CASES_DISPATCH, Permission.CASES_FILE)
def orders(request: StaffRequest) -> HttpResponse:
    at, actor = timezone.now(), request.actor
    context = {
        "orders": order_views(actor, open_orders(actor), at=at),
        "items": item_views(actor, open_items(actor), at=at),
        "export_url": reverse("cases:board_export", args=["orders"]),
        "may_export": actor.may_anywhere(Permission.CASES_EXPORT),
        "here": reverse("cases:orders"),
    }
    return _page(request, "cases/orders.html", context)


@require_safe
@needs(Permission.CASES_EXPORT)
def export(request: StaffRequest, name: str) -> HttpResponse:
    writer = _SHEETS.get(name)
    if writer is None:
        raise Http404
    at = timezone.localtime()
    file = _workbook(writer(request, at), at=at, actor=request.actor)
    answer = FileResponse(file, as_attachment=True, filename=f"linli-{name}-{at:%Y%m%d-%H%M}.xlsx", content_type=EXCEL)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer  # type: ignore[return-value]  # the guard passes a streamed answer on as it is


def _page(request: StaffRequest, template: str, context: dict[str, object]) -> HttpResponse:
    part = f"{template}#results" if is_fragment(request) else template
    answer = render(request, part, context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _why(request: StaffRequest) -> Why | None:
    asked = request.GET.get("why", "")
    return Why(asked) if asked in set(Why) else None


def _reason(why: Why, count: int, *, current: Why | None) -> ReasonView:
    said = count_said(count, most=MOST_COUNTED)
    return ReasonView(WHY_NAMES[why], said, bool(count), f"{reverse('cases:stuck')}?why={why.value}", why is current)


def _stuck_views(actor: Actor, found: Sequence[StuckCase], at: dt.datetime) -> list[StuckView]:
    rows = row_views(actor, [one.row for one in found], at=at)
    return [StuckView(row, one.sentences) for row, one in zip(rows, found, strict=True)]


def _may_take_out(actor: Actor, row: CaseRow) -> bool:
    return actor.may(Permission.CASES_EXPORT, row.area_code) and not row.is_confidential


def _case_lines(rows: Iterable[CaseRow], *, more: Callable[[CaseRow], Line]) -> Iterable[Line]:
    rows = list(rows)
    names = names_for(row.unit_code for row in rows)
    for row in rows:
        area, unit = names.area(row.area_code) if row.is_located else _("无网格"), names.unit(row.unit_code)
        state = str(STATE_NAMES.get(row.state, row.state))
        yield (row.number, names.kind(row.kind_code), row.title, area, unit, state, _local(row.due_at), *more(row))


def _stuck_sheet(request: StaffRequest, at: dt.datetime) -> list[Line]:
    found = [
        one for one in stuck_cases(request.actor, at=at, why=_why(request)) if _may_take_out(request.actor, one.row)
    ]
    why = {one.row.id: " ".join(one.sentences) for one in found}
    return [(*_head(), _("原因")), *_case_lines((one.row for one in found), more=lambda row: (why[row.id],))]


def _due_sheet(request: StaffRequest, at: dt.datetime) -> list[Line]:
    asked = read(request, at)
    rows = cases_due_on(request.actor, asked.day, limit=CODES[asked.limit])
    return [_head(), *_case_lines((row for row in rows if _may_take_out(request.actor, row)), more=lambda _row: ())]


def _order_sheet(request: StaffRequest, at: dt.datetime) -> list[Line]:
    actor = request.actor
    rows = [
        one for one in open_orders(actor)
        if actor.may(Permission.CASES_EXPORT, one.area_code) and not one.is_confidential
    ]  # fmt: skip
    head: Line = (
        _("编号"),
        _("内容"),
        _("督办要求"),
        _("督办对象"),
        _("下达人"),
        _("下达时间"),
        _("答复期限"),
        _("逾期"),
    )
    lines = order_views(actor, rows, at=at)
    return [head, *(
        (one.number, one.title, one.text, one.unit, one.by_name, _local(one.given_at), _local(one.due_at), _("是") if one.is_late else "")
        for one in lines
    )]  # fmt: skip


_SHEETS: dict[str, Callable[[StaffRequest, dt.datetime], list[Line]]] = {
    "stuck": _stuck_sheet, "deadlines": _due_sheet, "orders": _order_sheet,
}  # fmt: skip


def _head() -> Line:
    return _("编号"), _("类别"), _("内容"), _("区域"), _("责任单位"), _("状态"), _("时限")


def _local(at: dt.datetime | None) -> dt.datetime | None:
    return timezone.localtime(at).replace(tzinfo=None, microsecond=0) if at else None


def _workbook(lines: Iterable[Line], *, at: dt.datetime, actor: Actor) -> IO[bytes]:
    """Write the lines to a temporary file and give it rewound; what looks like a formula stays text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("案卷"))
    sheet.freeze_panes = "A2"
    for line in lines:
        sheet.append([guarded(sheet, value) for value in line])
    said = _("%(name)s 导出于 %(at)s") % {"name": actor.name, "at": to_the_minute(at)}
    sheet.append([])
    sheet.append([guarded(sheet, said)])
    file = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it when it is sent
    book.save(file)
    file.seek(0)
    return file
