"""Maps from GeoJSON: OpenStreetMap as other tools export it, pieces of vector tiles put together, and a city's own layers."""

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely
import shapely.geometry
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from linli.core.control_signs import without_control_signs
from linli.core.errors import LinliError
from linli.core.text_files import read_text
from linli.places import errors
from linli.places.readers.features import Remark
from linli.places.readers.geojson import MOST_MB, NO_SHAPE, check_points, in_cgcs2000, items_of, mended, properties_of
from linli.places.readers.map_features import MapFeature, MapOptions, key_by_shape, label_of
from linli.places.readers.map_fields import FIELDS, field_of

SUFFIXES = (".geojson", ".json", ".geojson.gz", ".json.gz")
_LETTERS = {"node": "n", "way": "w", "relation": "r", "n": "n", "w": "w", "r": "r"}
_OWN_KEYS = frozenset(
    {"highway", "railway", "waterway", "natural", "building", "landuse", "leisure", "amenity", "boundary"}
)
_AMENITIES = (
    "school", "kindergarten", "university", "college", "hospital", "clinic", "pharmacy", "marketplace", "townhall", "police",
    "fire_station", "community_centre", "library", "theatre", "arts_centre", "toilets", "bank", "parking", "post_office",
    "bus_station",
)  # fmt: skip
# How vector tiles call what OpenStreetMap tags: kind → key; where no value follows, `kind` itself is the value.
_TILE_KINDS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("major_road", "minor_road", "path", "highway"), ("highway", "kind_detail")),
    "rail": ("railway", "kind_detail"),
    "building": ("building", "kind_detail"),
    "water": ("natural", ""),
    **dict.fromkeys(("river", "canal", "riverbank", "dock"), ("waterway", "")),
    **dict.fromkeys(("residential", "commercial", "retail", "industrial", "railway", "construction"), ("landuse", "")),
    **dict.fromkeys(("park", "sports_centre", "stadium"), ("leisure", "")),
    **dict.fromkeys(("supermarket", "mall", "department_store"), ("shop", "")),
    **dict.fromkeys(_AMENITIES, ("amenity", "")),
    "museum": ("tourism", ""),
    "government": ("office", ""),
    "station": ("railway", ""),
}  # fmt: skip


def items_in(path: Path) -> list[Any]:  # Any: foreign JSON, looked at piece by piece
    """Open a GeoJSON file."""
    return items_of(read_text(path, most_mb=MOST_MB), file=path.name)


def columns_in(items: Sequence[Any]) -> list[str]:  # Any: as above
    """List what the features say of themselves."""
    return list(dict.fromkeys(str(name) for item in items[:1000] for name in properties_of(item)))


def read_features(
    items: Sequence[Any],  # Any: as above
    file: str,
    options: MapOptions,
    refused: list[Remark],
    notes: list[Remark],
) -> Iterator[MapFeature]:
    """Walk the features of a file; what is wrong with one is told in `refused`, what was mended in `notes`."""
    for number, item in enumerate(items, start=1):
        tags = _tags(properties_of(item), options.columns)
        try:
            shape, is_mended = _shape(item.get("geometry") if isinstance(item, dict) else None, options)
        except LinliError as refusal:
            refused.append(Remark(number, label_of(tags), str(refusal), file))
            continue
        if is_mended:
            why = _("图形自相交或有破损，已修复，请在地图上核对。")
            notes.append(Remark(number, label_of(tags), why, file))
        yield MapFeature(number, _key(item, tags, shape), tags, shape, file)


def _tags(properties: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, str]:  # Any: foreign JSON
    tags = {str(name): text for name, value in properties.items() if (text := _text(value))}
    for field, column in columns.items():
        tags[FIELDS[field][0]] = tags.get(column, "")
    if "kind" in tags and not _OWN_KEYS & tags.keys():
        tags |= _of_tile(tags)
    return tags


def _of_tile(tags: Mapping[str, str]) -> dict[str, str]:
    key, column = _TILE_KINDS.get(tags["kind"], ("", ""))
    more = {name: "yes" for name in ("tunnel", "bridge") if tags.get(f"is_{name}")}
    if not key:
        return more
    value = tags.get(column, "yes" if key == "building" else "") if column else tags["kind"]
    return {**more, key: value}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:g}" if not value.is_integer() else str(int(value))
    return without_control_signs(str(value)).strip() if isinstance(value, str | int) else ""


def _shape(given: Any, options: MapOptions) -> tuple[BaseGeometry, bool]:  # Any: foreign JSON
    if not isinstance(given, dict):
        raise errors.GeometryMissing(field="geometry")
    try:
        shape: BaseGeometry = shapely.force_2d(shapely.geometry.shape(given))
    except NO_SHAPE:
        raise errors.GeometryBroken(field="geometry") from None
    if shape.is_empty:
        raise errors.GeometryMissing(field="geometry")
    if options.swap:
        shape = shapely.transform(shape, lambda points: points[:, ::-1])
    check_points(shapely.get_coordinates(shape))
    is_mended = shape.geom_type.endswith("Polygon") and not shape.is_valid
    if is_mended:
        shape = mended(shape)
    if shape.is_empty:
        raise errors.GeometryBroken(field="geometry")
    parts = shapely.get_parts(in_cgcs2000(shape, options.crs))
    return (parts[0] if len(parts) == 1 else in_cgcs2000(shape, options.crs)), is_mended


def _key(item: Mapping[str, Any], tags: Mapping[str, str], shape: BaseGeometry) -> str:  # Any: foreign JSON
    """Give what the map calls a thing; without that, a name made of its shape."""
    kind, _slash, number = (tags.get("@id") or _text(item.get("id"))).rpartition("/")
    kind, number = (tags.get("osm_type") or kind, tags.get("osm_id") or number)
    if number.isdigit() and (kind in _LETTERS or "osm_id" in tags):
        is_label = shape.geom_type == "Point" and ("label_placement" in tags or "area" in tags)
        return f"osm-{'w' if is_label else _LETTERS.get(kind, 'w')}{number}"
    return field_of(tags, "code") or key_by_shape(shape)
