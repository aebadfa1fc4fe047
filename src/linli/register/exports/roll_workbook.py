"""A roll as an Excel workbook: who stands on it, and who came and went since the last one."""

from collections.abc import Sequence
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from linli.core.moments import to_the_minute
from linli.core.tables import safe_cell
from linli.register.exports.roll_words import RULE_NAMES, cells_of, words_of
from linli.register.models import RollRun
from linli.register.queries.drafting import basis_names, roll_columns
from linli.register.queries.rolls import RollChanges, RollLine, Voter
from linli.register.rules.rolls import RollRule

_WIDTHS = (8, 14, 6, 13, 40, 30)


def write_roll_workbook(run: RollRun, voters: Sequence[Voter], changes: RollChanges, *, file: IO[bytes]) -> None:
    """Write one sheet of voters, one of additions and one of removals."""
    book = Workbook(write_only=True)
    words = words_of(run)
    sheet = _sheet(book, _("选民名册"))
    for text in (words.title, words.about, *words.notes):
        sheet.append([safe_cell(text)])
    _rows(sheet, voters)
    for title, found in ((_("新增"), changes.added), (_("减少"), changes.removed)):
        _rows(_sheet(book, title), found)
    book.save(file)


def write_roll_list(lines: Sequence[RollLine], *, file: IO[bytes]) -> None:
    """Write the list of rolls: communities, days and counts, nobody by name."""
    book = Workbook(write_only=True)
    sheet: WriteOnlyWorksheet = book.create_sheet(_("选民名册"))
    sheet.append([_("代码"), _("社区"), _("选举日"), _("选民"), _("新增"), _("减少"), _("登记范围"), _("起草于")])
    for line in lines:
        rule, drawn = str(RULE_NAMES[RollRule(line.rule)]), to_the_minute(line.at)
        cells = (line.area_code, line.area_name, str(line.on), line.count, line.added, line.removed, rule, drawn)
        sheet.append([safe_cell(cell) for cell in cells])
    book.save(file)


def _sheet(book: Workbook, title: str) -> WriteOnlyWorksheet:
    sheet: WriteOnlyWorksheet = book.create_sheet(title)
    for column, width in zip("ABCDEF", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width  # type: ignore[attr-defined]  # missing in its stubs
    return sheet


def _rows(sheet: WriteOnlyWorksheet, voters: Sequence[Voter]) -> None:
    sheet.append(list(roll_columns()))
    names = basis_names()
    for voter in voters:
        sheet.append([safe_cell(cell) for cell in cells_of(voter, basis=names)])
