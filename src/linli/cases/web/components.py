"""The desk's pages of components: the list with its map and spreadsheet, and one component with its cases."""

from functools import partial

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.cases.queries.visible import cases_visible_to
from linli.cases.web.component_sheet import write_components
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
from linli.cases.wording import STATE_NAMES, Word
from linli.places import queries as places
from linli.places.errors import ComponentUnknown
from linli.places.queries import ComponentFacts, ComponentFilter
from linli.staff.rules import Permission
from linli.staff.web.access import StaffRequest, needs

MOST_CASES = 20
STATES: dict[str, Word] = {"intact": _("完好"), "damaged": _("破损"), "lost": _("丢失"), "abandoned": _("废弃")}
_MAP = {"layers": "grids streets buildings components", "more": "compounds barriers facilities"}


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
            prefixes, said.get("kind", ""), said.get("unit", ""), said.get("q", ""), said.get("state", "")
        )


@never_cache
@require_safe
@needs(Permission.AREAS_VIEW)
def components(request: StaffRequest) -> HttpResponse:
    form, prefixes = ComponentFilterForm(request.GET), scope_of(request)
    context = list_context(request, places.listed_components(form.asked(prefixes)), ComponentFacts.of) | _MAP
    context |= {"form": form, "title": _("部件"), "map_label": _("部件地图"), "search_label": _("查找部件")}
    for line in context["lines"]:
        line["state"] = _state(line["row"].state)
    context["counts"] = [(STATES[state], count) for state, count in sorted(places.count_by_state(prefixes).items())]
    return render(request, "cases/components.html", context)


@never_cache
@require_safe
@needs(Permission.AREAS_VIEW)
def component(request: StaffRequest, code: str) -> HttpResponse:
    found = _found(request, code)
    about = cases_visible_to(request.actor).filter(area_code=found.area_code, component_code=code)
    cases = list(about.order_by("-reported_at")[:MOST_CASES])
    context = {
        "thing": found,
        "state": _state(found.state),
        "units": units_of(found),
        "changes": told_changes(places.changes_of_component(code), {"state": _state}),
        "cases": [(case, STATE_NAMES.get(case.state, case.state)) for case in cases],
        **map_context(found),
        **_MAP,
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
    rows = places.listed_components(ComponentFilterForm(request.GET).asked(scope_of(request)))
    write = partial(write_components, states=STATES)
    return list_taken_out(request, rows, ComponentFacts.of, write, name="components")


def _found(request: StaffRequest, code: str) -> ComponentFacts:
    """Find a component of the areas whose registers the person may see."""
    return found_in_scope(request, places.component_with_code(code), unknown=ComponentUnknown(component=code))


def _state(code: str) -> Word:
    """Name a state; one that is not known goes by its code."""
    return STATES.get(code, code)
