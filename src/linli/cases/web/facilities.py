"""The desk's pages of facilities: the list with its map and spreadsheet, and one facility with what is around it."""

from collections.abc import Mapping

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.cases.web.facility_sheet import write_facilities
from linli.cases.web.register_changes import told_changes
from linli.cases.web.registers import (
    found_in_scope,
    list_context,
    list_taken_out,
    map_card,
    map_context,
    scope_of,
    units_of,
)
from linli.places import queries as places
from linli.places.catalogue import facility_classes
from linli.places.errors.ground import FacilityUnknown
from linli.places.queries import FacilityFacts, FacilityFilter
from linli.staff.rules import Permission
from linli.staff.web.access import StaffRequest, needs

_MAP = {"layers": "grids communities streets buildings facilities", "more": "compounds barriers components"}


class FacilityFilterForm(forms.Form):
    """Narrow the list of facilities."""

    q = forms.CharField(label=_("编码、名称、地址"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("类别"), required=False)
    closed = forms.BooleanField(label=_("包括已停用的"), required=False)
    unit = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, data: object, *, counts: Mapping[str, int] | None = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # the request's own
        classes = [(code, _counted(code, (counts or {}).get(code, 0))) for code in facility_classes()]
        self.fields["kind"] = forms.ChoiceField(
            label=_("类别"), required=False, choices=[("", _("全部类别")), *classes]
        )

    def asked(self, prefixes: tuple[str, ...]) -> FacilityFilter:
        """Give what was asked for; what is not understood narrows nothing."""
        said = self.cleaned_data if self.is_valid() else {}
        return FacilityFilter(
            prefixes,
            said.get("kind", ""),
            said.get("unit", ""),
            said.get("q", ""),
            with_closed=said.get("closed", False),
        )


@never_cache
@require_safe
@needs(Permission.AREAS_VIEW)
def facilities(request: StaffRequest) -> HttpResponse:
    prefixes = scope_of(request)
    counts = places.count_by_class(prefixes)
    form = FacilityFilterForm(request.GET, counts=counts)
    context = list_context(request, places.listed_facilities(form.asked(prefixes)), FacilityFacts.of) | _MAP
    context |= {"form": form, "total": sum(counts.values())}
    context |= {"title": _("设施"), "map_label": _("设施地图"), "search_label": _("查找设施")}
    return render(request, "cases/facilities.html", context)


@never_cache
@require_safe
@needs(Permission.AREAS_VIEW)
def facility(request: StaffRequest, code: str) -> HttpResponse:
    found = _found(request, code)
    context = {
        "thing": found,
        "units": units_of(found),
        "changes": told_changes(places.changes_of_facility(code), {"class_code": places.facility_class_name}),
        **map_context(found),
        **_MAP,
    }
    return render(request, "cases/facility.html", context)


@never_cache
@require_safe
@needs(Permission.AREAS_VIEW)
def card(request: StaffRequest, code: str) -> HttpResponse:
    """Say what a map tells of a facility that is pointed at."""
    found = _found(request, code)
    url = reverse("facilities:detail", args=[code])
    return map_card(found, title=found.name, kind_name=found.class_name, address=found.address, url=url)


@never_cache
@require_safe
@needs(Permission.AREAS_VIEW)
def export(request: StaffRequest) -> HttpResponse:
    rows = places.listed_facilities(FacilityFilterForm(request.GET).asked(scope_of(request)))
    return list_taken_out(request, rows, FacilityFacts.of, write_facilities, name="facilities")


def _found(request: StaffRequest, code: str) -> FacilityFacts:
    """Find a facility of the areas whose registers the person may see."""
    return found_in_scope(request, places.facility_with_code(code), unknown=FacilityUnknown(facility=code))


def _counted(code: str, count: int) -> str:
    name = places.facility_class_name(code)
    return f"{name} {count}" if count else name
