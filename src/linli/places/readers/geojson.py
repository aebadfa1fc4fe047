"""Areas from GeoJSON: polygons with a code, or only with the names of community, street and district."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import shapely.geometry
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from linli.core.control_signs import without_control_signs
from linli.core.errors import LinliError
from linli.core.text_files import FileUnreadable, read_text
from linli.places import errors
from linli.places.coordinates import Crs, are_degrees, look_swapped, to_cgcs2000
from linli.places.readers.columns import find_columns
from linli.places.readers.features import Feature, Reading, Remark
from linli.places.rules import BROKEN_CHARACTER, LEVELS, Level, level_of, plain_code

_NAMED_LEVELS = (Level.CITY, Level.DISTRICT, Level.STREET, Level.COMMUNITY, Level.GRID)
# What shapely says to JSON that is no geometry, too deep or beyond all numbers.
NO_SHAPE = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError, shapely.errors.ShapelyError,
)  # fmt: skip
MOST_MB = 400  # parsed, it takes several times the memory
_CHINA = (73.0, 3.0, 136.0, 54.0)
_HALVES = re.compile("[\ud800-\udfff]")  # of characters


@dataclass(frozen=True)
class Options:
    """How a GeoJSON file is to be read."""

    level: Level | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    crs: Crs = Crs.CGCS2000
    swap: bool = False


def read_geojson(path: Path, options: Options) -> Reading:
    """Read all features of a file; what is wrong with one is told and the rest goes on."""
    return read_features(read_text(path, most_mb=MOST_MB), options, file=path.name)


def read_features(text: str, options: Options, *, file: str) -> Reading:
    """Read the features of a GeoJSON text."""
    items = items_of(text, file=file)
    columns = find_columns(_property_names(items), given=options.columns)
    level = options.level or _deepest(columns)
    reading = Reading()
    for number, item in enumerate(items, start=1):
        try:
            feature = _feature(number, item, columns, level=level, options=options, reading=reading)
        except LinliError as refusal:
            reading.refused.append(Remark(number, _label(properties_of(item), columns), str(refusal)))
        else:
            reading.features.append(feature)
    return reading


def items_of(text: str, *, file: str) -> list[Any]:  # Any: foreign JSON, looked at piece by piece
    """Give the features of a GeoJSON text."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as trouble:
        raise FileUnreadable(file=file, why=_("不是完整的 JSON（%(where)s）") % {"where": trouble}) from None
    if isinstance(whole, dict) and whole.get("type") == "Feature":
        return [whole]
    items = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(items, list):
        raise FileUnreadable(file=file, why=_("不是 GeoJSON 的 FeatureCollection"))
    return items


def properties_of(item: Any) -> Mapping[str, Any]:  # Any: foreign JSON
    """Give the properties of a feature, none where it has none."""
    found = item.get("properties") if isinstance(item, dict) else None
    return found if isinstance(found, dict) else {}


def _property_names(items: list[Any]) -> list[str]:  # Any: foreign JSON
    return list(dict.fromkeys(name for item in items[:1000] for name in properties_of(item)))


def _deepest(columns: Mapping[str, str]) -> Level | None:
    named = [level for level in _NAMED_LEVELS if level.value in columns]
    return named[-1] if named else None


def _text(properties: Mapping[str, Any], columns: Mapping[str, str], name: str) -> str:  # Any: foreign JSON
    value = properties.get(columns.get(name, ""))
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    return _HALVES.sub(BROKEN_CHARACTER, without_control_signs(str(value), BROKEN_CHARACTER)).strip()


def _names(properties: Mapping[str, Any], columns: Mapping[str, str]) -> dict[Level, str]:  # Any: foreign JSON
    names = {level: _text(properties, columns, level.value) for level in _NAMED_LEVELS}
    return {level: name for level, name in names.items() if name}


def _label(properties: Mapping[str, Any], columns: Mapping[str, str]) -> str:  # Any: foreign JSON
    words = [*_names(properties, columns).values(), _text(properties, columns, "name")]
    return " ".join(dict.fromkeys(word for word in words if word)) or _text(properties, columns, "code")


