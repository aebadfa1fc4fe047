"""Who may open a page: signed in, and with a post that allows it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django_htmx.http import HttpResponseClientRedirect

from linli.core.errors import NotAllowed
from linli.staff.errors import DemoAccountShared
from linli.staff.rules import RESIDENT, Actor, Permission

type View[R: HttpRequest, **P] = Callable[Concatenate[R, P], HttpResponse]


class StaffRequest(HttpRequest):
    """A request as the middleware leaves it: with the actor behind it."""

    actor: Actor


def actor_behind(request: HttpRequest) -> Actor:
    """Give the actor of a request; a resident where the middleware has not been."""
    return getattr(request, "actor", RESIDENT)


def signed_in[R: HttpRequest, **P](view: View[R, P]) -> View[R, P]:
    """Open a page to people with an account; send the others to sign in and back."""

    @wraps(view)
    def guarded(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if actor_behind(request).account_id is None:
            return _to_sign_in(request)
        return view(request, *args, **kwargs)

    return guarded


def needs[R: HttpRequest, **P](*permissions: Permission) -> Callable[[View[R, P]], View[R, P]]:
    """Open a page to people who have one of these permissions somewhere; the action decides about the place."""

    def guard(view: View[R, P]) -> View[R, P]:
        @signed_in
        @wraps(view)
        def guarded(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not any(actor_behind(request).may_anywhere(permission) for permission in permissions):
                raise NotAllowed
            return view(request, *args, **kwargs)

        return guarded

    return guard


def not_shared[R: HttpRequest, **P](view: View[R, P]) -> View[R, P]:
    """Keep a page from demo accounts: many people use one, and none may lock the others out."""

    @wraps(view)
    def guarded(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if getattr(request.user, "is_demo", False):
            raise DemoAccountShared
        return view(request, *args, **kwargs)

    return guarded


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """A fragment cannot hold the sign-in page: htmx is told to load it whole, and to come back to the page."""
    htmx = getattr(request, "htmx", None)
    if not htmx:
        return redirect_to_login(request.get_full_path())
    back = redirect_to_login(htmx.current_url_abs_path or "/")
    return HttpResponseClientRedirect(back.url)
