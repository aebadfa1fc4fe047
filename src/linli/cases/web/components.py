"""The desk's pages of components: the list with its map and spreadsheet, and one component with its cases."""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.cases.queries.visible import cases_visible_to
from linli.cases.web.component_sheet import write_components
from linli.cases.web.register_changes import told_changes
from linli.cases.web.registers import MOST_ROWS, first_unit, map_card, scope_of, spreadsheet, taken_out, units_of
from linli.cases.wording import STATE_NAMES, Word
from linli.core.scope import covers
from linli.places import queries as places
from linli.places.errors import ComponentUnknown
from linli.places.queries import ComponentFacts, ComponentFilter
from linli.staff import queries as staff
from linli.staff.rules import Permission
from linli.staff.web.access import StaffRequest, needs

PER_PAGE, MOST_CASES = 50, 20
STATES: dict[str, Word] = {"intact": _("完好"), "damaged": _("破损"), "lost": _("丢失"), "abandoned": _("废弃")}
_MAP = "grids streets buildings components"


class ComponentFilterForm(forms.Form):
    """Narrow the list of components."""

    q = forms.CharField(label=_("编码、名称、位置"), required=False, max_length=60)
    state = forms.ChoiceField(label=_("状态"), required=False)
    unit = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    kind = forms.CharField(label=_("小类"), required=False, max_length=8)

    def __init__(self, data: object) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # the request's own
        self.fields["state"] = forms.ChoiceField(
            label=_("状态"), required=False, choices=[("", _("全部状态")), *STATES.items()]
        )

    def asked(self, prefixes: tuple[str, ...]) -> ComponentFilter:
        """Give what was asked for; what is not understood narrows nothing."""
        said = self.cleaned_data if self.is_valid() else {}
        return ComponentFilter(
            prefixes, said.get("kind", ""), said.get("state", ""), said.get("unit", ""), said.get("q", "")
        )


@never_cache
@require_safe
@needs(Permission.AREAS_VIEW)
def components(request: StaffRequest) -> HttpResponse:
    prefixes = scope_of(request)
    form = ComponentFilterForm(request.GET)
    page = Paginator(places.listed_components(form.asked(prefixes)), PER_PAGE).get_page(request.GET.get("page"))
    rows = [ComponentFacts.of(row) for row in page.object_list]
    context = {
        "form": form,
        "page": page,
        "lines": [(row, _state(row.state), first_unit(row)) for row in rows],
        "counts": [(STATES[state], count) for state, count in sorted(places.count_by_state(prefixes).items())],
        "layers": _MAP,
        "geojson_url": f"/map/layers/{{name}}.geojson?under={prefixes[0] if prefixes else ''}",
    }
    return render(request, "cases/components.html", context)


@never_cache
@require_safe
@needs(Permission.AREAS_VIEW)
def component(request: StaffRequest, code: str) -> HttpResponse:
    found = _found(request, code)
    about = cases_visible_to(request.actor).filter(area_code=found.area_code, component_code=code)
    cases = list(about.order_by("-reported_at")[:MOST_CASES])
    context = {
        "component": found,
        "state": _state(found.state),
        "units": units_of(found),
        "changes": told_changes(places.changes_of_component(code), {"state": _state}),
        "cases": [(case, STATE_NAMES.get(case.state, case.state)) for case in cases],
        "point": f"{found.lon_cgcs2000},{found.lat_cgcs2000}",
        "layers": _MAP,
        "geojson_url": f"/map/layers/{{name}}.geojson?under={found.area_code[:12]}",
    }
    return render(request, "cases/component.html", context)


@never_cache
@require_safe
@needs(Permission.AREAS_VIEW)
def card(request: StaffRequest, code: str) -> HttpResponse:
    """Say what a map tells of a component that is pointed at."""
    found = _found(request, code)
    url = reverse("components:detail", args=[code])
    return map_card(found, title=found.name, kind_name=str(_state(found.state)), address=found.address, url=url)


@never_cache
@require_safe
@needs(Permission.AREAS_VIEW)
def export(request: StaffRequest) -> HttpResponse:
    asked = ComponentFilterForm(request.GET).asked(scope_of(request))
    rows = places.listed_components(asked)[:MOST_ROWS].iterator(chunk_size=2_000)
    units = {unit.code: unit.name for unit in staff.known_units("")}
    return spreadsheet(
        write_components(map(ComponentFacts.of, rows), units=units, states=STATES, said=taken_out(request)),
        name="components",
    )


def _found(request: StaffRequest, code: str) -> ComponentFacts:
    """Find a component of the areas whose registers the person may see."""
    found = places.component_with_code(code)
    if found is None or not covers(scope_of(request), found.area_code):
        raise ComponentUnknown(component=code)
    return found


def _state(code: str) -> Word:
    """Name a state; one that is not known goes by its code."""
    return STATES.get(code, code)
