"""Lists of visits at the desk: due, overdue, made; by area and purpose, masked. Nothing counts the visits of a worker."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import batched
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from linli.core.scope import within
from linli.staff.rules import Actor
from linli.visits.models import Visit
from linli.visits.queries.naming import event_name, programme_name, purpose_name
from linli.visits.queries.visible import OPEN_STATES, open_visits, still_wanted, visits_visible_to
from linli.visits.queries.whom import whom_of
from linli.visits.rules import FIELD_DAYS, VisitState

PAGE = 50
_AT_ONCE = 1_000


class Tab(StrEnum):
    """Which visits a list shows."""

    DUE = "due"
    OVERDUE = "overdue"
    NOT_IN = "not-in"
    LATER = "later"
    MADE = "made"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed by."""

    tab: Tab = Tab.DUE
    area_code: str = ""
    purpose: str = ""


@dataclass(frozen=True)
class VisitRow:
    """One visit as lists show it."""

    id: UUID
    area_code: str
    whom: str
    address: str
    purpose: str
    programme: str
    event: str
    due_on: dt.date
    planned_on: dt.date
    state: str
    tries: int
    is_overdue: bool
    made_at: dt.datetime | None
    resident_id: UUID | None
    household_id: UUID | None


def list_visits(
    actor: Actor, filters: Filters, *, on: dt.date, page: int = 1, size: int = PAGE
) -> tuple[Sequence[VisitRow], bool]:
    """List a page of visits within the actor's areas and say whether more follow; four queries."""
    found = select_visits(actor, filters, on=on)[(page - 1) * size : page * size + 1]
    return visit_rows(list(found), on=on)[:size], len(found) > size


def every_visit(actor: Actor, filters: Filters, *, on: dt.date) -> Iterator[VisitRow]:
    """Walk all visits of a list in its order; four queries for each thousand."""
    rows = select_visits(actor, filters, on=on).iterator(chunk_size=_AT_ONCE)
    return (row for some in batched(rows, _AT_ONCE, strict=False) for row in visit_rows(some, on=on))


def select_visits(actor: Actor, filters: Filters, *, on: dt.date) -> QuerySet[Visit]:
    """Select the visits of a tab, narrowed and in its order."""
    rows = visits_visible_to(actor).filter(_of_tab(filters.tab, on))
    if filters.area_code:
        rows = rows.filter(within("area_code", [filters.area_code]))
    if filters.purpose:
        rows = rows.filter(purpose_code=filters.purpose)
    return rows.order_by(*_ORDER[filters.tab])


def count_tabs(actor: Actor, *, on: dt.date) -> dict[Tab, int]:
    """Count what is due, overdue and missed, for the tabs; one query."""
    counted = {tab.value.replace("-", "_"): Count("id", filter=_of_tab(tab, on)) for tab in _COUNTED}
    found = open_visits(actor).order_by().aggregate(**counted)
    return {tab: found[tab.value.replace("-", "_")] for tab in _COUNTED}


def visit_rows(visits: Sequence[Visit], *, on: dt.date) -> list[VisitRow]:
    """Name and word some visits; three queries."""
    whom = whom_of(visits)
    return [
        VisitRow(
            id=row.pk, area_code=row.area_code, whom=whom.name(row), address=whom.address(row),
            purpose=purpose_name(row.purpose_code),
            programme=programme_name(row.programme_code) if row.programme_code else "",
            event=event_name(row.event_code) if row.event_code else "", due_on=row.due_on, planned_on=row.planned_on,
            state=row.state, tries=row.tries, is_overdue=row.state in OPEN_STATES and row.due_on < on,
            made_at=row.made_at, resident_id=row.resident_id, household_id=row.household_id,
        )
        for row in visits
    ]  # fmt: skip


def visits_of_household(actor: Actor, household_id: UUID, *, on: dt.date, most: int = 10) -> Sequence[VisitRow]:
    """List the visits of a household, those still to come first; four queries."""
    return _coming_and_made(visits_visible_to(actor).filter(household_id=household_id), on=on, most=most)


def visits_of_resident(actor: Actor, resident_id: UUID, *, on: dt.date, most: int = 10) -> Sequence[VisitRow]:
    """List the visits to a resident, those still to come first; four queries."""
    return _coming_and_made(visits_visible_to(actor).filter(resident_id=resident_id), on=on, most=most)


def planned_by_day(actor: Actor, area_code: str, *, first: dt.date, last: dt.date) -> dict[dt.date, int]:
    """Count the open visits of an area by the day they are planned for; one query."""
    rows = open_visits(actor).filter(within("area_code", [area_code]), planned_on__range=(first, last))
    return dict(rows.order_by("planned_on").values_list("planned_on").annotate(Count("id")))


def _coming_and_made(rows: QuerySet[Visit], *, on: dt.date, most: int) -> Sequence[VisitRow]:
    coming = list(rows.filter(still_wanted(), state__in=OPEN_STATES).order_by("planned_on", "id")[:most])
    made = list(rows.filter(state=VisitState.MADE.value).order_by("-made_at")[:most])
    return tuple(visit_rows([*coming, *made], on=on))


_ORDER = {
    Tab.DUE: ("planned_on", "id"),
    Tab.OVERDUE: ("due_on", "id"),
    Tab.NOT_IN: ("planned_on", "id"),
    Tab.LATER: ("planned_on", "id"),
    Tab.MADE: ("-made_at", "-id"),
    Tab.CANCELLED: ("-ended_at", "-id"),
}
_COUNTED = (Tab.DUE, Tab.OVERDUE, Tab.NOT_IN)


def _of_tab(tab: Tab, on: dt.date) -> Q:
    last = on + dt.timedelta(days=FIELD_DAYS)
    is_open = Q(state__in=OPEN_STATES) & still_wanted()
    return {
        Tab.DUE: is_open & Q(planned_on__lte=last),
        Tab.OVERDUE: is_open & Q(due_on__lt=on),
        Tab.NOT_IN: still_wanted() & Q(state=VisitState.NOT_IN.value),
        Tab.LATER: is_open & Q(planned_on__gt=last),
        Tab.MADE: Q(state=VisitState.MADE.value),
        Tab.CANCELLED: Q(state=VisitState.CANCELLED.value),
    }[tab]
