"""Words of reconciliations in templates."""

from collections.abc import Mapping

from django import template

from linli.register.queries.linkages import QueueRow
from linli.register.queries.naming_linkage import BAND_WORDS, Word, decision_word

register = template.Library()


@register.filter
def count_of(counts: Mapping[str, int], name: str) -> int:
    """Give one of several counts."""
    return counts.get(name, 0)


@register.filter
def band_word(band: str) -> Word:
    """Name a band."""
    return BAND_WORDS.get(band, band)


@register.filter
def bits(weight: float) -> str:
    """Write a weight with its sign."""
    return f"{weight:+.1f}"


@register.filter
def decision_of(row: QueueRow) -> str:
    """Say what was decided over a pair."""
    return decision_word(row.pair.decision, needs_second=row.needs_second)
