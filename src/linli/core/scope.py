"""Scope is a code prefix: who holds 420502 sees every row whose area code starts with it."""

from collections.abc import Iterable

from django.db.models import Q

_LENGTHS = (15, 12, 9, 6, 4, 2, 0)  # of the codes of divisions, from the grid up


def within(field: str, prefixes: Iterable[str]) -> Q:
    """Select rows whose code starts with one of the prefixes, as range scans of one index."""
    found = Q(pk__in=())
    for prefix in shortest(prefixes):
        if not prefix:
            return Q()
        if not (prefix.isascii() and prefix.isdigit()):  # no code starts with it
            continue
        found |= Q(**{f"{field}__gte": prefix}) & _before(field, after(prefix))
    return found


def after(prefix: str) -> str:
    """Give the first code behind all that start with a prefix: 420502 → 420503, 4299 → 43; '' when there is none.

    Digits stand in the same order in every collation; a bound such as ":" does not (Chinese ones sort it before digits).
    """
    kept = prefix.rstrip("9")
    return kept[:-1] + str(int(kept[-1]) + 1) if kept else ""


def _before(field: str, bound: str) -> Q:
    return Q(**{f"{field}__lt": bound}) if bound else Q()


def covers(prefixes: Iterable[str], code: str) -> bool:
    """Say whether the code lies under one of the prefixes."""
    return any(code.startswith(prefix) for prefix in prefixes)


def covering(prefixes: Iterable[str]) -> str:
    """Give the narrowest division code above all of some: whoever looks after the log there reads of what was asked in them."""
    codes = list(prefixes)
    one = min(codes, key=len, default="")
    above = (one[:length] for length in _LENGTHS if length <= len(one))
    return next(code for code in above if all(each.startswith(code) for each in codes))


def shortest(prefixes: Iterable[str]) -> tuple[str, ...]:
    """Drop the prefixes that lie under another one."""
    kept: list[str] = []
    for prefix in sorted(set(prefixes)):
        if not covers(kept, prefix):
            kept.append(prefix)
    return tuple(kept)
