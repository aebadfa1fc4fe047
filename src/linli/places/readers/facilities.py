"""Files of facilities: a spreadsheet, or GeoJSON points and polygons read as one."""

from pathlib import Path
from typing import Any

import shapely
import shapely.geometry

from linli.core.tables import Table
from linli.places.coordinates import Crs
from linli.places.readers.geojson import NO_SHAPE, in_cgcs2000, mended
from linli.places.readers.register_files import OFFICE_PHONE, UNIT_FIELDS, read_register

GROUND = "\x00ground"  # no column of a file can be called so
FACILITY_COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("code", "设施编码", "编码", "代码", "编号", "id"),
    "name": ("name", "设施名称", "名称", "单位名称"),
    "class": ("class", "class_code", "设施类别", "类别", "类型", "种类"),
    "lon": ("lon", "lng", "longitude", "x", "经度"),
    "lat": ("lat", "latitude", "y", "纬度"),
    "address": ("address", "地址", "详细地址", "位置"),
    "phone": OFFICE_PHONE,
    "hours": ("hours", "opening_hours", "开放时间", "服务时间", "营业时间"),
    **UNIT_FIELDS,
    "own_grid": ("own_grid", "单独成格", "专属网格"),
    "source": ("source", "数据来源"),
    "recorded_on": ("recorded_on", "登记日期", "启用日期"),
    "closed_on": ("closed_on", "停用日期", "关闭日期"),
    "note": ("note", "备注"),
}


def read_facilities(path: Path) -> Table:
    """Open a file of facilities; GeoJSON features become rows with the middle of their shape, and the shape itself."""
    return read_register(path, place=_place)


def ground_of(cell: object, *, crs: Crs, swap: bool = False) -> bytes | None:
    """Give the ground (WKB in CGCS2000) of a row that came with a polygon; `swap`: its latitude comes first."""
    if not isinstance(cell, bytes):
        return None
    shape = shapely.from_wkb(cell)
    if swap:
        shape = shapely.transform(shape, lambda points: points[:, ::-1])
    shape = in_cgcs2000(shape, crs)
    return bytes(shapely.to_wkb(mended(shape)))


def _place(geometry: Any) -> dict[str, object]:  # Any: foreign JSON
    try:
        shape = shapely.force_2d(shapely.geometry.shape(geometry))
        middle = shapely.point_on_surface(shape)
        place: dict[str, object] = {"lon": middle.x, "lat": middle.y}
    except NO_SHAPE:
        return {"lon": "", "lat": ""}
    return place | ({GROUND: shapely.to_wkb(shape)} if shape.geom_type.endswith("Polygon") else {})
