"""Which column or property holds what: common Chinese and English names, and what `--map` says."""

from collections.abc import Collection, Iterable, Mapping

from linli.core.barred import check_columns
from linli.core.listing import listed
from linli.places.errors import ColumnBarred, ColumnMissing, ColumnUnknown, FieldUnknown
from linli.places.rules import Level

KNOWN: dict[str, tuple[str, ...]] = {
    "code": ("code", "代码", "编码", "区划代码", "统计用区划代码", "网格编码", "网格代码", "社区代码", "adcode"),
    "name": ("name", "名称", "区划名称", "网格名称"),
    "level": ("level", "层级", "级别"),
    "parent": ("parent", "parent_code", "上级代码", "上级编码"),
    Level.CITY.value: ("city", "市", "城市"),
    Level.DISTRICT.value: ("district", "county", "区县", "区", "县", "区县名称"),
    Level.STREET.value: ("street", "subdistrict", "街道", "乡镇", "街道乡镇", "镇街"),
    Level.COMMUNITY.value: ("community", "社区", "村", "社区村", "村居"),
    Level.GRID.value: ("grid", "网格"),
    "grade": ("grade", "等级", "管理等级"),
    "kind": ("kind", "网格类型"),
    "estate_type": ("estate_type", "管理方式"),
}


def find_columns(present: Iterable[str], *, given: Mapping[str, str]) -> dict[str, str]:
    """Say which column holds which field; `given` comes first and must be there, and what is barred may not be."""
    columns = list(present)
    check_columns(columns, ColumnBarred)
    for field, column in given.items():
        if field not in KNOWN:
            raise FieldUnknown(field="map", field_name=field, known=listed(KNOWN))
        if column not in columns:
            raise ColumnUnknown(field="map", column=column, found=listed(columns[:20]))
    plain = {column.strip().lower(): column for column in columns}
    guessed = {field: plain[name] for field, names in KNOWN.items() for name in reversed(names) if name in plain}
    return {**guessed, **given}


def check_there(columns: Mapping[str, str], wanted: Collection[str], *, found: Iterable[str]) -> None:
    """Refuse a file without a column that it needs."""
    for field in wanted:
        if field not in columns:
            raise ColumnMissing(field="map", column=field, found=listed(list(found)[:20]))
