"""How states of cases look at the desk, and the icons of the sprite: what is written in every line of a list."""

from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from linli.cases.rules import State
from linli.cases.wording import STATE_NAMES

COLOURS_AND_ICONS: dict[str, tuple[str, str]] = {
    State.REPORTED.value: ("azure", "message-report"),
    State.FILED.value: ("indigo", "file-plus"),
    State.DISPATCHED.value: ("blue", "send"),
    State.HANDLING.value: ("yellow", "tool"),
    State.RESPONDED.value: ("purple", "message-circle"),
    State.CHECKED.value: ("teal", "clipboard-check"),
    State.CLOSED.value: ("green", "circle-check"),
    State.DECLINED.value: ("gray", "ban"),
    State.VOIDED.value: ("gray", "trash"),
}
UNKNOWN = ("gray", "info-circle")


@lru_cache(maxsize=500)
def decoration(name: str) -> SafeString:
    """Draw an icon that says nothing by itself and is hidden from screen readers."""
    address = f"{static('site/icons.svg')}#{name}"
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"/></svg>', address)


def badge(colour: str, icon: str, said: object) -> SafeString:
    """Draw a badge; the word is always there, so that colour never speaks alone."""
    return format_html('<span class="state-badge state-{}">{}{}</span>', colour, decoration(icon), said)


def state_badge(state: str) -> SafeString:
    """Draw the badge of a state in the reader's language."""
    return _state_badge(state, get_language())


@lru_cache(maxsize=200)
def _state_badge(state: str, _language: str | None) -> SafeString:
    return badge(*COLOURS_AND_ICONS.get(state, UNKNOWN), STATE_NAMES.get(state, state))
