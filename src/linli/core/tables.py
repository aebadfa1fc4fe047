"""Spreadsheets people send: CSV in any usual encoding, packed or not, and Excel; written back with what is wrong."""

import csv
import gzip
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from linli.core.errors import Invalid

MOST_BYTES = 1_000_000_000
MOST_CELL = 100_000
Cell = object


class TableUnreadable(Invalid):
    """A spreadsheet cannot be read."""

    code = "core.table-unreadable"
    text = gettext_lazy("文件“%(file)s”读不出来：%(why)s")


@dataclass(frozen=True)
class Row:
    """One row: its number in the file, as a person counts (the head is row 1), and its cells by column."""

    number: int
    cells: dict[str, Cell]


@dataclass(frozen=True)
class Table:
    """A spreadsheet with a head."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[Row]
    count: int | None = None


def read_table(path: Path) -> Table:
    """Open a CSV (also .gz) or Excel file; rows are read as they are asked for."""
    if not path.is_file():
        raise TableUnreadable(file=path.name, why=_("没有这个文件"))
    if path.stat().st_size == 0:
        raise TableUnreadable(file=path.name, why=_("文件是空的"))
    if path.stat().st_size > MOST_BYTES:
        raise TableUnreadable(file=path.name, why=_("文件超过 1 GB，请拆分后再导入"))
    return _read_excel(path) if path.suffix.lower() in {".xlsx", ".xlsm"} else _read_csv(path)


def decode(content: bytes, *, name: str) -> str:
    """Decode a text file: UTF-8, GB18030 (common in offices), else the most likely encoding."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if b"\x00" in content[:4096]:
        raise TableUnreadable(file=name, why=_("不是文本表格（是 Excel 文件请用 .xlsx 扩展名）"))
    for encoding in ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    best = from_bytes(content[:200_000]).best()
    if best is None:
        raise TableUnreadable(file=name, why=_("认不出文字编码，请另存为 UTF-8"))
    return content.decode(best.encoding, errors="replace")


def _read_csv(path: Path) -> Table:
    content = path.read_bytes()
    if content.startswith(b"\x1f\x8b"):
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError) as error:
            raise TableUnreadable(file=path.name, why=_("压缩文件已损坏")) from error
    text = decode(content, name=path.name)
    head = text[:10_000].split("\n", 1)[0]
    mark = max(",\t;", key=head.count)
    csv.field_size_limit(MOST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    columns = _columns(next(reader, []), path.name)
    return Table(path.name, columns, _csv_rows(reader, columns, path.name), count=text.count("\n"))


def _csv_rows(reader: "Iterator[list[str]]", columns: Sequence[str], name: str) -> Iterator[Row]:
    number = 1
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise TableUnreadable(
                file=name, why=_("第 %(number)s 行：%(why)s") % {"number": number, "why": error}
            ) from error
        if any(cell.strip() for cell in cells):
            yield Row(number, dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=False)))


def _read_excel(path: Path) -> Table:
    try:
        sheet = load_workbook(path, read_only=True, data_only=True).worksheets[0]
        lines = sheet.iter_rows(values_only=True)
        head = next(lines, ())
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, IndexError) as error:
        raise TableUnreadable(file=path.name, why=_("不是完好的 Excel 文件")) from error
    columns = _columns(["" if cell is None else str(cell) for cell in head], path.name)
    return Table(path.name, columns, _excel_rows(lines, columns), count=sheet.max_row)


def _excel_rows(lines: "Iterator[tuple[object, ...]]", columns: Sequence[str]) -> Iterator[Row]:
    for number, cells in enumerate(lines, start=2):
        if any(cell not in (None, "") for cell in cells):
            yield Row(
                number, {column: "" if cell is None else cell for column, cell in zip(columns, cells, strict=False)}
            )


def _columns(head: Sequence[str], name: str) -> tuple[str, ...]:
    columns = tuple(cell.strip().lstrip("\ufeff") for cell in head)
    if not any(columns):
        raise TableUnreadable(file=name, why=_("第一行应当是列名"))
    return columns


def safe_cell(value: object) -> object:
    """Keep a spreadsheet program from running a text as a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value
