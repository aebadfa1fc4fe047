"""How people sign in: by user name, locked out for a while after failures, demo accounts in a demo house only."""

import logging
import time
from math import ceil
from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from linli.core.installation import installation
from linli.core.secrets import seal, unseal
from linli.staff import rules
from linli.staff.models import Account
from linli.staff.web.access import actor_behind

log = logging.getLogger(__name__)

_LOCKED_OUT = ngettext_lazy(
    "登录失败次数过多，请过 %(minutes)s 分钟再试。忘记密码请联系本单位的管理员。",
    "登录失败次数过多，请过 %(minutes)s 分钟再试。忘记密码请联系本单位的管理员。",
    "minutes",
)
_DEMO_CLOSED = _("演示账号只能在演示环境里登录。")
_SAID: dict[str, str | Promise] = {
    "account/messages/logged_out.txt": _("已退出登录。"),
    "account/messages/password_changed.txt": _("密码已修改。您在其他设备上的登录已全部退出。"),
    "mfa/messages/totp_activated.txt": _("两步验证已启用。"),
    "mfa/messages/totp_deactivated.txt": _("两步验证已停用。"),
    "mfa/messages/recovery_codes_generated.txt": _("已生成一组新的备用码，旧的备用码全部作废。"),
}


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Our way with allauth's sign-in."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("这个账号已停用。"),
        "enter_current_password": _("当前密码不正确。"),
        "incorrect_code": _("验证码不正确。"),
        "incorrect_password": _("密码不正确。"),
        "invalid_login": _("登录名或密码不正确。"),
        "username_password_mismatch": _("登录名或密码不正确。"),
        "too_many_login_attempts": _("失败次数过多，请稍后再试。"),
        "rate_limited": _("操作太频繁，请稍后再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 allauth's signature
        """Accounts are made by an administrator: nobody signs up."""
        return False

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Leave the counter's computer ready for the next colleague; a resident goes back to the residents' pages."""
        at_work = any(post.role is not rules.Role.RESIDENT for post in actor_behind(request).posts)
        return str(settings.LOGIN_URL if at_work else settings.ACCOUNT_LOGOUT_REDIRECT_URL)

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        """Refuse further tries for a while, and say for how long."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            key = self._get_login_attempts_cache_key(request, **credentials)
            minutes = max(ceil(_seconds_to_wait(request, key=key) / 60), 1)
            raise ValidationError(_LOCKED_OUT, code="locked-out", params={"minutes": minutes}) from None

    def authenticate(self, request: HttpRequest, **credentials: str) -> Account | None:
        """Check name and password; a demo account opens nothing outside a demo installation."""
        account: Account | None = super().authenticate(request, **credentials)
        if account is None or not account.is_demo:
            return account
        if not rules.may_sign_in(is_active=True, is_demo=True, demo_installation=installation().is_demo):
            raise ValidationError(_DEMO_CLOSED, code="demo-closed")
        return account

    def authentication_failed(self, request: HttpRequest, **credentials: str) -> None:  # noqa: ARG002 allauth's signature
        """Leave a line in the log: not the name that was tried, nor from where."""
        log.warning("sign-in failed")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, object] | None = None,  # noqa: ARG002 allauth's signature
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what was done in our own words; what has none is not said."""
        text = message or _SAID.get(message_template or "")
        if text:
            messages.add_message(request, level, str(text), extra_tags=extra_tags)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: str) -> str:  # noqa: ARG002 allauth's signature
        """Count by user name alone: another host name gives no further tries."""
        return credentials.get("username", "").strip().lower()


class StaffMfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Our way with allauth's two-step sign-in: its secrets are sealed at rest."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("不能停用两步验证。"),
        "cannot_generate_recovery_codes": _("启用两步验证以后才能生成备用码。"),
        "incorrect_code": _("验证码不正确。请核对手机时间，输入当前显示的 6 位数字。"),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a stored secret."""
        return unseal(encrypted_text)


def _seconds_to_wait(request: HttpRequest, *, key: str) -> float:
    """Work out when the oldest counted failure of the fullest limit runs out."""
    now, waits = time.time(), [0.0]
    place = {"app": "allauth.account", "action": "login_failed"}
    for rate in ratelimit.get_rates(**place):
        tries = cache.get(ratelimit.get_cache_key(request, rate=rate, key=key, **place), [])
        counted = [at for at in tries if at > now - rate.duration]
        if len(counted) >= rate.amount:
            waits.append(min(counted) + rate.duration - now)
    return max(waits)
