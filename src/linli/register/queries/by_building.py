"""Households counted by building, and households that take part in programmes: counts for dividing work, nobody by name."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import Count, OuterRef, Q

from linli.core.scope import within
from linli.places.queries.dwelling_counts import building_of_dwelling
from linli.register.models import Household
from linli.register.queries.whom import enrolments_resting


def households_by_building(prefixes: Iterable[str]) -> dict[UUID, int]:
    """Count the households that stand in each building of a scope; one query."""
    rows = Household.objects.filter(within("area_code", prefixes), until=None).order_by()
    counted = rows.values_list(building_of_dwelling(OuterRef("dwelling_id"))).annotate(Count("id"))
    return {building: count for building, count in counted if building is not None}


def households_in_programmes(prefixes: Iterable[str], codes: Iterable[str]) -> Iterator[tuple[UUID, UUID, str]]:
    """Walk building, household and programme of who takes part in some programmes today; one query.

    For counting alone: whoever asks adds up by building and forgets the household.
    """
    home = Q(resident__residencies__until=None, resident__residencies__lives=True)
    rows = enrolments_resting().filter(within("area_code", prefixes), home, programme_code__in=list(codes)).order_by()
    building = building_of_dwelling(OuterRef("resident__residencies__dwelling_id"))
    for place, household, programme in rows.values_list(
        building, "resident__residencies__household_id", "programme_code"
    ).iterator(chunk_size=5_000):
        if place is not None:
            yield place, household, programme
