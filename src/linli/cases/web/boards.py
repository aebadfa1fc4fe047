"""The boards of the desk: what waits for the supervision centre, the command centre and a unit, pile by pile."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.cases.queries.boards import colleagues_at_work, late_by_unit, open_items, open_orders
from linli.cases.queries.lists import MOST_COUNTED, Filters, Tab, count_cases, list_cases
from linli.cases.queries.naming import names_for
from linli.cases.queries.piles import UNKEPT
from linli.cases.queries.tab_counts import count_tabs
from linli.cases.web.board_rows import item_views, order_views
from linli.cases.web.desk_list import is_fragment
from linli.cases.web.rows import RowView, row_views
from linli.cases.wording import TAB_NAMES, Word, count_said
from linli.staff.rules import Actor, Permission
from linli.staff.web.access import StaffRequest, needs

SHOWN = 5
FEW = 8
_LOOKS: dict[Tab, tuple[str, str]] = {
    Tab.FILE: ("message-report", "azure"), Tab.CHECK: ("clipboard-check", "purple"), Tab.CLOSE: ("circle-check", "teal"),
    Tab.LOW_RATING: ("mood-sad", "red"), Tab.CALL_BACK: ("phone-call", "yellow"), Tab.DISPATCH: ("send", "indigo"),
    Tab.RULING: ("gavel", "orange"), Tab.RELIEF: ("hourglass", "orange"), Tab.CAME_BACK: ("cloud-off", "orange"),
    Tab.WAITING: ("inbox", "blue"), Tab.IN_HAND: ("tool", "yellow"), Tab.JOINED: ("users-group", "indigo"),
    Tab.REWORK: ("rotate", "orange"), Tab.UNIT_LATE: ("clock-exclamation", "red"), Tab.OVERDUE: ("clock-exclamation", "red"),
    Tab.ORDERED: ("alert-triangle", "red"),
}  # fmt: skip
SUPERVISION = (Tab.FILE, Tab.CHECK, Tab.CLOSE, Tab.LOW_RATING, Tab.CALL_BACK)
COMMAND = (Tab.DISPATCH, Tab.RULING, Tab.RELIEF, Tab.CAME_BACK)
UNIT = (Tab.WAITING, Tab.IN_HAND, Tab.JOINED, Tab.REWORK, Tab.UNIT_LATE, Tab.ORDERED)


@dataclass(frozen=True)
class PileView:
    """One pile of a board: how much waits, the list behind it, and what is due first."""

    code: str
    name: Word
    icon: str
    colour: str
    count: str
    is_empty: bool
    url: str
    rows: list[RowView]


@dataclass(frozen=True)
class LateView:
    """A unit and how much of its work is late."""

    unit: str
    late: int
    oldest_due_at: dt.datetime
    url: str


@never_cache
@require_safe
@needs(Permission.CASES_FILE, Permission.CASES_CLOSE)
def supervision(request: StaffRequest) -> HttpResponse:
    return _answer(request, _("监督台"), "cases:supervision_board", SUPERVISION)


@never_cache
@require_safe
@needs(Permission.CASES_DISPATCH)
def command(request: StaffRequest) -> HttpResponse:
    at = timezone.now()
    late = late_by_unit(request.actor, at=at)
    names = names_for(one.unit_code for one in late)
    base = f"{reverse('cases:list')}?tab={Tab.OVERDUE.value}&unit="
    shown = [LateView(names.unit(one.unit_code), one.late, one.oldest_due_at, base + one.unit_code) for one in late]
    return _answer(request, _("指挥台"), "cases:command_board", COMMAND, late=shown)


@never_cache
@require_safe
@needs(Permission.CASES_HANDLE)
def unit(request: StaffRequest) -> HttpResponse:
    actor, at = request.actor, timezone.now()
    orders, items = open_orders(actor, own_only=True, most=FEW), open_items(actor, own_only=True, most=FEW)
    more = {
        "orders": order_views(actor, orders, at=at),
        "items": item_views(actor, items, at=at),
        "colleagues": colleagues_at_work(actor, at=at),
    }
    return _answer(request, _("单位台"), "cases:unit_board", UNIT, **more)


def _answer(request: StaffRequest, title: Word, name: str, tabs: Iterable[Tab], **more: object) -> HttpResponse:
    at = timezone.now()
    context = {"title": title, "here": reverse(name), "piles": pile_views(request.actor, tabs, at=at), "at": at, **more}
    template = "cases/board.html#board" if is_fragment(request) else "cases/board.html"
    answer = render(request, template, context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def pile_views(actor: Actor, tabs: Iterable[Tab], *, at: dt.datetime) -> list[PileView]:
    """Count each pile and read the first of it; an empty one is not asked for its rows."""
    wanted = tuple(tabs)
    counts = count_tabs(actor, [tab for tab in wanted if tab.value not in UNKEPT])
    counts |= {tab: count_cases(actor, Filters(tab=tab)) for tab in wanted if tab.value in UNKEPT}
    return [_pile(actor, tab, counts[tab], at) for tab in wanted]


def _pile(actor: Actor, tab: Tab, count: int, at: dt.datetime) -> PileView:
    rows = list_cases(actor, Filters(tab=tab), size=SHOWN).rows if count else []
    icon, colour = _LOOKS[tab]
    return PileView(
        code=tab.value,
        name=TAB_NAMES[tab],
        icon=icon,
        colour=colour if count else "gray",
        count=count_said(count, most=MOST_COUNTED),
        is_empty=not count,
        url=f"{reverse('cases:list')}?tab={tab.value}",
        rows=row_views(actor, rows, at=at),
    )
