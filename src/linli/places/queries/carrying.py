"""The buildings and dwellings of a grid that a phone takes along, as the database has them."""

from functools import lru_cache
from typing import Any

from django.db import connection

from linli.core.scope import within
from linli.core.statements import Kept, as_text, kept, select_rows
from linli.places.models import Building, Dwelling

type Stored = tuple[Any, ...]  # Any: as the database gave them

BUILDING = (
    as_text("id"), "code", "name", "area_code", "street_name", "plate_no", "lon_cgcs2000", "lat_cgcs2000", "floors",
    "compound__name",
)  # fmt: skip
DWELLING = (as_text("id"), as_text("building_id"), "entrance__name", "floor", "unit_no", "use", "state")


def carried_buildings(prefixes: tuple[str, ...]) -> list[Stored]:
    """List the buildings of some grids, in the columns of BUILDING."""
    return _rows(_buildings(prefixes, connection.vendor))


def carried_dwellings(prefixes: tuple[str, ...]) -> list[Stored]:
    """List the dwellings of some grids, in the columns of DWELLING."""
    return _rows(_dwellings(prefixes, connection.vendor))


def _rows(question: Kept | None) -> list[Stored]:
    return select_rows(question.sql, question.values, ()) if question else []


@lru_cache(maxsize=256)
def _buildings(prefixes: tuple[str, ...], _vendor: str) -> Kept | None:
    return kept(
        Building.objects.filter(within("area_code", prefixes), closed_on=None).order_by().values_list(*BUILDING)
    )


@lru_cache(maxsize=256)
def _dwellings(prefixes: tuple[str, ...], _vendor: str) -> Kept | None:
    here = Dwelling.objects.filter(within("area_code", prefixes), building__closed_on=None)
    return kept(here.order_by().values_list(*DWELLING))
