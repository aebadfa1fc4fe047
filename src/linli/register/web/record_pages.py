"""The pages of a household and of a resident: the picture, what may be changed, and the reading that is kept."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.core.ids import new_id
from linli.places import queries as places
from linli.register.actions.reading import read_household, read_resident
from linli.register.queries.sheets import HouseholdSheet, ResidentSheet
from linli.register.queries.statements import source_name
from linli.register.queries.then import masked_then
from linli.register.web import panels
from linli.register.web.record_forms import RecordForm
from linli.register.web.record_rare import HOUSEHOLD_STEPS, RESIDENT_STEPS
from linli.register.web.record_steps import REVEAL, RecordStep
from linli.register.wording import Word
from linli.staff.rules import Actor, Command, Permission
from linli.staff.web.access import StaffRequest, needs


@dataclass(frozen=True)
class StepView:
    """One change of the page, ready to be shown."""

    code: str
    title: Word
    button: Word
    hint: Word
    url: str
    form: RecordForm
    is_open: bool


@dataclass(frozen=True)
class Rejected:
    """A form that was refused, to be shown again with the reason."""

    noun: str
    form: RecordForm


@never_cache
@require_safe
@needs(Permission.PEOPLE_VIEW)
def household(request: StaffRequest, household_id: UUID) -> HttpResponse:
    return show_household(request, household_id)


@never_cache
@require_safe
@needs(Permission.PEOPLE_VIEW)
def resident(request: StaffRequest, resident_id: UUID) -> HttpResponse:
    return show_resident(request, resident_id)


def show_household(
    request: StaffRequest, household_id: UUID, *, rejected: Rejected | None = None, status: int = 200
) -> HttpResponse:
    """Show a household's page; the reading is kept for each of its members."""
    actor = request.actor
    sheet = read_household(household_id, command=_reading(actor))
    may_edit = actor.may(Permission.PEOPLE_EDIT, sheet.area_code)
    building = places.building_of(sheet.place.building_id) if sheet.place else None
    context = {
        "sheet": sheet,
        "building": building,
        "point": f"{building.lon_cgcs2000},{building.lat_cgcs2000}" if building else "",
        "has_services": any(member.enrolments for member in sheet.members),
        "panels": panels.shown(panels.PANELS.household, actor, household_id),
        "may_edit": may_edit,
        "undo_id": new_id(),
        "steps": _household_steps(actor, sheet, rejected) if may_edit else (),
    }
    return render(request, "register/household.html", context, status=status)


def show_resident(
    request: StaffRequest,
    resident_id: UUID,
    *,
    rejected: Rejected | None = None,
    revealed: Sequence[tuple[Word, str]] = (),
    status: int = 200,
) -> HttpResponse:
    """Show a resident's page; the reading is kept."""
    actor = request.actor
    sheet = read_resident(resident_id, command=_reading(actor))
    may_edit = actor.may(Permission.PEOPLE_EDIT, sheet.area_code)
    may_reveal = actor.may(Permission.PEOPLE_CONTACT, sheet.area_code)
    on = _day(request.GET.get("on", ""))
    context = {
        "sheet": sheet,
        "source_name": source_name(sheet.source) if sheet.source else "",
        "panels": panels.shown(panels.PANELS.resident, actor, resident_id),
        "may_edit": may_edit,
        "undo_id": new_id(),
        "revealed": revealed,
        "reveal": [_view(REVEAL, "resident", sheet.id, rejected)] if may_reveal else (),
        "on": on,
        "then": masked_then(resident_id, on) if on else None,
        "steps": _resident_steps(actor, sheet, rejected) if may_edit else (),
    }
    return render(request, "register/resident.html", context, status=status)


def _day(text: str) -> dt.date | None:
    """Read a day of the address; what is none asks for none."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def _reading(actor: Actor) -> Command:
    return Command(new_id(), actor, timezone.now())


def _household_steps(actor: Actor, sheet: HouseholdSheet, rejected: Rejected | None) -> list[StepView]:
    return [_fitted(_view(step, "household", sheet.id, rejected), step, sheet, actor) for step in HOUSEHOLD_STEPS]


def _resident_steps(actor: Actor, sheet: ResidentSheet, rejected: Rejected | None) -> list[StepView]:
    fitting = [step for step in RESIDENT_STEPS if step.fits_dead or sheet.died_on is None]
    return [_fitted(_view(step, "resident", sheet.id, rejected), step, sheet, actor) for step in fitting]


def _view(step: RecordStep, kind: str, record_id: UUID, rejected: Rejected | None) -> StepView:
    was = rejected.form if rejected and rejected.noun == step.noun else None
    clear = step is REVEAL
    url = reverse("register:reveal", args=[record_id]) if clear else _step_url(kind, record_id, step.noun)
    return StepView(
        step.noun, step.title, step.button, step.hint, url, was or step.form.fresh(step.noun), was is not None
    )


def _fitted(view: StepView, step: RecordStep, sheet: HouseholdSheet | ResidentSheet, actor: Actor) -> StepView:
    view.form.show(sheet.version)
    if step.fit is not None:
        step.fit(view.form, sheet, actor)
    return view


def _step_url(kind: str, record_id: UUID, noun: str) -> str:
    return reverse(f"register:{kind}_step", args=[record_id, noun])
