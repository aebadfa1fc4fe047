"""How far a list reaches: places as ranges of codes, or in the form that gives the newest cases of a place first."""

from collections.abc import Iterable

from django.db.models import CharField, F, Func, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from linli.core.scope import shortest, within

_GRID_DIGITS = 15
# The hour of a report for lists that are walked by what is due: no index has it, so none is taken for it.
REPORTED_AT_UNSORTED = Coalesce("reported_at", "reported_at")


def within_places(prefixes: Iterable[str], *, newest_first: bool) -> Q:
    """Select the cases in some areas; `newest_first` in a form from which an index gives them in that order.

    Behind a range of codes an index knows no further order: the newest fifty of a street would be found by sorting all it
    ever had. Streets and communities have an index by their digits, a grid by its whole code; above them nearly every case
    counts, and the index by time alone is walked.
    """
    if not newest_first:
        return within("area_code", prefixes)
    found = Q(pk__in=())
    for prefix in shortest(prefixes):
        if not prefix:
            return Q()
        found |= Q(area_code=prefix) if len(prefix) >= _GRID_DIGITS else Q(Exact(_first_digits(len(prefix)), prefix))
    return found


def _first_digits(count: int) -> Func:
    """Write it as the indexes `case_street_reported` and `case_community_reported` do, number and all."""
    template = f"%(function)s(%(expressions)s, 1, {count})"
    return Func(F("area_code"), function="substr", template=template, output_field=CharField())
