"""Where the desk begins for each person: one's cases, what an administrator keeps, else the first page one may open."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from linli.cases.web.desk_home import home_page
from linli.site.web.context import desk_nav, works_on_cases
from linli.staff.rules import Permission
from linli.staff.web.access import StaffRequest, signed_in


@never_cache
@require_GET
@signed_in
def home(request: StaffRequest) -> HttpResponse:
    if works_on_cases(request.actor):
        figures = request.actor.may_anywhere(Permission.FIGURES_VIEW)
        return home_page(request, figures_url=reverse("figures:brief") if figures else "")
    if getattr(request.user, "is_superuser", False):
        return render(request, "site/keeping.html")
    entries = desk_nav(request.actor, path=request.path)
    return redirect(str(entries[0]["url"]) if entries else "/")
