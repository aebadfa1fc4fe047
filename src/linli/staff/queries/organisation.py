"""Units, and which of them answers for a duty where."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from threading import Lock

from django.utils.translation import gettext

from linli.core import process_clock
from linli.core.scope import within
from linli.core.statements import find_row
from linli.staff import errors
from linli.staff.models import DutyUnit, Unit
from linli.staff.rules import AT_ALL_TIMES, IsWorkingDay, Shift, read_shift

_KEEP_SECONDS = 5.0
LOCAL = ("street", "community")  # kinds of units that are there for a place, who takes first what nobody else has


@dataclass(frozen=True)
class UnitRow:
    """A unit as other rooms see it."""

    code: str
    name: str
    kind: str
    area_code: str
    parent_code: str
    phone: str
    is_active: bool


@dataclass(frozen=True)
class DutyOwner:
    """The unit that answers for a duty, and the row that said so."""

    unit_code: str
    unit_name: str
    duty: str
    prefix: str
    shift: Shift = AT_ALL_TIMES
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    @property
    def rule(self) -> str:
        """A stable name of the deciding row."""
        return f"{self.duty}@{self.prefix}" + (f"#{self.shift.text}" if self.shift.text else "")

    @property
    def sentence(self) -> str:
        """The deciding row, said for people."""
        place = {"duty": self.duty, "area": self.prefix, "unit": self.unit_name, "shift": self.shift.text}
        if self.shift.text:
            return gettext("“%(duty)s”在区域 %(area)s 的 %(shift)s 班次由%(unit)s负责") % place
        if not self.prefix:
            return gettext("“%(duty)s”在全部区域由%(unit)s负责") % place
        return gettext("“%(duty)s”在区域 %(area)s 由%(unit)s负责") % place

    def holds(self, when: "Moment | None") -> bool:
        """Say whether the unit has the duty at a moment; without one, whether it has it at all times."""
        if when is None:
            return not self.shift.text and self.valid_from is None and self.valid_to is None
        today = when.local.date()
        if (self.valid_from and today < self.valid_from) or (self.valid_to and today > self.valid_to):
            return False
        return not self.shift.text or self.shift.covers(when.local, is_working_day=when.is_working_day)

    def rank(self) -> tuple[object, ...]:
        """Order those who may answer: shifts and duties for a time first, then the longest area prefix."""
        is_for_a_time = bool(self.shift.text or self.valid_from or self.valid_to)
        return not is_for_a_time, not self.shift.text, -len(self.prefix), self.prefix, self.shift.text


@dataclass(frozen=True)
class _Book:
    """The active units, by code and by name, and who answers for what."""

    units: Mapping[str, UnitRow]
    by_name: Mapping[str, UnitRow]
    duties: Mapping[str, tuple[DutyOwner, ...]]
    mark: int


_marks = count(1)
_lock = Lock()
_kept: tuple[float, _Book] | None = None


def unit_named(unit: str) -> UnitRow:
    """Find a unit by its code, or else by its name."""
    found = find_row(Unit, unit) or Unit.objects.filter(name=unit).order_by("code").first()
    if found is None:
        raise errors.UnitUnknown(unit=unit)
    return _row(found)


def units(codes: Iterable[str]) -> dict[str, UnitRow]:
    """Give units by code; one query."""
    wanted = set(codes)
    return {row.code: _row(row) for row in Unit.objects.filter(code__in=wanted)} if wanted else {}


def units_under(area_code: str, *, kind: str = "") -> list[UnitRow]:
    """List the active units at or below an area."""
    found = Unit.objects.filter(within("area_code", [area_code]), is_active=True)
    if kind:
        found = found.filter(kind=kind)
    return [_row(row) for row in found.order_by("area_code", "code")]


@dataclass(frozen=True)
class Moment:
    """When somebody asks who has a duty, as the wall clock shows it, and which days the office works."""

    local: dt.datetime
    is_working_day: IsWorkingDay


def unit_for_duty(duty: str, area_code: str, *, when: Moment | None = None) -> DutyOwner | None:
    """Find the unit that answers for a duty at a place: who has the shift of that moment first, then the longest area prefix.

    Without a moment, only who has the duty at all times counts. The rows are kept in the process for a few seconds:
    every new case asks, and they seldom change.
    """
    owners = _book().duties.get(duty, ())
    return next((owner for owner in owners if area_code.startswith(owner.prefix) and owner.holds(when)), None)


def duties() -> dict[str, tuple[DutyOwner, ...]]:
    """List who answers for what, shifts first, then the longest area prefix."""
    return dict(_book().duties)


def book_mark() -> int:
    """Name the copy of units and duties kept here: whoever keeps something beside it knows when to read anew."""
    return _book().mark


def known_unit(unit: str) -> UnitRow | None:
    """Find an active unit by its code, or else by its name, in the copy kept here; None when there is none."""
    book = _book()
    return book.units.get(unit) or book.by_name.get(unit)


def known_units(area_code: str = "") -> list[UnitRow]:
    """List the active units at or below an area, from the copy kept here."""
    found = [unit for unit in _book().units.values() if unit.area_code.startswith(area_code)]
    return sorted(found, key=lambda unit: (unit.area_code, unit.code))


def local_units(area_code: str) -> list[UnitRow]:
    """List the bodies that are there for a place when nobody else is: its street's office, then its community.

    A place that lies in no street has none: no department is picked for it by chance, the dispatcher names one.
    """
    covering = [unit for unit in _book().units.values() if unit.kind in LOCAL and area_code.startswith(unit.area_code)]
    return sorted(covering, key=lambda unit: (LOCAL.index(unit.kind), -len(unit.area_code), unit.code))


def forget_duties() -> None:
    """Read units and duties anew next time."""
    global _kept
    with _lock:
        _kept = None


def _book() -> _Book:
    global _kept
    now = process_clock.seconds()
    with _lock:
        if _kept and now - _kept[0] < _KEEP_SECONDS:
            return _kept[1]
    found = _read_book()
    with _lock:
        _kept = (now, found)
    return found


def _read_book() -> _Book:
    units = {row.code: _row(row) for row in Unit.objects.filter(is_active=True).order_by("code")}
    rows = DutyUnit.objects.filter(unit__is_active=True).values_list(
        "unit_id", "unit__name", "duty", "area_code", "shift", "valid_from", "valid_to"
    )
    by_duty: dict[str, list[DutyOwner]] = {}
    for unit, name, duty, prefix, shift, *days in rows:
        by_duty.setdefault(duty, []).append(DutyOwner(unit, name, duty, prefix, read_shift(shift), *days))
    return _Book(
        units,
        {unit.name: unit for unit in reversed(units.values())},
        {duty: tuple(sorted(owners, key=DutyOwner.rank)) for duty, owners in by_duty.items()},
        next(_marks),
    )


def _row(unit: Unit) -> UnitRow:
    return UnitRow(
        unit.code, unit.name, unit.kind, unit.area_code, unit.parent_code, unit.phone, is_active=unit.is_active
    )
