"""Facilities of a list as an Excel file: plain text that no spreadsheet runs, codes kept as text."""

from collections.abc import Iterable, Mapping
from typing import IO

from django.utils.translation import gettext as _

from linli.cases.web.component_sheet import day_cell, write_sheet
from linli.places import queries as places
from linli.places.queries import FacilityFacts


def write_facilities(rows: Iterable[FacilityFacts], *, units: Mapping[str, str], said: str) -> IO[bytes]:
    """Write facilities to a temporary file, row by row, and give it rewound."""
    return write_sheet(_("设施"), _head(), (_values(row, units) for row in rows), said=said)


def _values(row: FacilityFacts, units: Mapping[str, str]) -> tuple[str | float, ...]:
    return (
        row.code, row.name, row.class_name, " ".join(places.area_path(row.area_code)), row.address, row.phone, row.hours,
        units.get(row.charge_unit, row.charge_unit), units.get(row.owner_unit, row.owner_unit),
        units.get(row.care_unit, row.care_unit), row.lon_cgcs2000, row.lat_cgcs2000, float(round(row.area_m2)),
        _("是") if row.stands_alone else _("否"), day_cell(row.recorded_on), day_cell(row.closed_on), row.source, row.note,
    )  # fmt: skip


def _head() -> list[str]:
    return [
        _("设施编码"), _("名称"), _("类别"), _("区域"), _("地址"), _("办公电话"), _("开放时间"), _("主管单位"), _("权属单位"),
        _("养护单位"), _("经度"), _("纬度"), _("占地（平方米）"), _("单独成格"), _("登记日期"), _("停用日期"), _("数据来源"), _("备注"),
    ]  # fmt: skip
