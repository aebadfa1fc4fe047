"""Taking a report down at the desk: the form, kinds by search, what triage suggests, the receipt."""

from contextlib import suppress
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.cases import actions
from linli.cases.actions import Reported
from linli.cases.errors import CaseNotFound
from linli.cases.queries.visible import case_visible_to
from linli.cases.rules import MOST_TEXT
from linli.cases.web.desk_suggesting import named, suggestion_for_text
from linli.cases.web.fields import kind_groups, options_html
from linli.cases.web.intake_form import IntakeForm
from linli.cases.web.receipts import keep_receipt, receipt_of
from linli.cases.web.steps.sent_photos import attach_photos, read_photos
from linli.core.errors import LinliError
from linli.places.actions import learn_alias
from linli.places.errors import AliasLength, AliasOfNothing
from linli.places.rules import AliasKind
from linli.staff.rules import Command, Permission
from linli.staff.web.access import StaffRequest, needs


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CASES_REPORT)
def intake(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return _form_page(request, IntakeForm.blank(request.actor))
    form = IntakeForm(request.POST, request.FILES, auto_id="intake_%s", actor=request.actor)
    if form.is_valid():
        try:
            reported = _take_down(request, form)
        except LinliError as error:
            form.refuse(error)
        else:
            keep_receipt(request.session, reported)
            return redirect("cases:receipt", reported.case.pk)
    return _form_page(request, form, status=400)


@never_cache
@require_safe
@needs(Permission.CASES_REPORT)
def receipt(request: StaffRequest, case_id: UUID) -> HttpResponse:
    found = receipt_of(request.session, case_id)
    may_open = _may_open(request, case_id)
    if found is None:
        return redirect("cases:detail", case_id)
    tracking = request.build_absolute_uri(reverse("portal:search"))
    context = {"receipt": found, "case_id": case_id, "may_open": may_open, "tracking_address": tracking}
    return render(request, "cases/receipt.html", context)


@require_safe
@needs(Permission.CASES_REPORT, Permission.CASES_FILE)
def suggestion(request: StaffRequest) -> HttpResponse:
    text = request.GET.get("text", "")[:MOST_TEXT]
    found = named(suggestion_for_text(text)) if text.strip() else None
    return render(request, "cases/suggestion.html", {"suggested": found, "asked": bool(text.strip())})


@require_safe
@needs(Permission.CASES_REPORT, Permission.CASES_FILE, Permission.CASES_SETTLE)
def kinds(request: StaffRequest) -> HttpResponse:
    words, chosen = request.GET.get("kind_words", "")[:100], request.GET.get("kind", "")
    groups = kind_groups(words, on_spot=bool(request.GET.get("on_spot")))
    codes = [code for _major, rows in groups for code, _name in rows]
    if chosen not in codes:
        chosen = codes[0] if len(codes) == 1 else ""
    first = _("请选择类别") if codes else _("没有找到，请换一个词")
    choices = [("", _("找到 %(count)s 类，请选择") % {"count": len(codes)} if words and codes else first), *groups]
    return HttpResponse(options_html(choices, chosen))


def _form_page(request: StaffRequest, form: IntakeForm, *, status: int = 200) -> HttpResponse:
    return render(request, "cases/intake.html", {"form": form}, status=status)


def _take_down(request: StaffRequest, form: IntakeForm) -> Reported:
    """Store the report and its photos together or not at all."""
    command = Command(form.command, request.actor, timezone.now())
    photos = read_photos(form.cleaned_data["photos"])
    with transaction.atomic():
        reported = actions.report_case(form.report(), command=command)
        attach_photos(reported.case.pk, command, photos, purpose="report")
    _learn_place(form, command)
    return reported


def _learn_place(form: IntakeForm, command: Command) -> None:
    """Remember how people call the place that was chosen from the suggestions; a choice that is none teaches nothing."""
    kind, _colon, target = form.cleaned_data["place"].partition(":")
    address, scope = form.cleaned_data["address"], command.by.prefixes(Permission.AREAS_VIEW)
    if kind in set(AliasKind) and address:
        with suppress(AliasOfNothing, AliasLength):
            learn_alias(address, kind=AliasKind(kind), target=target, prefixes=scope, by=command.by.name, at=command.at)


def _may_open(request: StaffRequest, case_id: UUID) -> bool:
    """Whoever takes a report down for another place hands out its receipt, but does not follow the case."""
    try:
        case_visible_to(request.actor, case_id)
    except CaseNotFound:
        return False
    return True
