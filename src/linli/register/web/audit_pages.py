"""The log of reads and writes on people: what stands out, the log itself, one's own readings, runs of the retention job."""

import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence
from typing import IO

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.core.errors import LinliError
from linli.core.file_answers import file_answer
from linli.core.models import AuditEntry
from linli.register.actions.explaining import explain_readings
from linli.register.exports.audit import write_log, write_runs, write_signs
from linli.register.queries.audit import LogFilters, LogPage, log_page, own_lines
from linli.register.queries.naming_log import ACT_NAMES, SIGN_NAMES, SIGN_WORDS, fields_said, purpose_name, role_name
from linli.register.queries.retention import retention_runs
from linli.register.queries.standing_out import MOST_DAYS, Period, Shown, counts_by_day, own_signs, shown_signs
from linli.register.web.audit_forms import ExplanationForm, LogForm, PeriodForm
from linli.staff.rules import Command, Permission
from linli.staff.web.access import StaffRequest, needs, signed_in


@never_cache
@require_safe
@needs(Permission.AUDIT_VIEW)
def standing_out(request: StaffRequest) -> HttpResponse:
    period = _period(request.GET)
    shown = shown_signs(request.actor, period)
    context = {
        "form": PeriodForm(initial={"since": period.since, "until": period.until}),
        "period": period,
        "rows": [_row(one, period, own=one.standing.reader == request.actor.key) for one in shown],
        "daily": _daily_chart(counts_by_day(request.actor, period)),
        "compared": _compared_chart(shown) if shown else None,
    }
    return render(request, "register/audit.html", context)


@require_safe
@needs(Permission.AUDIT_VIEW)
def signs_workbook(request: StaffRequest) -> HttpResponse:
    shown = shown_signs(request.actor, _period(request.GET))
    return _workbook(lambda out: write_signs(shown, out), "readings")


@require_POST
@needs(Permission.AUDIT_VIEW)
def explanations(request: StaffRequest) -> HttpResponse:
    form = ExplanationForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写明情况说明。"))
        return redirect("register:audit")
    said = form.cleaned_data
    period = Period(said["since"], said["until"])
    command = Command(said["command_id"], request.actor, timezone.now())
    try:
        explain_readings(said["reader"], command=command, sign=said["sign"], period=period, reason=said["reason"])
    except LinliError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已记下情况说明。之后的查阅如果又不寻常，会重新列出。"))
    answer = redirect("register:audit")
    answer["Location"] += f"?since={period.since}&until={period.until}"
    return answer


@never_cache
@require_safe
@needs(Permission.AUDIT_VIEW)
def log(request: StaffRequest) -> HttpResponse:
    form = LogForm(request.GET)
    filters = form.filters()
    page = log_page(request.actor, filters, after=request.GET.get("after", ""))
    context = {"form": form, "filtered": filters != LogFilters(), **_paged(page, request.GET)}
    return render(request, "register/audit_log.html", context)


@require_safe
@needs(Permission.AUDIT_VIEW)
def log_workbook(request: StaffRequest) -> HttpResponse:
    filters = LogForm(request.GET).filters()
    return _workbook(lambda out: write_log(request.actor, filters, out), "log")


@never_cache
@require_safe
@signed_in
def mine(request: StaffRequest) -> HttpResponse:
    """Show people their own readings as those who look after the log see them: nothing about one is kept from one."""
    period = _period(request.GET)
    page = own_lines(request.actor, after=request.GET.get("after", ""))
    rows = [_row(one, period, own=True) for one in own_signs(request.actor, period)]
    return render(request, "register/audit_mine.html", {"rows": rows, "period": period, **_paged(page, request.GET)})


@never_cache
@require_safe
@needs(Permission.PURPOSES_KEEP)
def retention(request: StaffRequest) -> HttpResponse:
    runs = [{"it": run, "rows": sum(line["rows"] for line in run.report)} for run in retention_runs()]
    return render(request, "register/retention.html", {"runs": runs})


@require_safe
@needs(Permission.PURPOSES_KEEP)
def retention_workbook(request: StaffRequest) -> HttpResponse:
    return _workbook(lambda out: write_runs(retention_runs(), out), "retention")


def _period(query: QueryDict) -> Period:
    """Read the period from the address; what cannot be read falls back to the last two weeks."""
    form, usual = PeriodForm(query), Period.up_to(timezone.localdate())
    form.is_valid()
    until = form.cleaned_data.get("until") or usual.until
    since = form.cleaned_data.get("since") or Period.up_to(until).since
    return Period(min(max(since, until - dt.timedelta(days=MOST_DAYS)), until), until)


def _row(one: Shown, period: Period, *, own: bool) -> dict[str, object]:
    first = {"reader": one.standing.reader, "sign": one.standing.sign.value, **vars(period)}
    return {
        "it": one.standing,
        "sign": SIGN_NAMES[one.standing.sign],
        "role": role_name(one.standing.role),
        "newest": one.newest,
        "explained": one.explained,
        "form": None if own or one.explained else ExplanationForm(initial=first, auto_id=False),
        "is_own": own,
    }


def _paged(page: LogPage, query: QueryDict) -> dict[str, object]:
    kept = query.copy()
    kept.pop("after", None)
    first = f"?{kept.urlencode()}"
    kept["after"] = page.after
    return {
        "lines": [_line(line) for line in page.lines],
        "next_url": f"?{kept.urlencode()}" if page.after else "",
        "first_url": first if query.get("after") else "",
    }


def _line(line: AuditEntry) -> dict[str, object]:
    return {
        "it": line,
        "act": ACT_NAMES.get(line.act, line.act),
        "purpose": purpose_name(line.purpose),
        "fields": fields_said(line.detail),
    }


def _daily_chart(counts: Mapping[dt.date, int]) -> dict[str, object]:
    return {
        "kind": "line",
        "title": _("每日查阅次数（全体人员合计）"),
        "whole": True,
        "labels": [f"{day:%m-%d}" for day in counts],
        "series": [{"name": _("查阅"), "values": list(counts.values())}],
    }


def _compared_chart(rows: Sequence[Shown]) -> dict[str, object]:
    return {
        "kind": "bar",
        "title": _("列出的情况与同岗位通常次数"),
        "whole": True,
        "lying": True,
        "labels": [f"{row.standing.name} {SIGN_WORDS[row.standing.sign]}" for row in rows],
        "series": [
            {"name": _("次数"), "values": [row.standing.count for row in rows]},
            {"name": _("同岗位通常"), "values": [row.standing.usual or 0 for row in rows]},
        ],
    }


def _workbook(write: Callable[[IO[bytes]], None], name: str) -> HttpResponse:
    out = io.BytesIO()
    write(out)
    return file_answer(out.getvalue(), name=f"linli-{name}-{timezone.localtime():%Y%m%d-%H%M}.xlsx")
