"""The list of visits: due, overdue, made; and as a workbook for a purpose."""

import io

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.core.errors import LinliError
from linli.core.file_answers import file_answer
from linli.core.moments import to_the_minute
from linli.core.page_numbers import page_number
from linli.staff.rules import Permission
from linli.staff.web.access import StaffRequest, needs
from linli.visits.actions.exporting import take_list
from linli.visits.exports.workbook import write_list
from linli.visits.queries.asking import cases_asking
from linli.visits.queries.lists import Tab, count_tabs, list_visits
from linli.visits.queries.naming import STATE_LOOKS, STATE_NAMES
from linli.visits.web.choosing import PLANNERS, READERS
from linli.visits.web.forms import ExportForm, FilterForm

TAB_NAMES = {
    Tab.DUE: gettext_lazy("近期待访"),
    Tab.OVERDUE: gettext_lazy("已过期"),
    Tab.NOT_IN: gettext_lazy("未遇到人"),
    Tab.LATER: gettext_lazy("以后"),
    Tab.MADE: gettext_lazy("已走访"),
    Tab.CANCELLED: gettext_lazy("已取消"),
}


@never_cache
@require_safe
@needs(*READERS)
def visits(request: StaffRequest) -> HttpResponse:
    return _page(request, ExportForm(auto_id="export_%s"))


@require_POST
@needs(*READERS)
def workbook(request: StaffRequest) -> HttpResponse:
    form, at = ExportForm(request.POST, auto_id="export_%s"), timezone.now()
    filters = FilterForm(request.POST, actor=request.actor).filters()
    if not form.is_valid():
        return _page(request, form, status=400)
    said = form.cleaned_data
    try:
        rows = take_list(filters, by=request.actor, at=at, purpose=said["export_purpose"], said=said["said"])
    except LinliError as error:
        form.add_error(None, str(error))
        return _page(request, form, status=400)
    moment = to_the_minute(at)
    out = io.BytesIO()
    write_list(rows, out, said=_("%(name)s 导出于 %(at)s") % {"name": request.actor.name, "at": moment})
    return file_answer(out.getvalue(), name=f"linli-visits-{timezone.localtime(at):%Y%m%d-%H%M}.xlsx")


def _page(request: StaffRequest, export: ExportForm, *, status: int = 200) -> HttpResponse:
    on, actor = timezone.localdate(), request.actor
    form = FilterForm(request.GET or request.POST, actor=actor)
    filters = form.filters()
    number = page_number(request)
    rows, more = list_visits(actor, filters, on=on, page=number)
    counts = count_tabs(actor, on=on)
    more_url = f"?tab={filters.tab}&area={filters.area_code}&purpose={filters.purpose}&page="
    context = {
        "form": form,
        "export_form": export,
        "filters": filters,
        "tabs": [
            {"name": TAB_NAMES[one], "code": one.value, "is_current": one is filters.tab, "count": counts.get(one)}
            for one in Tab
        ],
        "rows": [(row, STATE_NAMES[row.state], STATE_LOOKS[row.state]) for row in rows],
        "asking": cases_asking(actor, on=on) if filters.tab is Tab.DUE and number == 1 else (),
        "may_plan": actor.may_anywhere(Permission.VISITS_PLAN),
        "may_print": any(actor.may_anywhere(one) for one in PLANNERS),
        "previous_url": f"{more_url}{number - 1}" if number > 1 else "",
        "next_url": f"{more_url}{number + 1}" if more else "",
    }
    return render(request, "visits/list.html", context, status=status)
