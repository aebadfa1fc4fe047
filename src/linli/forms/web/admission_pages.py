"""Upload a form, see what was found in it, admit it; take one back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linli.core.errors import LinliError
from linli.forms import actions, errors
from linli.forms.models import FormVersion
from linli.forms.queries.asking import questions_of
from linli.forms.queries.listing import files_beside, version_seen_by
from linli.forms.rules import Target
from linli.forms.web.admission_forms import AdmissionForm, UploadForm, WithdrawalForm, initial_of
from linli.forms.web.form_pages import question_rows
from linli.staff.rules import Command, Permission
from linli.staff.web.access import StaffRequest, needs


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FORMS_ADMIT)
def upload(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "forms/upload.html", {"form": UploadForm.fresh("upload")})
    form = UploadForm(request.POST, request.FILES, auto_id="upload_%s")
    if form.is_valid():
        file: Any = form.cleaned_data["file"]  # Any: Django's upload
        command = Command(form.command, request.actor, timezone.now())
        try:
            version = actions.upload_form(
                file.read(), name=file.name or "form.xlsx", command=command, files=form.contents()
            )
        except LinliError as error:
            form.refuse(error)
        else:
            return redirect(admission_url(version))
    return render(request, "forms/upload.html", {"form": form}, status=400)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FORMS_ADMIT)
def admission(request: StaffRequest, code: str) -> HttpResponse:
    """Show what was found in a version, and admit it."""
    version = version_seen_by(request.actor, code, request.GET.get("version", ""))
    if request.method != "POST":
        initial = initial_of(version.form, guessed_target(version))
        form = AdmissionForm.fresh("admission", mark=version.mark, **initial)
        return _page(request, version, form)
    form = AdmissionForm(request.POST, auto_id="admission_%s")
    form.fit(request.actor)
    if form.is_valid():
        command = Command(form.command, request.actor, timezone.now())
        try:
            mark = form.cleaned_data["mark"]
            actions.admit_form(code, version.version, form.admission(), mark=mark, command=command)
        except errors.VersionChanged as changed:
            version = version_seen_by(request.actor, code, version.version)
            form.look_again(version.mark, changed)
        except LinliError as error:
            form.refuse(error)
        else:
            messages.success(request, _("表单已准入，填写人现在就能看到。"))
            return redirect("forms:form", code)
    return _page(request, version, form, status=400)


@require_POST
@needs(Permission.FORMS_ADMIT)
def withdrawal(request: StaffRequest, code: str) -> HttpResponse:
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写明撤回的原因。"))
        return redirect("forms:form", code)
    actions.withdraw_form(
        code, reason=form.cleaned_data["reason"], command=Command(form.command, request.actor, timezone.now())
    )
    messages.success(request, _("表单已撤回。已经填好的仍然收。"))
    return redirect("forms:form", code)


def admission_url(version: FormVersion) -> str:
    """Give the address at which a version is admitted."""
    return f"{reverse('forms:admission', args=[version.form_id])}?{urlencode({'version': version.version})}"


def guessed_target(version: FormVersion) -> Target:
    """Guess from its bindings what a form is about."""
    bound = {one.attribute.split(".")[0] for one in questions_of(version) if one.attribute}
    kinds = {one.kind for one in questions_of(version)}
    if bound & {"household", "dwelling"}:
        return Target.HOUSEHOLD
    if "resident" in bound:
        return Target.PERSON
    return Target.PLACE if "geopoint" in kinds else Target.NONE


def _page(request: StaffRequest, version: FormVersion, form: AdmissionForm, *, status: int = 200) -> HttpResponse:
    form.fit(request.actor)
    share = round(version.known * 100 / version.asked) if version.asked else 0
    context = {
        "form": form, "version": version, "questions": question_rows(version), "files": files_beside(version),
        "known_share": share,
    }  # fmt: skip
    return render(request, "forms/admission.html", context, status=status)
