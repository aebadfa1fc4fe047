"""The deadline calendar: how many cases run out on each day, and which ones."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from linli.cases.models import Case
from linli.cases.queries.kinds import catalogue
from linli.cases.queries.lists import COLUMNS, CaseRow, told_to
from linli.cases.queries.visible import cases_known_to
from linli.staff.rules import Actor

MOST_DAYS = 62
MOST_SHOWN = 200


class Limit(StrEnum):
    """Which due time is asked for: the present stage's, the unit's, the resident's; the value is the column."""

    STAGE = "due_at"
    UNIT = "handling_due_at"
    RESIDENT = "resident_due_at"


@dataclass(frozen=True)
class DeadlineDay:
    """One day of the calendar; `late` are those of its cases that have run out already."""

    day: dt.date
    is_working_day: bool
    due: int
    late: int
    paused: int


def deadline_days(
    actor: Actor, *, first: dt.date, last: dt.date, at: dt.datetime, limit: Limit = Limit.STAGE, unit_code: str = ""
) -> list[DeadlineDay]:
    """Count what runs out on each day of a span among the open cases this actor may know of; at most two months."""
    last = min(last, first + dt.timedelta(days=MOST_DAYS - 1))
    calendar = catalogue().calendar
    found = _due(actor, first, last, limit, unit_code).annotate(day=TruncDate(limit.value, tzinfo=calendar.zone))
    counted = (
        found.order_by("day")
        .values_list("day")
        .annotate(
            due=Count("pk"),
            late=Count("pk", filter=Q(**{f"{limit.value}__lt": at})),
            paused=Count("pk", filter=Q(paused_at__isnull=False)),
        )
    )
    counts = {day: numbers for day, *numbers in counted}
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    return [DeadlineDay(day, calendar.is_working_day(day), *counts.get(day, (0, 0, 0))) for day in days]


def cases_due_on(
    actor: Actor, day: dt.date, *, limit: Limit = Limit.STAGE, unit_code: str = "", size: int = MOST_SHOWN
) -> list[CaseRow]:
    """List the open cases that run out on a day, the first first."""
    found = _due(actor, day, day, limit, unit_code).order_by(limit.value, "id").values_list(*COLUMNS)[:size]
    return [told_to(actor, CaseRow(*values)) for values in found]


def _due(actor: Actor, first: dt.date, last: dt.date, limit: Limit, unit_code: str) -> QuerySet[Case]:
    zone = catalogue().calendar.zone
    begin = dt.datetime.combine(first, dt.time(), zone)
    end = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone)
    within = {f"{limit.value}__gte": begin, f"{limit.value}__lt": end}
    found = cases_known_to(actor).filter(is_open=True, **within)
    if limit is Limit.UNIT:
        found = found.filter(responded_at=None)
    return found.filter(unit_code=unit_code) if unit_code else found
