"""Units, and which of them answers for a duty where."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from django.db.models import Q
from django.utils.translation import gettext

from linli.core.scope import within
from linli.staff import errors
from linli.staff.models import DutyUnit, Unit

_KEEP_SECONDS = 5.0
_lock = Lock()
_kept: tuple[float, dict[str, tuple["DutyOwner", ...]]] | None = None


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

    @property
    def rule(self) -> str:
        """A stable name of the deciding row."""
        return f"{self.duty}@{self.prefix}"

    @property
    def sentence(self) -> str:
        """The deciding row, said for people."""
        place = {"duty": self.duty, "area": self.prefix, "unit": self.unit_name}
        if not self.prefix:
            return gettext("“%(duty)s”在全部区域由%(unit)s负责") % place
        return gettext("“%(duty)s”在区域 %(area)s 由%(unit)s负责") % place


def unit_named(unit: str) -> UnitRow:
    """Find a unit by its code, or else by its name."""
    found = Unit.objects.filter(Q(code=unit) | Q(name=unit)).order_by("code")
    exact = next((row for row in found if row.code == unit), found[0] if found else None)
    if exact is None:
        raise errors.UnitUnknown(unit=unit)
    return _row(exact)


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


def unit_for_duty(duty: str, area_code: str) -> DutyOwner | None:
    """Find the unit that answers for a duty at a place: the row with the longest area prefix wins.

    The rows are kept in the process for a few seconds: every new case asks, and they seldom change.
    """
    return next((owner for owner in _duties().get(duty, ()) if area_code.startswith(owner.prefix)), None)


def duties() -> dict[str, tuple[DutyOwner, ...]]:
    """List who answers for what, the longest area prefix first."""
    return dict(_duties())


def forget_duties() -> None:
    """Read the duties anew next time."""
    global _kept
    with _lock:
        _kept = None


def _duties() -> dict[str, tuple[DutyOwner, ...]]:
    global _kept
    now = time.monotonic()
    with _lock:
        if _kept and now - _kept[0] < _KEEP_SECONDS:
            return _kept[1]
    found = _read_duties()
    with _lock:
        _kept = (now, found)
    return found


def _read_duties() -> dict[str, tuple[DutyOwner, ...]]:
    rows = DutyUnit.objects.filter(unit__is_active=True).values_list("unit_id", "unit__name", "duty", "area_code")
    by_duty: dict[str, list[DutyOwner]] = {}
    for owner in (DutyOwner(*row) for row in rows):
        by_duty.setdefault(owner.duty, []).append(owner)
    return {
        duty: tuple(sorted(owners, key=lambda owner: (-len(owner.prefix), owner.prefix)))
        for duty, owners in by_duty.items()
    }


def _row(unit: Unit) -> UnitRow:
    return UnitRow(
        unit.code, unit.name, unit.kind, unit.area_code, unit.parent_code, unit.phone, is_active=unit.is_active
    )
