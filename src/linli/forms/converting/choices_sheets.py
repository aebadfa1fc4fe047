"""The lists of answers inside a form: like those beside it they go to every phone, so nobody's number may stand in them."""

import io
from collections.abc import Iterator

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from linli.forms import errors
from linli.forms.converting.area_codes import is_area
from linli.forms.rules import holds_people

_SHEETS = ("choices", "external_choices")


def check_choices(workbook: bytes) -> None:
    """Refuse a form with a citizen's number or a mobile phone among its answers, naming sheet, row and column."""
    book = load_workbook(io.BytesIO(workbook), read_only=True, data_only=True)
    for sheet in book.worksheets:
        title = sheet.title.strip().lower()
        if title in _SHEETS:
            _check_rows(title, sheet.iter_rows(values_only=True))


def _check_rows(title: str, rows: Iterator[tuple[object, ...]]) -> None:
    head = next(rows, ())
    for number, row in enumerate(rows, 2):
        for column, cell in zip(head, row, strict=False):
            if cell is not None and holds_people(str(cell), is_area=is_area):
                told = {"sheet": title, "row": number, "column": "" if column is None else column}
                why = _(
                    "工作表 %(sheet)s 第 %(row)s 行的“%(column)s”里有身份证号或手机号。选项随表单到每部手机，请删去。"
                )
                raise errors.FormBarred(why=why % told)
