"""Lets a phone in: by the token it got when it was registered, as the account it belongs to."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from linli.fieldsync import errors
from linli.fieldsync.actions.devices import open_device
from linli.fieldsync.models import Device
from linli.staff.rules import Actor
from linli.staff.web.callers import may_bring_secrets

_BEARER = re.compile(r"bearer\s+(\S+)", re.IGNORECASE)
_LET_IN = "linli_field"

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_device[**P](view: View[P]) -> View[P]:
    """Open an address to registered phones alone: 401 asks to sign in, 410 tells the phone to wipe itself."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        check_way(request)
        bearer = _BEARER.fullmatch(request.headers.get("Authorization", "").strip())
        if bearer is None:
            raise errors.SignInNeeded
        request.META[_LET_IN] = open_device(bearer[1], at=timezone.now())
        answer = view(request, *args, **kwargs)
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    return guarded


def check_way(request: HttpRequest) -> None:
    """Refuse what came in the clear from elsewhere, before anything of it is read."""
    if not may_bring_secrets(request):
        raise errors.NeedsHttps


def device_of(request: HttpRequest) -> tuple[Device, Actor]:
    """Give the phone that calls and as whom it acts."""
    let_in: tuple[Device, Actor] = request.META[_LET_IN]
    return let_in
