"""The desk's pages of facilities: the list with its map and spreadsheet, and one facility with what is around it."""

from collections.abc import Mapping

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.cases.web.facility_sheet import write_facilities
from linli.cases.web.register_changes import told_changes
from linli.cases.web.registers import MOST_ROWS, first_unit, map_card, scope_of, spreadsheet, taken_out, units_of
from linli.core.scope import covers
from linli.places import queries as places
from linli.places.catalogue import facility_classes
from linli.places.errors.ground import FacilityUnknown
from linli.places.queries import FacilityFacts, FacilityFilter
from linli.staff import queries as staff
from linli.staff.rules import Permission
from linli.staff.web.access import StaffRequest, needs

PER_PAGE = 50
_MAP, _MORE = "grids communities streets buildings facilities", "compounds barriers components"


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
    page = Paginator(places.listed_facilities(form.asked(prefixes)), PER_PAGE).get_page(request.GET.get("page"))
    rows = [FacilityFacts.of(row) for row in page.object_list]
    context = {
        "form": form,
        "page": page,
        "lines": [(row, first_unit(row)) for row in rows],
        "total": sum(counts.values()),
        "layers": _MAP,
        "more": _MORE,
        "geojson_url": f"/map/layers/{{name}}.geojson?under={prefixes[0] if prefixes else ''}",
    }
    return render(request, "cases/facilities.html", context)


@never_cache
@require_safe
@needs(Permission.AREAS_VIEW)
def facility(request: StaffRequest, code: str) -> HttpResponse:
    found = _found(request, code)
    context = {
        "facility": found,
        "units": units_of(found),
        "changes": told_changes(places.changes_of_facility(code), {"class_code": places.facility_class_name}),
        "point": f"{found.lon_cgcs2000},{found.lat_cgcs2000}",
        "layers": _MAP,
        "more": _MORE,
        "geojson_url": f"/map/layers/{{name}}.geojson?under={found.area_code[:12]}",
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
    asked = FacilityFilterForm(request.GET).asked(scope_of(request))
    rows = places.listed_facilities(asked)[:MOST_ROWS].iterator(chunk_size=2_000)
    units = {unit.code: unit.name for unit in staff.known_units("")}
    return spreadsheet(
        write_facilities(map(FacilityFacts.of, rows), units=units, said=taken_out(request)), name="facilities"
    )


def _found(request: StaffRequest, code: str) -> FacilityFacts:
    """Find a facility of the areas whose registers the person may see."""
    found = places.facility_with_code(code)
    if found is None or not covers(scope_of(request), found.area_code):
        raise FacilityUnknown(facility=code)
    return found


def _counted(code: str, count: int) -> str:
    name = places.facility_class_name(code)
    return f"{name} {count}" if count else name
