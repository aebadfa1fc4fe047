"""The figures as an Excel workbook."""

from collections.abc import Iterable
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
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
        gettext_noop("代码"),
        gettext_noop("名称"),
        gettext_noop("收件"),
        gettext_noop("立案"),
        gettext_noop("派遣"),
        gettext_noop("应结"),
        gettext_noop("已结"),
        gettext_noop("按期"),
        gettext_noop("结案率"),
        gettext_noop("按期结案率"),
        gettext_noop("监督员上报占比"),
        gettext_noop("平均用时（小时）"),
        gettext_noop("返工率"),
        gettext_noop("满意率"),
        gettext_noop("结后重开率"),
    )
    sheet.append([_(name) for name in names])
    for row in rows:
        sheet.append([safe_cell(row.code), safe_cell(row.name), *list(vars_in_order(row))[2:]])


def vars_in_order(row: Figures) -> Iterable[object]:
    """Give a row's values in the order of its fields."""
    return (getattr(row, name) for name in Figures.__dataclass_fields__)
