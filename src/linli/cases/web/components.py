"""The desk's pages of components: the list with its map and spreadsheet, and one component with its cases."""

from django import forms
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.cases.queries.visible import cases_visible_to
from linli.cases.web.component_sheet import MOST_ROWS, write_components
from linli.cases.wording import STATE_NAMES, Word
from linli.core.file_answers import EXCEL
from linli.core.scope import covers, shortest
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
    prefixes = _scope(request)
    form = ComponentFilterForm(request.GET)
    page = Paginator(places.listed_components(form.asked(prefixes)), PER_PAGE).get_page(request.GET.get("page"))
    rows = [ComponentFacts.of(row) for row in page.object_list]
    context = {
        "form": form,
        "page": page,
        "lines": [(row, STATES.get(row.state, row.state), _care(row)) for row in rows],
        "counts": [(STATES[state], count) for state, count in sorted(places.count_by_state(prefixes).items())],
        "layers": _MAP,
        "geojson_url": f"/map/layers/{{name}}.geojson?under={prefixes[0] if prefixes else ''}",
    }
    return render(request, "cases/components.html", context)


@never_cache
@require_safe
@needs(Permission.AREAS_VIEW)
def component(request: StaffRequest, code: str) -> HttpResponse:
    found = places.component_with_code(code)
    if found is None or not covers(_scope(request), found.area_code):
        raise ComponentUnknown(component=code)
    about = cases_visible_to(request.actor).filter(area_code=found.area_code, component_code=code)
    cases = list(about.order_by("-reported_at")[:MOST_CASES])
    context = {
        "component": found,
        "state": STATES.get(found.state, found.state),
        "units": [(label, _unit(unit)) for label, unit in _units(found) if unit],
        "changes": places.changes_of_component(code),
        "cases": [(case, STATE_NAMES.get(case.state, case.state)) for case in cases],
        "point": f"{found.lon_cgcs2000},{found.lat_cgcs2000}",
        "layers": _MAP,
        "geojson_url": f"/map/layers/{{name}}.geojson?under={found.area_code[:12]}",
    }
    return render(request, "cases/component.html", context)


@never_cache
@require_safe
@needs(Permission.AREAS_VIEW)
def export(request: StaffRequest) -> HttpResponse:
    asked, at = ComponentFilterForm(request.GET).asked(_scope(request)), timezone.localtime()
    rows = places.listed_components(asked)[:MOST_ROWS].iterator(chunk_size=2_000)
    said = _("%(name)s 导出于 %(at)s") % {"name": request.actor.name, "at": f"{at:%Y-%m-%d %H:%M}"}
    units = {unit.code: unit.name for unit in staff.known_units("")}
    file = write_components(map(ComponentFacts.of, rows), units=units, states=STATES, said=str(said))
    answer = FileResponse(
        file, as_attachment=True, filename=f"linli-components-{at:%Y%m%d-%H%M}.xlsx", content_type=EXCEL
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer  # type: ignore[return-value]  # the guard passes a streamed answer on as it is


def _scope(request: HttpRequest) -> tuple[str, ...]:
    return shortest(request.actor.prefixes(Permission.AREAS_VIEW))  # type: ignore[attr-defined]  # the middleware's


def _units(found: ComponentFacts) -> tuple[tuple[Word, str], ...]:
    return (_("主管单位"), found.charge_unit), (_("权属单位"), found.owner_unit), (_("养护单位"), found.care_unit)


def _unit(code: str) -> str:
    known = staff.known_unit(code)
    return known.name if known else code


def _care(found: ComponentFacts) -> str:
    first = next(iter(found.responsible), None)
    return _unit(first[1]) if first else ""
