"""A new plan after the calendar changed: every running clock of every open case is worked out anew.

A case that came in before clocks were kept gets its clocks. Cases are looked at without a lock, the oldest first; only those
whose due time changes are locked, changed and recorded. A plan that was stopped is simply started again: what is right
already stays untouched.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import batched
from uuid import UUID

from django.db import connection, transaction

from linli.cases.actions.clocks import clocks_of_before
from linli.cases.actions.sweeping import Written
from linli.cases.models import Case
from linli.cases.queries.kinds import catalogue
from linli.cases.rules import StepName, clocks
from linli.cases.rules.clock import is_planned
from linli.cases.rules.clocks import Clock
from linli.core.calendar import Calendar
from linli.core.ids import new_id
from linli.staff.rules import SYSTEM, Command

MOST_AT_ONCE = 5_000
CHANGED_AT_ONCE = 1_000

type Kept = Mapping[str, Mapping[str, str]]


@dataclass
class Replanned:
    """What a new plan did."""

    looked: int = 0
    changed: int = 0


def replan_clocks(at: dt.datetime, *, said: Callable[[Replanned], object] | None = None) -> Replanned:
    """Work out anew when the running clocks of all open cases run out; `said` hears after each batch."""
    done, calendar = Replanned(), catalogue().calendar
    for some in batched(_to_change(done, calendar, said or _nobody), CHANGED_AT_ONCE, strict=False):
        done.changed += _store(some, at, calendar)
    return done


def _to_change(done: Replanned, calendar: Calendar, said: Callable[[Replanned], object]) -> Iterator[UUID]:
    for rows in _open_cases():
        yield from (case_id for case_id, kept in rows if not kept or not _is_planned(kept, calendar))
        done.looked += len(rows)
        said(done)


def _nobody(_done: Replanned) -> None:
    pass


def _open_cases() -> Iterator[list[tuple[UUID, Kept]]]:
    """Go through the open cases as they came in: they lie side by side so, and ids are given in that order."""
    found = Case.objects.filter(is_open=True).order_by("id").values_list("id", "clocks")
    rows = list(found[:MOST_AT_ONCE])
    while rows:
        yield rows
        rows = list(found.filter(id__gt=rows[-1][0])[:MOST_AT_ONCE])


def _is_planned(kept: Kept, calendar: Calendar) -> bool:
    return all(is_planned(values, calendar) for values in kept.values())


def _replanned(kept: Kept, at: dt.datetime, calendar: Calendar) -> dict[str, Clock]:
    """Give the clocks that run out at another time than the row says."""
    found = {}
    for name, values in kept.items():
        if "done" not in values:
            clock = clocks.from_json(values)
            planned = clocks.replan(clock, at=at, calendar=calendar)
            if planned is not clock:
                found[name] = planned
    return found


@transaction.atomic
def _store(case_ids: tuple[UUID, ...], at: dt.datetime, calendar: Calendar) -> int:
    cases = Case.objects.filter(pk__in=case_ids, is_open=True)
    written = Written(Command(new_id(), SYSTEM, at))
    for case in cases.select_for_update() if connection.vendor == "postgresql" else cases:
        if changed := _replanned(case.clocks, at, calendar) if case.clocks else clocks_of_before(case):
            written.take(case, StepName.REPLAN, clocks=clocks.written(changed))
            written.cases.append(case)
    written.store()
    return len(written.cases)
