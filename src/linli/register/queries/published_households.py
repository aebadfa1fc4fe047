"""The households of grids as they were made public last: of the table of a month, hidden counts left out."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from uuid import UUID

from django.utils import timezone

from linli.register.models import PublishedTable
from linli.register.rules.published_table import HOUSEHOLDS

_GRID_DIGITS = 15


@dataclass(frozen=True)
class PublishedHouseholds:
    """The month's counts by grid: None where one is hidden, no entry where a grid was not there yet."""

    month: dt.date | None = None
    made_on: dt.date | None = None
    by_grid: Mapping[str, int | None] = field(default_factory=dict)


def published_households() -> PublishedHouseholds:
    """Give the newest published counts; one query, as a month's table is read once and never changes."""
    newest = PublishedTable.objects.order_by("-month").values_list("pk", "month", "at").first()
    if newest is None:
        return PublishedHouseholds()
    pk, month, at = newest
    return PublishedHouseholds(month, timezone.localdate(at), _by_grid(pk))


@lru_cache(maxsize=2)
def _by_grid(table_id: UUID) -> Mapping[str, int | None]:
    cells: dict[str, dict[str, int | None]] = PublishedTable.objects.values_list("cells", flat=True).get(pk=table_id)
    found = {code: of_grid.get(HOUSEHOLDS) for code, of_grid in cells.items() if len(code) == _GRID_DIGITS}
    return MappingProxyType(found)
