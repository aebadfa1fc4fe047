"""Which page of a list is asked for."""

from django.http import HttpRequest

_MOST_DIGITS = 5


def page_number(request: HttpRequest) -> int:
    """Read the page asked for, from 1; the first where the address says nothing that can be one."""
    text = request.GET.get("page", "1")
    return max(int(text), 1) if text.isdecimal() and len(text) <= _MOST_DIGITS else 1
