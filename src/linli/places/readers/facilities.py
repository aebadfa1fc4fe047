"""Files of facilities: a spreadsheet, or GeoJSON points and polygons read as one."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely
import shapely.geometry

from linli.core.tables import Row, Table, read_table
from linli.core.text_files import read_text
from linli.places.coordinates import Crs
from linli.places.readers.components import UNIT_FIELDS
from linli.places.readers.geojson import in_cgcs2000, items_of, only_polygons, properties_of

GROUND = "\x00ground"  # no column of a file can be called so
FACILITY_COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("code", "设施编码", "编码", "代码", "编号", "id"),
    "name": ("name", "设施名称", "名称", "单位名称"),
    "class": ("class", "class_code", "设施类别", "类别", "类型", "种类"),
    "lon": ("lon", "lng", "longitude", "x", "经度"),
    "lat": ("lat", "latitude", "y", "纬度"),
    "address": ("address", "地址", "详细地址", "位置"),
    "phone": ("phone", "办公电话", "电话", "联系电话"),
    "hours": ("hours", "opening_hours", "开放时间", "服务时间", "营业时间"),
    **UNIT_FIELDS,
    "own_grid": ("own_grid", "单独成格", "专属网格"),
    "source": ("source", "数据来源"),
    "recorded_on": ("recorded_on", "登记日期", "启用日期"),
    "closed_on": ("closed_on", "停用日期", "关闭日期"),
    "note": ("note", "备注"),
}
_GEOJSON = (".geojson", ".json")


def read_facilities(path: Path) -> Table:
    """Open a file of facilities; GeoJSON features become rows with the middle of their shape, and the shape itself."""
    suffix = Path(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix
    if suffix.lower() not in _GEOJSON:
        return read_table(path)
    items = items_of(read_text(path), file=path.name)
    names = dict.fromkeys(str(name) for item in items for name in properties_of(item) if name not in {"lon", "lat"})
    return Table(path.name, (*names, "lon", "lat"), _rows(items), count=len(items))


def ground_of(cell: object, *, crs: Crs, swap: bool = False) -> bytes | None:
    """Give the ground (WKB in CGCS2000) of a row that came with a polygon; `swap`: its latitude comes first."""
    if not isinstance(cell, bytes):
        return None
    shape = shapely.from_wkb(cell)
    if swap:
        shape = shapely.transform(shape, lambda points: points[:, ::-1])
    shape = in_cgcs2000(shape, crs)
    return bytes(shapely.to_wkb(shape if shape.is_valid else only_polygons(shapely.make_valid(shape))))


def _rows(items: Sequence[Any]) -> Iterator[Row]:  # Any: foreign JSON, looked at piece by piece
    for number, item in enumerate(items, start=1):
        told: Mapping[str, object] = {
            str(name): "" if value is None else value for name, value in properties_of(item).items()
        }
        yield Row(number, {**told, **_place(item.get("geometry") if isinstance(item, dict) else None)})


def _place(geometry: Any) -> dict[str, object]:  # Any: foreign JSON
    try:
        shape = shapely.force_2d(shapely.geometry.shape(geometry))
        middle = shapely.point_on_surface(shape)
        place: dict[str, object] = {"lon": middle.x, "lat": middle.y}
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, shapely.errors.ShapelyError):
        return {"lon": "", "lat": ""}
    return place | ({GROUND: shapely.to_wkb(shape)} if shape.geom_type.endswith("Polygon") else {})
