"""Old `.xls` workbooks, which offices still send: written anew as `.xlsx`, so that everything after reads one format."""

import io

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from linli.forms import errors

_START = b"\xd0\xcf\x11\xe0"  # of every old workbook, and of a new one under a password
_HEADER = "_header"


def is_old(content: bytes) -> bool:
    """Say whether a file is an old workbook, whatever its name ends in."""
    return content.startswith(_START)


def as_xlsx(content: bytes, *, name: str) -> bytes:
    """Write the sheets of a form anew, cell by cell as the converter reads them; a new workbook stays as it is."""
    from pyxform.xls2json_backends import xls_to_dict  # noqa: PLC0415 heavy

    if not is_old(content):
        return content
    try:
        found = xls_to_dict(io.BytesIO(content))
    except Exception as fault:  # a broken file makes the reader fail in any way
        why = _("不是完好的 .xls 文件。请在 Excel 或 WPS 里去掉密码，另存为 .xlsx 再上传。")
        raise errors.FormUnreadable(field="file", file=name, why=why) from fault
    book = Workbook(write_only=True)
    for title in (one.removesuffix(_HEADER) for one in found if one.endswith(_HEADER)):
        sheet = book.create_sheet(title)
        columns = [column for head in found[f"{title}{_HEADER}"] for column in head]
        for texts in (columns, *([row.get(column) for column in columns] for row in found[title])):
            sheet.append([_as_text(sheet, text) for text in texts])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _as_text(sheet: WriteOnlyWorksheet, text: str | None) -> Cell:
    """Write a cell that says what it said: a new workbook has no control signs, and takes a text with `=` for a sum."""
    cell = WriteOnlyCell(sheet, None if text is None else ILLEGAL_CHARACTERS_RE.sub("", text))
    if text is not None:
        cell.data_type = "s"
    return cell
