"""What happened around a case: near in place and time, found by grid and day, never by who reported."""

import datetime as dt
from uuid import UUID

from django.db.models import Q, QuerySet

from linli.cases.models import Case
from linli.cases.queries.kinds import catalogue
from linli.cases.rules import OPEN, State
from linli.cases.rules.nearness import degrees_around
from linli.cases.rules.repeats import Cluster, Occurrence, RepeatRule, busiest
from linli.places import queries as places

COMPONENT_REACH_M = 300.0  # how far from a component people place what they report of it
_COUNTED = frozenset({*OPEN, State.CLOSED})
_COLUMNS = (
    "id", "kind_code", "area_code", "reported_at", "closed_at", "lon_cgcs2000", "lat_cgcs2000", "address",
    "component_code",
)  # fmt: skip


def rule_of(kind_code: str) -> RepeatRule | None:
    """Find the rule under which a kind is counted; None for kinds that take no part."""
    return catalogue().repeats.get(kind_code)


def is_counted(case: Case) -> bool:
    """Say whether a case takes part: of a counted kind, not confidential, neither declined, voided nor a duplicate."""
    return rule_of(case.kind_code) is not None and not case.is_confidential and case.state in _COUNTED


def counted_cases() -> QuerySet[Case]:
    """Select the cases that take part: what is confidential, was declined, voided or merged is not counted."""
    return Case.objects.filter(is_confidential=False, state__in=sorted(_COUNTED), duplicate_of=None)


def occurrences(cases: QuerySet[Case]) -> list[Occurrence]:
    """Read cases as far as counting needs them."""
    return [_occurrence(*row) for row in cases.values_list(*_COLUMNS)]


def occurrence_of(case: Case) -> Occurrence:
    """Read one case as far as counting needs it."""
    return _occurrence(*(getattr(case, name) for name in _COLUMNS))


def place_of(case: Case, rule: RepeatRule, *, cases: QuerySet[Case] | None = None) -> Cluster:
    """Gather what happened at a case's place within the window before it, among some cases or all that are counted.

    The middle of the place may lie a radius off, and what belongs to it another one.
    """
    held = (counted_cases() if cases is None else cases).filter(
        near(case, radius_m=2 * rule.radius_m),
        kind_code__in=sorted(rule.kinds),
        reported_at__range=(case.reported_at - rule.window, case.reported_at),
    )
    return busiest(occurrence_of(case), occurrences(held), rule)


def near(case: Case, *, radius_m: float) -> Q:
    """Select by grid, then by a box around the point; without a point by the grid, with a component wherever it was seen."""
    same = Q(component_code=case.component_code) if case.component_code else Q(pk__in=())
    if case.lon_cgcs2000 is None or case.lat_cgcs2000 is None:
        return Q(area_code=case.area_code)
    lon, lat = case.lon_cgcs2000, case.lat_cgcs2000
    reach_m = max(radius_m, COMPONENT_REACH_M) if case.component_code else radius_m
    return Q(area_code__in=_codes_near(case, lon, lat, reach_m)) & (box(lon, lat, radius_m) | same | _unplaced(case))


def box(lon: float, lat: float, radius_m: float) -> Q:
    """Select the points within a square around one."""
    across, up = degrees_around(lat, radius_m)
    return Q(lon_cgcs2000__range=(lon - across, lon + across)) & Q(lat_cgcs2000__range=(lat - up, lat + up))


def _unplaced(case: Case) -> Q:
    """What has no point lies in the case's own grid, and is told apart by its address."""
    return Q(lon_cgcs2000=None, area_code=case.area_code)


def _codes_near(case: Case, lon: float, lat: float, radius_m: float) -> list[str]:
    """Name the grids near a point and the case's own area: what lies outside every grid stands under the root."""
    return sorted({*places.grids_near(lon, lat, radius_m=radius_m), case.area_code})


def _occurrence(  # noqa: PLR0913 one argument a column
    key: UUID,
    kind_code: str,
    area_code: str,
    at: dt.datetime,
    ended_at: dt.datetime | None,
    lon: float | None,
    lat: float | None,
    address: str,
    component: str,
) -> Occurrence:
    return Occurrence(str(key), kind_code, area_code, at, ended_at, lon, lat, address, component)
