"""Joint work: whom a leading unit calls in, by when they come, and who may rate whom afterwards (吹哨报到、并联处置)."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from linli.cases import errors
from linli.cases.rules.course import OPEN, State
from linli.core.calendar import Limit, TimeUnit

AT_WORK = frozenset({State.DISPATCHED, State.HANDLING})
# How a unit's part in a case stands.
WAITING, ACCEPTED, DONE, RETURNED, STOPPED = "waiting", "accepted", "done", "returned", "ended"
WORKED = frozenset({DONE, STOPPED})


@dataclass(frozen=True)
class Part:
    """One unit's part in a case, as far as rating each other needs it."""

    unit_code: str
    is_lead: bool
    state: str


def check_call(wanted: Sequence[str], *, lead: str, called: Collection[str]) -> None:
    """Refuse to call in nobody, the unit that leads, or one that is at it already."""
    if not wanted:
        raise errors.CoUnitsMissing(field="units")
    for unit in wanted:
        if unit == lead:
            raise errors.CoUnitLeads(field="units", unit=unit)
        if unit in called:
            raise errors.CoUnitCalled(unit=unit)


def check_arrival(arrive_by: dt.datetime | None, *, at: dt.datetime) -> None:
    """Refuse a time of arrival that is gone by."""
    if arrive_by is not None and arrive_by <= at:
        raise errors.ArriveByPast(field="arrive_by")


def limit_until(end: dt.datetime, *, at: dt.datetime) -> Limit:
    """Give the limit in hours that runs out at a moment, as exactly as limits are written."""
    hours = max((end - at) / dt.timedelta(hours=1), 0.0001)
    return Limit.parse(str(Limit(round(hours, 4), TimeUnit.HOURS)))


def is_late(arrive_by: dt.datetime | None, arrived_at: dt.datetime | None, *, at: dt.datetime) -> bool:
    """Say whether a unit came, or still comes, after the time it was called for."""
    return arrive_by is not None and (arrived_at or at) > arrive_by


def ends_parts(before: State, after: State) -> bool:
    """Say whether a step ends what the units called in do: the case leaves the hands of the units."""
    return before in AT_WORK and after not in AT_WORK


def ends_case(before: State, after: State) -> bool:
    """Say whether a step brings a running case to its end."""
    return before in OPEN and after not in OPEN


def partners(parts: Iterable[Part], unit_codes: Collection[str]) -> tuple[tuple[str, str], ...]:
    """List who may rate whom for these units: the lead those it called in, they the lead; only those who worked."""
    every = [part for part in parts if part.state != RETURNED]
    lead = next((part for part in reversed(every) if part.is_lead), None)
    if lead is None:
        return ()
    helpers = dict.fromkeys(part.unit_code for part in every if not part.is_lead and part.unit_code != lead.unit_code)
    found = [(lead.unit_code, unit) for unit in helpers if lead.unit_code in unit_codes]
    return (*found, *((unit, lead.unit_code) for unit in helpers if unit in unit_codes))


def check_partner(parts: Sequence[Part], from_unit: str, of_unit: str) -> None:
    """Refuse a rating between units that did not work together, or that still do."""
    if (from_unit, of_unit) not in partners(parts, {from_unit}):
        raise errors.PartnerUnknown(field="of_unit")
    helper = next(
        unit for unit in (of_unit, from_unit) if any(not one.is_lead and one.unit_code == unit for one in parts)
    )
    if not any(one.unit_code == helper and not one.is_lead and one.state in WORKED for one in parts):
        raise errors.PartnerWorking
