"""What a person narrows a list of cases by: the form over the list, read from the address."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.cases.queries.kinds import catalogue
from linli.cases.queries.lists import Filters, Tab
from linli.cases.web.fields import kind_groups, options_html, with_chosen
from linli.cases.wording import STATE_NAMES
from linli.core.installation import installation
from linli.core.scope import shortest
from linli.places import queries as places
from linli.places.queries import AreaTree
from linli.places.rules import Level
from linli.staff import queries as staff
from linli.staff.rules import Actor, Permission

MOST_AREAS = 400
_LEVELS = list(Level)


class FilterSelect(forms.Select):
    """A select whose options are written once for all whose scope is the same."""

    written: Callable[[], str] = str

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:  # noqa: ARG002  # Any: Django's own shape
        """Write the select."""
        outer = flatatt({**self.build_attrs(self.attrs, attrs), "name": name})
        return SafeString(f"<select{outer}>{with_chosen(self.written(), str(value or ''))}</select>")

    def use_required_attribute(self, initial: Any) -> bool:  # noqa: ARG002  # Any: Django's own shape
        """Nothing must be narrowed."""
        return False


class FilterDate(forms.DateInput):
    """A date written without Django's three templates for one tag."""

    input_type = "date"

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:  # noqa: ARG002  # Any: Django's own shape
        """Write the field with what was typed, right or wrong."""
        said = "" if value in (None, "") else str(value)
        own = {**self.build_attrs(self.attrs, attrs), "type": self.input_type, "name": name}
        return SafeString(f"<input{flatatt(own | {'value': said} if said else own)}>")


class FilterForm(forms.Form):
    """Search, kind, state, area, channel and dates."""

    q = forms.CharField(label=_("搜索"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("类别"), required=False, widget=FilterSelect)
    state = forms.ChoiceField(label=_("状态"), required=False, widget=FilterSelect)
    area = forms.ChoiceField(label=_("区域"), required=False, widget=FilterSelect)
    channel = forms.ChoiceField(label=_("来源"), required=False, widget=FilterSelect)
    unit = forms.ChoiceField(label=_("责任单位"), required=False, widget=FilterSelect)
    since = forms.DateField(label=_("上报日期从"), required=False, widget=FilterDate)
    until = forms.DateField(label=_("到"), required=False, widget=FilterDate)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # Any: Django's own shape
        super().__init__(*args, **kwargs)
        for name in ("kind", "state", "area", "channel", "unit"):
            self._choose(name, _scope_of(actor))

    def _choose(self, name: str, scope: tuple[str, ...]) -> None:
        """Say what to choose from, worked out only where it is shown or something was chosen."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 told to the type checker
        assert isinstance(field.widget, FilterSelect)  # noqa: S101 as above
        field.choices = partial(_choices, name, scope)
        field.widget.written = lambda: _written(name, scope, places.area_tree(), _house(name), get_language())

    def filters(self, tab: Tab) -> Filters:
        """Give the filters that were filled in rightly; a wrong one narrows nothing and says so."""
        self.is_valid()
        values = self.cleaned_data
        state = values.get("state")
        return replace(
            Filters(tab=tab),
            q=values.get("q", ""),
            kind_codes=_kind_codes(values.get("kind", "")),
            states=(state,) if state else (),
            area_code=values.get("area", ""),
            channel=values.get("channel", ""),
            unit_code=values.get("unit", ""),
            since=values.get("since"),
            until=values.get("until"),
        )


def tab_named(query: QueryDict, *, otherwise: Tab) -> Tab:
    """Read the tab of an address; an unknown one is the usual one, a search without one looks everywhere."""
    try:
        return Tab(query.get("tab", ""))
    except ValueError:
        return Tab.ALL if query.get("q") else otherwise


def area_choices(actor: Actor) -> list[tuple[str, str]]:
    """List the areas a person may narrow by, indented by level; grids only while the list stays short."""
    return _area_choices(places.area_tree(), _scope_of(actor))


@lru_cache(maxsize=256)
def _scope_of(actor: Actor) -> tuple[str, ...]:
    return shortest((*actor.prefixes(Permission.CASES_VIEW), *actor.prefixes(Permission.AREAS_VIEW)))


@lru_cache(maxsize=64)
def _area_choices(_tree: AreaTree, prefixes: tuple[str, ...]) -> list[tuple[str, str]]:
    """The same until the areas change, which makes another tree."""
    areas = sorted(places.open_areas(prefixes), key=lambda area: area.code)
    if len(areas) > MOST_AREAS:
        areas = [area for area in areas if area.level is not Level.GRID]
    depths = {area.code: _LEVELS.index(area.level) for area in areas}
    top = min(depths.values(), default=0)
    return [(area.code, "\u3000" * (depths[area.code] - top) + area.name) for area in areas[:MOST_AREAS]]


def _house(name: str) -> int:
    """Name the copy of what is chosen from: units change with the book of duties, all else with the catalogue."""
    return staff.book_mark() if name == "unit" else id(catalogue())


@lru_cache(maxsize=256)
def _written(name: str, scope: tuple[str, ...], _tree: AreaTree, _copy: int, _language: str | None) -> str:
    """The same until the areas change, which makes another tree."""
    return options_html(_choices(name, scope), "")


def _choices(name: str, scope: tuple[str, ...]) -> list[Any]:  # Any: Django's choices nest
    match name:
        case "kind":
            return [("", _("全部类别")), *_kind_choices()]
        case "state":
            return [("", _("全部状态")), *STATE_NAMES.items()]
        case "area":
            return [("", _("全部区域")), *_area_choices(places.area_tree(), scope)]
        case "unit":
            units = staff.known_units(installation().root_code)
            return [("", _("全部责任单位")), *((unit.code, unit.name) for unit in units)]
        case _:
            return [("", _("全部来源")), *_channel_choices()]


def _kind_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    every, house = str(_("（全部）")), catalogue()
    return [(major, [(house.kinds[kinds[0][0]].major, major + every), *kinds]) for major, kinds in kind_groups()]


def _channel_choices() -> list[tuple[str, str]]:
    return [(one.code, str(one.name)) for one in catalogue().channels.values()]


def _kind_codes(chosen: str) -> tuple[str, ...]:
    house = catalogue()
    if chosen in house.majors:
        return tuple(kind.code for kind in house.kinds_of(chosen))
    return (chosen,) if chosen else ()
