"""A new visit: to a household, a resident or a dwelling, from their page, from a search, or because a case asks for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.cases.queries.visible import cases_visible_to
from linli.core.errors import LinliError
from linli.places import queries as places
from linli.register.queries.searching import FoundResident, search_residents
from linli.register.queries.whom import masked_households, masked_residents
from linli.staff.rules import Actor, Command, Permission
from linli.staff.web.access import StaffRequest, needs
from linli.visits.actions import NewVisit, plan_visit
from linli.visits.actions.targets import Target, check_case, target_of
from linli.visits.catalogue import declared
from linli.visits.queries.programmes import programmes_of
from linli.visits.web.forms import VisitForm


@dataclass(frozen=True)
class Asked:
    """Whom the address names: at least one of three, and the case that asks for the visit."""

    household_id: UUID | None = None
    resident_id: UUID | None = None
    dwelling_id: UUID | None = None
    case_id: UUID | None = None

    @property
    def goes_somewhere(self) -> bool:
        """Say whether a home is named."""
        return bool(self.household_id or self.resident_id or self.dwelling_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VISITS_PLAN)
def new(request: StaffRequest) -> HttpResponse:
    """Plan a visit; without a home in the address, find one first."""
    asked = _asked(request.GET)
    if not asked.goes_somewhere:
        return _search(request, asked)
    programmes = list(programmes_of(asked.resident_id)) if asked.resident_id else []
    check_case(asked.case_id, request.actor)
    first = next(iter(declared().purposes))
    target = target_of(_new(asked, first), request.actor, Permission.VISITS_PLAN, on=timezone.localdate())
    if request.method != "POST":
        return _page(request, asked, target, VisitForm.blank(programmes, **_event(asked, request.actor)))
    form = VisitForm(request.POST, auto_id="visit_%s", programmes=programmes)
    if form.is_valid():
        said = form.cleaned_data
        wanted = _new(asked, said["purpose"], on=said["on"], why=said["why"], programme_code=said.get("programme", ""))
        command, visit_id = Command(form.command, request.actor, timezone.now()), form.command
        try:
            visit = plan_visit(wanted, command=command, visit_id=visit_id)
        except LinliError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已计划走访。"))
            return redirect("visits:detail", visit.pk)
    return _page(request, asked, target, form, status=400)


def _new(asked: Asked, purpose: str, **more: object) -> NewVisit:
    return NewVisit(purpose, asked.household_id, asked.resident_id, asked.dwelling_id, case_id=asked.case_id, **more)  # type: ignore[arg-type]  # fields of the same dataclass


def _event(asked: Asked, actor: Actor) -> dict[str, object]:
    """Propose the purpose of the event that a case is."""
    if asked.case_id is None:
        return {}
    kind = cases_visible_to(actor).filter(pk=asked.case_id).values_list("kind_code", flat=True).first()
    event = declared().event_of_kind(kind) if kind else None
    return {"purpose": event.purpose} if event else {}


def _page(request: StaffRequest, asked: Asked, target: Target, form: VisitForm, *, status: int = 200) -> HttpResponse:
    address = places.addresses_of([target.dwelling_id]) if target.dwelling_id else {}
    # Of a mere door nothing else tells why.
    form.fields["why"].required = not (target.household_id or target.resident_id or asked.case_id)
    context = {
        "form": form,
        "whom": _named(target),
        "address": next(iter(address.values()), ""),
        "area_code": target.area_code,
        "case_id": asked.case_id,
        "asks": declared().purposes.values(),
    }
    return render(request, "visits/new.html", context, status=status)


def _named(target: Target) -> str:
    if target.resident_id is not None:
        return masked_residents([target.resident_id]).get(target.resident_id, "")
    if target.household_id is None:
        return ""
    head = masked_households([target.household_id]).get(target.household_id, "")
    return _("%(name)s一户") % {"name": head} if head else ""


def _search(request: StaffRequest, asked: Asked) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:60]
    found: Sequence[FoundResident] = search_residents(request.actor, text) if text else ()
    context = {"q": text, "found": found, "case_id": asked.case_id}
    return render(request, "visits/search.html", context)


def _asked(query: QueryDict) -> Asked:
    return Asked(*(_uuid(query.get(name, "")) for name in ("household", "resident", "dwelling", "case")))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
