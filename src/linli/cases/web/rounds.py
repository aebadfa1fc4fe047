"""Recurring rounds at the desk: the turns, one turn's ledger and meeting, and the bulletin it wrote."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.cases.actions.rounds import record_meeting
from linli.cases.models import Round
from linli.cases.queries.kinds import kind_name
from linli.cases.queries.rounds import bulletin_of, found_cases, round_name, turn_visible_to, turns_visible_to
from linli.cases.rules import MOST_TEXT
from linli.cases.wording import STATE_NAMES
from linli.core.errors import LinliError
from linli.places import queries as places
from linli.staff.rules import Permission
from linli.staff.web.access import StaffRequest, needs

MOST_IN_LEDGER = 300


class MinutesForm(forms.Form):
    """The minutes of a turn's meeting."""

    minutes = forms.CharField(
        label=gettext_lazy("例会纪要"), max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 5})
    )


@never_cache
@require_safe
@needs(Permission.CASES_VIEW, Permission.FIGURES_VIEW)
def turns(request: StaffRequest) -> HttpResponse:
    return render(request, "cases/rounds.html", {"turns": turns_visible_to(request.actor)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CASES_VIEW, Permission.FIGURES_VIEW)
def turn(request: StaffRequest, round_id: UUID) -> HttpResponse:
    found = turn_visible_to(request.actor, round_id)
    form = MinutesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record_meeting(round_id, by=request.actor, minutes=form.cleaned_data["minutes"], at=timezone.now())
        except LinliError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("例会纪要已保存。"))
            return redirect("cases:round", round_id)
    return render(request, "cases/round.html", _context(request, found, form), status=400 if form.errors else 200)


def _context(request: StaffRequest, found: Round, form: MinutesForm) -> dict[str, object]:
    may_meet = any(
        request.actor.may(permission, found.area_code)
        for permission in (Permission.CASES_FILE, Permission.CASES_DISPATCH)
    )
    sees_cases = request.actor.may(Permission.CASES_VIEW, found.area_code)
    return {
        "turn": found,
        "name": round_name(found),
        "area_name": places.area_name(found.area_code),
        "bulletin": found.bulletin or bulletin_of(found),
        "is_final": found.bulletin_at is not None,
        "ledger": _ledger(found) if sees_cases else [],
        "form": form if may_meet and found.met_at is None else None,
    }


def _ledger(found: Round) -> list[dict[str, object]]:
    cases = found_cases(found).only("id", "number", "kind_code", "area_code", "title", "state", "reported_at", "due_at")
    return [
        {
            "id": case.pk, "number": case.number, "kind": kind_name(case.kind_code), "title": case.title,
            "area": places.area_name(case.area_code), "state": case.state, "state_name": STATE_NAMES[case.state],
            "reported_at": case.reported_at,
        }
        for case in cases[:MOST_IN_LEDGER]
    ]  # fmt: skip
