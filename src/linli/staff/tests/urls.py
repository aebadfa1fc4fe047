"""Addresses for this room's tests: a guarded desk page, two API endpoints, then the whole house."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from linli.staff.rules import Permission
from linli.staff.web.access import StaffRequest, needs, signed_in


@needs(Permission.CASES_DISPATCH, Permission.CASES_FILE)
def guarded(request: StaffRequest) -> HttpResponse:
    return HttpResponse(request.actor.name)


@signed_in
def own(request: HttpRequest) -> HttpResponse:
    return HttpResponse("own")


@csrf_exempt
def who(request: StaffRequest) -> HttpResponse:
    may_view = request.actor.may_anywhere(Permission.CASES_VIEW)
    may_file = request.actor.may_anywhere(Permission.CASES_FILE)
    return JsonResponse({"name": request.actor.name, "may_view": may_view, "may_file": may_file})


urlpatterns = [
    path("", own),
    path("guarded/", guarded),
    path("own/", own),
    path("who/", who),
    path("api/v1/who", who),
    path("", include("linli.site.urls")),
]
