"""What stands around a case's place: the components it may be about, and the facilities nearby."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.cases.queries.visible import case_visible_to
from linli.cases.rules import may_see
from linli.cases.web.registers import first_unit
from linli.places import queries as places
from linli.staff.rules import Permission
from linli.staff.web.access import StaffRequest, needs

COMPONENTS_WITHIN_M, FACILITIES_WITHIN_M = 50.0, 500.0
MOST_OF_EACH = 5


@never_cache
@require_safe
@needs(Permission.CASES_VIEW, Permission.CASES_HANDLE)
def around(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Answer with the nearest components and facilities, for the case's own page."""
    case = case_visible_to(request.actor, case_id)
    if not may_see(case.standing, request.actor):
        return HttpResponse("")
    context: dict[str, object] = {"components": (), "facilities": ()}
    if case.lon_cgcs2000 is not None and case.lat_cgcs2000 is not None:
        lon, lat = case.lon_cgcs2000, case.lat_cgcs2000
        components = places.components_near(lon, lat, within_m=COMPONENTS_WITHIN_M, most=MOST_OF_EACH)
        facilities = places.facilities_near(lon, lat, within_m=FACILITIES_WITHIN_M, most=MOST_OF_EACH)
        context = {
            "components": [(one, first_unit(one.component)) for one in components],
            "facilities": [(one, first_unit(one.facility)) for one in facilities],
            "own": case.component_code,
        }
    return render(request, "cases/around.html", context)
