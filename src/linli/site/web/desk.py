"""Where the desk begins for each person: one's cases, else the first page one may open, else the residents' side."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from linli.cases.web.desk_home import home_page
from linli.site.web.context import desk_nav
from linli.staff.rules import Permission
from linli.staff.web.access import StaffRequest, signed_in


@never_cache
@require_GET
@signed_in
def home(request: StaffRequest) -> HttpResponse:
    if any(request.actor.may_anywhere(one) for one in (Permission.CASES_VIEW, Permission.CASES_HANDLE)):
        return home_page(request)
    entries = desk_nav(request.actor, path=request.path)
    return redirect(str(entries[0]["url"]) if entries else "/")
