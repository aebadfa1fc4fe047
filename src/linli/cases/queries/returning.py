"""How many closed cases were reported again at the same place soon after: by area, kind and unit."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.models import Case
from linli.cases.queries.around import counted_cases, occurrences
from linli.cases.queries.kinds import catalogue, kind_name
from linli.cases.queries.lists import FIRST_DAY, LAST_DAY
from linli.cases.queries.naming import names_for
from linli.cases.rules import State
from linli.cases.rules.repeats import Occurrence, RepeatRule, came_back
from linli.core.errors import Invalid, NotAllowed
from linli.core.scope import within
from linli.places import queries as places
from linli.staff.rules import Actor, Permission

USUAL_WITHIN_DAYS = 30
MOST_WITHIN_DAYS = 365
LONGEST_DAYS = 366
MOST_POINTS = 1_000
_NEXT_DIGITS = {0: 6, 2: 4, 4: 6, 6: 9, 9: 12, 12: 15, 15: 15}


class ReturnsPeriodInvalid(Invalid):
    """A period ends before it begins, is longer than a year, or waits longer than a year."""

    code = "case.returns-period-invalid"
    text = gettext_lazy("起止日期或天数不正确：止日不能早于起日，最长一年；天数在 1 到 365 之间。")


@dataclass(frozen=True)
class Asked:
    """What a report is about: an area, the days on which cases were closed, and how soon counts as back."""

    area_code: str
    since: dt.date
    until: dt.date
    within_days: int = USUAL_WITHIN_DAYS


@dataclass(frozen=True)
class Line:
    """How many cases of one group were closed, and how many of them came back."""

    code: str
    name: str
    closed: int
    back: int

    @property
    def share(self) -> float | None:
        """The part that came back; none closed gives no share."""
        return round(self.back / self.closed, 4) if self.closed else None

    @property
    def percent(self) -> str:
        """The share as people read it."""
        return "" if self.share is None else f"{self.share:.1%}"


@dataclass(frozen=True)
class Returned:
    """A place where a closed case was reported again: both cases, and how many days lay between."""

    closed: UUID
    again: UUID
    kind_code: str
    area_code: str
    days: int
    lon: float | None
    lat: float | None


@dataclass(frozen=True)
class ReturnReport:
    """How many closed cases came back, in all and by area, kind and unit, with the newest places."""

    asked: Asked
    total: Line
    areas: list[Line]
    kinds: list[Line]
    units: list[Line]
    places: list[Returned]


def report_returns(actor: Actor, asked: Asked) -> ReturnReport:
    """Count what was closed in a period and what of it was reported again; what is confidential is not counted."""
    _check(actor, asked)
    start, end = _moments(asked)
    here = counted_cases().filter(within("area_code", [asked.area_code]))
    closed = here.filter(state=State.CLOSED.value, closed_at__gte=start, closed_at__lt=end)
    closed = closed.filter(kind_code__in=sorted(catalogue().repeats))
    units = dict(closed.values_list("id", "unit_code"))
    ended = occurrences(closed)
    back = _back(ended, _later(asked, start, end), within=dt.timedelta(days=asked.within_days))
    return _report(asked, ended, back, units)


def _check(actor: Actor, asked: Asked) -> None:
    if not actor.may(Permission.FIGURES_VIEW, asked.area_code):
        raise NotAllowed
    days = (asked.until - asked.since).days
    if not (FIRST_DAY <= asked.since <= asked.until <= LAST_DAY and days < LONGEST_DAYS):
        raise ReturnsPeriodInvalid(field="until")
    if not 1 <= asked.within_days <= MOST_WITHIN_DAYS:
        raise ReturnsPeriodInvalid(field="within")


def _moments(asked: Asked) -> tuple[dt.datetime, dt.datetime]:
    zone = catalogue().calendar.zone
    end = dt.datetime.combine(asked.until + dt.timedelta(days=1), dt.time(), zone)
    return dt.datetime.combine(asked.since, dt.time(), zone), end


def _later(asked: Asked, start: dt.datetime, end: dt.datetime) -> QuerySet[Case]:
    """Select what was reported from the first closing on until the last one's days are over, next door as well."""
    around = asked.area_code[:-3] if len(asked.area_code) >= 9 else asked.area_code
    after = end + dt.timedelta(days=asked.within_days)
    return counted_cases().filter(
        within("area_code", [around]), kind_code__in=sorted(catalogue().repeats), reported_at__range=(start, after)
    )


def _back(ended: Iterable[Occurrence], later: QuerySet[Case], *, within: dt.timedelta) -> dict[str, Occurrence]:
    rules, found = catalogue().repeats, dict[str, Occurrence]()
    mine, theirs = _sorted(ended, rules), _sorted(occurrences(later), rules)
    for rule, held in mine.items():
        found |= came_back(held, theirs.get(rule, []), radius_m=rule.radius_m, within=within)
    return found


def _sorted(held: Iterable[Occurrence], rules: Mapping[str, RepeatRule]) -> dict[RepeatRule, list[Occurrence]]:
    found = defaultdict[RepeatRule, list[Occurrence]](list)
    for one in held:
        found[rules[one.kind_code]].append(one)
    return found


def _report(
    asked: Asked, ended: Sequence[Occurrence], back: Mapping[str, Occurrence], units: Mapping[UUID, str]
) -> ReturnReport:
    digits = _NEXT_DIGITS.get(len(asked.area_code), 15)
    names = names_for(units.values())
    name = places.area_name(asked.area_code) if asked.area_code else _("全域")
    return ReturnReport(
        asked=asked,
        total=Line(asked.area_code, name, len(ended), len(back)),
        areas=_lines({one.key: one.area_code[:digits] for one in ended}, back, places.area_name),
        kinds=_lines({one.key: one.kind_code for one in ended}, back, kind_name),
        units=_lines(
            {one.key: units[UUID(one.key)] for one in ended}, back, lambda code: names.unit(code) or _("当场处置")
        ),
        places=_places(ended, back),
    )


def _lines(groups: Mapping[str, str], back: Mapping[str, Occurrence], named: Callable[[str], str]) -> list[Line]:
    closed, returned = defaultdict[str, int](int), defaultdict[str, int](int)
    for key, group in groups.items():
        closed[group] += 1
        returned[group] += key in back
    found = [Line(group, named(group), count, returned[group]) for group, count in closed.items()]
    return sorted(found, key=lambda line: (-line.back, -line.closed, line.code))


def _places(ended: Iterable[Occurrence], back: Mapping[str, Occurrence]) -> list[Returned]:
    found = [
        Returned(
            UUID(one.key), UUID(again.key), one.kind_code, one.area_code,
            (again.at - one.ended_at).days if one.ended_at else 0, again.lon, again.lat,
        )
        for one in ended
        if (again := back.get(one.key)) is not None
    ]  # fmt: skip
    return sorted(found, key=lambda place: str(place.again), reverse=True)[:MOST_POINTS]
