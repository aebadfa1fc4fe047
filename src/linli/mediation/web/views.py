"""A mediation's page, its steps, a party's clear values for a purpose, its papers."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.cases.web.step_forms import StepForm
from linli.core.errors import Invalid, LinliError, NotAllowed, NotFound
from linli.core.ids import new_id
from linli.mediation import actions
from linli.mediation.actions.attaching import read_document
from linli.mediation.actions.disclosing import PartyContact, disclose_dossier
from linli.mediation.exports.files import FileFormat, paper_file
from linli.mediation.queries.documents import document_of
from linli.mediation.queries.lists import mediation_of_case
from linli.mediation.queries.visible import mediation_known_to
from linli.mediation.web.page import Rejected, mediation_page
from linli.mediation.web.rows import row_views
from linli.mediation.web.step_specs import SPECS
from linli.staff.rules import Command, Permission
from linli.staff.web.access import StaffRequest, needs

READERS = (Permission.CASES_CONFIDENTIAL, Permission.CASES_FILE, Permission.CASES_DISPATCH, Permission.CASES_EXPORT)
_TYPES = {
    FileFormat.PDF: "application/pdf",
    FileFormat.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class PurposeForm(StepForm):
    """Read a party's clear values: what for."""

    purpose = forms.CharField(
        label=_("查看目的"),
        required=False,
        max_length=200,
        help_text=_("例如：通知调解时间。查看会被记录，当事人能看到是谁、为什么查看。"),
    )


@never_cache
@require_safe
@needs(*READERS)
def detail(request: StaffRequest, mediation_id: UUID) -> HttpResponse:
    return _show(request, mediation_id)


def _show(
    request: StaffRequest,
    mediation_id: UUID,
    *,
    rejected: Rejected | None = None,
    contact: PartyContact | None = None,
    purpose: PurposeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    page = mediation_page(request.actor, mediation_id, today=timezone.localdate(), rejected=rejected, contact=contact)
    context = {
        "page": page,
        "mediation": page.detail.mediation,
        "content": page.detail.content,
        "purpose_form": purpose or PurposeForm.fresh("contact"),
        "refused_party": request.POST.get("party", "") if purpose else "",
        "today": timezone.localdate(),
    }
    answer = render(request, "mediation/detail.html", context, status=status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@needs(*READERS)
def step(request: StaffRequest, mediation_id: UUID, noun: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("mediation:detail", mediation_id)
    spec = SPECS[noun]
    mediation_known_to(request.actor, mediation_id)
    form = spec.form(request.POST, request.FILES, auto_id=f"{noun}_%s")
    status = 400
    if form.is_valid():
        try:
            spec.act(mediation_id, Command(form.command, request.actor, timezone.now()), form.cleaned_data)
        except LinliError as error:
            form.refuse(error)
            status = _status_of(error)
        else:
            messages.success(request, str(spec.done))
            return redirect("mediation:detail", mediation_id)
    return _show(request, mediation_id, rejected=Rejected(noun, form), status=status)


@needs(*READERS)
def contact(request: StaffRequest, mediation_id: UUID) -> HttpResponse:
    if request.method != "POST":
        return redirect("mediation:detail", mediation_id)
    form = PurposeForm(request.POST, auto_id="contact_%s")
    if form.is_valid():
        command = Command(form.command, request.actor, timezone.now())
        try:
            found = actions.disclose_party(
                mediation_id,
                command=command,
                party_id=request.POST.get("party", ""),
                purpose=form.cleaned_data["purpose"],
            )
        except Invalid as error:
            form.refuse(error)
        else:
            return _show(request, mediation_id, contact=found)
    return _show(request, mediation_id, purpose=form, status=400)


@never_cache
@require_safe
@needs(*READERS)
def paper(request: StaffRequest, mediation_id: UUID, code: str, ending: str) -> HttpResponse:
    """Write a paper of the dossier, or the whole; it names the parties, so the reading is kept."""
    if ending not in set(FileFormat):
        raise Http404
    file_format = FileFormat(ending)
    command = Command(new_id(), request.actor, timezone.now())
    mediation = disclose_dossier(mediation_id, command=command, paper=code)
    return _file(
        paper_file(mediation, code, file_format), _TYPES[file_format], f"{mediation.case_number}-{code}.{ending}"
    )


@never_cache
@require_safe
@needs(*READERS)
def document(request: StaffRequest, document_id: UUID) -> HttpResponse:
    found = document_of(request.actor, document_id)
    command = Command(new_id(), request.actor, timezone.now())
    disclose_dossier(found.mediation_id, command=command, paper=found.paper)
    ending = "pdf" if found.media_type == "application/pdf" else "jpg"
    return _file(read_document(found), found.media_type, f"{found.pk}.{ending}")


@never_cache
@require_safe
@needs(*READERS)
def of_case(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Answer with the mediations of a dispute's case, for the case's own page."""
    rows = row_views(mediation_of_case(request.actor, case_id))
    may_open = request.actor.may_anywhere(Permission.CASES_CONFIDENTIAL)
    is_running = any(row.is_running for row in rows)
    context: dict[str, Any] = {
        "rows": rows,
        "case_id": case_id,
        "may_apply": may_open and not is_running,
    }  # Any: a context
    return render(request, "mediation/of_case.html", context)


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _status_of(error: LinliError) -> int:
    """Find the status of a refusal that is told inside the page."""
    if isinstance(error, Invalid | NotFound):
        return 400
    return 403 if isinstance(error, NotAllowed) else 409
