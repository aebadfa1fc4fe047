"""The same step for many cases: choose them from the pile that waits for it, and see which were refused and why."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.cases import actions, errors
from linli.cases.actions import Bulk, Outcome
from linli.cases.queries.lists import CaseRow, Filters, Tab, list_cases
from linli.cases.queries.visible import cases_known_to
from linli.cases.web.rows import RowView, row_views
from linli.cases.wording import Word
from linli.core.errors import NotAllowed
from linli.core.ids import new_id
from linli.staff.rules import Actor, Permission
from linli.staff.web.access import StaffRequest, needs

MOST_SHOWN = 100


@dataclass(frozen=True)
class Pile:
    """One thing that may be done with many cases: to which pile, and who may."""

    act: str
    name: Word
    tab: Tab
    permission: Permission


PILES = (
    Pile("file", pgettext_lazy("step", "立案"), Tab.FILE, Permission.CASES_FILE),
    Pile("dispatch", _("按建议派遣"), Tab.DISPATCH, Permission.CASES_DISPATCH),
    Pile("urge", pgettext_lazy("step", "催办"), Tab.OVERDUE, Permission.CASES_DISPATCH),
    Pile("close", pgettext_lazy("step", "结案"), Tab.CLOSE, Permission.CASES_CLOSE),
)
_ANY = tuple(dict.fromkeys(pile.permission for pile in PILES))


@dataclass(frozen=True)
class Refused:
    """A case that stayed as it was, by its number."""

    number: str
    why: str


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(*_ANY)
def bulk(request: StaffRequest) -> HttpResponse:
    mine = [pile for pile in PILES if request.actor.may_anywhere(pile.permission)]
    asked = request.POST.get("act") or request.GET.get("act", "")
    pile = next((one for one in mine if one.act == asked), None if asked else mine[0])
    if pile is None:
        raise NotAllowed
    outcome = _done(request, pile) if request.method == "POST" else None
    context = {
        "piles": mine,
        "pile": pile,
        "lines": _lines(request.actor, pile),
        "bulk_id": new_id(),
        "done": _done_said(outcome),
        "refused": _refused(request.actor, outcome),
    }
    return render(request, "cases/bulk.html", context)


def _done(request: StaffRequest, pile: Pile) -> Outcome:
    order = Bulk(_bulk_id(request.POST), pile.act, request.actor, timezone.now(), request.POST.get("note", "").strip())
    return actions.do_with_many(_chosen(request.POST), bulk=order)


def _bulk_id(sent: QueryDict) -> UUID:
    try:
        return UUID(sent.get("bulk_id", ""))
    except ValueError:
        return new_id()


def _chosen(sent: QueryDict) -> list[UUID]:
    try:
        return [UUID(one) for one in sent.getlist("cases")]
    except ValueError:
        raise errors.CaseNotFound from None


def _lines(actor: Actor, pile: Pile) -> list[tuple[CaseRow, RowView]]:
    rows = list_cases(actor, Filters(tab=pile.tab), size=MOST_SHOWN).rows
    return list(zip(rows, row_views(actor, rows, at=timezone.now()), strict=True))


def _done_said(outcome: Outcome | None) -> str:
    if outcome is None or not outcome.done:
        return ""
    count = len(outcome.done)
    return ngettext("已办 %(count)s 件。", "已办 %(count)s 件。", count) % {"count": count}


def _refused(actor: Actor, outcome: Outcome | None) -> list[Refused]:
    if outcome is None or not outcome.refused:
        return []
    known = cases_known_to(actor).filter(pk__in=[one.case_id for one in outcome.refused])
    numbers = dict(known.values_list("pk", "number"))
    return [Refused(numbers.get(one.case_id, "—"), one.why) for one in outcome.refused]
