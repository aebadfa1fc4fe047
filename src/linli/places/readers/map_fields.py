"""The fields of a map's things, and the usual names their columns bear."""

from collections.abc import Mapping

FIELDS: dict[str, tuple[str, ...]] = {
    "code": ("code", "代码", "编码", "标识码", "编号", "设施编码", "楼栋编码", "小区编码"),
    "name": ("name", "名称", "name:zh", "楼栋名称", "小区名称", "道路名称", "设施名称"),
    "floors": ("floors", "building:levels", "层数", "楼层", "地上层数", "楼层数"),
    "height": ("height", "building:height", "高度", "建筑高度"),
    "use": ("use", "用途", "建筑用途", "使用性质"),
    "street": ("addr:street", "addr_street", "道路", "路名", "街路巷"),
    "plate": ("addr:housenumber", "addr_housenumber", "门牌", "门牌号"),
    "compound": ("compound", "小区", "所属小区"),
    "kind": ("kind", "种类", "类型", "道路等级"),
    "class": ("class", "class_code", "类别", "设施类别"),
    "address": ("addr:full", "address", "地址", "详细地址"),
    "phone": ("phone", "contact:phone", "电话", "办公电话", "联系电话"),
    "hours": ("opening_hours", "hours", "开放时间", "服务时间"),
}


def field_of(tags: Mapping[str, str], name: str) -> str:
    """Read a field under whichever of its usual names it stands."""
    return next((tags[column] for column in FIELDS[name] if tags.get(column)), "")
