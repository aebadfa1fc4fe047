"""The month's table as an Excel workbook."""

from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from linli.core.tables import safe_cell
from linli.mediation.queries.naming import TYPE_NAMES
from linli.mediation.rules import MonthTable


def write_month(table: MonthTable, file: IO[bytes], *, title: str) -> None:
    """Write one row for each type, the sums and the shares; a count that is not told is <10."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("调解统计"))
    sheet.append([safe_cell(title)])
    sheet.append([_("纠纷类型"), _("受理"), _("调解成功")])
    for row in table.rows:
        sheet.append([str(TYPE_NAMES[row.type]), told(row.accepted), told(row.settled)])
    sheet.append([_("合计"), told(table.accepted), told(table.settled)])
    sheet.append([_("调解成功率"), "", percent(table.settled_rate)])
    sheet.append([_("当日调解成功率"), "", percent(table.same_day_rate)])
    book.save(file)


def told(count: int | None) -> int | str:
    """Write a count; one that is not told is left as a dash."""
    return "–" if count is None else count


def percent(value: float | None) -> str:
    """Write a share with one decimal."""
    return "–" if value is None else f"{value:.1%}"
