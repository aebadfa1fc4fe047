"""Enter the outside systems that take cases: their address, their unit, how soon they answer, the key both sides sign with."""

import re
import secrets
from urllib.parse import urlsplit

from django.db import transaction

from linli.cases import errors
from linli.cases.models import OutsideSystem
from linli.core.calendar import Limit
from linli.core.errors import LinliError, NotAllowed
from linli.core.secrets import seal
from linli.staff import queries as staff
from linli.staff.rules import Actor, Permission

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


@transaction.atomic
def enter_system(code: str, *, by: Actor, name: str, url: str, unit_code: str, answer_limit: str) -> str:
    """Enter or change an outside system; give its new signing key, which is shown this once."""
    if not by.may_anywhere(Permission.REFERENCE_EDIT):
        raise NotAllowed
    _check(code, url, answer_limit)
    secret = secrets.token_urlsafe(32)
    OutsideSystem.objects.update_or_create(
        code=code,
        defaults={
            "name": name.strip()[:80] or code, "url": url, "unit_code": staff.unit_named(unit_code).code,
            "answer_limit": answer_limit, "secret_sealed": seal(secret), "is_active": True,
        },
    )  # fmt: skip
    return secret


def close_system(code: str, *, by: Actor) -> None:
    """Hand nothing more to an outside system; what it has now runs to its end."""
    if not by.may_anywhere(Permission.REFERENCE_EDIT):
        raise NotAllowed
    if not OutsideSystem.objects.filter(code=code).update(is_active=False):
        raise errors.OutsideSystemUnknown(field="system", system=code)


def _check(code: str, url: str, answer_limit: str) -> None:
    parts = urlsplit(url)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
    if not _CODE.fullmatch(code) or not is_safe or not parts.hostname:
        raise errors.OutsideSystemWrong(field="url" if _CODE.fullmatch(code) else "code")
    try:
        limit = Limit.parse(answer_limit)
    except LinliError:
        raise errors.OutsideSystemWrong(field="answer_limit") from None
    if limit.amount <= 0:
        raise errors.OutsideSystemWrong(field="answer_limit")
