"""Turns refusals into answers: a page for people, problem+json (RFC 9457) for programs."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from linli.core import errors
from linli.fieldsync import errors as field

PROGRAMS = ("/api/", "/field/api/")  # doors behind which nobody looks at a page
STATUS: dict[type[errors.LinliError], int] = {
    field.SignInNeeded: 401,
    field.DeviceWiped: 410,
    field.RequestTooLarge: 413,
    field.MediaTooLarge: 413,
    field.StagedFull: 413,
    field.MediaDamaged: 422,
    field.DiskFull: 507,
    errors.Invalid: 400,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.Refused: 409,
    errors.Stale: 409,
    errors.Unavailable: 503,
}


class AddressBroken(errors.Invalid):
    """The address holds a sign that no name and no code can have."""

    code = "site.address-broken"
    text = _("这个网址不完整或有误，请核对后再试。")


def status_of(error: errors.LinliError) -> int:
    """Find the HTTP status of a refusal by its class."""
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 400)


def problem(error: errors.LinliError) -> JsonResponse:
    """Answer a program with application/problem+json."""
    field = {"field": error.field} if isinstance(error, errors.Invalid) and error.field else {}
    return problem_of(error.code, str(error), status_of(error), **field)


def problem_of(code: str, title: str, status: int, **more: object) -> JsonResponse:
    """Put a problem together: the code is stable, the title is for people, in characters that a terminal shows."""
    body = {"type": f"urn:linli:{code}", "title": title, "status": status, "code": code, **more}
    return JsonResponse(
        body, status=status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
    )


class ErrorPages:
    """Middleware: a refusal that rises from a page becomes a page that says why and what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Refuse addresses with a NUL in them: databases know no such text."""
        is_broken = any(nul in request.get_full_path() for nul in ("%00", "\x00"))
        return self.process_exception(request, AddressBroken()) if is_broken else None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a LinliError; leave every other exception to Django."""
        if not isinstance(error, errors.LinliError):
            return None
        if request.path.startswith(PROGRAMS):
            return problem(error)
        status = status_of(error)
        context = {"sentence": str(error), "code": error.code, "status": status}
        return render(request, "site/refused.html", context, status=status)
