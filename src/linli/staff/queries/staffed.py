"""Which areas have people: those a change of grids has to care for."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from linli.core.scope import within
from linli.staff.models import DutyUnit, Post, Unit


def staffed_areas(prefixes: Iterable[str], *, on: dt.date) -> frozenset[str]:
    """List the areas within a scope that have a post held on a day or later, a duty or a unit; three queries."""
    inside = within("area_code", list(prefixes))
    held = Post.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on))
    rows = (held, DutyUnit.objects.all(), Unit.objects.all())
    return frozenset(code for found in rows for code in found.filter(inside).values_list("area_code", flat=True))
