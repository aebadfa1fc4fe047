"""Pages of signing in, and of one's own account."""

from typing import Any
from uuid import UUID

from allauth.account.views import LoginView
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from linli.core.errors import NotAllowed
from linli.core.installation import installation
from linli.staff import actions, queries
from linli.staff.models import Account
from linli.staff.rules import DEMO_PASSWORD, Role
from linli.staff.web.access import StaffRequest, signed_in
from linli.staff.web.answering import act, act_on_form
from linli.staff.web.desk_forms import AbsenceForm
from linli.staff.web.forms import LanguageForm, SignInForm


class SignIn(LoginView):  # type: ignore[misc]  # allauth ships no types
    """The sign-in page; in a demo installation it names the accounts to try."""

    form_class = SignInForm
    template_name = "staff/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # Any: Django's own shape
        """Add the demo accounts, where there are any."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if installation().is_demo:
            context |= {"demo_accounts": _demo_rows(), "demo_password": DEMO_PASSWORD}
        return context


@never_cache
@require_GET
@signed_in
def me(request: StaffRequest) -> HttpResponse:
    account = _account(request)
    away, standing_in = queries.absences_about(account.pk)
    context = {
        "account": account,
        "posts": _post_rows(request),
        "language_form": LanguageForm(initial={"language": account.language}),
        "has_totp": is_mfa_enabled(account, [Authenticator.Type.TOTP]),
        "tokens": queries.tokens_of(account),
        "absences": [(row, queries.AWAY_FOR_NAMES.get(row.away_for, "")) for row in away],
        "standing_in": standing_in,
        "absence_form": AbsenceForm(account_id=account.pk, units=_own_units(request), auto_id="absence_%s"),
        "now": timezone.now(),
    }
    return render(request, "staff/me.html", context)


@require_POST
@signed_in
def language(request: StaffRequest) -> HttpResponse:
    wanted = request.POST.get("language", "")
    actions.choose_language(_account(request).pk, language=wanted, by=request.actor, at=timezone.now())
    answer = redirect("my_account")
    answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    return answer


@require_POST
@signed_in
def token_revocation(request: StaffRequest, token_id: UUID) -> HttpResponse:
    token = actions.revoke_token(token_id, by=request.actor, at=timezone.now())
    messages.success(request, _("接口令牌“%(name)s”已停用。") % {"name": token.name})
    return redirect("my_account")


@require_POST
@signed_in
def absences(request: StaffRequest) -> HttpResponse:
    account, at = _account(request), timezone.now()
    form = AbsenceForm(request.POST, account_id=account.pk, units=_own_units(request))

    def enter() -> None:
        actions.enter_absence(account.pk, new=form.new(), by=request.actor, at=at)

    act_on_form(request, form, enter, done=_("已登记外出。"))
    return redirect("my_account")


@require_POST
@signed_in
def absence_end(request: StaffRequest, absence_id: UUID) -> HttpResponse:
    at = timezone.now()
    act(request, lambda: actions.end_absence(absence_id, by=request.actor, at=at), done=_("已取消这次外出。"))
    return redirect("my_account")


@require_GET
@signed_in
def two_step(request: HttpRequest) -> HttpResponse:
    return redirect("my_account")


@signed_in
def password_unset(request: HttpRequest) -> HttpResponse:
    return render(request, "staff/password_unset.html", status=409)


def _account(request: StaffRequest) -> Account:
    if not isinstance(request.user, Account):
        raise NotAllowed
    return request.user


def _own_units(request: StaffRequest) -> set[str]:
    return {post.unit_code for post in request.actor.posts if post.unit_code and not post.for_name}


def _post_rows(request: StaffRequest) -> list[dict[str, object]]:
    posts = request.actor.posts
    units = queries.units(post.unit_code for post in posts if post.unit_code)
    return [
        {
            "role": queries.ROLE_NAMES[post.role],
            "area_code": post.area_code,
            "unit": units.get(post.unit_code),
            "work_line": post.work_line,
            "for_name": post.for_name,
        }
        for post in posts
    ]


def _demo_rows() -> list[dict[str, object]]:
    accounts = queries.demo_accounts()
    roles = queries.roles_of(account.pk for account in accounts)
    return [
        {
            "username": account.username,
            "name": account.name,
            "roles": [queries.ROLE_NAMES[role] for role in roles.get(account.pk, [Role.RESIDENT])],
        }
        for account in accounts
    ]
