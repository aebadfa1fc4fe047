"""A building at the desk: who lives at which door, and whether it still stands."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.places import queries as places
from linli.register.actions.closing_buildings import close_building, reopen_building
from linli.register.queries.homes import doors_of
from linli.register.web.record_forms import RecordForm, day
from linli.register.web.steps import take
from linli.staff.rules import Permission
from linli.staff.web.access import StaffRequest, needs

_NOUN = "closure"


class ClosureForm(RecordForm):
    """From which day on a building no longer stands."""

    on = day(gettext_lazy("停用日期"))


@never_cache
@require_safe
@needs(Permission.PEOPLE_VIEW, Permission.AREAS_IMPORT)
def building(request: StaffRequest, code: str) -> HttpResponse:
    return _shown(request, code, ClosureForm.fresh(_NOUN))


@never_cache
@require_POST
@needs(Permission.AREAS_IMPORT)
def close(request: StaffRequest, code: str) -> HttpResponse:
    form = ClosureForm(request.POST)
    told = _("已停用这栋楼，地图、名单、手机和划分网格里不再有它；旧的案卷和走访照旧。")
    if take(request, form, lambda by: close_building(code, on=form.cleaned_data["on"], command=by), done=told):
        return redirect("register:building", code)
    return _shown(request, code, form, status=400)


@never_cache
@require_POST
@needs(Permission.AREAS_IMPORT)
def reopen(request: StaffRequest, code: str) -> HttpResponse:
    form = RecordForm(request.POST)
    if take(request, form, lambda by: reopen_building(code, command=by), done=_("已恢复这栋楼。")):
        return redirect("register:building", code)
    return _shown(request, code, form, status=400)


def _shown(request: StaffRequest, code: str, form: RecordForm, *, status: int = 200) -> HttpResponse:
    found = places.find_building(code)
    context = {
        "building": found,
        "entrances": doors_of(request.actor, found.pk),
        "area_path": " ".join(places.area_path(found.area_code)),
        "point": f"{found.lon_cgcs2000},{found.lat_cgcs2000}",
        "may_edit": found.closed_on is None and request.actor.may(Permission.PEOPLE_EDIT, found.area_code),
        "may_close": request.actor.may(Permission.AREAS_IMPORT, found.area_code),
        "form": form,
        "moves": [
            (move.on, places.area_name(move.from_code), move.from_code) for move in places.moves_of_building(found.pk)
        ],
    }
    return render(request, "register/building.html", context, status=status)
