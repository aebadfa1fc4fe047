"""Programmes at the desk: who takes part, masked and within one's area; reviews due; the directory; a list taken out."""

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.core.errors import Refused
from linli.places import queries as places
from linli.register.actions.enrolment_lists import TakenOut, export_enrolments
from linli.register.queries.programmes import (
    EnrolmentRow,
    Which,
    directory_codes,
    enrolment_rows,
    enrolments_in,
    programme_named,
    programmes_overview,
)
from linli.register.queries.purposes import Use, purpose_for, purposes_register
from linli.register.web.purpose_forms import ExportForm, WhichForm
from linli.register.web.purpose_words import ATTRIBUTES, BASES, ENDED, cell, word
from linli.register.web.steps import workbook
from linli.register.wording import SEX_NAMES
from linli.staff.rules import Command, Permission
from linli.staff.web.access import StaffRequest, needs

PER_PAGE = 50
_GRID_DIGITS = 15


@never_cache
@require_safe
@needs(Permission.PEOPLE_VIEW)
def programmes(request: StaffRequest) -> HttpResponse:
    on = timezone.localdate()
    rows = [(row, word(BASES, row.purpose.basis)) for row in programmes_overview(request.actor, on=on)]
    return render(request, "register/programmes.html", {"rows": rows})


@never_cache
@require_safe
@needs(Permission.PEOPLE_VIEW)
def programme(request: StaffRequest, code: str) -> HttpResponse:
    return _show(request, code)


@never_cache
@require_POST
@needs(Permission.PEOPLE_EXPORT)
def export(request: StaffRequest, code: str) -> HttpResponse:
    form = ExportForm(request.POST, auto_id="export_%s")
    if form.is_valid():
        told = form.cleaned_data
        command = Command(form.command, request.actor, timezone.now())
        which = Which.DUE if told["which"] == Which.DUE else Which.OPEN
        try:
            found = export_enrolments(code, command=command, which=which, said=told["reason"])
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _workbook(request, code, found)
    return _show(request, code, form)


@never_cache
@require_safe
@needs(Permission.PEOPLE_VIEW)
def reviews(request: StaffRequest) -> HttpResponse:
    """Show whose enrolment is due for review."""
    return _list(request, [row.purpose.code for row in purposes_register() if row.is_open], due=True)


@never_cache
@require_safe
@needs(Permission.PEOPLE_VIEW)
def directory(request: StaffRequest) -> HttpResponse:
    """Show volunteers, building leaders and delegates, who wish to be found."""
    return _list(request, None, due=False)


def _list(request: StaffRequest, open_purposes: list[str] | None, *, due: bool) -> HttpResponse:
    on = timezone.localdate()
    codes = directory_codes()
    if open_purposes is not None:
        overview = programmes_overview(request.actor, on=on)
        codes = tuple(row.programme.code for row in overview if row.purpose.code in open_purposes)
    found = enrolments_in(request.actor, codes, which=Which.DUE if due else Which.OPEN, on=on)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    lines = _lines(enrolment_rows(page.object_list, on=on))
    return render(request, "register/enrolments.html", {"page": page, "lines": lines, "due": due})


def _show(request: StaffRequest, code: str, refused: ExportForm | None = None) -> HttpResponse:
    one, on = programme_named(code), timezone.localdate()
    purpose = purpose_for(one.purpose, use=Use.ENROLLING)
    chosen = WhichForm(request.GET)
    which = chosen.chosen()
    page = Paginator(enrolments_in(request.actor, [code], which=which, on=on), PER_PAGE).get_page(
        request.GET.get("page")
    )
    takes_out = purpose.asking and request.actor.may_anywhere(Permission.PEOPLE_EXPORT) and which is not Which.ENDED
    context = {
        "programme": one,
        "purpose": purpose,
        "form": chosen,
        "page": page,
        "lines": _lines(enrolment_rows(page.object_list, on=on)),
        "ended": which is Which.ENDED,
        "export_form": refused or (ExportForm.fresh("export", which=which.value) if takes_out else None),
    }
    return render(request, "register/programme.html", context, status=400 if refused else 200)


def _lines(rows: Sequence[EnrolmentRow]) -> list[tuple[EnrolmentRow, object, object]]:
    return [(row, word(SEX_NAMES, row.sex), word(ENDED, row.ended_because)) for row in rows]


def _workbook(request: StaffRequest, code: str, found: TakenOut) -> HttpResponse:
    head = [*(word(ATTRIBUTES, name) for name in found.fields), _("起"), _("复核日期"), _("依据")]
    lines = (
        (
            *(_cell(name, found.values[row.resident_id].get(name)) for name in found.fields),
            row.since, row.review_by, _("本人同意") if row.consent_id else row.basis,
        )
        for row in found.enrolments
        if row.resident_id in found.values
    )  # fmt: skip
    title = f"{programme_named(code).name}（{found.purpose.name}）"
    return workbook(request, f"programme-{code}", title, head, lines)


def _cell(name: str, value: object) -> object:
    if name == "area" and isinstance(value, str) and len(value) == _GRID_DIGITS:
        return " ".join(places.area_path(value)[-2:])
    return cell(name, value)
