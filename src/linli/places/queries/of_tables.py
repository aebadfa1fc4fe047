"""What is stored of the components or facilities that a file tells of again: what a newer file is compared with."""

from collections.abc import Collection
from itertools import batched

from django.db.models import Q

from linli.places.models import Component, Facility
from linli.places.rules import DIGITS, ComponentState, Level

type Group = tuple[str, str, str]  # source, class, community

_COMMUNITY = DIGITS[Level.COMMUNITY]
_BATCH = 500
_STANDING = {Component: ~Q(state=ComponentState.ABANDONED.value), Facility: Q(closed_on=None)}


def groups_of(model: type[Component | Facility], codes: Collection[str]) -> set[Group]:
    """Say of which sources, classes and communities the stored rows of these codes are."""
    found = set[Group]()
    for batch in batched(codes, _BATCH, strict=False):
        rows = model._default_manager.filter(pk__in=batch)
        found |= {_group(*row) for row in rows.values_list("source", "class_code", "area_code").distinct()}
    return found


def how_many_stand(model: type[Component | Facility], codes: Collection[str]) -> int:
    """Count which of these codes are stored and neither abandoned nor closed."""
    rows = model._default_manager.filter(_STANDING[model])
    return sum(rows.filter(pk__in=batch).count() for batch in batched(codes, _BATCH, strict=False))


def standing_of(model: type[Component | Facility], groups: Collection[Group]) -> dict[str, str]:
    """Give code and name of what stands in some groups; what is abandoned or closed is left out."""
    sources, classes = ({one[place] for one in groups} for place in (0, 1))
    rows = model._default_manager.filter(_STANDING[model], source__in=sources, class_code__in=classes).order_by("pk")
    columns = rows.values_list("pk", "name", "source", "class_code", "area_code")
    return {code: name for code, name, *rest in columns if _group(*rest) in groups}


def _group(source: str, class_code: str, area_code: str) -> Group:
    return source, class_code, area_code[:_COMMUNITY]
