"""The API as a whole: tokens, problem+json for every refusal, the rooms' routers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from linli.cases.api import outside
from linli.cases.api import router as cases
from linli.core.errors import LinliError, NotFound
from linli.places.api import addresses_router
from linli.places.api import router as areas
from linli.register.api import router as register
from linli.site.errors import problem, problem_of


def by_token(request: HttpRequest) -> bool:
    """Let in whoever came with a token; ActorMiddleware has looked it up."""
    actor = getattr(request, "actor", None)
    return actor is not None and actor.token_scopes is not None


by_token.openapi_security_schema = {"type": "http", "scheme": "bearer"}  # type: ignore[attr-defined]  # ninja reads it

api = NinjaAPI(
    title="Linli", version="1", openapi_url="/openapi.json", docs_url=None, urls_namespace="api-v1", auth=by_token
)
api.add_router("", outside.router)
api.add_router("", cases)
api.add_router("", areas)
api.add_router("", addresses_router)
api.add_router("", register)


@api.exception_handler(LinliError)
def refused(request: HttpRequest, error: LinliError) -> HttpResponse:
    """Answer a refusal."""
    return problem(error)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name the first field that is wrong, and list all."""
    fields = [
        {"field": ".".join(str(part) for part in found["loc"][1:]), "why": found["msg"]} for found in error.errors
    ]
    first = fields[0]["field"] if fields else ""
    title = _("“%(field)s”填写不正确。") % {"field": first}
    return problem_of("core.invalid", title, 400, field=first, errors=fields)


@api.exception_handler(AuthenticationError)
def unknown_caller(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Ask for a token."""
    answer = problem_of("site.token-required", _("请在 Authorization 头中给出有效的接口令牌。"), 401)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    """Answer for what is not there."""
    return problem(NotFound())


@api.exception_handler(HttpError)
def wrong_request(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer a request that could not be read at all."""
    return problem_of("core.unreadable", _("请求内容无法读取，请检查 JSON 格式。"), error.status_code)
