"""Files of components: a spreadsheet, or GeoJSON points read as one; which column is which field, by name or `--map`."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from linli.core.barred import why_barred
from linli.core.listing import listed
from linli.core.tables import Row, Table, read_table
from linli.core.text_files import FileUnreadable, read_text
from linli.places.errors import ColumnBarred, ColumnMissing, ColumnUnknown, FieldUnknown

UNIT_FIELDS: dict[str, tuple[str, ...]] = {
    "charge_unit": ("charge_unit", "主管部门代码", "主管单位", "主管部门", "主管部门名称", "deptcode1", "deptname1"),
    "owner_unit": ("owner_unit", "权属单位代码", "权属单位", "权属单位名称", "deptcode2", "deptname2"),
    "care_unit": ("care_unit", "养护单位代码", "养护单位", "养护单位名称", "deptcode3", "deptname3"),
}
FIELDS: dict[str, tuple[str, ...]] = {
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
NEEDED = ("code", "name", "lon", "lat")
_GEOJSON = (".geojson", ".json")


def read_components(path: Path) -> Table:
    """Open a file of components; GeoJSON points become rows with `lon` and `lat`."""
    suffix = Path(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix
    return _read_points(path) if suffix.lower() in _GEOJSON else read_table(path)


def field_columns(
    pairs: Iterable[str],
    *,
    present: Sequence[str],
    fields: Mapping[str, tuple[str, ...]] = FIELDS,
    needed: Sequence[str] = NEEDED,
) -> dict[str, str]:
    """Say which column holds which field: COL=FIELD pairs first, usual names for the rest; a barred column refuses all."""
    for column in present:
        if reason := why_barred(column):
            raise ColumnBarred(column=column, reason=reason)
    plain = {column.strip().lower(): column for column in reversed(present)}
    found = {
        field: next(plain[name] for name in names if name in plain)
        for field, names in fields.items()
        if any(name in plain for name in names)
    }
    found |= _given(pairs, present, fields)
    for field in needed:
        if field not in found:
            raise ColumnMissing(field="map", column=field, found=listed(list(present)[:20]))
    return found


def _given(pairs: Iterable[str], present: Sequence[str], fields: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    given: dict[str, str] = {}
    for pair in pairs:
        column, _equals, field = pair.rpartition("=")
        if field not in fields:
            raise FieldUnknown(field="map", field_name=field, known=listed(fields))
        if column not in present:
            raise ColumnUnknown(field="map", column=column, found=listed(list(present)[:20]))
        given[field] = column
    return given


def _read_points(path: Path) -> Table:
    try:
        whole = json.loads(read_text(path))
    except (ValueError, RecursionError) as trouble:
        raise FileUnreadable(file=path.name, why=_("不是完整的 JSON（%(where)s）") % {"where": trouble}) from None
    items = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(items, list):
        raise FileUnreadable(file=path.name, why=_("不是 GeoJSON 的 FeatureCollection"))
    names = dict.fromkeys(str(name) for item in items for name in _properties(item) if name not in {"lon", "lat"})
    return Table(path.name, (*names, "lon", "lat"), _point_rows(items), count=len(items))


def _point_rows(items: Sequence[Any]) -> Iterator[Row]:  # Any: foreign JSON, looked at piece by piece
    for number, item in enumerate(items, start=1):
        lon, lat = _point(item)
        yield Row(number, {**_properties(item), "lon": lon, "lat": lat})


def _properties(item: Any) -> Mapping[str, object]:  # Any: foreign JSON
    found = item.get("properties") if isinstance(item, dict) else None
    return (
        {str(name): "" if value is None else value for name, value in found.items()} if isinstance(found, dict) else {}
    )


def _point(item: Any) -> tuple[object, object]:  # Any: foreign JSON
    geometry = item.get("geometry") if isinstance(item, dict) else None
    spot = geometry.get("coordinates") if isinstance(geometry, dict) and geometry.get("type") == "Point" else None
    return (spot[0], spot[1]) if isinstance(spot, list) and len(spot) >= 2 else ("", "")
