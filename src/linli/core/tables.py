"""Spreadsheets people send: CSV in any usual encoding, packed or not, and Excel; written back with what is wrong."""

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook

from linli.core.errors import Invalid

MOST_BYTES = 1_000_000_000
MOST_UNPACKED = 2 * MOST_BYTES
MOST_CELL = 100_000
_DENSE_FROM, _MOST_DENSE = 100_000_000, 100  # a part of this size that shrank a hundredfold was made to do harm
_LAST = "\x00\x1d\x00\n"  # stands behind the last line: swallowed only by a quote that was never closed
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
    trouble: str = ""  # why its cells cannot be told apart
    said: str = ""  # such a row as it stands in the file


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
    text = decode(_content(path), name=path.name)
    head = text[:10_000].split("\n", 1)[0]
    mark = max(",\t;", key=head.count)
    csv.field_size_limit(MOST_CELL)
    lines = _Lines(chain(io.StringIO(text, newline=""), [_LAST]))
    reader = csv.reader(lines, delimiter=mark, strict=True)
    try:
        columns = _columns(next(reader, []), path.name)
    except csv.Error as error:
        raise TableUnreadable(file=path.name, why=_("第一行应当是列名")) from error
    return Table(path.name, columns, _csv_rows(reader, lines, columns), count=text.count("\n"))


def _content(path: Path) -> bytes:
    """Read a file, unpacked where it is packed; never more than may be in it."""
    try:
        with path.open("rb") as file:
            is_packed = file.read(2) == b"\x1f\x8b"
        with gzip.open(path) if is_packed else path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise TableUnreadable(file=path.name, why=_("压缩文件已损坏")) from error
    except OSError as error:
        raise TableUnreadable(file=path.name, why=error.strerror or error) from error
    if len(content) > MOST_BYTES:
        raise TableUnreadable(file=path.name, why=_("文件超过 1 GB，请拆分后再导入"))
    return content


class _Lines:
    """Lines on their way to the reader, with those of the present row kept: a row that cannot be read is not lost."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines, self._row = iter(lines), list[str]()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self._row.append(next(self._lines))
        return self._row[-1]

    def row(self) -> str:
        """Give what was read since the last time."""
        said, self._row = "".join(self._row), []
        return said


def _csv_rows(reader: "Iterator[list[str]]", lines: _Lines, columns: Sequence[str]) -> Iterator[Row]:
    number, last = 1, _LAST.strip()
    lines.row()
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _broken(number, lines.row(), _why_broken(error))
            continue
        said = lines.row()
        if cells == [last]:
            return
        if last in said:
            yield _broken(number, said, _("引号没有成对，从这一行起读不下去"))
        elif any(cell.strip() for cell in cells[len(columns) :]):
            yield _broken(number, said, _("格数比列名多，多半是内容里的逗号没有加引号"))
        elif any(cell.strip() for cell in cells):
            yield Row(number, dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=False)))


def _why_broken(error: csv.Error) -> str:
    return _("有一格超过 10 万字") if "limit" in str(error) else _("引号没有成对，从这一行起读不下去")


def _broken(number: int, said: str, why: str) -> Row:
    """Hand a row back as it stands that cannot be divided into cells; what is endless is cut."""
    return Row(number, {}, trouble=why, said=said.removesuffix(_LAST).rstrip("\r\n")[:MOST_CELL])


def _read_excel(path: Path) -> Table:
    try:
        _check_unpacked(path)
        sheet = load_workbook(path, read_only=True, data_only=True).worksheets[0]
        lines = sheet.iter_rows(values_only=True)
        head = next(lines, ())
    except TableUnreadable:
        raise
    except Exception as error:  # a broken file makes openpyxl fail in any way
        raise TableUnreadable(file=path.name, why=_("不是完好的 Excel 文件")) from error
    width = max((place for place, cell in enumerate(head, start=1) if cell not in (None, "")), default=0)
    columns = _columns(["" if cell is None else str(cell) for cell in head[:width]], path.name)
    return Table(path.name, columns, _excel_rows(lines, columns, path.name), count=sheet.max_row)


def _check_unpacked(path: Path) -> None:
    """Refuse a file that grows beyond measure when it is unpacked."""
    with zipfile.ZipFile(path) as packed:
        parts = packed.infolist()
    dense = any(part.file_size > max(_DENSE_FROM, _MOST_DENSE * part.compress_size) for part in parts)
    if dense or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise TableUnreadable(file=path.name, why=_("解压后太大，请拆分后再导入"))


def _excel_rows(lines: "Iterator[tuple[object, ...]]", columns: Sequence[str], name: str) -> Iterator[Row]:
    number = 1
    while True:
        number += 1
        try:
            cells = next(lines)
        except StopIteration:
            return
        except Exception as error:  # as above
            raise TableUnreadable(file=name, why=_("第 %(number)s 行起已损坏") % {"number": number}) from error
        if any(cell not in (None, "") for cell in cells):
            yield Row(
                number, {column: "" if cell is None else cell for column, cell in zip(columns, cells, strict=False)}
            )


def _columns(head: Sequence[str], name: str) -> tuple[str, ...]:
    """Name every column once: a second one of a name, or one without, is told by its place and keeps its cells."""
    names = [cell.strip().lstrip("\ufeff") for cell in head]
    if not any(names):
        raise TableUnreadable(file=name, why=_("第一行应当是列名"))
    columns: list[str] = []
    for place, column in enumerate(names, start=1):
        columns.append(column if column and column not in columns else f"{column}#{place}")
    return tuple(columns)


def safe_cell(value: object) -> object:
    """Keep a spreadsheet program from running a text as a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value
