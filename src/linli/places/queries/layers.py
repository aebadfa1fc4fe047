"""GeoJSON for maps: areas, streets, buildings, compounds, barriers, components, facilities. Compact, and never about people."""

import json
from collections.abc import Callable, Iterable

import numpy as np
import shapely
from django.db.models import Q
from shapely.geometry.base import BaseGeometry

from linli.core.scope import within
from linli.places.catalogue import facility_classes
from linli.places.errors import LayerUnknown
from linli.places.models import Area, Barrier, Building, Component, Compound, Facility, Street
from linli.places.queries.tree import Bounds
from linli.places.rules import DIGITS, Level, StreetKind

_DECIMALS = 6  # a tenth of a metre
_SIMPLER = 2e-5  # degrees, about two metres: neighbours stay side by side
_MOST_FEATURES = 20_000

Row = tuple[BaseGeometry, dict[str, str]]


def layer_geojson(name: str, prefixes: Iterable[str], *, bbox: Bounds | None = None) -> str:
    """Write one layer of the map as GeoJSON text, for the areas within the prefixes and a window."""
    if name not in _LAYERS:
        raise LayerUnknown(name=name)
    rows = _LAYERS[name](tuple(prefixes), bbox)
    return _write(rows)


def layer_rows(name: str, prefixes: Iterable[str], *, bbox: Bounds | None = None) -> list[Row]:
    """Give the shapes of one layer with what is known of each, before they are written."""
    return _LAYERS[name](tuple(prefixes), bbox)


def layer_names() -> tuple[str, ...]:
    """List the layers there are."""
    return tuple(_LAYERS)


def _areas(level: Level) -> Callable[[tuple[str, ...], Bounds | None], list[Row]]:
    def rows(prefixes: tuple[str, ...], bbox: Bounds | None) -> list[Row]:
        wanted = within("code", prefixes) & Q(level=level.value, valid_to=None, boundary__isnull=False)
        areas = Area.objects.filter(wanted)
        if bbox:
            west, south, east, north = bbox
            areas = areas.filter(min_lon__lte=east, max_lon__gte=west, min_lat__lte=north, max_lat__gte=south)
        columns = ("boundary", "code", "name", "parent_code", "kind", "grade", "estate_type")
        found = list(areas.values_list(*columns)[:_MOST_FEATURES])
        shapes = _simplified([bytes(boundary) for boundary, *_ in found])
        names = ("code", "name", "parent", "kind", "grade", "estate_type")
        return [(shape, dict(zip(names, rest, strict=True))) for shape, (_, *rest) in zip(shapes, found, strict=True)]

    return rows


def _streets(prefixes: tuple[str, ...], bbox: Bounds | None) -> list[Row]:
    here = within("area_code", prefixes)
    above = [code for prefix in prefixes for code in _levels_above(prefix)]
    # A street may belong to a wider area than the one looked at; an empty condition means everything.
    streets = Street.objects.filter(here | Q(area_code__in=above) if here else here)
    if bbox is None:  # a whole town: its footpaths are seen only from near
        streets = streets.exclude(kind=StreetKind.PATH.value)
    found = streets.values_list("line", "name", "area_code", "kind")[:_MOST_FEATURES]
    lines = shapely.from_wkb([bytes(line) for line, *_ in found])
    return _in_view(lines, [{"name": name, "area": area, "kind": kind} for _, name, area, kind in found], bbox)


def _buildings(prefixes: tuple[str, ...], bbox: Bounds | None) -> list[Row]:
    buildings = Building.objects.filter(within("area_code", prefixes), closed_on=None)
    if bbox:
        west, south, east, north = bbox
        buildings = buildings.filter(lon_cgcs2000__range=(west, east), lat_cgcs2000__range=(south, north))
    columns = ("footprint", "lon_cgcs2000", "lat_cgcs2000", "code", "name", "area_code", "street_name", "plate_no")
    found = buildings.values_list(*columns)[:_MOST_FEATURES]
    names = ("code", "name", "area", "street", "plate")
    return [
        (
            shapely.from_wkb(bytes(footprint)) if footprint else shapely.Point(lon, lat),
            dict(zip(names, rest, strict=True)),
        )
        for footprint, lon, lat, *rest in found
    ]


