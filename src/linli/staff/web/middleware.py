"""Says who is behind a request: the person signed in, the owner of a token, or a resident."""

import re
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone, translation

from linli.core.errors import LinliError
from linli.core.installation import installation
from linli.staff import actions, errors, queries, rules
from linli.staff.models import Account
from linli.staff.rules import RESIDENT, Actor
from linli.staff.web.callers import may_bring_secrets

_DOORS_FOR_TOKENS = ("/api/",)
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_BEARER = re.compile(r"bearer\s+(\S+)", re.IGNORECASE)

Answer = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Set `request.actor`, and the language its account chose.

    A browser without a session cookie costs no query; one that is signed in costs one more than Django's two.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.csrf = CsrfViewMiddleware(_nothing)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the actor, or turn a token away that opens nothing or came in the clear."""
        try:
            actor = self._actor(request)
        except errors.TokenRejected as rejected:
            return _turned_away(rejected, 401, {"WWW-Authenticate": 'Bearer error="invalid_token"'})
        except errors.TokenNeedsHttps as in_the_clear:
            return _turned_away(in_the_clear, 403, {})
        request.actor = actor  # type: ignore[attr-defined]  # declared by web.access.StaffRequest
        return self.get_response(request)

    def _actor(self, request: HttpRequest) -> Actor:
        if request.path.startswith(_DOORS_FOR_TOKENS):
            return self._of_program(request)
        return _of_browser(request)

    def _of_program(self, request: HttpRequest) -> Actor:
        bearer = _BEARER.fullmatch(request.headers.get("Authorization", "").strip())
        if bearer:
            if not may_bring_secrets(request):
                raise errors.TokenNeedsHttps
            return actions.use_token(bearer[1], at=timezone.now())
        actor = _of_browser(request)
        if actor.account_id and request.method not in _SAFE_METHODS and self._forged(request):
            return RESIDENT
        return actor

    def _forged(self, request: HttpRequest) -> bool:
        """The API's views take no CSRF token, so a session speaks for its owner only where one came along."""
        return self.csrf.process_view(request, _nothing, (), {}) is not None


def _of_browser(request: HttpRequest) -> Actor:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return RESIDENT
    account = request.user
    if not isinstance(account, Account):
        return RESIDENT
    if not _may_stay(account):
        logout(request)
        return RESIDENT
    if account.language and not request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
        translation.activate(account.language)
        request.LANGUAGE_CODE = translation.get_language()
    return queries.actor_of(account)


def _may_stay(account: Account) -> bool:
    demo_installation = installation().is_demo if account.is_demo else False
    return rules.may_sign_in(is_active=account.is_active, is_demo=account.is_demo, demo_installation=demo_installation)


def _turned_away(error: LinliError, status: int, headers: dict[str, str]) -> HttpResponse:
    """Answer a program as problem+json (RFC 9457); the challenge of a token that opens nothing is RFC 6750's."""
    body = {"type": f"urn:linli:{error.code}", "title": str(error), "status": status, "code": error.code}
    return JsonResponse(body, status=status, content_type="application/problem+json", headers=headers)


def _nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()
