"""The figures of a period by area and by kind, inside what the reader may see."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.queries.kinds import catalogue, kind_name
from linli.cases.queries.lists import FIRST_DAY, LAST_DAY
from linli.cases.queries.tallies import CaseCounts, count_by_area, count_by_day, count_by_kind
from linli.core.errors import Invalid, NotAllowed
from linli.figures.rules import Figures, mean, rate
from linli.places import queries as places
from linli.staff.rules import Actor, Permission

USUAL_DAYS = 30
NEXT_DIGITS = {0: 6, 2: 4, 4: 6, 6: 9, 9: 12, 12: 15, 15: 15}


class PeriodInvalid(Invalid):
    """A period ends before it begins, or is endless."""

    code = "figures.period-invalid"
    text = gettext_lazy("起止日期不正确：止日不能早于起日，最长五年。")


@dataclass(frozen=True)
class Summary:
    """Everything one summary page or table shows."""

    area_code: str
    since: dt.date
    until: dt.date
    total: Figures
    areas: list[Figures]
    kinds: list[Figures]


def summary(actor: Actor, *, area_code: str, since: dt.date, until: dt.date) -> Summary:
    """Work out the figures under an area from one day to another, both included."""
    if not actor.may(Permission.FIGURES_VIEW, area_code):
        raise NotAllowed
    if not FIRST_DAY <= since <= until <= LAST_DAY or (until - since).days > 5 * 366:
        raise PeriodInvalid(field="until")
    start, end = _moments(since, until)
    digits = NEXT_DIGITS.get(len(area_code), 15)
    by_area = {row.group: row for row in count_by_area(area_code, start=start, end=end, digits=digits)}
    by_kind = count_by_kind(area_code, start=start, end=end)
    return Summary(
        area_code=area_code,
        since=since,
        until=until,
        total=_joined(by_area.values(), code=area_code, name=places.area_name(area_code)),
        areas=_areas(by_area, area_code, on=until),
        kinds=[_figures(row, kind_name(row.group) if row.group else _("尚未分类")) for row in by_kind],
    )


def usual_start(until: dt.date) -> dt.date:
    """Give the first day of a period of which only the last one was told."""
    return max(until, FIRST_DAY) - dt.timedelta(days=USUAL_DAYS)


def by_day(actor: Actor, *, area_code: str, since: dt.date, until: dt.date) -> dict[dt.date, tuple[int, int]]:
    """Count received and closed cases of each day."""
    if not actor.may(Permission.FIGURES_VIEW, area_code):
        raise NotAllowed
    start, end = _moments(since, until)
    return count_by_day(area_code, start=start, end=end, zone=catalogue().calendar.zone)


def _moments(since: dt.date, until: dt.date) -> tuple[dt.datetime, dt.datetime]:
    zone = catalogue().calendar.zone
    end = dt.datetime.combine(until + dt.timedelta(days=1), dt.time(), zone)
    return dt.datetime.combine(since, dt.time(), zone), end


def _areas(counted: dict[str, CaseCounts], area_code: str, *, on: dt.date) -> list[Figures]:
    """List every area that stood below on the last day, also those without a case, and what lies in none of them."""
    stood = places.areas_on([area_code], min(on, timezone.localdate()))
    below = {area.code: area.name for area in stood if area.parent_code == area_code}
    found = [_figures(counted[code], name) if code in counted else Figures(code, name) for code, name in below.items()]
    outside = [row for code, row in counted.items() if code not in below]
    return found + [_figures(row, _outside(row.group, area_code)) for row in outside]


def _outside(code: str, area_code: str) -> str:
    return _("未定位到网格") if code == area_code else places.area_name(code)


def _figures(row: CaseCounts, name: str) -> Figures:
    return _joined([row], code=row.group, name=name)


def _joined(rows: Iterable[CaseCounts], *, code: str, name: str) -> Figures:
    counted = list(rows)

    def total(field: str) -> int:
        return sum(getattr(row, field) for row in counted)

    hours = mean([(row.mean_duration.total_seconds() / 3600, row.ended) for row in counted if row.mean_duration])
    return Figures(
        code=code,
        name=name,
        received=total("received"),
        filed=total("filed"),
        dispatched=total("dispatched"),
        due=total("due"),
        closed=total("closed"),
        in_time=total("in_time"),
        closing_rate=rate(total("closed"), total("due")),
        on_time_rate=rate(total("in_time"), total("due")),
        patrol_rate=rate(total("patrol"), total("filed")),
        mean_hours=None if hours is None else round(hours, 1),
        rework_rate=rate(total("reworked"), total("handled")),
        satisfied_rate=rate(total("satisfied"), total("rated")),
        came_back_rate=rate(total("came_back"), total("ended")),
    )
