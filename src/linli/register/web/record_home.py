"""The register's first page: its counts, the map of homes, a search that stays out of addresses and logs."""

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.core.ids import new_id
from linli.places import queries as places
from linli.places.errors import BoundsInvalid
from linli.places.web.layers import bounds_of
from linli.register.actions.searching import find_residents
from linli.register.queries import count_people
from linli.register.queries.homes import HomesOfBuilding, homes_in_view
from linli.staff.rules import Command, Permission
from linli.staff.web.access import StaffRequest, needs

MOST_FOUND = 30
MOST_DEGREES = 0.2


class SearchForm(forms.Form):
    """Whom or what somebody looks for: a name, its pinyin, a whole ID number or phone."""

    text = forms.CharField(label=gettext_lazy("找人"), min_length=1, max_length=40, required=False)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PEOPLE_VIEW)
def home(request: StaffRequest) -> HttpResponse:
    form = SearchForm(request.POST or None)
    text = form.cleaned_data["text"].strip() if form.is_valid() else ""
    command = Command(new_id(), request.actor, timezone.now())
    found = find_residents(text, command=command, limit=MOST_FOUND) if text else None
    counts = count_people(request.actor.prefixes(Permission.PEOPLE_VIEW))
    context = {
        "form": form,
        "found": found,
        "searched": bool(text),
        "residents": sum(part.residents for part in counts),
        "households": sum(part.households for part in counts),
        "grids": len(counts),
        "may_edit": request.actor.may_anywhere(Permission.PEOPLE_EDIT),
    }
    return render(request, "register/home.html", context)


@never_cache
@require_safe
@needs(Permission.PEOPLE_VIEW)
def map_of_homes(request: StaffRequest) -> JsonResponse:
    bounds = _window(request.GET.get("bbox", ""))
    features = [_feature(one) for one in homes_in_view(request.actor, bounds)]
    return JsonResponse(
        {"type": "FeatureCollection", "features": features},
        content_type="application/geo+json",
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )


def _feature(one: HomesOfBuilding) -> dict[str, object]:
    empty = one.dwellings - one.homes
    said = _("%(dwellings)s 户室，%(homes)s 户 %(residents)s 人") % {
        "dwellings": one.dwellings, "homes": one.homes, "residents": one.residents,
    }  # fmt: skip
    properties = {
        "title": one.building.name,
        "state_label": said,
        "homes": one.homes,
        "empty": max(empty, 0),
        "share": round(one.homes / one.dwellings, 2) if one.dwellings else 0,
        "url": reverse("register:building", args=[one.building.code]),
    }
    point = {"type": "Point", "coordinates": [one.building.lon_cgcs2000, one.building.lat_cgcs2000]}
    return {"type": "Feature", "geometry": point, "properties": properties}


def _window(text: str) -> places.Bounds:
    """Read a window small enough to be looked at house by house."""
    bounds = bounds_of(text)
    if bounds is None:
        raise BoundsInvalid(field="bbox")
    west, south, east, north = bounds
    if east - west > MOST_DEGREES or north - south > MOST_DEGREES:
        raise BoundsInvalid(field="bbox")
    return bounds
