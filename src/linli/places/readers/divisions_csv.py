"""Areas from a table of division codes: codes of 2 to 15 digits and names, no boundaries."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from linli.core.errors import LinliError
from linli.core.text_files import FileUnreadable, read_text
from linli.places.errors import NameMissing
from linli.places.readers.columns import check_there, find_columns
from linli.places.readers.features import Feature, Reading, Remark
from linli.places.rules import Level, level_of, plain_code

_DELIMITERS = (",", "\t", ";", "|")
_MOST_CELL = 10_000


def read_divisions(path: Path, *, columns: Mapping[str, str], level: Level | None = None) -> Reading:
    """Read all rows of a table, packed by gzip or not, in any usual encoding."""
    return read_rows(read_text(path), columns=columns, level=level, file=path.name)


def read_rows(text: str, *, columns: Mapping[str, str], file: str, level: Level | None = None) -> Reading:
    """Read the rows of a table; what is wrong with one is told and the rest goes on."""
    if "\0" in text:
        raise FileUnreadable(file=file, why=_("不是文本表格"))
    rows = _rows(text)
    head = next(rows, (0, []))[1]
    places, first = _places(head, columns)
    reading = Reading()
    for number, row in ([(1, head)] if first else []) + list(rows):
        if not any(cell.strip() for cell in row):
            continue
        try:
            feature = _feature(number, row, places)
        except LinliError as refusal:
            reading.refused.append(Remark(number, _cell(row, places["name"])[:80], str(refusal)))
            continue
        if level is None or feature.level is level:
            reading.features.append(feature)
    return reading


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    line = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=line.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell without end, or far too long: the row is passed on as it can't be read
            row = [""]
        yield reader.line_num, row


def _places(head: list[str], given: Mapping[str, str]) -> tuple[dict[str, int], bool]:
    """Say where code and name stand, and whether the first row is already a row (no heading)."""
    if len(head) >= 2 and head[0].strip().isdigit() and not given:
        return {"code": 0, "name": 1}, True
    names = [cell.strip() for cell in head]
    columns = find_columns(names, given=given)
    check_there(columns, ("code", "name"), found=names)
    return {field: names.index(column) for field, column in columns.items()}, False


def _cell(row: list[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _feature(number: int, row: list[str], places: Mapping[str, int]) -> Feature:
    code = plain_code(_cell(row, places["code"]))
    level, name = level_of(code), _cell(row, places["name"])[:_MOST_CELL]
    if not name:
        raise NameMissing(field="name", area_code=code)
    return Feature(number=number, level=level, names={level: name}, code=code)
