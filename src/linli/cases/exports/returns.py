"""What came back after closing, as an Excel workbook: by area, kind and unit. Counts only, nobody's words or contact."""

from collections.abc import Iterable
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from linli.cases.queries.returning import Line, ReturnReport
from linli.core.tables import safe_cell


def write_returns(found: ReturnReport, file: IO[bytes]) -> None:
    """Write a sheet for each way of grouping, the total under the areas."""
    book = Workbook(write_only=True)
    for title, lines in (
        (_("按区域"), [*found.areas, found.total]),
        (_("按类别"), found.kinds),
        (_("按单位"), found.units),
    ):
        _sheet(book, title, lines)
    asked = book.create_sheet(_("说明"))
    said = _(
        "%(since)s 至 %(until)s 结案的案卷，结案后 %(days)s 天内同一地点同类问题又上报的件数；不含保密、不予立案、作废和重复的案卷。"
    )
    facts = {"since": found.asked.since, "until": found.asked.until, "days": found.asked.within_days}
    asked.append([said % facts])
    book.save(file)


def _sheet(book: Workbook, title: str, lines: Iterable[Line]) -> None:
    sheet = book.create_sheet(title)
    sheet.append([_("代码"), _("名称"), _("结案"), _("又发生"), _("又发生率")])
    for line in lines:
        sheet.append([safe_cell(line.code), safe_cell(line.name), line.closed, line.back, line.share])
