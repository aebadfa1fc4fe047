"""Where the forms of the case page are sent: one noun each, one action each."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from linli.cases.errors import CaseNotFound, WrongState
from linli.cases.queries.visible import case_visible_to
from linli.cases.web.advance_forms import declared_steps
from linli.cases.web.case_steps import Rejected
from linli.cases.web.desk_detail import show
from linli.cases.web.steps import SPECS, StepSpec
from linli.core.errors import Invalid, LinliError, NotAllowed, NotFound
from linli.staff.rules import Actor, Command, Permission
from linli.staff.web.access import StaffRequest, needs


@needs(Permission.CASES_VIEW, Permission.CASES_HANDLE)
def step(request: StaffRequest, case_id: UUID, noun: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("cases:detail", case_id)
    return _take(request, case_id, SPECS[noun])


@needs(Permission.CASES_VIEW, Permission.CASES_HANDLE)
def declared_step(request: StaffRequest, case_id: UUID, code: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("cases:detail", case_id)
    spec = declared_steps(case_visible_to(request.actor, case_id)).get(code)
    if spec is None:
        raise WrongState
    return _take(request, case_id, spec)


def _take(request: StaffRequest, case_id: UUID, spec: StepSpec) -> HttpResponse:
    form = spec.form(request.POST, request.FILES, auto_id=f"{spec.noun}_%s")
    status = 400
    if form.is_valid():
        try:
            spec.act(case_id, Command(form.command, request.actor, timezone.now()), form)
        except LinliError as error:
            form.refuse(error)
            status = _status_of(error)
        else:
            messages.success(request, str(spec.done))
            return _onwards(request.actor, case_id)
    return show(request, case_id, rejected=Rejected(spec.noun, form), status=status)


def _onwards(actor: Actor, case_id: UUID) -> HttpResponse:
    """Go back to the case; who may not open it any more after this step goes to the list."""
    try:
        case_visible_to(actor, case_id)
    except CaseNotFound:
        return redirect("cases:list")
    return redirect("cases:detail", case_id)


def _status_of(error: LinliError) -> int:
    """Find the status of a refusal that is told inside the page."""
    if isinstance(error, Invalid | NotFound):
        return 400
    return 403 if isinstance(error, NotAllowed) else 409
