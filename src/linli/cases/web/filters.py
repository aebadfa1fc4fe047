"""What a person narrows a list of cases by: the form over the list, read from the address."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from linli.cases.queries.kinds import catalogue
from linli.cases.queries.lists import Filters, Tab
from linli.cases.web.fields import QuickSelect, kind_groups
from linli.cases.wording import STATE_NAMES
from linli.core.scope import shortest
from linli.places import queries as places
from linli.places.queries import AreaTree
from linli.places.rules import Level
from linli.staff.rules import Actor, Permission

MOST_AREAS = 400
_LEVELS = list(Level)


class FilterForm(forms.Form):
    """Search, kind, state, area, channel and dates."""

    q = forms.CharField(label=_("搜索"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("类别"), required=False, widget=QuickSelect)
    state = forms.ChoiceField(label=_("状态"), required=False, widget=QuickSelect)
    area = forms.ChoiceField(label=_("区域"), required=False, widget=QuickSelect)
    channel = forms.ChoiceField(label=_("来源"), required=False, widget=QuickSelect)
    since = forms.DateField(label=_("上报日期从"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("到"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # Any: Django's own shape
        super().__init__(*args, **kwargs)
        self._choose("kind", lambda: [("", _("全部类别")), *_kind_choices()])
        self._choose("state", lambda: [("", _("全部状态")), *STATE_NAMES.items()])
        self._choose("area", lambda: [("", _("全部区域")), *area_choices(actor)])
        self._choose("channel", lambda: [("", _("全部来源")), *_channel_choices()])

    def _choose(self, name: str, choices: Callable[[], list[Any]]) -> None:  # Any: Django's choices nest
        """Say what to choose from, worked out only where it is shown or something was chosen."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 told to the type checker
        field.choices = choices

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
    prefixes = shortest((*actor.prefixes(Permission.CASES_VIEW), *actor.prefixes(Permission.AREAS_VIEW)))
    return _area_choices(places.area_tree(), prefixes)


@lru_cache(maxsize=64)
def _area_choices(_tree: AreaTree, prefixes: tuple[str, ...]) -> list[tuple[str, str]]:
    """The same until the areas change, which makes another tree."""
    areas = sorted(places.open_areas(prefixes), key=lambda area: area.code)
    if len(areas) > MOST_AREAS:
        areas = [area for area in areas if area.level is not Level.GRID]
    depths = {area.code: _LEVELS.index(area.level) for area in areas}
    top = min(depths.values(), default=0)
    return [(area.code, "\u3000" * (depths[area.code] - top) + area.name) for area in areas[:MOST_AREAS]]


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
