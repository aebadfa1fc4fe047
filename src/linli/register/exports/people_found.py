"""The people a question finds as an Excel workbook: above them the purpose, who took them out, when, and how many."""

import datetime as dt
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from linli.core.moments import to_the_minute
from linli.core.tables import safe_cell
from linli.register.actions.asking import Export
from linli.register.asking.attributes import ATTRIBUTES
from linli.register.asking.printing import printed
from linli.staff.rules import Command

HEAD_ROWS = 5


def write_people(found: Export, command: Command, file: IO[bytes], *, language: str, said: str = "") -> None:
    """Write the head and one row for each resident."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("查询结果"))
    sheet.freeze_panes = f"A{HEAD_ROWS + 2}"
    for line in _head(found, command, language=language, said=said):
        sheet.append([safe_cell(line)])
    sheet.append([str(ATTRIBUTES[name].words) for name in found.columns])
    for row in found.rows:
        sheet.append([safe_cell(plain(cell)) for cell in row.cells])
    book.save(file)


def plain(cell: object) -> object:
    """Give what a spreadsheet's cell can hold: yes and no as words, everything else of ours as text."""
    if isinstance(cell, bool):
        return _("是") if cell else _("否")
    return cell if cell is None or isinstance(cell, (str, int, dt.date)) else str(cell)


def _head(found: Export, command: Command, *, language: str, said: str) -> list[str]:
    purpose = found.ground.purpose
    at = to_the_minute(command.at)
    return [
        _("目的：%(purpose)s（%(law)s）") % {"purpose": purpose.name, "law": purpose.law},
        _("条件：%(text)s") % {"text": printed(found.ground.node, language=language)},
        _("%(name)s 导出于 %(at)s，共 %(count)s 人") % {"name": command.by.name, "at": at, "count": len(found.rows)},
        _("说明：%(said)s") % {"said": said or "—"},
        _("仅限上述目的使用；每位居民都能看到这次导出。"),
    ]
