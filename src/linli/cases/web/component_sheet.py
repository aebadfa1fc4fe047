"""Components of a list as an Excel file: plain text that no spreadsheet runs, codes kept as text."""

import datetime as dt
import tempfile
from collections.abc import Iterable, Mapping
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from linli.cases.web.exports import guarded
from linli.cases.wording import Word
from linli.places import queries as places
from linli.places.queries import ComponentFacts


def write_components(
    rows: Iterable[ComponentFacts], *, units: Mapping[str, str], states: Mapping[str, Word], said: str
) -> IO[bytes]:
    """Write components to a temporary file, row by row, and give it rewound."""
    values = (
        (
            row.code, row.name, str(states.get(row.state, row.state)), " ".join(places.area_path(row.area_code)),
            row.address, units.get(row.charge_unit, row.charge_unit), units.get(row.owner_unit, row.owner_unit),
            units.get(row.care_unit, row.care_unit), row.position_class, row.lon_cgcs2000, row.lat_cgcs2000,
            day_cell(row.recorded_on), day_cell(row.changed_on), row.source, row.note,
        )
        for row in rows
    )  # fmt: skip
    return write_sheet(_("部件"), _head(), values, said=said)


def write_sheet(title: str, head: list[str], rows: Iterable[Iterable[str | float]], *, said: str) -> IO[bytes]:
    """Write rows under a head to a temporary file, with who took them out below, and give it rewound."""
    book = Workbook(write_only=True)
    sheet: WriteOnlyWorksheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append(head)
    for row in rows:
        sheet.append([value if isinstance(value, float) else guarded(sheet, value) for value in row])
    sheet.append([guarded(sheet, said)])
    file = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it when it is sent
    book.save(file)
    file.seek(0)
    return file


def day_cell(day: dt.date | None) -> str:
    """Write a day, or nothing."""
    return day.isoformat() if day else ""


def _head() -> list[str]:
    return [
        _("部件编码"), _("名称"), _("状态"), _("区域"), _("位置描述"), _("主管单位"), _("权属单位"), _("养护单位"), _("定位精度"),
        _("经度"), _("纬度"), _("登记日期"), _("变更日期"), _("数据来源"), _("备注"),
    ]  # fmt: skip
