"""How figures are written in pages."""

from django import template

register = template.Library()


@register.filter
def percent(value: float | None) -> str:
    """Write a share with one decimal; a dash where nothing was due."""
    return "–" if value is None else f"{100 * value:.1f}%"
