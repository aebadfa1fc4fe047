"""The desk's lists of cases: tabs, filters, pages; the same rows as a spreadsheet."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.cases.queries.lists import MOST_COUNTED, Filters, Tab, list_cases
from linli.cases.queries.piles import UNKEPT
from linli.cases.queries.tab_counts import count_tabs
from linli.cases.web.exports import write_workbook
from linli.cases.web.filters import FilterForm, tab_named
from linli.cases.web.rows import row_views
from linli.cases.web.tab_lines import TabView, tab_lines
from linli.cases.web.table_lines import table_lines
from linli.cases.wording import TAB_NAMES, count_said
from linli.core.file_answers import EXCEL
from linli.staff.rules import Actor, Permission
from linli.staff.web.access import StaffRequest, needs

STANDING = (Tab.MINE, Tab.UNIT, Tab.JOINED, Tab.OVERDUE, Tab.ORDERED, Tab.UNASSIGNED, Tab.OPEN, Tab.NO_GRID, Tab.ALL)
BULK = (Permission.CASES_FILE, Permission.CASES_DISPATCH, Permission.CASES_CLOSE)


@never_cache
@require_safe
@needs(Permission.CASES_VIEW, Permission.CASES_HANDLE)
def cases(request: StaffRequest) -> HttpResponse:
    form = FilterForm(request.GET, actor=request.actor)
    filters = form.filters(tab_named(request.GET, otherwise=usual_tab(request.actor)))
    at = timezone.now()
    page = list_cases(request.actor, filters, cursor=request.GET.get("after", ""))
    rows = row_views(request.actor, page.rows, at=at)
    context = {
        "form": form,
        "selects": [form[name] for name in ("kind", "state", "area", "unit", "channel")],
        "dates": [form[name] for name in ("since", "until")],
        "filtered": filters != Filters(tab=filters.tab),
        "tab": filters.tab,
        "rows": rows,
        "lines": table_lines(rows),
        "next_url": address(request.GET, tab=filters.tab, after=page.next_cursor) if page.next_cursor else "",
        "first_url": address(request.GET, tab=filters.tab) if request.GET.get("after") else "",
        "may_export": request.actor.may_anywhere(Permission.CASES_EXPORT),
        "may_report": request.actor.may_anywhere(Permission.CASES_REPORT),
        "may_bulk": any(request.actor.may_anywhere(one) for one in BULK),
        "at": at,
    }
    if is_fragment(request):
        answer = HttpResponse(render_to_string("cases/list.html#results", context))  # no request: it has no navigation
    else:
        tabs = tab_lines(tab_views(request.actor, filters.tab, request.GET))
        answer = render(request, "cases/list.html", context | {"tabs": tabs, "tab_name": TAB_NAMES[filters.tab]})
    patch_vary_headers(answer, ["HX-Request"])
    return answer


@never_cache
@require_safe
@needs(Permission.CASES_VIEW, Permission.CASES_HANDLE)
def next_case(request: StaffRequest) -> HttpResponse:
    """Go on to the case that is due first among those that wait for this person, other than the one just left."""
    left = request.GET.get("after", "")
    rows = list_cases(request.actor, Filters(tab=Tab.MINE), size=2).rows
    found = next((row for row in rows if str(row.id) != left), None)
    if found is not None:
        return redirect("cases:detail", found.id)
    messages.info(request, _("现在没有等您办理的案卷"))
    return redirect("cases:list")


@require_safe
@needs(Permission.CASES_EXPORT)
def export(request: StaffRequest) -> HttpResponse:
    form = FilterForm(request.GET, actor=request.actor)
    filters = form.filters(tab_named(request.GET, otherwise=usual_tab(request.actor)))
    at = timezone.localtime()
    file = write_workbook(request.actor, filters, at=at)
    name = f"linli-cases-{at:%Y%m%d-%H%M}.xlsx"
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=EXCEL)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer  # type: ignore[return-value]  # the guard passes a streamed answer on as it is


def usual_tab(actor: Actor) -> Tab:
    """Open on one's own work; who is asked for nothing sees what is open."""
    acts = (
        Permission.CASES_FILE,
        Permission.CASES_DISPATCH,
        Permission.CASES_CHECK,
        Permission.CASES_CLOSE,
        Permission.CASES_HANDLE,
    )
    return Tab.MINE if any(actor.may_anywhere(permission) for permission in acts) else Tab.OPEN


def tabs_for(actor: Actor) -> tuple[Tab, ...]:
    """List the tabs that can hold anything for this person."""
    looks_around = actor.may_anywhere(Permission.CASES_VIEW)
    joins = actor.unit_codes and actor.may_anywhere(Permission.CASES_HANDLE)
    barred = {
        Tab.JOINED: not joins,
        Tab.ORDERED: not (looks_around or joins),
        Tab.MINE: usual_tab(actor) is not Tab.MINE,
        Tab.UNIT: not actor.unit_codes,
        Tab.UNASSIGNED: not looks_around,
        Tab.NO_GRID: not looks_around,
    }
    return tuple(tab for tab in STANDING if not barred.get(tab, False))


def tab_views(actor: Actor, current: Tab, query: QueryDict) -> list[TabView]:
    """Make the tabs with the length of each; of all cases there are always many."""
    tabs = tabs_for(actor)
    tabs = tabs if current in tabs else (*tabs, current)
    counts = count_tabs(actor, [tab for tab in tabs if tab is not Tab.ALL and tab.value not in UNKEPT])
    return [
        TabView(
            name=TAB_NAMES[tab],
            url=address(query, tab=tab),
            count=count_said(counts[tab], most=MOST_COUNTED) if tab in counts else "",
            is_current=tab is current,
            is_late=tab is Tab.OVERDUE and bool(counts.get(tab)),
        )
        for tab in tabs
    ]


def address(query: QueryDict, **values: str) -> str:
    """Give the list's address with the same filters, from the first page unless `after` says otherwise."""
    kept = query.copy()
    for name in ("tab", "after"):
        kept.pop(name, None)
    for name in [name for name in kept if not kept[name]]:
        del kept[name]
    kept.update({name: str(value) for name, value in values.items()})
    return f"?{kept.urlencode()}"


def is_fragment(request: HttpRequest) -> bool:
    """Say whether htmx asks for a part of the page; going back in history it needs the whole."""
    htmx = getattr(request, "htmx", None)
    return bool(htmx) and not getattr(htmx, "history_restore_request", False)
