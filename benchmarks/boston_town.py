"""The town the city's cases are put on: a lattice of squares as grids, and one kind for each of the city's types."""

import csv
import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import shapely
from benchmarks.boston_cases import (
    BLOCK,
    COLUMNS,
    DISTRICT,
    EAST,
    ROWS,
    SIDE,
    SOUTH,
    WEST,
    CityCase,
    code_of,
    street_of,
)
from django.utils import timezone

from linli.cases.actions import load_catalogue
from linli.cases.importing import import_cases, read_mapping
from linli.cases.importing.running import ImportOrder, ImportReport
from linli.cases.queries.kinds import catalogue
from linli.core.installation import set_installation
from linli.core.tables import read_table
from linli.places import actions as places
from linli.places.rules import AreaDraft, level_of
from linli.staff.rules import SYSTEM

SOURCE = "boston"
_HEAD = ("key", "text", "kind", "reported_at", "due", "closed_at", "lon", "lat", "address", "result")
_KIND = """
[[kind]]
code = "{code}"
name = {{ zh-hans = {name}, zh-hant = {name}, en = {name} }}
group = "event"
major = "event.extension"
valid_from = 2010-01-01
duty = "street-office"
owner_rule = "place-first"
filing_condition = {{ zh-hans = "有人上报", zh-hant = "有人上報", en = "Somebody reports it" }}
closing_condition = {{ zh-hans = "已办结", zh-hant = "已辦結", en = "It is done" }}
limits = {{ filing = "1 working day", dispatch = "1 working day", handling = "5 working days", checking = "1 working day", resident = "10 working days" }}
evidence = "none"
lanes = ["dispatch"]
keywords = [{keywords}]
source = "City of Boston, 311 service requests (open data)"
"""


def kind_code(type_name: str) -> str:
    """Name the kind of one of the city's types."""
    return f"event.boston-{hashlib.sha256(type_name.encode()).hexdigest()[:10]}"


def write_catalogue(folder: Path, types: Iterable[str]) -> None:
    """Write the city's own catalogue directory, laid over the shipped one."""
    target = folder / "kinds" / "boston.toml"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("".join(_kind(name) for name in sorted(set(types))), encoding="utf-8")


def make_town() -> None:
    """Store the lattice: one district, blocks of squares as streets, each square a community with one grid."""
    set_installation(name="Boston", root_code=DISTRICT, is_demo=True)
    places.import_areas(list(_areas()), by=SOURCE, at=timezone.now(), on=dt.date(2010, 1, 1))
    load_catalogue(catalogue(), at=timezone.now())


def take_in(cases: Iterable[CityCase], folder: Path) -> ImportReport:
    """Take the cases in as a file through the import, with the moments and limits they had."""
    path = folder / "boston.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEAD)
        writer.writerows(_row(case) for case in cases)
    table = read_table(path)
    mapping = read_mapping((), present=table.columns)
    order = ImportOrder(mapping, SOURCE, "cgcs2000", SYSTEM, timezone.now(), closed_when_dated=True)
    return import_cases(table, order)


def _row(case: CityCase) -> tuple[object, ...]:
    lon, lat = case.point or ("", "")
    return (
        case.id, case.type, kind_code(case.type), case.opened, case.due or "", case.closed or "", lon, lat, case.address,
        case.reason,
    )  # fmt: skip


def _kind(name: str) -> str:
    quoted = '"' + name.replace('"', "'") + '"'
    keywords = ", ".join(f'"{name} {number}"' for number in range(5)).replace("'", "")
    return _KIND.format(code=kind_code(name), name=quoted, keywords=keywords)


def _areas() -> Iterator[AreaDraft]:
    yield _draft(DISTRICT, 0, 0, COLUMNS, ROWS)
    for row in range(0, ROWS, BLOCK):
        for column in range(0, COLUMNS, BLOCK):
            yield _draft(street_of(column, row), column, row, min(BLOCK, COLUMNS - column), min(BLOCK, ROWS - row))
    squares = [(column, row) for row in range(ROWS) for column in range(COLUMNS)]
    for digits in (12, 15):
        yield from (_draft(code_of(column, row)[:digits], column, row, 1, 1) for column, row in squares)


def _draft(code: str, column: int, row: int, width: int, height: int) -> AreaDraft:
    west, south = WEST + EAST + column * SIDE, SOUTH + row * SIDE
    shape = shapely.box(west, south, west + width * SIDE, south + height * SIDE)
    return AreaDraft(code, code, level_of(code), shapely.to_wkb(shape))
