"""From a file of components to stored ones: row by row, nothing twice, the bad rows handed back with their reason."""

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path

from django.db import transaction

from linli.core.errors import LinliError
from linli.core.tables import Row, Table, safe_cell
from linli.places import errors, queries, rules
from linli.places.actions import Counted, put_components
from linli.places.coordinates import Crs, to_cgcs2000
from linli.places.rules import ComponentDraft, ComponentState

BATCH = 2_000
ADDED_COLUMNS = ("行号", "问题", "原文")
_STATES = {
    **{state.value: state for state in ComponentState},
    "": ComponentState.INTACT, "完好": ComponentState.INTACT, "破损": ComponentState.DAMAGED,
    "丢失": ComponentState.LOST, "废弃": ComponentState.ABANDONED,
}  # fmt: skip
_DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S")
_UNITS = ("charge_unit", "owner_unit", "care_unit")

UnitBook = Callable[[str], str | None]


@dataclass(frozen=True)
class ComponentOrder:
    """Everything that says how a file is taken; `units` turns a unit's code or name into its code, None when unknown."""

    columns: Mapping[str, str]
    units: UnitBook
    by: str
    at: dt.datetime
    crs: Crs = Crs.CGCS2000
    leave_unknown_units: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class BadRow:
    """A row that was not taken, and why."""

    row: Row
    why: str


@dataclass
class ComponentReport:
    """What an import did, or would do."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0
    bad: list[BadRow] = field(default_factory=list)
    units_unknown: dict[str, int] = field(default_factory=dict)


def import_components(table: Table, order: ComponentOrder) -> ComponentReport:
    """Take every good row once; what is wrong with the others is in the report, and the rest goes on."""
    report, seen = ComponentReport(), dict[str, ComponentDraft]()
    for rows in batched(table.rows, BATCH, strict=False):
        drafts = list(_first_ones(rows, order, report, seen))
        counted = _store(drafts, order)
        report.added += counted.added
        report.changed += counted.changed
        report.unchanged += counted.unchanged
    return report


def write_bad_rows(report: ComponentReport, columns: tuple[str, ...], target: Path) -> None:
    """Write the rows that were not taken with their reasons, to be mended and imported again."""
    own = [column for column in columns if column not in ADDED_COLUMNS]
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*own, *ADDED_COLUMNS])
        for bad in report.bad:
            cells = [safe_cell(bad.row.cells.get(column, "")) for column in own]
            writer.writerow([*cells, bad.row.number, bad.why, bad.row.said])


@transaction.atomic
def _store(drafts: list[ComponentDraft], order: ComponentOrder) -> Counted:
    """Store a batch; a dry run takes it back, so that it counts what the real one will."""
    counted = put_components(drafts, by=order.by, at=order.at)
    if order.dry_run:
        transaction.set_rollback(True)
    return counted


def _first_ones(
    rows: Iterable[Row], order: ComponentOrder, report: ComponentReport, seen: dict[str, ComponentDraft]
) -> Iterator[ComponentDraft]:
    for row in rows:
        try:
            draft = _draft(row, order, report)
            if (before := seen.setdefault(draft.code, draft)) is draft:
                yield draft
            elif before == draft:
                report.repeated += 1
            else:
                raise errors.ComponentTwice(field="code", component=draft.code)
        except LinliError as wrong:
            report.bad.append(BadRow(row, str(wrong)))


def _draft(row: Row, order: ComponentOrder, report: ComponentReport) -> ComponentDraft:
    if row.trouble:
        raise errors.ComponentRowUnreadable(why=row.trouble)
    if isinstance(_cell(row, order, "code"), int | float):
        raise errors.ComponentCodeIsNumber(field="code")
    said = {name: _text(row, order, name) for name in ("code", "name", "position_class", "address", "source", "note")}
    lon, lat = _point(row, order)
    draft = ComponentDraft(
        **{**said, "position_class": said["position_class"].upper()},
        lon_cgcs2000=lon,
        lat_cgcs2000=lat,
        state=_state(_text(row, order, "state")),
        recorded_on=_day(row, order, "recorded_on"),
        changed_on=_day(row, order, "changed_on"),
        **{name: _unit(_text(row, order, name), order, report) for name in _UNITS},
    )
    rules.check_component(draft, layout=queries.code_layout())
    return draft


def _cell(row: Row, order: ComponentOrder, name: str) -> object:
    return row.cells.get(order.columns[name], "") if name in order.columns else ""


def _text(row: Row, order: ComponentOrder, name: str) -> str:
    return str(_cell(row, order, name)).replace("\x00", "").strip()


def _point(row: Row, order: ComponentOrder) -> tuple[float, float]:
    lon, lat = _text(row, order, "lon"), _text(row, order, "lat")
    try:
        x, y = float(lon), float(lat)
    except ValueError:
        raise errors.ComponentPointMissing(field="lon", given=f"{lon}, {lat}") from None
    if not (abs(x) <= 180 and abs(y) <= 90):  # also true for NaN
        raise errors.NotDegrees(field="lon")
    if order.crs is Crs.CGCS2000:
        return x, y
    shifted = to_cgcs2000(x, y, crs=order.crs)
    return float(shifted[0]), float(shifted[1])


def _state(said: str) -> ComponentState:
    if said.lower() not in _STATES:
        raise errors.ComponentStateUnknown(field="state", given=said)
    return _STATES[said.lower()]


def _unit(said: str, order: ComponentOrder, report: ComponentReport) -> str:
    code = order.units(said) if said else ""
    if code is not None:
        return code
    report.units_unknown[said] = report.units_unknown.get(said, 0) + 1
    if not order.leave_unknown_units:
        raise errors.ComponentUnitUnknown(field="unit", unit=said)
    return ""


def _day(row: Row, order: ComponentOrder, name: str) -> dt.date | None:
    cell = _cell(row, order, name)
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
