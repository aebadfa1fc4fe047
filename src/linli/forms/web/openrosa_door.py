"""Who stands at the OpenRosa door: user name and app password over https; failures are counted."""

import base64
import binascii
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from linli.core.errors import LinliError
from linli.core.installation import installation
from linli.forms import errors
from linli.forms.web.openrosa_answers import finished, refusal
from linli.staff import actions as staff
from linli.staff import queries
from linli.staff.errors import AccountUnknown, TokenRejected
from linli.staff.rules import TOKEN_PREFIX, Actor, Permission, may_sign_in
from linli.staff.web.callers import client_address, may_bring_secrets

WINDOW_SECONDS = 15 * 60
MOST_BY_NAME = 5
MOST_BY_ADDRESS = 30

type View[**P] = Callable[Concatenate[HttpRequest, Actor, P], HttpResponse]


def door[**P](view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Open an address of the door to whoever may fill forms in; every answer carries the door's headers."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return finished(view(request, actor_at(request), *args, **kwargs))
        except LinliError as error:
            return finished(refusal(error))

    return guarded


def actor_at(request: HttpRequest) -> Actor:
    """Find who knocks; nobody without https, and nobody for a while after too many wrong passwords."""
    if not may_bring_secrets(request):
        raise errors.DoorNeedsHttps
    username, password = _credentials(request.headers.get("Authorization", ""))
    if not username:
        raise errors.SignInNeeded
    counters = _counters(username, client_address(request))
    counted = cache.get_many(list(counters))
    if any(counted.get(key, 0) >= most for key, most in counters.items()):
        raise errors.DoorTooManyFailures
    try:
        actor = _actor(username.lower(), password)
    except errors.SignInNeeded:
        for key in counters:
            cache.add(key, 0, timeout=WINDOW_SECONDS)
            cache.incr(key)
        raise
    if not actor.may_anywhere(Permission.FORMS_FILL):
        raise errors.FillingNotAllowed
    return actor


def _actor(username: str, password: str) -> Actor:
    try:
        account = queries.account_named(username)
        if password.startswith(TOKEN_PREFIX):
            actor = staff.use_token(password, at=timezone.now())
            if actor.account_id == account.pk:
                return actor
            raise errors.SignInNeeded
    except (AccountUnknown, TokenRejected):
        raise errors.SignInNeeded from None
    is_demo = installation().is_demo
    opens = may_sign_in(is_active=account.is_active, is_demo=account.is_demo, demo_installation=is_demo)
    if is_demo and opens and account.check_password(password):  # elsewhere an account's password opens pages only
        return queries.actor_of(account, token_scopes=[Permission.FORMS_FILL.value])
    raise errors.SignInNeeded


def _credentials(header: str) -> tuple[str, str]:
    kind, _, rest = header.partition(" ")
    if kind.lower() != "basic":
        return "", ""
    try:
        username, _, password = base64.b64decode(rest.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return ("", "") if "\x00" in username else (username.strip(), password)  # no database keeps such a name


def _counters(username: str, address: str) -> dict[str, int]:
    """Count by name and address together: nobody shuts somebody else's door from afar, and no app password is guessed."""
    return {_key("name", f"{username.lower()} {address}"): MOST_BY_NAME, _key("address", address): MOST_BY_ADDRESS}


def _key(kind: str, said: str) -> str:
    return f"openrosa:{kind}:{hashlib.sha256(said.encode()).hexdigest()[:24]}"
