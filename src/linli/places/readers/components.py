"""Files of components: a spreadsheet, or GeoJSON points read as one."""

from pathlib import Path
from typing import Any

from linli.core.tables import Table
from linli.places.readers.register_files import UNIT_FIELDS, read_register

COMPONENT_COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("code", "部件标识码", "部件编码", "标识码", "编码", "objid", "部件代码"),
    "name": ("name", "部件名称", "名称", "objname"),
    "lon": ("lon", "lng", "longitude", "x", "经度", "x坐标"),
    "lat": ("lat", "latitude", "y", "纬度", "y坐标"),
    "state": ("state", "部件状态", "状态", "objstate"),
    **UNIT_FIELDS,
    "position_class": ("position_class", "定位精度", "精度等级"),
    "address": ("address", "位置", "位置描述", "定位描述", "地址", "locatedsc"),
    "source": ("source", "数据来源", "datasource"),
    "recorded_on": ("recorded_on", "初始时间", "登记日期", "普查日期", "ordate"),
    "changed_on": ("changed_on", "变更时间", "变更日期", "chdate"),
    "note": ("note", "备注", "note"),
}


def read_components(path: Path) -> Table:
    """Open a file of components; GeoJSON points become rows with `lon` and `lat`."""
    return read_register(path, place=_point)


def _point(geometry: Any) -> dict[str, object]:  # Any: foreign JSON
    spot = geometry.get("coordinates") if isinstance(geometry, dict) and geometry.get("type") == "Point" else None
    lon, lat = spot[:2] if isinstance(spot, list) and len(spot) >= 2 else ("", "")
    return {"lon": lon, "lat": lat}
