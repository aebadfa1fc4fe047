"""Sharing agreements at the desk: drafted, signed, ended, and what was handed over under them."""

from collections.abc import Sequence
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.core.errors import Invalid, Refused
from linli.register.actions import agreements as actions
from linli.register.models import SharingAgreement
from linli.register.queries.agreements import (
    READERS,
    Standing,
    agreement_for,
    agreement_standing,
    agreements_visible_to,
    enrolled_in,
    handovers_of,
    purpose_row,
)
from linli.register.queries.purposes import purposes_register
from linli.register.web.purpose_forms import AgreementForm, HandoverForm
from linli.register.web.purpose_words import ATTRIBUTES, STANDINGS, attributes, cell, word
from linli.register.web.record_forms import RecordForm
from linli.register.web.steps import press, take, workbook
from linli.staff.rules import Command, Permission
from linli.staff.web.access import StaffRequest, needs

PER_PAGE = 50


@never_cache
@require_safe
@needs(*READERS)
def agreements(request: StaffRequest) -> HttpResponse:
    on = timezone.localdate()
    page = Paginator(agreements_visible_to(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    names = {row.purpose.code: row.purpose.name for row in purposes_register()}
    lines = [
        (row, names.get(row.purpose_code, row.purpose_code), word(STANDINGS, agreement_standing(row, on=on)))
        for row in page.object_list
    ]
    return render(request, "register/agreements.html", {"page": page, "lines": lines, "purposes": names.items()})


@never_cache
@require_safe
@needs(*READERS)
def export(request: StaffRequest) -> HttpResponse:
    on, names = timezone.localdate(), {row.purpose.code: str(row.purpose.name) for row in purposes_register()}
    head = [_("编号"), _("接收方"), _("目的"), _("依据"), _("字段"), _("起"), _("止"), _("状态"), _("签署人")]
    lines = (
        (
            row.code, row.receiver, names.get(row.purpose_code, row.purpose_code), row.basis,
            "、".join(map(str, attributes(row.fields))), row.since, row.until,
            str(word(STANDINGS, agreement_standing(row, on=on))), row.signed_by_name,
        )
        for row in agreements_visible_to(request.actor)
    )  # fmt: skip
    return workbook(request, "agreements", _("共享协议"), head, lines)


@never_cache
@needs(*READERS)
def new(request: StaffRequest, code: str) -> HttpResponse:
    """Draft an agreement for a purpose."""
    purpose, made = purpose_row(code).purpose, list[SharingAgreement]()
    bound = request.method == "POST"
    form = AgreementForm(request.POST) if bound else AgreementForm.fresh("agreement", since=timezone.localdate())
    form.fit(purpose, request.actor)

    def draft(command: Command) -> None:
        made.append(actions.draft_agreement(form.new(code), command=command))

    if bound and take(request, form, draft, done=_("协议已起草，请另一位负责人签署。")):
        return redirect("register:agreement", made[0].pk)
    context = {"purpose": purpose, "form": form}
    return render(request, "register/agreement_form.html", context, status=400 if bound else 200)


@never_cache
@require_safe
@needs(*READERS)
def agreement(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    return _show(request, agreement_id)


@require_POST
@needs(Permission.PURPOSES_KEEP)
def signature(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    press(request, lambda command: actions.sign_agreement(agreement_id, command=command), done=_("已签署。"))
    return redirect("register:agreement", agreement_id)


@require_POST
@needs(Permission.PURPOSES_KEEP)
def end(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    press(request, lambda command: actions.end_agreement(agreement_id, command=command), done=_("协议已终止。"))
    return redirect("register:agreement", agreement_id)


@never_cache
@require_POST
@needs(Permission.PEOPLE_EXPORT)
def handover(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    """Hand over, and give the file with the agreed fields alone: it is made once and kept nowhere."""
    row = agreement_for(request.actor, agreement_id)
    form = HandoverForm(request.POST, auto_id="handover_%s").fit(row.purpose_code)
    if form.is_valid():
        command = Command(form.command, request.actor, timezone.now())
        people = enrolled_in(row, form.cleaned_data["programme"])
        try:
            _kept, rows = actions.hand_over_residents(agreement_id, people, command=command)
        except (Invalid, Refused) as refusal:
            form.refuse(refusal)
        else:
            return _workbook(request, row, rows)
    return _show(request, agreement_id, handover=form)


def _workbook(request: StaffRequest, row: SharingAgreement, rows: Sequence[actions.PersonRow]) -> HttpResponse:
    head = [word(ATTRIBUTES, name) for name in row.fields]
    lines = ([cell(name, one.values.get(name)) for name in row.fields] for one in rows)
    return workbook(request, f"handover-{row.pk}", row.receiver, head, lines)


def _show(request: StaffRequest, agreement_id: UUID, **bound: RecordForm) -> HttpResponse:
    row, actor = agreement_for(request.actor, agreement_id), request.actor
    standing = agreement_standing(row, on=timezone.localdate())
    keeps = actor.may(Permission.PURPOSES_KEEP, row.area_code)
    gives = standing is Standing.IN_FORCE and actor.may(Permission.PEOPLE_EXPORT, row.area_code)
    context = {
        "row": row,
        "purpose": purpose_row(row.purpose_code).purpose,
        "fields": attributes(row.fields),
        "standing": word(STANDINGS, standing),
        "handovers": [(one, attributes(one.fields)) for one in handovers_of(row)],
        "may_sign": keeps and standing is Standing.DRAFT,
        "may_end": keeps and standing is not Standing.ENDED,
        "handover_form": bound.get("handover")
        or (HandoverForm.fresh("handover").fit(row.purpose_code) if gives else None),
    }
    return render(request, "register/agreement.html", context, status=400 if bound else 200)
