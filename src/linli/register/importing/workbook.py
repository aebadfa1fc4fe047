"""The rows that were handed back as a spreadsheet: what each said, what is wrong with it; mended, it is imported again."""

from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import PatternFill
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from linli.core.control_signs import without_control_signs
from linli.core.tables import FORMULA_SIGNS
from linli.register.importing.columns import ADDED, HOUSEHOLD_COLUMN
from linli.register.importing.sentences import sentences
from linli.register.queries.batches import BackRow
from linli.register.rules.arriving import Arrival

_MARKED = PatternFill("solid", fgColor="FFE08A")
_MOST_IN_CELL, _MOST_ROWS = 32_000, 1_000_000


def back_row(person: Arrival) -> BackRow:
    """Give a row that was handed back just now in the shape of one that was kept."""
    return BackRow(person.row, person.cells, person.said, tuple(person.faults), str(person.household_id or ""))


def write_workbook(
    rows: Iterable[BackRow], target: IO[bytes], *, present: Sequence[str], columns: Mapping[str, str]
) -> int:
    """Write the rows with their faults, the cells at fault marked; say how many."""
    book = Workbook(write_only=True)
    sheet: WriteOnlyWorksheet = book.create_sheet("退回")
    own = [column for column in present if column not in {*ADDED, HOUSEHOLD_COLUMN}]
    sheet.freeze_panes = "A2"
    heads = [_cell(sheet, column, is_marked=False) for column in own]
    sheet.append([*heads, *ADDED[:2], HOUSEHOLD_COLUMN, ADDED[2]])
    count = 0
    for row in rows:
        if count == _MOST_ROWS:
            break
        count += 1
        marked = {columns.get(fault.field, "") for fault in row.faults}
        said = [_cell(sheet, row.cells.get(column, ""), is_marked=column in marked) for column in own]
        beside = (row.row, sentences(row.faults, columns), row.household_id, row.said or row.cells.get(ADDED[2], ""))
        sheet.append([*said, *(_cell(sheet, value, is_marked=False) for value in beside)])
    book.save(target)
    return count


def _cell(sheet: WriteOnlyWorksheet, value: Any, *, is_marked: bool) -> Any:  # Any: whatever a file's cell held
    """Write a value as what it is; a text never as a formula, long numbers never as numbers."""
    plain = without_control_signs(value)[:_MOST_IN_CELL] if isinstance(value, str) else value
    if not is_marked and not (isinstance(plain, str) and plain.startswith(FORMULA_SIGNS)):
        return plain
    cell = WriteOnlyCell(sheet, plain)
    if isinstance(plain, str):
        cell.data_type = "s"
        cell.quotePrefix = plain.startswith(FORMULA_SIGNS)
    if is_marked:
        cell.fill = _MARKED
    return cell
