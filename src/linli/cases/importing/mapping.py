"""Which column of a file goes into which field of a report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linli.cases import errors
from linli.core.barred import check_columns
from linli.core.listing import listed

FIELDS: dict[str, tuple[str, ...]] = {
    "text": ("text", "内容", "诉求内容", "问题描述", "详细描述", "留言详情", "正文"),
    "title": ("title", "标题", "主题", "留言主题"),
    "key": ("key", "number", "编号", "工单编号", "案卷编号", "留言编号", "case_no", "message_id"),
    "kind": ("kind", "类别", "事项类别", "分类", "label", "小类"),
    "channel": ("channel", "来源", "渠道", "来源渠道"),
    "reported_at": ("reported_at", "上报时间", "受理时间", "来电时间", "留言时间", "time", "date"),
    "lon": ("lon", "lng", "longitude", "经度"),
    "lat": ("lat", "latitude", "纬度"),
    "area": ("area", "area_code", "网格编码", "社区编码", "区域编码"),
    "address": ("address", "地址", "事发地址", "地点", "位置"),
    "reporter_name": ("reporter_name", "姓名", "来电人", "诉求人", "联系人"),
    "reporter_phone": ("reporter_phone", "电话", "联系电话", "来电号码", "手机号"),
    "result": ("result", "reply", "处理结果", "答复", "答复意见", "办理结果"),
    "due": ("due", "due_at", "应办结时间"),
    "closed_at": ("closed_at", "办结时间", "答复时间", "reply_time", "结案时间"),
}


@dataclass(frozen=True)
class Mapping:
    """Field → column, and values that hold for every row."""

    columns: dict[str, str]
    constants: dict[str, str]

    def value(self, cells: dict[str, object], field: str) -> object:
        """Read a field of a row; '' when neither a column nor a constant gives it."""
        if field in self.columns:
            return cells.get(self.columns[field], "")
        return self.constants.get(field, "")


def read_mapping(pairs: Iterable[str], *, present: Sequence[str], constants: Iterable[str] = ()) -> Mapping:
    """Read COL=FIELD pairs; without any, columns are known by their usual names. A barred column refuses the file."""
    check_columns(present, errors.ColumnBarred)
    columns: dict[str, str] = {}
    for pair in pairs:
        column, _, field = pair.rpartition("=")
        field = _field(field)
        if column not in present:
            raise errors.ColumnMissing(field="map", column=column, columns=listed(present))
        columns[field] = column
    if not columns:
        columns = _by_usual_names(present)
    fixed = {_field(name): value for name, _, value in (pair.partition("=") for pair in constants)}
    if "text" not in columns:
        raise errors.ColumnMissing(field="map", column="text", columns=listed(present))
    return Mapping(columns, fixed)


def _field(name: str) -> str:
    wanted = name.strip().lower()
    for field, names in FIELDS.items():
        if wanted == field or name.strip() in names:
            return field
    raise errors.FieldUnknown(field="map", name=name, names=listed(FIELDS))


def _by_usual_names(present: Sequence[str]) -> dict[str, str]:
    lowered = {column.strip().lower(): column for column in reversed(present)}
    found: dict[str, str] = {}
    for field, names in FIELDS.items():
        column = next((lowered[name] for name in names if name in lowered), None)
        if column:
            found[field] = column
    return found
