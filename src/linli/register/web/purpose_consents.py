"""Consents at the desk: what one resident agreed to and takes part in, and whom to ask again."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.core.ids import new_id
from linli.core.secrets import mask_name
from linli.places import queries as places
from linli.register.actions import consents as actions
from linli.register.actions import programmes
from linli.register.catalogue import PurposeDeclaration
from linli.register.models import Consent
from linli.register.queries.consents import consents_due, consents_of, newest_notice, purposes_to_ask, rows_of
from linli.register.queries.organisations import areas_of
from linli.register.queries.programmes import enrolments_of
from linli.register.queries.purposes import purposes_register
from linli.register.queries.visible import area_of
from linli.register.rules.consents import needs_guardian
from linli.register.web import purpose_forms as own
from linli.register.web.purpose_words import CHANNELS, CONSENT_STATES, ENDED, word
from linli.register.web.record_forms import RecordForm
from linli.register.web.steps import press, take, workbook
from linli.staff.rules import Command, Permission
from linli.staff.web.access import StaffRequest, needs

PER_PAGE = 50
MOST_ROWS = 100_000


@never_cache
@require_safe
@needs(Permission.PEOPLE_VIEW)
def due(request: StaffRequest) -> HttpResponse:
    """Show whom to ask again: the notice changed, or a child has turned 14."""
    on, code = timezone.localdate(), request.GET.get("purpose", "")
    page = Paginator(consents_due(request.actor, on=on, purpose_code=code), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": _due_lines(list(page.object_list), on),
        "purposes": [(one.code, str(one.name)) for one in purposes_to_ask()],
        "chosen": code,
    }
    return render(request, "register/consents_due.html", context)


@never_cache
@require_safe
@needs(Permission.PEOPLE_VIEW)
def due_export(request: StaffRequest) -> HttpResponse:
    on = timezone.localdate()
    rows = consents_due(request.actor, on=on, purpose_code=request.GET.get("purpose", ""))[:MOST_ROWS]
    head = [_("姓名"), _("出生年"), _("网格"), _("目的"), _("原因"), _("原告知书版本"), _("同意时间")]
    lines = (
        (
            line["name"], line["birth_year"], " ".join(places.area_path(str(line["area"]))), str(line["purpose"]),
            str(line["why"]), line["version"], line["given_on"],
        )
        for line in _due_lines(list(rows), on)
    )  # fmt: skip
    return workbook(request, "consents-due", _("须重新征求同意"), head, lines)


@never_cache
@require_safe
@needs(Permission.PEOPLE_VIEW)
def resident(request: StaffRequest, resident_id: UUID) -> HttpResponse:
    return _show(request, resident_id)


@never_cache
@require_POST
@needs(Permission.PEOPLE_EDIT)
def yes(request: StaffRequest, resident_id: UUID) -> HttpResponse:
    form = own.ConsentForm(request.POST, auto_id="yes_%s").fit(_open_to_ask())

    def give(command: Command) -> object:
        return actions.give_consent(resident_id, form.cleaned_data["purpose"], command=command, asked=form.asked())

    if take(request, form, give, done=_("已记录同意。")):
        return redirect("register:consents", resident_id)
    return _show(request, resident_id, yes=form)


@never_cache
@require_POST
@needs(Permission.PEOPLE_EDIT)
def no(request: StaffRequest, resident_id: UUID) -> HttpResponse:
    form = own.AskedForm(request.POST, auto_id="no_%s").fit(_open_to_ask())

    def refuse(command: Command) -> object:
        return actions.refuse_consent(resident_id, form.cleaned_data["purpose"], command=command, asked=form.asked())

    if take(request, form, refuse, done=_("已记录不同意，一段时间内不再征求。")):
        return redirect("register:consents", resident_id)
    return _show(request, resident_id, no=form)


@require_POST
@needs(Permission.PEOPLE_EDIT)
def withdrawal(request: StaffRequest, resident_id: UUID, consent_id: UUID) -> HttpResponse:
    press(
        request, lambda command: actions.withdraw_consent(consent_id, command=command),
        done=_("已撤回，以它为依据的项目同时结束。"),
    )  # fmt: skip
    return redirect("register:consents", resident_id)


@never_cache
@require_POST
@needs(Permission.PEOPLE_EDIT)
def enrolment(request: StaffRequest, resident_id: UUID) -> HttpResponse:
    form = own.EnrolForm(request.POST, auto_id="enrol_%s")

    def enrol(command: Command) -> object:
        told = form.cleaned_data
        new = programmes.NewEnrolment(told["programme"], told["basis"], told["review_by"])
        return programmes.enrol(resident_id, new, command=command)

    if take(request, form, enrol, done=_("已登记参加。")):
        return redirect("register:consents", resident_id)
    return _show(request, resident_id, enrol=form)


@require_POST
@needs(Permission.PEOPLE_EDIT)
def renewal(request: StaffRequest, resident_id: UUID, enrolment_id: UUID) -> HttpResponse:
    press(
        request, lambda command: programmes.renew_enrolment(enrolment_id, command=command), done=_("已复核，继续参加。")
    )  # fmt: skip
    return redirect("register:consents", resident_id)


@require_POST
@needs(Permission.PEOPLE_EDIT)
def ending(request: StaffRequest, resident_id: UUID, enrolment_id: UUID) -> HttpResponse:
    reason = request.POST.get("reason", "")
    press(
        request, lambda command: programmes.end_enrolment(enrolment_id, command=command, reason=reason),
        done=_("已结束参加。"),
    )  # fmt: skip
    return redirect("register:consents", resident_id)


def _show(request: StaffRequest, resident_id: UUID, **bound: RecordForm) -> HttpResponse:
    reading = Command(new_id(), request.actor, timezone.now())
    person, on = actions.read_consents(resident_id, command=reading), timezone.localdate()
    open_purposes = {row.purpose.code for row in purposes_register() if row.is_open}
    may_edit = request.actor.may(Permission.PEOPLE_EDIT, area_of(person.pk))
    to_ask = _open_to_ask()
    enrolments = [
        (row, word(ENDED, row.ended_because))
        for row in enrolments_of(person.pk, on=on)
        if row.programme and row.programme.purpose in open_purposes
    ]
    context = {
        "person_id": person.pk,
        "name": mask_name(person.name),
        "birth_year": person.born_on.year,
        "needs_guardian": needs_guardian(person.born_on, on),
        "consents": [
            (row, word(CONSENT_STATES, row.state), word(CHANNELS, row.channel))
            for row in consents_of(person.pk, on=on)
            if row.purpose.code in open_purposes or row.holds  # what holds can be taken back at any time
        ],
        "enrolments": enrolments,
        "may_edit": may_edit,
        "notices": [(one, newest_notice(one, on=on)) for one in to_ask],
        "yes_form": bound.get("yes") or own.ConsentForm.fresh("yes").fit(to_ask),
        "no_form": bound.get("no") or own.AskedForm.fresh("no").fit(to_ask),
        "enrol_form": bound.get("enrol") or own.EnrolForm.fresh("enrol"),
    }
    return render(request, "register/consents.html", context, status=400 if bound else 200)


def _open_to_ask() -> list[PurposeDeclaration]:
    open_ones = {row.purpose.code for row in purposes_register() if row.is_open}
    return [one for one in purposes_to_ask() if one.code in open_ones]


def _due_lines(rows: Sequence[Consent], on: dt.date) -> list[dict[str, object]]:
    areas = areas_of(row.resident_id for row in rows)
    shown = {row.id: row for row in rows_of(rows, on=on)}
    return [
        {
            "resident_id": row.resident_id,
            "name": mask_name(row.resident.name),
            "birth_year": row.resident.born_on.year,
            "area": areas.get(row.resident_id, ""),
            "purpose": shown[row.pk].purpose.name,
            "why": word(CONSENT_STATES, shown[row.pk].state),
            "version": row.notice_version,
            "given_on": timezone.localdate(row.given_at),
        }
        for row in rows
        if row.pk in shown
    ]