def _components(prefixes: tuple[str, ...], bbox: Bounds | None) -> list[Row]:
    found = Component.objects.filter(within("area_code", prefixes))
    if bbox:
        west, south, east, north = bbox
        found = found.filter(lat_cgcs2000__range=(south, north), lon_cgcs2000__range=(west, east))
    rows = found.values_list("lon_cgcs2000", "lat_cgcs2000", "code", "name", "class_code", "state", "area_code")
    names = ("code", "name", "class", "state", "area")
    return [(shapely.Point(lon, lat), dict(zip(names, rest, strict=True))) for lon, lat, *rest in rows[:_MOST_FEATURES]]


def _compounds(prefixes: tuple[str, ...], bbox: Bounds | None) -> list[Row]:
    found = Compound.objects.filter(within("area_code", prefixes), boundary__isnull=False)
    rows = found.values_list("boundary", "code", "name", "area_code")[:_MOST_FEATURES]
    shapes = shapely.from_wkb([bytes(boundary or b"") for boundary, *_ in rows])
    return _in_view(shapes, [dict(zip(("code", "name", "area"), rest, strict=True)) for _, *rest in rows], bbox)


def _barriers(prefixes: tuple[str, ...], bbox: Bounds | None) -> list[Row]:
    here = within("area_code", prefixes)
    above = [code for prefix in prefixes for code in _levels_above(prefix)]
    found = Barrier.objects.filter(here | Q(area_code__in=above) if here else here)
    if bbox:
        west, south, east, north = bbox
        found = found.filter(min_lon__lte=east, max_lon__gte=west, min_lat__lte=north, max_lat__gte=south)
    rows = found.values_list("shape", "source_key", "kind", "name")[:_MOST_FEATURES]
    shapes = shapely.from_wkb([bytes(shape) for shape, *_ in rows])
    return _in_view(shapes, [{"code": key, "kind": kind, "name": name} for _, key, kind, name in rows], bbox)


def _facilities(prefixes: tuple[str, ...], bbox: Bounds | None) -> list[Row]:
    found = Facility.objects.filter(within("area_code", prefixes), closed_on=None)
    if bbox:
        west, south, east, north = bbox
        found = found.filter(lat_cgcs2000__range=(south, north), lon_cgcs2000__range=(west, east))
    rows = found.values_list("boundary", "lon_cgcs2000", "lat_cgcs2000", "code", "name", "class_code", "area_code")
    classes, names = facility_classes(), ("code", "name", "class", "area")
    return [
        (
            shapely.from_wkb(bytes(ground)) if ground else shapely.Point(lon, lat),
            {**dict(zip(names, rest, strict=True)), "group": classes[rest[2]].group if rest[2] in classes else ""},
        )
        for ground, lon, lat, *rest in rows[:_MOST_FEATURES]
    ]


def _in_view(shapes: Iterable[BaseGeometry], facts: list[dict[str, str]], bbox: Bounds | None) -> list[Row]:
    rows = list(zip(shapes, facts, strict=True))
    if not bbox or not rows:
        return rows
    shown = shapely.intersects(np.array([shape for shape, _ in rows], dtype=object), shapely.box(*bbox))
    return [row for row, is_shown in zip(rows, shown, strict=True) if is_shown]


_LAYERS: dict[str, Callable[[tuple[str, ...], Bounds | None], list[Row]]] = {
    "districts": _areas(Level.DISTRICT),
    "subdistricts": _areas(Level.STREET),
    "communities": _areas(Level.COMMUNITY),
    "grids": _areas(Level.GRID),
    "streets": _streets,
    "compounds": _compounds,
    "barriers": _barriers,
    "buildings": _buildings,
    "components": _components,
    "facilities": _facilities,
}


def _levels_above(prefix: str) -> list[str]:
    return [prefix[:digits] for digits in DIGITS.values() if digits < len(prefix)]


def _simplified(boundaries: list[bytes]) -> list[BaseGeometry]:
    """Simplify polygons together, so that a border two of them share stays shared."""
    if not boundaries:
        return []
    shapes = shapely.from_wkb(boundaries)
    if shapely.coverage_is_valid(shapes):
        return list(shapely.coverage_simplify(shapes, _SIMPLER))
    return list(shapely.simplify(shapes, _SIMPLER / 2, preserve_topology=True))


def _write(rows: list[Row]) -> str:
    shapes = np.array([shape for shape, _ in rows], dtype=object)
    texts = shapely.to_geojson(shapely.transform(shapes, lambda points: points.round(_DECIMALS))) if rows else ()
    features = (
        f'{{"type":"Feature","geometry":{text},"properties":{json.dumps(facts, ensure_ascii=False, separators=(",", ":"))}}}'
        for text, (_, facts) in zip(texts, rows, strict=True)
    )
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'
