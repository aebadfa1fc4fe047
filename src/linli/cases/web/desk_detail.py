"""The case page, its photos, and a reporter's contact for a stated purpose."""

from pathlib import Path
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.cases import actions
from linli.cases.actions.attaching import path_of
from linli.cases.actions.noting import Contact
from linli.cases.actions.voices import voice_path
from linli.cases.queries.detail import photo_visible_to
from linli.cases.queries.lists import Tab
from linli.cases.web.case_page import case_page
from linli.cases.web.case_steps import Rejected
from linli.cases.web.desk_list import usual_tab
from linli.cases.web.right_panel import right_panel
from linli.cases.web.step_forms import ContactForm
from linli.core.errors import Invalid
from linli.staff.rules import Command, Permission
from linli.staff.web.access import StaffRequest, needs


@never_cache
@require_safe
@needs(Permission.CASES_VIEW, Permission.CASES_HANDLE)
def detail(request: StaffRequest, case_id: UUID) -> HttpResponse:
    return show(request, case_id)


def show(
    request: StaffRequest,
    case_id: UUID,
    *,
    rejected: Rejected | None = None,
    contact: Contact | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with the case page, with a refused form or a disclosed contact in it."""
    at = timezone.now()
    duplicate_of = request.GET.get("duplicate", "")[:20]
    page = case_page(request.actor, case_id, at=at, rejected=rejected, duplicate_of=duplicate_of)
    has_next = page.main_step is None and usual_tab(request.actor) is Tab.MINE
    context = {"page": page, "case": page.detail.case, "contact": contact, "at": at, "has_next": has_next}
    context["right"] = right_panel(request.actor, page.detail.case)
    answer = render(request, "cases/detail.html", context, status=status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@needs(Permission.CASES_VIEW, Permission.CASES_HANDLE)
def contact(request: StaffRequest, case_id: UUID) -> HttpResponse:
    if request.method != "POST":
        return redirect("cases:detail", case_id)
    form = ContactForm(request.POST, auto_id="contact_%s")
    if form.is_valid():
        command = Command(form.command, request.actor, timezone.now())
        try:
            found = actions.disclose_reporter(case_id, command=command, purpose=form.cleaned_data["purpose"])
        except Invalid as error:
            form.refuse(error)
        else:
            return show(request, case_id, contact=found)
    return show(request, case_id, rejected=Rejected("contact", form), status=400)


@require_safe
@needs(Permission.CASES_VIEW, Permission.CASES_HANDLE)
def photo(request: StaffRequest, photo_id: UUID) -> HttpResponse:
    found = photo_visible_to(request.actor, photo_id)
    if found is None or not found.width_px:
        raise Http404
    return _sent(path_of(found.sha256), found.media_type)


@require_safe
@needs(Permission.CASES_VIEW, Permission.CASES_HANDLE)
def voice(request: StaffRequest, voice_id: UUID) -> HttpResponse:
    found = photo_visible_to(request.actor, voice_id)
    if found is None or found.width_px:
        raise Http404
    return _sent(voice_path(found.sha256, found.media_type), found.media_type)


def _sent(path: Path, media_type: str) -> HttpResponse:
    """Send a file of a case; only its reader's browser keeps it."""
    if not path.exists():
        raise Http404
    answer = FileResponse(path.open("rb"), content_type=media_type, filename=path.name)
    answer.headers["Cache-Control"] = "private, max-age=86400"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer  # type: ignore[return-value]  # the guard passes a streamed answer on as it is