def _feature(
    number: int,
    item: Any,  # Any: foreign JSON
    columns: Mapping[str, str],
    *,
    level: Level | None,
    options: Options,
    reading: Reading,
) -> Feature:
    properties = properties_of(item)
    names = _names(properties, columns)
    code = plain_code(_text(properties, columns, "code"))
    own_level = options.level or _own_level(_text(properties, columns, "level"), code) or level
    if own_level is None:
        raise errors.LevelUnknown(field="level")
    if own := _text(properties, columns, "name"):
        names = {**names, own_level: names.get(own_level) or own}
    geometry, remarks = _geometry(item.get("geometry") if isinstance(item, dict) else None, options)
    reading.notes += [Remark(number, _label(properties, columns), remark) for remark in remarks]
    traits = {name: _text(properties, columns, name) for name in ("grade", "kind", "estate_type")}
    return Feature(
        number=number,
        level=own_level,
        names={level: name for level, name in names.items() if LEVELS.index(level) <= LEVELS.index(own_level)},
        code=code,
        parent_code=plain_code(_text(properties, columns, "parent")),
        boundary=shapely.to_wkb(geometry),
        traits={name: value for name, value in traits.items() if value},
    )


def _own_level(word: str, code: str) -> Level | None:
    if word.lower() in set(Level):
        return Level(word.lower())
    return level_of(code) if code else None


def _geometry(given: Any, options: Options) -> tuple[BaseGeometry, list[str]]:  # Any: foreign JSON
    shape = _polygons(given)
    if options.swap:
        shape = shapely.transform(shape, lambda points: points[:, ::-1])
    check_points(shapely.get_coordinates(shape))
    remarks = list(_remarks(shape))
    shape = mended(shape)
    shape = in_cgcs2000(shape, options.crs)
    if shape.is_empty or shape.area == 0.0:
        raise errors.GeometryBroken(field="geometry")
    parts = shapely.get_parts(shape)
    return (parts[0] if len(parts) == 1 else shape), remarks


def _polygons(given: Any) -> BaseGeometry:  # Any: foreign JSON
    if not isinstance(given, dict) or given.get("type") not in ("Polygon", "MultiPolygon", "GeometryCollection"):
        raise errors.GeometryMissing(field="geometry")
    try:
        shape: BaseGeometry = shapely.force_2d(shapely.geometry.shape(given))
    except NO_SHAPE:
        raise errors.GeometryBroken(field="geometry") from None
    shape = only_polygons(shape)
    if shape.is_empty:
        raise errors.GeometryMissing(field="geometry")
    return shape


def mended(shape: BaseGeometry) -> BaseGeometry:
    """Make ground whose outline crosses itself proper ground; ring by ring, since lines crossing everywhere take minutes otherwise."""
    return (
        shape if shape.is_valid else only_polygons(shapely.make_valid(shape, method="structure", keep_collapsed=False))
    )


def only_polygons(shape: BaseGeometry) -> BaseGeometry:
    """Keep of a shape what has an area."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = [part for part in _leaves(shape) if part.geom_type == "Polygon" and not part.is_empty]
    return shapely.union_all(parts)


def _leaves(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    for part in shapely.get_parts(shape):
        if part.geom_type in ("MultiPolygon", "GeometryCollection"):
            yield from _leaves(part)
        else:
            yield part


def check_points(points: NDArray[np.float64]) -> None:
    """Refuse points that are not degrees of longitude and latitude, in this order."""
    lons, lats = points[:, 0], points[:, 1]
    if not np.isfinite(points).all():
        raise errors.GeometryBroken(field="geometry")
    if look_swapped(lons, lats):
        raise errors.CoordinatesSwapped(field="geometry")
    if not are_degrees(lons, lats):
        raise errors.NotDegrees(field="geometry")


def _remarks(shape: BaseGeometry) -> Iterator[str]:
    if not shape.is_valid:
        why = shapely.is_valid_reason(shape).partition("[")[0]
        yield _("边界自相交或有破损（%(why)s），已修复，请在地图上核对。") % {"why": why}
    if not shapely.box(*_CHINA).intersects(shapely.box(*shape.bounds)):
        yield _("坐标不在中国范围内，请核对坐标或坐标系。")


def in_cgcs2000(shape: BaseGeometry, crs: Crs) -> BaseGeometry:
    """Turn a shape of a named system into CGCS2000."""
    if crs is Crs.CGCS2000:
        return shape
    return shapely.transform(shape, lambda points: np.column_stack(to_cgcs2000(points[:, 0], points[:, 1], crs=crs)))
