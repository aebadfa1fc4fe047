"""The month's table by dispute type and the ledger by day or week: derived from what was done, no person in it."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from linli.cases.queries.kinds import catalogue
from linli.core.errors import NotAllowed
from linli.core.scope import within
from linli.mediation import errors
from linli.mediation.models import Mediation
from linli.mediation.rules import RUNNING, MonthTable, Phase, month_table
from linli.staff.rules import Actor, Permission

_SETTLED = Q(agreed_at__isnull=False)
_RUNNING = [phase.value for phase in RUNNING]


class Every(StrEnum):
    """How often the ledger has a line: daily in sensitive times, weekly, monthly."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class LedgerLine:
    """One line of the dispute ledger: counts of a period; nobody is named."""

    since: dt.date
    found: int
    settled: int
    same_day: int
    referred: int
    running: int


def month_named(text: str) -> tuple[dt.date, dt.date]:
    """Read a month written as 2016-08; give its first day and the first day after it."""
    try:
        first = dt.datetime.strptime(text.strip(), "%Y-%m").replace(tzinfo=dt.UTC).date()
    except ValueError:
        raise errors.MonthWrong(field="month", month=text) from None
    if not 1950 <= first.year <= 2200:
        raise errors.MonthWrong(field="month", month=text)
    return first, (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def month_statistics(actor: Actor, *, area_code: str, month: str) -> MonthTable:
    """Count the mediations accepted in a month by type: how many, how many settled since, how many on the same day."""
    _check_may_count(actor, area_code)
    first, after = month_named(month)
    rows = (
        _accepted_between(area_code, first, after)
        .values("kind_code")
        .annotate(
            accepted=Count("pk"),
            settled=Count("pk", filter=_SETTLED),
            same_day=Count("pk", filter=_SETTLED & Q(agreed_day=_ACCEPTED_DAY)),
        )
    )
    return month_table({row["kind_code"]: (row["accepted"], row["settled"], row["same_day"]) for row in rows})


def ledger(actor: Actor, *, area_code: str, since: dt.date, until: dt.date, every: Every) -> list[LedgerLine]:
    """Count what was found and what became of it, period by period: the ledger of dispute checks, derived (row 168)."""
    _check_may_count(actor, area_code)
    after = until + dt.timedelta(days=1)
    counts: dict[dt.date, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    rows = _applied_between(area_code, since, after).values_list("applied_day", "accepted_day", "agreed_day", "phase")
    for applied, accepted, agreed, phase in rows:
        line = counts[_period(applied, every)]
        line[0] += 1
        line[1] += agreed is not None
        line[2] += agreed is not None and agreed == accepted
        line[3] += phase == Phase.REFERRED
        line[4] += phase in _RUNNING
    return [LedgerLine(day, *counts[day]) for day in sorted(counts)]


_ACCEPTED_DAY = TruncDate("accepted_at")


def _accepted_between(area_code: str, first: dt.date, after: dt.date):  # type: ignore[no-untyped-def]  # a queryset with what was added to it
    start, end = _moment(first), _moment(after)
    found = Mediation.objects.filter(within("area_code", [area_code]), accepted_at__gte=start, accepted_at__lt=end)
    return found.alias(agreed_day=TruncDate("agreed_at")).order_by()


def _applied_between(area_code: str, first: dt.date, after: dt.date):  # type: ignore[no-untyped-def]  # as above
    start, end = _moment(first), _moment(after)
    found = Mediation.objects.filter(within("area_code", [area_code]), applied_at__gte=start, applied_at__lt=end)
    return found.annotate(
        applied_day=TruncDate("applied_at"), accepted_day=_ACCEPTED_DAY, agreed_day=TruncDate("agreed_at")
    ).order_by()


def _moment(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), catalogue().calendar.zone)


def _period(day: dt.date, every: Every) -> dt.date:
    if every is Every.DAY:
        return day
    return day - dt.timedelta(days=day.weekday()) if every is Every.WEEK else day.replace(day=1)


def _check_may_count(actor: Actor, area_code: str) -> None:
    """Let those count who see figures, and the mediators of the area."""
    allowed = (Permission.FIGURES_VIEW, Permission.CASES_CONFIDENTIAL)
    if not any(actor.may(permission, area_code) for permission in allowed):
        raise NotAllowed
