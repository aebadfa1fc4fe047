"""One table as an Excel workbook: plain text that no spreadsheet runs, and who took it out when and what for."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import IO

from openpyxl import Workbook

from linli.core.tables import safe_cell

_NO_TITLE = re.compile(r"[\\*?:/\[\]\x00-\x1f]")  # what no sheet may be called


def write_book(
    title: str, head: Sequence[object], rows: Iterable[Sequence[object]], file: IO[bytes], *, said: str
) -> None:
    """Write a head, the rows one by one, and below them who took them out."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_NO_TITLE.sub(" ", title)[:31])
    sheet.freeze_panes = "A2"
    sheet.append([safe_cell(str(name)) for name in head])
    for row in rows:
        sheet.append([safe_cell(_plain(value)) for value in row])
    sheet.append([])
    sheet.append([safe_cell(said)])
    book.save(file)


def _plain(value: object) -> object:
    """Give what a cell can hold; a word of the screen as text."""
    return value if value is None or isinstance(value, str | int | float | dt.date | dt.datetime) else str(value)
