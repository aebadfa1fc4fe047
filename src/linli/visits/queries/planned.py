"""How many visits are planned to each building: counts for a new division of grids, nobody by name."""

from collections.abc import Iterable

from django.db.models import Count, OuterRef

from linli.core.scope import within
from linli.places.queries.dwelling_counts import building_code_of_dwelling
from linli.visits.models import Visit
from linli.visits.queries.visible import OPEN_STATES, still_wanted


def planned_by_building(prefixes: Iterable[str]) -> dict[str, int]:
    """Count the visits still to be made to dwellings of a scope by the code of their building; one query."""
    rows = Visit.objects.filter(still_wanted(), within("area_code", prefixes), state__in=OPEN_STATES).order_by()
    counted = rows.values_list(building_code_of_dwelling(OuterRef("dwelling_id"))).annotate(Count("id"))
    return {building: count for building, count in counted if building is not None}
