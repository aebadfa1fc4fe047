"""The desk's first page for those who work on cases: what waits for them, counted, and the first of it."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from linli.cases.queries.lists import MOST_COUNTED, Filters, Tab, list_cases
from linli.cases.queries.tab_counts import count_tabs
from linli.cases.web.desk_list import tabs_for, usual_tab
from linli.cases.web.rows import row_views
from linli.cases.wording import TAB_NAMES, Word, count_said
from linli.staff.rules import Actor, Permission
from linli.staff.web.access import StaffRequest

SHOWN = 10
_OVERSEEING = (Permission.CASES_FILE, Permission.CASES_DISPATCH, Permission.FIGURES_VIEW)
_LOOKS = {
    Tab.MINE: ("inbox", "blue"),
    Tab.UNIT: ("building", "indigo"),
    Tab.OVERDUE: ("clock-exclamation", "red"),
    Tab.UNASSIGNED: ("send", "purple"),
    Tab.OPEN: ("list-check", "teal"),
    Tab.NO_GRID: ("map-pin", "orange"),
}


@dataclass(frozen=True)
class StatCard:
    """One figure on the first page, with the list behind it."""

    label: Word
    value: str
    url: str
    icon: str
    colour: str


def home_page(request: StaffRequest, *, figures_url: str = "") -> HttpResponse:
    """Show one's own work: the length of each list, and what is due first; who only looks on sees the figures too."""
    actor = request.actor
    tab = usual_tab(actor)
    wanted = cards_for(actor)
    counts = count_tabs(actor, wanted)
    page = list_cases(actor, Filters(tab=tab), size=SHOWN)
    context = {
        "cards": [_card(one, counts[one]) for one in wanted],
        "rows": row_views(actor, page.rows, at=timezone.now()),
        "list_name": TAB_NAMES[tab],
        "list_url": f"{reverse('cases:list')}?tab={tab.value}",
        "more": bool(page.next_cursor),
        "may_report": actor.may_anywhere(Permission.CASES_REPORT),
        "figures_url": figures_url if tab is not Tab.MINE else "",
    }
    return render(request, "cases/home.html", context)


def cards_for(actor: Actor) -> list[Tab]:
    """Choose the lists worth a figure: what nobody has in hand yet is for those who file, dispatch or oversee."""
    oversees = any(actor.may_anywhere(one) for one in _OVERSEEING)
    works = actor.may_anywhere(Permission.CASES_HANDLE)
    barred = {Tab.UNIT: not works, Tab.UNASSIGNED: not oversees, Tab.NO_GRID: not oversees}
    return [one for one in tabs_for(actor) if one in _LOOKS and not barred.get(one, False)]


def _card(tab: Tab, count: int) -> StatCard:
    icon, colour = _LOOKS[tab]
    value = count_said(count, most=MOST_COUNTED)
    return StatCard(
        TAB_NAMES[tab], value, f"{reverse('cases:list')}?tab={tab.value}", icon, colour if count else "gray"
    )
