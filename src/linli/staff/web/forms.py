"""The forms of signing in and of one's own account, in our words."""

from typing import Any, ClassVar

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as MfaReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]


class Worded:
    """Give a form's fields our labels; a label needs no placeholder beside it."""

    words: ClassVar[Words] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: whatever the form beneath takes
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]  # set by the form beneath
        for name, label in self.words.items():
            fields[name].label = str(label)
            fields[name].widget.attrs.pop("placeholder", None)


class SignInForm(Worded, LoginForm):  # type: ignore[misc]  # allauth ships no types
    """User name and password; a session ends with the browser."""

    words: ClassVar[Words] = {"login": _("登录名"), "password": _("密码")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: whatever allauth passes
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        self.fields["password"].help_text = ""

    def clean(self) -> dict[str, Any]:  # Any: Django's own shape
        """Check name and password."""
        cleaned: dict[str, Any] = super().clean()
        cleaned["remember"] = False
        return cleaned


class PasswordForm(Worded, ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    """Old password, new password twice."""

    words: ClassVar[Words] = {"oldpassword": _("当前密码"), "password1": _("新密码"), "password2": _("再输一次新密码")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: whatever allauth passes
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""

    def clean(self) -> dict[str, Any]:  # Any: Django's own shape
        """Check that the new password was typed twice alike."""
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", forms.ValidationError(_("两次输入的新密码不一样。"), code="differs"))
        return dict(self.cleaned_data)


class PasswordAgainForm(Worded, ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The password once more, before something delicate."""

    words: ClassVar[Words] = {"password": _("密码")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: whatever allauth passes
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class CodeForm(Worded, AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The second step: a code of the app, or one of the recovery codes."""

    words: ClassVar[Words] = {"code": _("验证码或备用码")}


class CodeAgainForm(Worded, MfaReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """A code once more, before something delicate."""

    words: ClassVar[Words] = {"code": _("验证码或备用码")}


class FirstCodeForm(Worded, ActivateTOTPForm):  # type: ignore[misc]  # allauth ships no types
    """The first code of the app proves that it was set up."""

    words: ClassVar[Words] = {"code": _("手机上显示的验证码")}


class LanguageForm(forms.Form):
    """The language somebody wants to see everywhere."""

    language = forms.ChoiceField(label=_("界面语言"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own shape
        super().__init__(*args, **kwargs)
        choices = [("", _("随浏览器")), *settings.LANGUAGES]
        self.fields["language"] = forms.ChoiceField(label=_("界面语言"), required=False, choices=choices)
