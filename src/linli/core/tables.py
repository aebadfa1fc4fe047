"""Spreadsheets people send: CSV in any usual encoding, packed or not, and Excel; written back with what is wrong."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from linli.core.control_signs import without_control_signs
from linli.core.text_files import MOST_MB, FileUnreadable, decode, read_text, too_large, unpacked

MOST_UNPACKED = 2_000_000_000
MOST_CELL = 100_000
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")  # a text that begins so is run as a formula
_EXCEL = (".xlsx", ".xlsm")
_DENSE_FROM, _MOST_DENSE = 100_000_000, 100  # a part of this size that shrank a hundredfold was made to do harm
_LAST = "\x00\x1d\x00\n"  # stands behind the last line: swallowed only by a quote that was never closed
Cell = object


class Row(NamedTuple):
    """One row: its number in the file, as a person counts (the head is row 1), and its cells by column."""

    number: int
    cells: dict[str, Cell]
    trouble: str = ""  # why its cells cannot be told apart
    said: str = ""  # such a row as it stands in the file
    kind: str = ""  # "cells": more of them than columns; "" for everything else


@dataclass(frozen=True)
class Table:
    """A spreadsheet with a head."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[Row]
    count: int | None = None


def read_table_in(content: bytes, *, name: str) -> Table:
    """Open a spreadsheet that is at hand as bytes and not as a file: one that was uploaded, and lies sealed."""
    if not content:
        raise FileUnreadable(file=name, why=_("文件是空的"))
    if name.lower().endswith(_EXCEL):
        return _read_excel(io.BytesIO(content), name)
    return _read_csv(decode(unpacked(content, name=name), name=name), name)


def read_table(path: Path) -> Table:
    """Open a CSV (also .gz) or Excel file; rows are read as they are asked for."""
    if not path.is_file():
        raise FileUnreadable(file=path.name, why=_("没有这个文件"))
    if path.stat().st_size == 0:
        raise FileUnreadable(file=path.name, why=_("文件是空的"))
    if path.stat().st_size > MOST_MB * 1_000_000:
        raise too_large(path)
    if path.suffix.lower() in _EXCEL:
        return _read_excel(
            io.BytesIO(path.read_bytes()), path.name
        )  # so that no file stays open behind a half-read sheet
    return _read_csv(read_text(path), path.name)


def _read_csv(text: str, name: str) -> Table:
    head = text[:10_000].split("\n", 1)[0]
    mark = max(",\t;", key=head.count)
    csv.field_size_limit(MOST_CELL)
    lines = _Lines(chain(io.StringIO(text, newline=""), [_LAST]))
    reader = csv.reader(lines, delimiter=mark, strict=True)
    try:
        columns = _columns(next(reader, []), name)
    except csv.Error as error:
        raise FileUnreadable(file=name, why=_("第一行应当是列名")) from error
    return Table(name, columns, _csv_rows(reader, lines, columns), count=text.count("\n") - text.endswith("\n"))


class _Lines:
    """Lines on their way to the reader, with those of the present row kept: a row that cannot be read is not lost."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines, self.row = iter(lines), list[str]()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.row.append(line)
        return line

    def first(self) -> str:
        """Give the first line of the present row, and read the others anew: a quote may have swallowed them."""
        first, *others = self.row
        self._lines = chain(others, self._lines)
        return first


def _csv_rows(reader: "Iterator[list[str]]", lines: _Lines, columns: Sequence[str]) -> Iterator[Row]:
    number = 1
    while True:
        number += 1
        lines.row.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _broken(number, lines.first(), _why_broken(error))
            continue
        if lines.row[-1] != _LAST:
            yield from _cells_row(number, cells, lines, columns)
        elif len(lines.row) == 1:
            return
        else:
            yield _broken(number, lines.first(), _("引号没有成对，这一行分不成格"))


def _cells_row(number: int, cells: list[str], lines: _Lines, columns: Sequence[str]) -> tuple[Row, ...]:
    """Give a row with as many cells as there are columns; none for one that says nothing."""
    width = len(columns)
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        why = _("格数比列名多，多半是内容里的逗号没有加引号")
        return (_broken(number, "".join(lines.row), why, kind="cells"),)
    if not (cells and cells[0]) and not any(cell.strip() for cell in cells):
        return ()
    if len(cells) < width:
        cells += [""] * (width - len(cells))
    return (Row(number, dict(zip(columns, cells, strict=False))),)


def _why_broken(error: csv.Error) -> str:
    return _("有一格超过 10 万字") if "limit" in str(error) else _("引号没有成对，这一行分不成格")


def _broken(number: int, said: str, why: str, *, kind: str = "") -> Row:
    """Hand a row back as it stands that cannot be divided into cells; what is endless is cut."""
    return Row(number, {}, trouble=why, said=said.removesuffix(_LAST).rstrip("\r\n")[:MOST_CELL], kind=kind)


def _read_excel(source: io.BytesIO, name: str) -> Table:
    try:
        check_unpacked(source, name)
        sheet = load_workbook(source, read_only=True, data_only=True).worksheets[0]
        lines = sheet.iter_rows(values_only=True)
        head = next(lines, ())
    except FileUnreadable:
        raise
    except Exception as error:  # a broken file makes openpyxl fail in any way
        raise FileUnreadable(file=name, why=_("不是完好的 Excel 文件")) from error
    width = max((place for place, cell in enumerate(head, start=1) if cell not in (None, "")), default=0)
    columns = _columns(["" if cell is None else str(cell) for cell in head[:width]], name)
    return Table(name, columns, _excel_rows(lines, columns, name), count=sheet.max_row - 1 if sheet.max_row else None)


def check_unpacked(source: io.BytesIO, name: str, *, most_bytes: int = MOST_UNPACKED) -> None:
    """Refuse a workbook that grows beyond measure when it is unpacked."""
    with zipfile.ZipFile(source) as packed:
        parts = packed.infolist()
    dense = any(part.file_size > max(_DENSE_FROM, _MOST_DENSE * part.compress_size) for part in parts)
    if dense or sum(part.file_size for part in parts) > most_bytes:
        raise FileUnreadable(file=name, why=_("解压后太大，请拆分后再导入"))


def _excel_rows(lines: "Iterator[tuple[object, ...]]", columns: Sequence[str], name: str) -> Iterator[Row]:
    number = 1
    while True:
        number += 1
        try:
            cells = next(lines)
        except StopIteration:
            return
        except Exception as error:  # as above
            raise FileUnreadable(file=name, why=_("第 %(number)s 行起已损坏") % {"number": number}) from error
        if any(cell not in (None, "") for cell in cells):
            yield Row(
                number, {column: "" if cell is None else cell for column, cell in zip(columns, cells, strict=False)}
            )


def _columns(head: Sequence[str], name: str) -> tuple[str, ...]:
    """Name every column once: a second one of a name, or one without, is told by its place and keeps its cells."""
    names = [cell.strip().lstrip("\ufeff") for cell in head]
    if not any(names):
        raise FileUnreadable(file=name, why=_("第一行应当是列名"))
    columns: list[str] = []
    for place, column in enumerate(names, start=1):
        columns.append(column if column and column not in columns else f"{column}#{place}")
    return tuple(columns)


def safe_cell(value: object) -> object:
    """Keep a spreadsheet program from running a text as a formula; signs that no spreadsheet holds are left out."""
    if not isinstance(value, str):
        return value
    clean = without_control_signs(value)
    return f"'{clean}" if clean.startswith(FORMULA_SIGNS) else clean
