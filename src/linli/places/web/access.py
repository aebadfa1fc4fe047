"""Who may open a page of this room: whoever has not signed in goes to sign in, whoever has no such right is refused."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from linli.core.errors import NotAllowed
from linli.core.scope import shortest
from linli.places.rules import Needed, Viewer

type Scope = tuple[str, ...]
type _View[**P] = Callable[Concatenate[HttpRequest, Viewer, Scope, P], HttpResponse]


def viewer_of(request: HttpRequest) -> Viewer:
    """Give who asks; whoever has not signed in may not."""
    viewer: Viewer | None = getattr(request, "actor", None)
    if viewer is None or viewer.account_id is None:
        raise NotAllowed
    return viewer


def scope_of(viewer: Viewer, needed: Needed) -> Scope:
    """Give the areas in which something is allowed; refuse whoever has none."""
    if not (scope := shortest(viewer.prefixes(needed))):
        raise NotAllowed
    return scope


def with_scope[**P](
    needed: Needed,
) -> Callable[[_View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Hand a view who asks and the areas in which this person may."""

    def wrap(view: _View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            viewer: Viewer | None = getattr(request, "actor", None)
            if viewer is None or viewer.account_id is None:
                return redirect_to_login(request.get_full_path())
            return view(request, viewer, scope_of(viewer, needed), *args, **kwargs)

        return guarded

    return wrap
