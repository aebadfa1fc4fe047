"""A visit's page, what is done with it, its receipt and its voice notes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.cases.web.step_forms import StepForm
from linli.core.errors import Invalid, LinliError, NotAllowed
from linli.core.installation import installation
from linli.places import queries as places
from linli.staff.rules import Actor, Command
from linli.staff.web.access import StaffRequest, needs
from linli.visits import actions
from linli.visits.actions.recording import may_step
from linli.visits.queries.detail import VisitDetail
from linli.visits.queries.naming import (
    STATE_LOOKS,
    STATE_NAMES,
    STEP_ICONS,
    STEP_NAMES,
    Word,
    event_name,
    reason_named,
)
from linli.visits.queries.visible import visit_for
from linli.visits.rules import OPEN, StepName, VisitState
from linli.visits.web import forms
from linli.visits.web.choosing import READERS

Act = Callable[[UUID, Command, Any], object]  # Any: the form of the step


@dataclass(frozen=True)
class Step:
    """One thing that can be done with a visit: its form, its action, in which states."""

    noun: str
    name: StepName
    title: Word
    icon: str
    tone: str
    form: type[StepForm]
    act: Act
    states: frozenset[VisitState]
    done: Word


def _make(visit_id: UUID, command: Command, form: forms.ResultForm) -> object:
    return actions.make_visit(visit_id, command=command, made=form.made())


def _miss(visit_id: UUID, command: Command, form: forms.AbsenceForm) -> object:
    return actions.miss_visit(visit_id, command=command, said=form.cleaned_data["said"])


def _move(visit_id: UUID, command: Command, form: forms.DayForm) -> object:
    said = form.cleaned_data
    return actions.move_visit(visit_id, command=command, on=said["on"], base_on=said["base_on"])


def _cancel(visit_id: UUID, command: Command, form: forms.CancellationForm) -> object:
    return actions.cancel_visit(visit_id, command=command, reason=form.cleaned_data["reason"])


def _confirm(visit_id: UUID, command: Command, form: forms.ConfirmationForm) -> object:
    return actions.confirm_receipt(visit_id, command=command, receipt=form.receipt())


_MADE = frozenset({VisitState.MADE})
_STEPS = (
    Step("result", StepName.MAKE, gettext_lazy("记下走访结果"), "circle-check", "primary", forms.ResultForm, _make, OPEN, gettext_lazy("已记下；事项已转成案卷。")),
    Step("absence", StepName.MISS, gettext_lazy("未遇到人"), "clock", "secondary", forms.AbsenceForm, _miss, OPEN, gettext_lazy("已记下，改到第二天再去。")),
    Step("day", StepName.MOVE, gettext_lazy("改期"), "calendar-event", "secondary", forms.DayForm, _move, OPEN, gettext_lazy("已改期。")),
    Step("cancellation", StepName.CANCEL, gettext_lazy("取消走访"), "circle-x", "danger", forms.CancellationForm, _cancel, OPEN, gettext_lazy("已取消。")),
    Step("confirmation", StepName.CONFIRM, gettext_lazy("居民确认回执"), "user-check", "primary", forms.ConfirmationForm, _confirm, _MADE, gettext_lazy("回执已确认。")),
)  # fmt: skip
STEPS: Mapping[str, Step] = {one.noun: one for one in _STEPS}


@never_cache
@require_safe
@needs(*READERS)
def detail(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    return _show(request, visit_id)


@needs(*READERS)
def step(request: StaffRequest, visit_id: UUID, noun: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("visits:detail", visit_id)
    spec, visit = STEPS[noun], visit_for(request.actor, visit_id)
    form = spec.form(request.POST, auto_id=f"{noun}_%s")
    status = 400
    if form.is_valid():
        try:
            spec.act(visit.pk, Command(form.command, request.actor, timezone.now()), form)
        except LinliError as error:
            form.refuse(error)
            status = 400 if isinstance(error, Invalid) else 403 if isinstance(error, NotAllowed) else 409
        else:
            messages.success(request, str(spec.done))
            return redirect("visits:detail", visit_id)
    return _show(request, visit_id, rejected=(noun, form), status=status)


@never_cache
@require_safe
@needs(*READERS)
def receipt(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """Show the service receipt to be printed: what was agreed, the follow-up matters, who confirmed."""
    found = actions.read_visit(visit_id, by=request.actor, at=timezone.now())
    if found.content is None or found.visit.state != VisitState.MADE.value:
        raise Http404
    context = {"found": found, "visit": found.visit, "house": installation().name}
    answer = render(request, "visits/receipt.html", context)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@never_cache
@require_safe
@needs(*READERS)
def voice(request: StaffRequest, visit_id: UUID, note_id: UUID) -> HttpResponse:
    heard = actions.hear_voice(visit_id, note_id, by=request.actor, at=timezone.now())
    answer = HttpResponse(heard.sound, content_type=heard.media_type)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Disposition"] = "attachment"
    return answer


def _show(
    request: StaffRequest, visit_id: UUID, *, rejected: tuple[str, StepForm] | None = None, status: int = 200
) -> HttpResponse:
    found = actions.read_visit(visit_id, by=request.actor, at=timezone.now())
    visit = found.visit
    panels = _panels(found, request.actor, rejected)
    context = {
        "found": found,
        "visit": visit,
        "state_name": STATE_NAMES[visit.state],
        "state_look": STATE_LOOKS[visit.state],
        "event": event_name(visit.event_code) if visit.event_code else "",
        "area": " ".join(places.area_path(visit.area_code)),
        "panels": panels,
        "late_form": rejected[1] if rejected and not any(one.is_open for one in panels) else None,
        "entries": _entries(found),
    }
    answer = render(request, "visits/detail.html", context, status=status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@dataclass(frozen=True)
class Panel:
    """One step and its form."""

    spec: Step
    form: StepForm
    is_open: bool


def _panels(found: VisitDetail, actor: Actor, rejected: tuple[str, StepForm] | None) -> list[Panel]:
    visit = found.visit
    state = VisitState(visit.state)
    return [
        Panel(
            spec,
            rejected[1] if rejected and rejected[0] == spec.noun else _fresh(spec, found),
            bool(rejected and rejected[0] == spec.noun),
        )
        for spec in _STEPS
        if state in spec.states
        and may_step(actor, spec.name, visit.area_code)
        and not (spec.name is StepName.CONFIRM and visit.receipt_how)
    ]


def _fresh(spec: Step, found: VisitDetail) -> StepForm:
    first = {"base_on": found.visit.planned_on, "on": found.visit.planned_on} if spec.name is StepName.MOVE else {}
    return spec.form.fresh(spec.noun, **first)


def _entries(found: VisitDetail) -> list[dict[str, object]]:
    entries: list[dict[str, object]] = []
    for line in found.history:
        icon, colour = STEP_ICONS[line.name]
        day = _("计划日期 %(day)s") % {"day": line.planned_on} if line.planned_on else ""
        text = "\n".join(part for part in (day, reason_named(line.note)) if part)
        by = "" if line.by_name == "system" else line.by_name
        entries.append(
            {"title": STEP_NAMES[line.name], "icon": icon, "colour": colour, "at": line.at, "by": by, "text": text}
        )
    return entries
