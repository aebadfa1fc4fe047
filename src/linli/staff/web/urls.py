"""Addresses under /accounts/: signing in and out, one's own account. No sign-up, no e-mail pages.

The names without a room before them are allauth's, which refers to its pages by them.
"""

from allauth.account.views import AccountInactiveView, LogoutView, PasswordChangeView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as MfaReauthenticateView
from allauth.mfa.recovery_codes.views import (
    DownloadRecoveryCodesView,
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.urls import path

from linli.staff.web import forms, views
from linli.staff.web.access import not_shared

_sign_out = LogoutView.as_view(template_name="staff/sign_out.html")
_inactive = AccountInactiveView.as_view(template_name="staff/inactive.html")
_password = PasswordChangeView.as_view(form_class=forms.PasswordForm, template_name="staff/password.html")
_password_again = ReauthenticateView.as_view(
    form_class=forms.PasswordAgainForm, template_name="staff/reauthenticate.html"
)
_code_again = MfaReauthenticateView.as_view(form_class=forms.CodeAgainForm, template_name="staff/reauthenticate.html")
_code = AuthenticateView.as_view(form_class=forms.CodeForm, template_name="staff/second_step.html")
_totp = ActivateTOTPView.as_view(form_class=forms.FirstCodeForm, template_name="staff/totp.html")
_totp_end = DeactivateTOTPView.as_view(template_name="staff/totp_end.html")
_codes = ViewRecoveryCodesView.as_view(template_name="staff/recovery_codes.html")
_new_codes = GenerateRecoveryCodesView.as_view(template_name="staff/recovery_codes_new.html")
_codes_file = DownloadRecoveryCodesView.as_view(template_name="staff/recovery_codes.txt")

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("logout/", _sign_out, name="account_logout"),
    path("inactive/", _inactive, name="account_inactive"),
    path("password/", not_shared(_password), name="account_change_password"),
    path("password/unset/", views.password_unset, name="account_set_password"),
    path("reauthenticate/", _password_again, name="account_reauthenticate"),
    path("two-step/", views.two_step, name="mfa_index"),
    path("two-step/code/", _code, name="mfa_authenticate"),
    path("two-step/reauthenticate/", _code_again, name="mfa_reauthenticate"),
    path("two-step/app/", not_shared(_totp), name="mfa_activate_totp"),
    path("two-step/app/end/", _totp_end, name="mfa_deactivate_totp"),
    path("two-step/recovery-codes/", _codes, name="mfa_view_recovery_codes"),
    path("two-step/recovery-codes/new/", _new_codes, name="mfa_generate_recovery_codes"),
    path("two-step/recovery-codes/file/", _codes_file, name="mfa_download_recovery_codes"),
    path("me/", views.me, name="my_account"),
    path("me/absences/", views.absences, name="my_absences"),
    path("me/absences/<uuid:absence_id>/end/", views.absence_end, name="my_absence_end"),
    path("me/language/", views.language, name="my_language"),
    path("me/tokens/<uuid:token_id>/revocation/", views.token_revocation, name="my_token_revocation"),
]
