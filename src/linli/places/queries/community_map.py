"""One community as a map to take along: its outline, grids, streets, buildings and components in one GeoJSON text."""

import json
from collections.abc import Iterator

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from linli.places.queries.layers import Row, layer_rows
from linli.places.queries.tree import Bounds, describe

_DECIMALS = 6  # a tenth of a metre
_MARGIN = 0.002  # degrees, about two hundred metres: a street goes on beyond the border
_SIMPLER = 1e-5  # degrees, about one metre: no thumb on a phone's map is finer
# Which facts of each layer a phone shows; the rest stays at home.
SHOWN = {
    "communities": ("code", "name"),
    "grids": ("code", "name"),
    "streets": ("name",),
    "buildings": ("code", "name", "street", "plate"),
    "components": ("code", "name", "class"),
}
_THINNED = frozenset({"streets", "buildings"})


def community_map(code: str) -> str:
    """Write the map of a community, at most a few metres beyond it; every feature names its layer."""
    around = _around(describe(code).bounds)
    features = [text for name in SHOWN for text in _features(name, code, around)]
    return f'{{"type":"FeatureCollection","community":{json.dumps(code)},"features":[{",".join(features)}]}}'


def _features(name: str, code: str, around: Bounds | None) -> Iterator[str]:
    rows = [row for row in _rows(name, code, around) if not row[0].is_empty]
    if not rows:
        return
    shapes = np.array([shape for shape, _facts in rows], dtype=object)
    if name in _THINNED:
        shapes = shapely.simplify(shapes, _SIMPLER, preserve_topology=True)
    texts = shapely.to_geojson(shapely.transform(shapes, lambda points: points.round(_DECIMALS)))
    for text, (_shape, facts) in zip(texts, rows, strict=True):
        told = {"layer": name} | {fact: facts[fact] for fact in SHOWN[name] if facts.get(fact)}
        properties = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        yield f'{{"type":"Feature","geometry":{text},"properties":{properties}}}'


def _rows(name: str, code: str, around: Bounds | None) -> list[Row]:
    """Give a layer's shapes; of a street only what runs through the community or by it."""
    if name != "streets" or around is None:
        return layer_rows(name, [code])
    return [(_cut(line, around), facts) for line, facts in layer_rows(name, [code], bbox=around)]


def _cut(line: BaseGeometry, around: Bounds) -> BaseGeometry:
    found: BaseGeometry = shapely.clip_by_rect(line, *around)
    return found


def _around(bounds: Bounds | None) -> Bounds | None:
    if bounds is None:
        return None
    west, south, east, north = bounds
    return west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN
