"""The tabs over a list of cases, written at once as the lines below them are."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from linli.cases.wording import Word


@dataclass(frozen=True)
class TabView:
    """One tab over the list."""

    name: Word
    url: str
    count: str
    is_current: bool
    is_late: bool


def tab_lines(tabs: Iterable[TabView]) -> SafeString:
    """Write the tabs; the addresses hold what people typed, so they are escaped as well."""
    return SafeString("".join(map(_line, tabs)))


def _line(tab: TabView) -> str:
    current = ' aria-current="page"' if tab.is_current else ""
    count = (
        f' <span class="case-count{" is-late" if tab.is_late else ""}">{escape(tab.count)}</span>' if tab.count else ""
    )
    return (
        f'<li class="nav-item"><a class="nav-link{" active" if tab.is_current else ""}" '
        f'href="{escape(tab.url)}"{current}>{escape(str(tab.name))}{count}</a></li>\n'
    )
