"""What the imports of components and of facilities share: how a file is taken, what came of it, and its cells read."""

import csv
import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path
from typing import Protocol

from django.db import transaction

from linli.core.control_signs import without_control_signs
from linli.core.errors import LinliError
from linli.core.tables import Row, Table, safe_cell
from linli.places import errors
from linli.places.actions import Counted
from linli.places.coordinates import Crs, look_swapped, to_cgcs2000
from linli.places.models import Component, Facility
from linli.places.queries.of_tables import Group, groups_of, how_many_stand, standing_of
from linli.places.readers.register_files import UNIT_FIELDS

BATCH = 2_000
ADDED_COLUMNS = ("行号", "问题", "原文")
_DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S")

UnitBook = Callable[[str], str | None]


@dataclass(frozen=True)
class TableOrder:
    """Everything that says how a file is taken; `units` turns a unit's code or name into its code, None when unknown."""

    columns: Mapping[str, str]
    units: UnitBook
    by: str
    at: dt.datetime
    crs: Crs = Crs.CGCS2000
    swap: bool = False  # latitude and longitude stand in each other's column
    leave_unknown_units: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class BadRow:
    """A row that was not taken, and why."""

    row: Row
    why: str


@dataclass
class TableReport:
    """What an import did, or would do."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0
    bad: list[BadRow] = field(default_factory=list)
    units_unknown: dict[str, int] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)  # code and name of what stands stored and the file no longer has

    def count(self, counted: Counted) -> None:
        """Add what a batch did."""
        self.added += counted.added
        self.changed += counted.changed
        self.unchanged += counted.unchanged


class Coded(Protocol):
    """A draft with a code of its own."""

    @property
    def code(self) -> str:
        """The code."""


@dataclass(frozen=True)
class Register[D: Coded]:
    """How the rows of one register are read, stored, and refused when a code comes twice."""

    model: type[Component | Facility]
    draft: Callable[[Row, TableOrder, TableReport], D]
    put: Callable[..., Counted]
    twice: Callable[[str], LinliError]


def import_rows[D: Coded](table: Table, order: TableOrder, register: Register[D]) -> TableReport:
    """Take every good row once; what is wrong with the others is in the report, and the rest goes on."""
    report, seen, groups, stood = TableReport(), dict[str, D](), set[Group](), 0
    for rows in batched(table.rows, BATCH, strict=False):
        drafts = list(_first_ones(rows, order, report, seen, register))
        codes = [draft.code for draft in drafts]
        groups |= groups_of(register.model, codes)  # as they stood before
        stood += how_many_stand(register.model, codes)
        report.count(_store(drafts, order, register))
    named = {*seen, *(text_of(bad.row, order, "code") for bad in report.bad)}
    others = {code: name for code, name in standing_of(register.model, groups).items() if code not in seen}
    report.gone = _gone(others, named, stood=stood)
    return report


def write_bad_rows(report: TableReport, columns: tuple[str, ...], target: Path) -> None:
    """Write the rows that were not taken with their reasons, to be mended and imported again."""
    own = [column for column in columns if column not in ADDED_COLUMNS]
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*own, *ADDED_COLUMNS])
        for bad in report.bad:
            cells = [safe_cell(bad.row.cells.get(column, "")) for column in own]
            writer.writerow([*cells, bad.row.number, bad.why, bad.row.said])


def _gone(others: Mapping[str, str], named: Collection[str], *, stood: int) -> dict[str, str]:
    """Give what the file no longer has of its sources, classes and communities; `stood` of its own rows stood there before.

    A file with less than half of what stood tells what was changed, and says nothing of the others; what it adds counts for nothing.
    """
    gone = {code: name for code, name in others.items() if code not in named}
    return gone if 2 * len(gone) <= len(others) + stood else {}


@transaction.atomic
def _store[D: Coded](drafts: list[D], order: TableOrder, register: Register[D]) -> Counted:
    """Store a batch; a dry run takes it back, so that it counts what the real one will."""
    counted = register.put(drafts, by=order.by, at=order.at)
    if order.dry_run:
        transaction.set_rollback(True)
    return counted


def _first_ones[D: Coded](
    rows: Iterable[Row], order: TableOrder, report: TableReport, seen: dict[str, D], register: Register[D]
) -> Iterator[D]:
    """Make a draft of each good row that brings a new code; the same again is counted, another content is bad."""
    for row in rows:
        try:
            if row.trouble:
                raise errors.ComponentRowUnreadable(why=row.trouble)
            made = register.draft(row, order, report)
            if (before := seen.setdefault(made.code, made)) is made:
                yield made
            elif before == made:
                report.repeated += 1
            else:
                raise register.twice(made.code)
        except LinliError as wrong:
            report.bad.append(BadRow(row, str(wrong)))


def cell_of(row: Row, order: TableOrder, name: str) -> object:
    """Read the cell of a field; '' where the file has no such column."""
    return row.cells.get(order.columns[name], "") if name in order.columns else ""


def text_of(row: Row, order: TableOrder, name: str) -> str:
    """Read the cell of a field as text."""
    return without_control_signs(str(cell_of(row, order, name))).strip()


def point_of(row: Row, order: TableOrder) -> tuple[float, float]:
    """Read longitude and latitude, turned into CGCS2000."""
    names = ("lat", "lon") if order.swap else ("lon", "lat")
    lon, lat = (text_of(row, order, name) for name in names)
    try:
        x, y = float(lon), float(lat)
    except ValueError:
        raise errors.ComponentPointMissing(field="lon", given=f"{lon}, {lat}") from None
    if look_swapped(x, y):
        raise errors.CoordinatesSwapped(field="lon")
    if not (abs(x) <= 180 and abs(y) <= 90):  # also true for NaN
        raise errors.NotDegrees(field="lon")
    if order.crs is Crs.CGCS2000:
        return x, y
    shifted = to_cgcs2000(x, y, crs=order.crs)
    return float(shifted[0]), float(shifted[1])


def units_of(row: Row, order: TableOrder, report: TableReport) -> dict[str, str]:
    """Read who is in charge, who owns and who maintains."""
    return {name: _unit(row, order, name, report) for name in UNIT_FIELDS}


def day_of(row: Row, order: TableOrder, name: str) -> dt.date | None:
    """Read a day as offices write it."""
    cell = cell_of(row, order, name)
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    said = str(cell).strip()
    if not said:
        return None
    for form in _DATES:
        try:
            return dt.datetime.strptime(said, form).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            continue
    raise errors.ComponentDateUnreadable(field=name, given=said)


def _unit(row: Row, order: TableOrder, name: str, report: TableReport) -> str:
    """Read a unit by its code or name; an unknown one is counted, and refused unless it may stay empty."""
    said = text_of(row, order, name)
    code = order.units(said) if said else ""
    if code is not None:
        return code
    report.units_unknown[said] = report.units_unknown.get(said, 0) + 1
    if not order.leave_unknown_units:
        raise errors.ComponentUnitUnknown(field="unit", unit=said)
    return ""
