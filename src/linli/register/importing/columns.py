"""Which column of a street's spreadsheet is which field of a person: by saved mapping, by hand, else by its usual names."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from linli.core.barred import check_columns
from linli.core.listing import listed
from linli.core.people_columns import PERSON_HEADS, plain_head
from linli.register import errors

FIELD_NAMES = {
    "name": _("姓名"),
    "sex": _("性别"),
    "id_number": _("身份证号"),
    "born_on": _("出生日期"),
    "phone": _("联系电话"),
    "relation": _("与户主关系"),
    "household_no": _("家庭编号"),
    "compound": _("小区"),
    "building": _("楼栋"),
    "entrance": _("单元"),
    "unit": _("房号"),
    "street": _("路名"),
    "plate": _("门牌号"),
    "address": _("详细地址"),
    "grid": _("网格"),
    "registered": _("户籍"),
    "lives": _("居住状态"),
    "since": _("入住日期"),
    "household": _("户标识"),
}

_OF_HOMES = {
    "relation": "与户主关系 户主关系 与户主的关系 与户主之关系 家庭关系 关系 relation",
    "household_no": "户号 家庭编号 户编号 家庭户号 户口编号 家庭户编号 household_no",
    "compound": "小区 小区名称 住宅小区 所在小区 compound",
    "building": "楼栋 楼号 楼幢 楼栋号 楼栋名称 楼栋编码 楼幢号 幢号 栋号 栋 幢 楼 building",
    "entrance": "单元 单元号 门栋 entrance",
    "unit": "房号 房间号 室号 室 门室号 户室号 户室 房屋号 房间 unit unit_no",
    "street": "路名 道路 道路名称 街路巷 街路巷名称 street",
    "plate": "门牌号 门牌 门牌号码 号牌 plate",
    "address": "详细地址 住址 地址 居住地址 现住址 现居住地址 家庭住址 家庭地址 居住地详址 address",
    "grid": "网格 所属网格 网格编码 网格代码 网格名称 grid",
    "registered": "户籍 是否户籍 户籍情况 户籍状态 户籍类型 人口类型 人口类别 registered",
    "lives": "居住状态 是否居住 居住情况 是否在住 是否常住 居住类型 lives",
    "since": "入住日期 入住时间 居住起始日期 迁入日期 迁入时间 since",
    "household": "户标识 household",
}
HEADS: Mapping[str, str] = {
    **{head: field for field, heads in PERSON_HEADS.items() for head in heads},
    **{head: field for field, heads in _OF_HOMES.items() for head in heads.split()},
}
ADDED = ("行号", "问题", "原文")  # what an error workbook adds; read past when it comes back
HOUSEHOLD_COLUMN = "户标识"
NOT_IMPORTED = "-"  # given for a column that shall stay out


def read_columns(
    present: Sequence[str], *, pairs: Iterable[str] = (), saved: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Say which column gives each field: what is known by its usual name, over it the saved mapping, over it the pairs."""
    check_columns(present, errors.BarredColumn)
    columns = {} if saved else by_usual_names(present)
    columns |= {field: column for field, column in (saved or {}).items() if column in present and field in FIELD_NAMES}
    for pair in pairs:
        column, _equals, wanted = pair.rpartition("=")
        if column not in present:
            raise errors.ColumnAbsent(field="map", column=column, columns=listed(present))
        columns = {field: one for field, one in columns.items() if one != column}
        if wanted.strip() != NOT_IMPORTED:
            columns[field_named(wanted)] = column
    check_enough(columns)
    return columns


def by_usual_names(present: Sequence[str]) -> dict[str, str]:
    """Know columns by the names they usually have; the first of a kind counts."""
    found: dict[str, str] = {}
    for column in present:
        field = HEADS.get(plain_head(column))
        if field is not None:
            found.setdefault(field, column)
    return found


def field_named(text: str) -> str:
    """Find a field by its code or by any usual name of its column."""
    wanted = plain_head(text)
    field = wanted if wanted in FIELD_NAMES else HEADS.get(wanted)
    if field is None:
        raise errors.ImportFieldUnknown(field="map", name=text, names=listed(FIELD_NAMES))
    return field


def check_enough(columns: Mapping[str, str]) -> None:
    """Refuse what can give no person: no name, no sex or birth date, no place."""
    lacking = [
        FIELD_NAMES[one]
        for one, others in (
            ("name", ("name",)),
            ("sex", ("sex", "id_number")),
            ("born_on", ("born_on", "id_number")),
            ("address", ("address", "unit", "household")),
        )
        if not any(other in columns for other in others)
    ]
    if lacking:
        raise errors.ColumnsLacking(field="map", names=listed(str(name) for name in lacking))
