"""The figures as an Excel workbook."""

from collections.abc import Iterable
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from linli.core.tables import safe_cell
from linli.figures.queries import Summary
from linli.figures.rules import Figures


def write_workbook(found: Summary, file: IO[bytes]) -> None:
    """Write one sheet by area and one by kind."""
    book = Workbook(write_only=True)
    _sheet(book, _("按区域"), [*found.areas, found.total])
    _sheet(book, _("按类别"), found.kinds)
    book.save(file)


def _sheet(book: Workbook, title: str, rows: Iterable[Figures]) -> None:
    sheet = book.create_sheet(title)
    names = (
        "代码",
        "名称",
        "收件",
        "立案",
        "派遣",
        "应结",
        "已结",
        "按期",
        "按期结案率",
        "平均用时（小时）",
        "返工率",
        "满意率",
    )
    sheet.append([_(name) for name in names])
    for row in rows:
        sheet.append([safe_cell(row.code), safe_cell(row.name), *list(vars_in_order(row))[2:]])


def vars_in_order(row: Figures) -> Iterable[object]:
    """Give a row's values in the order of its fields."""
    return (getattr(row, name) for name in Figures.__dataclass_fields__)
