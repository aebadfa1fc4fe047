"""The shared look in templates: icons, states of cases, form fields, page numbers, words for scripts."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BoundField, CheckboxInput, RadioSelect, Select, SelectMultiple
from django.forms.boundfield import BoundWidget
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from linli.cases.queries.lists import Tab
from linli.cases.web import looks
from linli.cases.wording import STATE_NAMES, TAB_NAMES, Word
from linli.places import queries as places
from linli.site.templatetags.words import WORDS

register = template.Library()

_TAGS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}


@dataclass(frozen=True)
class StateLook:
    """Colour, icon and word of one state; the word is always shown, so colour never speaks alone."""

    colour: str
    icon: str
    text: Word


STATES: dict[str, StateLook] = {
    **{state: StateLook(*look, STATE_NAMES[state]) for state, look in looks.COLOURS_AND_ICONS.items()},
    "urgent": StateLook("red", "urgent", _("紧急")),
    "confidential": StateLook("gray", "lock", _("保密")),
    "ordered": StateLook("red", "alert-triangle", _("督办")),
    "no-grid": StateLook("orange", "map-pin", TAB_NAMES[Tab.NO_GRID]),
}
LAYER_NAMES: dict[str, Word] = {
    "buildings": _("楼栋"),
    "compounds": _("小区"),
    "barriers": _("水域、铁路、快速路"),
    "facilities": _("设施"),
    "components": _("部件"),
}
UNKNOWN = StateLook(*looks.UNKNOWN, "")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is mere decoration and hidden from screen readers."""
    if not label:
        return looks.decoration(name)
    address = f"{static('site/icons.svg')}#{name}"
    return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, address)


@register.simple_tag
def base_map() -> dict[str, str]:
    """Give the tiles that lie beneath every map, and who is to be named for them; empty where the house names none."""
    return {"tiles": settings.LINLI_BASE_MAP, "credit": settings.LINLI_BASE_MAP_CREDIT}


@register.simple_tag
def map_toggles(names: str) -> list[tuple[str, Word]]:
    """Name the further layers that a map offers, in the order they were asked for."""
    return [(name, LAYER_NAMES[name]) for name in names.split() if name in LAYER_NAMES]


@register.filter
def state_look(state: object) -> StateLook:
    """Find how a state looks; an unknown one is grey."""
    return STATES.get(str(state), UNKNOWN)


@register.filter
def area_named(code: str) -> str:
    """Name an area with those it lies in; a code that stands for none is shown as it is."""
    return " ".join(places.area_path(code)) or code


@register.filter
def html_language(code: str) -> str:
    """Write a language code the way HTML's lang attribute wants it."""
    return _TAGS.get(code.lower(), code)


@register.simple_tag
def behaviour_words() -> dict[str, str]:
    """Give the translated words of the scripts, to be put into the page as JSON."""
    return {key: str(text) for key, text in WORDS.items()}


@register.simple_tag
def page_numbers(page: Page[object]) -> list[int | str]:
    """List the page numbers to show, with gaps."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


@register.filter
def field_kind(field: BoundField) -> str:
    """Say how a form field is laid out: `check`, `choices`, `hidden` or `plain`."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, CheckboxInput):
        return "check"
    return "choices" if isinstance(widget, RadioSelect) else "plain"


@register.filter
def styled(field: BoundField) -> SafeString:
    """Render a field's widget with the classes of our look, kept next to its own."""
    widget = field.field.widget
    ours = [_class_of(field), "is-invalid" if field.errors else "", str(widget.attrs.get("class", ""))]
    return field.as_widget(attrs={"class": " ".join(one for one in ours if one)})


@register.filter
def styled_choice(choice: BoundWidget) -> SafeString:
    """Render one radio button or box of a list with the class of our look."""
    choice.data["attrs"] = {**choice.data["attrs"], "class": "form-check-input"}
    return choice.tag()


def _class_of(field: BoundField) -> str:
    widget = field.field.widget
    if field_kind(field) in {"check", "choices"}:
        return "form-check-input"
    return "form-select" if isinstance(widget, Select | SelectMultiple) else "form-control"
