"""Raw counts of cases in a period, by area or by kind: what the figures are worked out from."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Avg, CharField, Count, DurationField, ExpressionWrapper, F, Q, Value, When
from django.db.models import Case as Choice
from django.db.models.expressions import Combinable
from django.db.models.functions import Substr

from linli.cases.catalogue import Origin
from linli.cases.models import Case
from linli.cases.queries.kinds import catalogue
from linli.cases.queries.past import moved_since
from linli.core.scope import within

_COMMUNITY = 12  # digits


@dataclass(frozen=True)
class CaseCounts:
    """Counts of one group (an area, a kind, or all) in a period."""

    group: str
    received: int
    filed: int
    dispatched: int
    due: int
    closed: int
    in_time: int
    ended: int
    handled: int
    reworked: int
    rated: int
    satisfied: int
    patrol: int
    came_back: int
    mean_duration: dt.timedelta | None


def count_by_area(area_code: str, *, start: dt.datetime, end: dt.datetime, digits: int) -> list[CaseCounts]:
    """Count the cases under an area, grouped by the first digits of the area code they had at the end of the period."""
    then = _Then.at(area_code, end)
    return _count(then.group(digits), then, start, end)


def count_by_kind(area_code: str, *, start: dt.datetime, end: dt.datetime) -> list[CaseCounts]:
    """Count the cases under an area, grouped by kind."""
    return _count(F("kind_code"), _Then.at(area_code, end), start, end)


def count_by_day(
    area_code: str, *, start: dt.datetime, end: dt.datetime, zone: dt.tzinfo
) -> dict[dt.date, tuple[int, int]]:
    """Count received and closed cases under an area for each day of the period."""
    found: dict[dt.date, tuple[int, int]] = {}
    cases = Case.objects.filter(_Then.at(area_code, end).here)
    day = start.astimezone(zone).date()
    while (opens := dt.datetime.combine(day, dt.time(), zone)) < end:
        shuts = opens + dt.timedelta(days=1)
        counted = cases.aggregate(
            received=Count("id", filter=Q(reported_at__gte=opens, reported_at__lt=shuts)),
            closed=Count("id", filter=Q(closed_at__gte=opens, closed_at__lt=shuts, state="closed")),
        )
        found[day] = (counted["received"], counted["closed"])
        day += dt.timedelta(days=1)
    return found


@dataclass(frozen=True)
class _Then:
    """Where cases were at the end of a period: a redraw since then must not change what was told of it.

    Grids are redrawn within their community, so only below it a case may have been somewhere else.
    """

    area_code: str
    moved: Mapping[UUID, str]

    @classmethod
    def at(cls, area_code: str, end: dt.datetime) -> "_Then":
        """Find what was moved since, in the community that a place lies in; of wider places nothing has to be known."""
        return cls(area_code, moved_since(area_code[:_COMMUNITY], end) if len(area_code) >= _COMMUNITY else {})

    @property
    def here(self) -> Q:
        """Select the cases that were under the area then."""
        inside = [pk for pk, area in self.moved.items() if area.startswith(self.area_code)]
        stayed = within("area_code", [self.area_code])
        return (stayed & ~Q(pk__in=list(self.moved))) | Q(pk__in=inside) if self.moved else stayed

    def group(self, digits: int) -> Combinable:
        """Give the first digits of the area code that a case had then."""
        areas = defaultdict(list)
        for pk, area in self.moved.items():
            areas[area[:digits]].append(pk)
        whens = [When(pk__in=pks, then=Value(area)) for area, pks in sorted(areas.items())]
        now = Substr("area_code", 1, digits)
        return Choice(*whens, default=now, output_field=CharField()) if whens else now


def _count(group: Combinable, then: _Then, start: dt.datetime, end: dt.datetime) -> list[CaseCounts]:
    cases = Case.objects.filter(then.here).filter(_touched(start, end))
    counted = cases.annotate(group=group).values_list("group").order_by("group").annotate(**_measures(start, end))
    return [CaseCounts(*row) for row in counted]


def _touched(start: dt.datetime, end: dt.datetime) -> Q:
    """A case counts in a period in which it was reported, filed, sent, closed or due."""
    moments = ("reported_at", "filed_at", "dispatched_at", "closed_at", "close_due_at")
    found = Q()
    for moment in moments:
        found |= _during(moment, start, end)
    return found


def _during(moment: str, start: dt.datetime, end: dt.datetime) -> Q:
    return Q(**{f"{moment}__gte": start, f"{moment}__lt": end})


def _measures(start: dt.datetime, end: dt.datetime) -> dict[str, object]:
    """Each case is due once: when it was closed in time, else at its deadline (CJ/T 292: the divisor is "due", not "filed")."""
    in_time = Q(state="closed", closed_at__lte=F("close_due_at")) & _during("closed_at", start, end)
    missed = (Q(closed_at=None) | Q(closed_at__gt=F("close_due_at"))) & _during("close_due_at", start, end)
    alive = ~Q(state__in=["voided", "declined"])
    due = alive & (in_time | missed)
    ended = Q(state="closed", filed_at__isnull=False) & _during("closed_at", start, end)
    length = ExpressionWrapper(F("closed_at") - F("reported_at"), output_field=DurationField())
    return {
        "received": Count("id", filter=_during("reported_at", start, end)),
        "filed": Count("id", filter=_during("filed_at", start, end)),
        "dispatched": Count("id", filter=_during("dispatched_at", start, end)),
        "due": Count("id", filter=due),
        "closed": Count("id", filter=due & Q(state="closed", closed_at__lt=end)),
        "in_time": Count("id", filter=alive & in_time),
        "ended": Count("id", filter=ended),
        "handled": Count("id", filter=_during("responded_at", start, end)),
        "reworked": Count("id", filter=_during("responded_at", start, end) & Q(reworks__gt=0)),
        "rated": Count("id", filter=ended & Q(score__isnull=False)),
        "satisfied": Count("id", filter=ended & Q(score__gte=4)),
        "patrol": Count("id", filter=_during("filed_at", start, end) & Q(channel__in=_patrol_channels())),
        "came_back": Count("id", filter=ended & Q(reopens__gt=0)),
        "mean_duration": Avg(length, filter=ended),
    }


def _patrol_channels() -> list[str]:
    """The ways in that inspectors and workers use (监督员上报), as the catalogue tells them apart."""
    return [channel.code for channel in catalogue().channels.values() if channel.origin is Origin.PATROL]
