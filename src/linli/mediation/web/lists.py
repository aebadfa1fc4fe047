"""The lists of mediations, the disputes that wait for one, and taking an application down."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.core.errors import LinliError
from linli.core.page_numbers import page_number
from linli.mediation import actions
from linli.mediation.actions.casework import dispute_of
from linli.mediation.queries.lists import Tab, count_tab, list_mediations
from linli.mediation.queries.waiting import disputes_waiting
from linli.mediation.web.intake_form import ApplicationForm
from linli.mediation.web.rows import row_views
from linli.mediation.web.views import READERS
from linli.staff.rules import Command, Permission
from linli.staff.web.access import StaffRequest, needs

TAB_NAMES = {
    Tab.MINE: _("我的调解"),
    Tab.RUNNING: _("正在调解"),
    Tab.COURT: _("司法确认期限内"),
    Tab.ACTS: _("待履行"),
    Tab.ENDED: _("已结束"),
    Tab.ALL: _("全部调解"),
}
_COUNTED = (Tab.MINE, Tab.COURT, Tab.ACTS)


@never_cache
@require_safe
@needs(*READERS)
def mediations(request: StaffRequest) -> HttpResponse:
    today, actor = timezone.localdate(), request.actor
    tab = _tab(request)
    page = page_number(request)
    rows, more = list_mediations(actor, tab, today=today, page=page)
    context = {
        "tabs": [_tab_view(request, one, tab) for one in Tab],
        "rows": row_views(rows),
        "tab": tab,
        "today": today,
        "waiting": disputes_waiting(actor) if tab is Tab.MINE and page == 1 else [],
        "may_apply": actor.may_anywhere(Permission.CASES_CONFIDENTIAL),
        "previous_url": f"?tab={tab}&page={page - 1}" if page > 1 else "",
        "next_url": f"?tab={tab}&page={page + 1}" if more else "",
    }
    return render(request, "mediation/list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CASES_CONFIDENTIAL)
def application(request: StaffRequest) -> HttpResponse:
    """Take an application down; `?case=` names a dispute that was reported already."""
    case = _case(request)
    if request.method != "POST":
        initial = {"text": case[4]} if case else {}
        return _form_page(request, ApplicationForm.blank(request.actor, has_case=bool(case), **initial), case)
    form = ApplicationForm(request.POST, auto_id="mediation_%s", actor=request.actor, has_case=bool(case))
    if form.is_valid():
        command = Command(form.command, request.actor, timezone.now())
        try:
            told = form.application(case_id=case[0] if case else None)
            mediation = actions.apply_for_mediation(told, command=command)
        except LinliError as error:
            form.refuse(error)
        else:
            return redirect("mediation:detail", mediation.pk)
    return _form_page(request, form, case, status=400)


def _case(request: StaffRequest) -> tuple[UUID, str, str, str, str] | None:
    text = request.GET.get("case", "")
    try:
        key = UUID(text)
    except ValueError:
        return None
    return dispute_of(key, request.actor)


def _form_page(
    request: StaffRequest, form: ApplicationForm, case: Any, *, status: int = 200
) -> HttpResponse:  # Any: a case's facts
    context = {"form": form, "case_id": case[0] if case else None, "case_number": case[1] if case else ""}
    answer = render(request, "mediation/application.html", context, status=status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _tab(request: StaffRequest) -> Tab:
    usual = Tab.MINE if request.actor.may_anywhere(Permission.CASES_CONFIDENTIAL) else Tab.RUNNING
    try:
        return Tab(request.GET.get("tab", usual))
    except ValueError:
        return usual


def _tab_view(request: StaffRequest, one: Tab, current: Tab) -> dict[str, object]:
    count = count_tab(request.actor, one, today=timezone.localdate()) if one in _COUNTED else 0
    return {"name": TAB_NAMES[one], "url": f"?tab={one}", "is_current": one is current, "count": count}
