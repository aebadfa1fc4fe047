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

MOST_ROWS = 100_000


def write_components(
    rows: Iterable[ComponentFacts], *, units: Mapping[str, str], states: Mapping[str, Word], said: str
) -> IO[bytes]:
    """Write components to a temporary file, row by row, and give it rewound."""
    book = Workbook(write_only=True)
    sheet: WriteOnlyWorksheet = book.create_sheet(_("部件"))
    sheet.freeze_panes = "A2"
    sheet.append(_head())
    for row in rows:
        values = (
            row.code, row.name, str(states.get(row.state, row.state)), " ".join(places.area_path(row.area_code)),
            row.address, units.get(row.charge_unit, row.charge_unit), units.get(row.owner_unit, row.owner_unit),
            units.get(row.care_unit, row.care_unit), row.position_class, row.lon_cgcs2000, row.lat_cgcs2000,
            _day(row.recorded_on), _day(row.changed_on), row.source, row.note,
        )  # fmt: skip
        sheet.append([value if isinstance(value, float) else guarded(sheet, value) for value in values])
    sheet.append([guarded(sheet, said)])
    file = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it when it is sent
    book.save(file)
    file.seek(0)
    return file


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _head() -> list[str]:
    return [
        _("部件编码"), _("名称"), _("状态"), _("区域"), _("位置描述"), _("主管单位"), _("权属单位"), _("养护单位"), _("定位精度"),
        _("经度"), _("纬度"), _("登记日期"), _("变更日期"), _("数据来源"), _("备注"),
    ]  # fmt: skip
