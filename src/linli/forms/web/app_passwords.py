"""App passwords: with one of these a phone's ODK Collect fills in forms as its owner, and may do nothing else."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linli.staff import actions as staff
from linli.staff import queries
from linli.staff.rules import Permission
from linli.staff.web.access import StaffRequest, needs, not_shared

_SCOPES = [Permission.FORMS_FILL.value]


class AppPasswordForm(forms.Form):
    """Which device a password is for, and how long."""

    name = forms.CharField(
        label=gettext_lazy("设备"), max_length=80, help_text=gettext_lazy("例如：我的手机。一台设备一个密码。")
    )
    days = forms.IntegerField(label=gettext_lazy("有效天数"), min_value=1, max_value=366, initial=180)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FORMS_FILL)
def app_passwords(request: StaffRequest) -> HttpResponse:
    return _make(request) if request.method == "POST" else _page(request, AppPasswordForm(auto_id="password_%s"))


@not_shared
def _make(request: StaffRequest) -> HttpResponse:
    form = AppPasswordForm(request.POST, auto_id="password_%s")
    if not form.is_valid():
        return _page(request, form, status=400)
    account = queries.account_with_id(_own(request))
    made = staff.issue_token(
        account, name=form.cleaned_data["name"], scopes=_SCOPES, days=form.cleaned_data["days"], by=request.actor,
        at=timezone.now(),
    )  # fmt: skip
    return _page(request, AppPasswordForm(auto_id="password_%s"), made=made)


@require_POST
@needs(Permission.FORMS_FILL)
@not_shared
def revocation(request: StaffRequest, token_id: UUID) -> HttpResponse:
    staff.revoke_token(token_id, by=request.actor, at=timezone.now())
    messages.success(request, _("应用密码已停用。"))
    return redirect("forms:app_passwords")


def _own(request: StaffRequest) -> UUID:
    assert request.actor.account_id is not None  # noqa: S101 for the type checker: `needs` has looked
    return request.actor.account_id


def _page(request: StaffRequest, form: AppPasswordForm, *, made: str = "", status: int = 200) -> HttpResponse:
    account = queries.account_with_id(_own(request))
    now = timezone.now()
    tokens = [one for one in queries.tokens_of(account) if one.scopes == _SCOPES]
    context = {
        "form": form,
        "made": made,
        "shared": account.is_demo,
        "username": account.username,
        "address": request.build_absolute_uri(reverse("openrosa:form_list")).removesuffix("/formList"),
        "rows": [(one, one.revoked_at is None and one.expires_at > now) for one in tokens],
    }
    return render(request, "forms/app_passwords.html", context, status=status)
