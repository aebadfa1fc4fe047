"""Things kept with a point follow a redrawn map: components and facilities."""

from collections.abc import Iterable, Sequence
from itertools import batched

from linli.places import queries
from linli.places.models import Component, Facility
from linli.places.rules import DIGITS, Level

_BATCH = 500
_MOST = 5_000
_COMMUNITY = DIGITS[Level.COMMUNITY]
Row = tuple[str, float, float, str]


def relocate_points[M: (Component, Facility)](model: type[M], prefixes: Iterable[str]) -> int:
    """Locate the rows of redrawn areas anew, and those above them that lay in no grid; say how many moved.

    What lies outside every area now stays with the community it was in.
    """
    here = model._default_manager.filter(queries.touched("area_code", prefixes))
    columns = here.order_by("pk").values_list("pk", "lon_cgcs2000", "lat_cgcs2000", "area_code")
    return sum(_move(model, batch) for batch in list(batched(columns, _MOST, strict=False)))


def _move[M: (Component, Facility)](model: type[M], batch: Sequence[Row]) -> int:
    codes, lons, lats, before = zip(*batch, strict=True)
    found = queries.finest_areas(lons, lats)
    moved = [
        model(pk=code, area_code=area)
        for code, area, was in zip(codes, found, before, strict=True)
        if area not in {was, ""}
    ]
    model._default_manager.bulk_update(moved, ["area_code"], batch_size=_BATCH)
    return len(moved)
