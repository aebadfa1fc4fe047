"""Maps from OpenStreetMap extracts (.osm.pbf, .osm): ways as lines, closed ways and multipolygons as grounds, nodes as points."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from linli.places.errors.ground import MapFileBroken
from linli.places.readers.features import Remark
from linli.places.readers.geojson import mended
from linli.places.readers.map_features import MapFeature

SUFFIXES = (".osm.pbf", ".pbf", ".osm", ".osm.gz", ".osm.bz2")
# Nothing of a map is looked at that has none of these.
KEYS = (
    "highway", "railway", "waterway", "natural", "building", "landuse", "leisure", "amenity", "shop", "office", "tourism",
    "social_facility", "public_transport", "emergency", "boundary", "addr:housenumber",
)  # fmt: skip


def read_osm(path: Path, refused: list[Remark]) -> Iterator[MapFeature]:
    """Walk the features of an extract; what is broken or cut off at its edge is told in `refused`, the rest goes on."""
    import osmium  # noqa: PLC0415 a heavy library that only this reader wants, when it runs

    shapes = osmium.geom.WKBFactory()
    walk = osmium.FileProcessor(str(path)).with_areas().with_filter(osmium.filter.KeyFilter(*KEYS))
    number = 0
    try:
        for thing in walk:
            number += 1
            feature = _feature(number, thing, shapes, refused, file=path.name)
            if feature is not None:
                yield feature
    except RuntimeError as trouble:
        raise MapFileBroken(file=path.name, why=trouble) from None


def _feature(
    number: int, thing: Any, shapes: Any, refused: list[Remark], *, file: str
) -> MapFeature | None:  # Any: osmium is untyped
    tags = {tag.k: tag.v for tag in thing.tags}
    try:
        key, shape = _shape(thing, shapes)
    except (RuntimeError, ValueError) as trouble:  # a ring that does not close, a place beyond the earth
        refused.append(Remark(number, tags.get("name") or str(thing.id), str(trouble), file))
        return None
    return None if shape is None or shape.is_empty else MapFeature(number, key, tags, shape, file)


def _shape(thing: Any, shapes: Any) -> tuple[str, BaseGeometry | None]:  # Any: as above
    if thing.is_node():
        return f"osm-n{thing.id}", shapely.Point(thing.location.lon, thing.location.lat)
    if thing.is_way():
        return f"osm-w{thing.id}", _line(thing)
    if not thing.is_area():
        return "", None
    ground = mended(shapely.from_wkb(shapes.create_multipolygon(thing)))
    parts = shapely.get_parts(ground)
    key = f"osm-{'w' if thing.from_way() else 'r'}{thing.orig_id()}"
    return key, (parts[0] if len(parts) == 1 else ground)


def _line(way: Any) -> BaseGeometry | None:  # Any: as above
    """Draw a way through the nodes the extract holds; at its edge some are cut off."""
    runs: list[list[tuple[float, float]]] = [[]]
    for node in way.nodes:
        if node.location.valid():
            runs[-1].append((node.location.lon, node.location.lat))
        elif runs[-1]:
            runs.append([])
    lines = [shapely.LineString(run) for run in runs if len(run) > 1]
    return lines[0] if len(lines) == 1 else shapely.MultiLineString(lines) if lines else None
