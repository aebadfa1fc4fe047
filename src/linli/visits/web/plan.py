"""The plan of an area: what is planned for which day, and planning what falls due."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.cases.web.board_due import WEEKDAYS
from linli.core.errors import LinliError
from linli.core.ids import new_id
from linli.places import queries as places
from linli.register.web.record_forms import RecordForm, day
from linli.staff.rules import Actor, Command, Permission
from linli.staff.web.access import StaffRequest, needs
from linli.visits.actions import ask_for_plan, plan_asked, takes_long
from linli.visits.catalogue import declared
from linli.visits.queries.lists import planned_by_day
from linli.visits.queries.naming import EVERY_NAMES, programme_name, purpose_name
from linli.visits.tasks import plan_area
from linli.visits.web.choosing import areas_of

DAYS = 28
LONGEST = dt.timedelta(days=92)


class PlanForm(RecordForm):
    """Which area, between which days."""

    area = forms.ChoiceField(label=gettext_lazy("区域"))
    since = day(gettext_lazy("从"))
    until = day(gettext_lazy("到"))

    def fit(self, actor: Actor) -> None:
        """Offer the areas this person plans for."""
        self.fields["area"].choices = areas_of(actor, Permission.VISITS_PLAN)  # type: ignore[attr-defined]  # a choice field


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VISITS_PLAN)
def plan(request: StaffRequest) -> HttpResponse:
    form = PlanForm(request.POST if request.method == "POST" else _asked(request), auto_id="plan_%s")
    form.fit(request.actor)
    if request.method == "POST" and form.is_valid() and _plan(request, form):
        said = form.cleaned_data
        asked = {"area": said["area"], "since": said["since"], "until": said["until"]}
        return redirect(f"{reverse('visits:plan')}?{urlencode(asked)}")
    status = 400 if request.method == "POST" else 200
    area, first, last = _chosen(form, request.actor)
    counts = planned_by_day(request.actor, area, first=first, last=last)
    context = {
        "form": form,
        "area_name": " ".join(places.area_path(area)),
        "weeks": _weeks(counts, first, last),
        "weekdays": WEEKDAYS,
        "chart": _chart(counts, first, last),
        "total": sum(counts.values()),
        "care": [
            (one, EVERY_NAMES[one.every], programme_name(one.programme), purpose_name(one.purpose))
            for one in declared().care.values()
        ],
        "rhythms": [
            (one, EVERY_NAMES[one.every], places.has_feature(area, one.feature)) for one in declared().rhythms.values()
        ],
    }
    return render(request, "visits/plan.html", context, status=status)


def _plan(request: StaffRequest, form: PlanForm) -> bool:
    """Plan what falls due, a large area in the background; a refusal stands in the form."""
    said = form.cleaned_data
    command = Command(form.command, request.actor, timezone.now())
    plan_it = _plan_later if takes_long(said["area"]) else _plan_now
    try:
        done = plan_it(said["area"], said["since"], said["until"], command)
    except LinliError as error:
        form.refuse(error)
        return False
    messages.success(request, done)
    return True


def _plan_now(area: str, first: dt.date, last: dt.date, command: Command) -> str:
    count = plan_asked(area, first=first, last=last, command=command)
    return _("新计划走访 %(count)s 次；已有的不重复计划。") % {"count": count}


@transaction.atomic
def _plan_later(area: str, first: dt.date, last: dt.date, command: Command) -> str:
    if ask_for_plan(area, first=first, last=last, command=command):  # what was asked for and its work, both or neither
        plan_area.enqueue(area, str(first), str(last), str(command.by.account_id), str(command.id))
    return _("这个区域较大，正在后台排计划，排好后显示在这里；您可以先做别的。")


def _asked(request: StaffRequest) -> dict[str, Any]:  # Any: values of a form
    today = timezone.localdate()
    areas = areas_of(request.actor, Permission.VISITS_PLAN)
    first = {
        "area": areas[0][0] if areas else "",
        "since": str(today),
        "until": str(today + dt.timedelta(days=DAYS - 1)),
    }
    asked = {name: request.GET[name] for name in first if request.GET.get(name)}
    return {"command_id": str(new_id()), **first, **asked}


def _chosen(form: PlanForm, actor: Actor) -> tuple[str, dt.date, dt.date]:
    """Read what is shown; what cannot be read falls back to the coming weeks of the first area."""
    form.is_valid()
    found, today = form.cleaned_data, timezone.localdate()
    areas = areas_of(actor, Permission.VISITS_PLAN)
    first = found.get("since") or today
    last = found.get("until") or first + dt.timedelta(days=DAYS - 1)
    return found.get("area") or (areas[0][0] if areas else ""), first, max(first, min(last, first + LONGEST))


def _weeks(
    counts: Mapping[dt.date, int], first: dt.date, last: dt.date
) -> Sequence[Sequence[tuple[dt.date, int, bool]]]:
    """Lay the days out as a calendar, Monday to Sunday; the days outside are there without a count."""
    monday = first - dt.timedelta(days=first.weekday())
    length = ((last - monday).days // 7 + 1) * 7
    days = [monday + dt.timedelta(days=number) for number in range(length)]
    cells = [(one, counts.get(one, 0), first <= one <= last) for one in days]
    return [cells[number : number + 7] for number in range(0, length, 7)]


def _chart(counts: Mapping[dt.date, int], first: dt.date, last: dt.date) -> dict[str, object]:
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    return {
        "kind": "bar",
        "title": _("每天计划走访多少户"),
        "whole": True,
        "labels": [f"{one:%m-%d}" for one in days],
        "series": [{"name": _("计划走访"), "values": [counts.get(one, 0) for one in days]}],
    }
