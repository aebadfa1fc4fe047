"""Scope is a code prefix: who holds 420502 sees every row whose area code starts with it."""

from collections.abc import Iterable

from django.db.models import Q

_AFTER_DIGITS = ":"  # the character after "9": closes the range of a digit prefix


def within(field: str, prefixes: Iterable[str]) -> Q:
    """Select rows whose code starts with one of the prefixes, as range scans of one index."""
    found = Q(pk__in=())
    for prefix in shortest(prefixes):
        if not prefix:
            return Q()
        found |= Q(**{f"{field}__gte": prefix, f"{field}__lt": prefix + _AFTER_DIGITS})
    return found


def covers(prefixes: Iterable[str], code: str) -> bool:
    """Say whether the code lies under one of the prefixes."""
    return any(code.startswith(prefix) for prefix in prefixes)


def shortest(prefixes: Iterable[str]) -> tuple[str, ...]:
    """Drop the prefixes that lie under another one."""
    kept: list[str] = []
    for prefix in sorted(set(prefixes)):
        if not covers(kept, prefix):
            kept.append(prefix)
    return tuple(kept)
