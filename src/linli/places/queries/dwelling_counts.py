"""How many dwellings stand in each building: counts, and the way from a dwelling to its building within another query."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, OuterRef, Subquery, UUIDField

from linli.core.scope import within
from linli.places.models import Dwelling
from linli.places.rules import DwellingState, DwellingUse

_HOMES = frozenset({DwellingUse.HOME.value, DwellingUse.RENTED.value})


@dataclass
class DwellingCounts:
    """The dwellings of one building that stand: lived in, vacant, and those that are no homes."""

    lived_in: int = 0
    vacant: int = 0
    other: int = 0


def dwelling_counts(prefixes: Iterable[str]) -> dict[UUID, DwellingCounts]:
    """Count the dwellings of each building of a scope; one query, one row for each building, use and state."""
    rows = Dwelling.objects.filter(within("area_code", prefixes)).exclude(state=DwellingState.GONE.value)
    found: dict[UUID, DwellingCounts] = {}
    counted = rows.order_by().values_list("building_id", "use", "state").annotate(Count("id"))
    for building_id, use, state, count in counted:
        counts = found.setdefault(building_id, DwellingCounts())
        if use not in _HOMES:
            counts.other += count
        elif state == DwellingState.VACANT:
            counts.vacant += count
        else:
            counts.lived_in += count
    return found


def building_of_dwelling(dwelling_id: F | OuterRef) -> Subquery:
    """Ask for the building of a dwelling within a query of another room: Household rows counted by building, for one."""
    return Subquery(Dwelling.objects.filter(pk=dwelling_id).values("building_id")[:1], output_field=UUIDField())


def building_code_of_dwelling(dwelling_id: F | OuterRef) -> Subquery:
    """Ask for the code of a dwelling's building within a query of another room."""
    return Subquery(Dwelling.objects.filter(pk=dwelling_id).values("building__code")[:1])
