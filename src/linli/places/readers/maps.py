"""Maps from files: OpenStreetMap extracts and GeoJSON, one file or several of one map."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from linli.core.listing import listed
from linli.core.text_files import FileUnreadable
from linli.places.errors.ground import LayerNotTold, MapColumnUnknown, MapFieldUnknown
from linli.places.readers import map_layers, osm_pbf
from linli.places.readers.features import Remark
from linli.places.readers.map_features import MapFeature, MapOptions, MapReading, Told
from linli.places.readers.map_fields import FIELDS
from linli.places.readers.map_joining import Gathered, joined
from linli.places.readers.map_sorting import sort_features
from linli.places.rules import LayerName

__all__ = ["MapOptions", "MapReading", "read_map", "read_maps"]

_OF_A_MAP = frozenset({*osm_pbf.KEYS, "kind", "osm_id", "@id"})
# What a file's own name says when its features say nothing.
_SAID_BY_NAME = {
    LayerName.STREETS: "street road 道路 路网 街巷",
    LayerName.BUILDINGS: "building 楼栋 建筑 房屋",
    LayerName.COMPOUNDS: "compound 小区",
    LayerName.BARRIERS: "barrier water rail 水系 水域 河流 铁路 阻隔",
    LayerName.FACILITIES: "facility facilities 设施",
    LayerName.AREAS: "boundary boundaries community communities district 边界 社区",
}


def read_map(path: Path, options: MapOptions | None = None, *, told: Told | None = None) -> MapReading:
    """Read one file of a map into layers; `told` hears of every few thousand features."""
    return read_maps([path], options, told=told)


def read_maps(paths: Sequence[Path], options: MapOptions | None = None, *, told: Told | None = None) -> MapReading:
    """Read several files of one map; what they say of each other is joined, and a column named need be in one of them."""
    options = options or MapOptions()
    whole, gathered, columns = MapReading(), Gathered(), dict[str, list[str]]()
    for field in options.columns:
        if field not in FIELDS:
            raise MapFieldUnknown(field="map", field_name=field, known=listed(FIELDS))
    for path in paths:
        reading = _read(path, options, gathered, told, columns)
        whole.features += reading.features
        whole.left_out += reading.left_out
        whole.refused += reading.refused
        whole.notes += reading.notes
    _check_columns(options.columns, columns)
    found = joined(gathered)
    whole.layers, whole.at = found.layers, found.at
    whole.refused += found.refused
    whole.notes += found.notes
    return whole


def _check_columns(wanted: Mapping[str, str], columns: Mapping[str, Sequence[str]]) -> None:
    """Refuse a column that none of the files has; those of OpenStreetMap have tags, which nobody names."""
    for column in wanted.values():
        if columns and not any(column in present for present in columns.values()):
            found = "；".join(f"{file}：{listed(present[:20])}" for file, present in columns.items())
            raise MapColumnUnknown(field="map", column=column, found=found)


def _read(
    path: Path, options: MapOptions, gathered: Gathered, told: Told | None, columns: dict[str, list[str]]
) -> MapReading:
    name, refused, notes = path.name.lower(), list[Remark](), list[Remark]()
    if name.endswith(osm_pbf.SUFFIXES):
        reading = sort_features(osm_pbf.read_osm(path, refused), None, gathered, told=told)
    elif name.endswith(map_layers.SUFFIXES):
        items = map_layers.items_in(path)
        present = columns[path.name] = map_layers.columns_in(items)
        own = {field: column for field, column in options.columns.items() if column in present}
        some = map_layers.read_features(items, path.name, replace(options, columns=own), refused, notes)
        reading = _sorted(path, list(some), options.layer, gathered, told)
    else:
        raise FileUnreadable(file=path.name, why="OpenStreetMap (.osm.pbf, .osm), GeoJSON (.geojson, .json)")
    reading.features += len(refused)
    reading.refused, reading.notes = [*refused, *reading.refused], notes
    return reading


def _sorted(
    path: Path, features: Sequence[MapFeature], layer: LayerName | None, gathered: Gathered, told: Told | None
) -> MapReading:
    """Sort by tags; what has none is all of the layer that was asked for, or that the file's name says."""
    before = len(getattr(gathered, layer.value)) if layer else 0
    reading = sort_features(features, None, gathered, told=told)
    if layer is None:
        is_plain = reading.left_out and not any(_OF_A_MAP & one.tags.keys() for one in features)
        return sort_features(features, _said_by_name(path), gathered, told=told) if is_plain else reading
    if len(getattr(gathered, layer.value)) > before:
        return reading
    return sort_features(features, layer, gathered, told=told)


def _said_by_name(path: Path) -> LayerName:
    stem = path.name.lower()
    for layer, words in _SAID_BY_NAME.items():
        if re.search("|".join(words.split()), stem):
            return layer
    raise LayerNotTold(file=path.name, known=listed([layer.value for layer in _SAID_BY_NAME]))
