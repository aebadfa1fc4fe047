"""What is stored of each layer of a map in a window: what a newer map is compared with."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import batched

import numpy as np
import shapely
from django.db.models import Count, Model, Q

from linli.core.scope import within
from linli.places.models import Barrier, Building, Compound, Facility, Street
from linli.places.queries.tree import Bounds
from linli.places.rules import LayerName

_MARGIN = 0.003  # degrees, about three hundred metres
_BATCH = 500


@dataclass(frozen=True)
class StoredThing:
    """A stored row of a layer; `code` is what its map calls it, `dwellings` how many a building has."""

    code: str
    name: str
    area_code: str
    dwellings: int = 0


def stored_things(layer: LayerName, under: str, bounds: Bounds) -> dict[str, StoredThing]:
    """Give by code what is stored of a layer within an area and a window; what is closed is left out.

    Lines lie wholly in the window, for they may be taken away; points also a little beyond, where a last house may be gone.
    """
    return {one.code: one for one in _OF[layer](within("area_code", (under,)), bounds)}


def stored_beyond(layer: LayerName, codes: Iterable[str], under: str) -> dict[str, str]:
    """Give, with their names, those of some codes that stand for a row outside of an area, or for a line that leaves it."""
    model, column = _STORED_AS[layer]
    found: dict[str, str] = {}
    for batch in batched(codes, _BATCH, strict=False):
        rows = model._default_manager.filter(**{f"{column}__in": batch}).exclude(area_code="")
        found |= dict(rows.exclude(within("area_code", (under,))).values_list(column, "name"))
    return found


def _streets(here: Q, bounds: Bounds) -> list[StoredThing]:
    found = Street.objects.filter(here).exclude(source_key="")
    rows = list(found.order_by("source_key").values_list("line", "source_key", "name", "area_code"))
    if not rows:
        return []
    west, south, east, north = bounds
    ends = shapely.bounds(shapely.from_wkb(np.array([bytes(row[0]) for row in rows], dtype=object)))
    inside = (ends[:, 0] >= west) & (ends[:, 1] >= south) & (ends[:, 2] <= east) & (ends[:, 3] <= north)
    return [StoredThing(*row[1:]) for row, is_inside in zip(rows, inside, strict=True) if is_inside]


def _barriers(here: Q, bounds: Bounds) -> list[StoredThing]:
    west, south, east, north = bounds
    inside = Q(min_lon__gte=west, min_lat__gte=south, max_lon__lte=east, max_lat__lte=north)
    found = Barrier.objects.filter(here & inside).order_by("source_key")
    return [StoredThing(*row) for row in found.values_list("source_key", "name", "area_code")]


def _compounds(here: Q, bounds: Bounds) -> list[StoredThing]:
    found = Compound.objects.filter(here & _point_in(bounds)).order_by("code")
    return [StoredThing(*row) for row in found.values_list("code", "name", "area_code")]


def _buildings(here: Q, bounds: Bounds) -> list[StoredThing]:
    found = Building.objects.filter(here & _point_in(bounds), closed_on=None).order_by("code")
    rows = found.values_list("code", "name", "area_code").annotate(homes=Count("dwellings"))  # outlines are not grouped
    return [StoredThing(*row) for row in rows]


def _facilities(here: Q, bounds: Bounds) -> list[StoredThing]:
    found = Facility.objects.filter(here & _point_in(bounds), closed_on=None).order_by("code")
    return [StoredThing(*row) for row in found.values_list("code", "name", "area_code")]


def _point_in(bounds: Bounds) -> Q:
    west, south, east, north = bounds
    lon, lat = (west - _MARGIN, east + _MARGIN), (south - _MARGIN, north + _MARGIN)
    return Q(lon_cgcs2000__range=lon, lat_cgcs2000__range=lat)


_OF: Mapping[LayerName, Callable[[Q, Bounds], list[StoredThing]]] = {
    LayerName.STREETS: _streets,
    LayerName.BARRIERS: _barriers,
    LayerName.COMPOUNDS: _compounds,
    LayerName.BUILDINGS: _buildings,
    LayerName.FACILITIES: _facilities,
}
_STORED_AS: Mapping[LayerName, tuple[type[Model], str]] = {
    LayerName.STREETS: (Street, "source_key"),
    LayerName.BARRIERS: (Barrier, "source_key"),
    LayerName.COMPOUNDS: (Compound, "code"),
    LayerName.BUILDINGS: (Building, "code"),
    LayerName.FACILITIES: (Facility, "code"),
}
