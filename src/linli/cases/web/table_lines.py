"""The lines of the table of cases, written at once: for fifty lines a template takes longer than all the rest of a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.cases.web.looks import badge, state_badge
from linli.cases.web.rows import RowView
from linli.cases.wording import Due


@dataclass(frozen=True)
class _Words:
    """What stands in many lines, in one language."""

    no_grid: str
    proposed: str
    urgent: str
    rework: str
    ordered: str


def table_lines(rows: Iterable[RowView]) -> SafeString:
    """Write a page of lines; everything that people typed is escaped."""
    words = _words(get_language())
    return SafeString("".join(_line(row, words) for row in rows))


@lru_cache(maxsize=12)
def _words(_language: str | None) -> _Words:
    return _Words(
        no_grid=badge("orange", "map-pin", _("无网格")),
        proposed=f'<span class="text-secondary">{escape(_("（建议）"))}</span>',
        urgent=badge("red", "urgent", _("紧急")),
        rework=_("返工"),
        ordered=badge("red", "alert-triangle", _("督办")),
    )


def _line(row: RowView, words: _Words) -> str:
    return (
        f'<tr data-row><td class="number"><a href="{row.url}">{escape(row.number)}</a></td>'
        f'<td>{escape(row.kind)}</td><td><div class="excerpt">{escape(row.title)}</div></td>'
        f"<td>{escape(row.area) if row.is_located else words.no_grid}</td><td>{escape(row.channel)}</td>"
        f"<td>{_unit(row, words)}</td>"
        f'<td><span class="case-states">{state_badge(row.state)}{_marks(row, words)}</span></td>'
        f'<td class="number">{row.reported}</td><td class="number">{_due(row.due)}</td></tr>\n'
    )


def _unit(row: RowView, words: _Words) -> str:
    if not row.unit:
        return ""
    return f"<span>{escape(row.unit)}{words.proposed if row.is_proposed else ''}</span>"


def _marks(row: RowView, words: _Words) -> str:
    """Write what is special about a case behind its state."""
    found = (words.urgent if row.is_urgent else "") + (words.ordered if row.is_ordered else "")
    if row.reworks:
        found += badge("orange", "rotate", f"{words.rework} {row.reworks}" if row.reworks > 1 else words.rework)
    return found


def _due(due: Due | None) -> str:
    if due is None:
        return ""
    look = ' class="overdue"' if due.is_late else ' class="due-soon"' if due.is_soon else ""
    return f"<span{look}>{escape(due.text)}</span>"
