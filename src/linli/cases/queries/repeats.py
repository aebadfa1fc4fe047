"""Places where the same thing goes wrong again and again: those to propose, those that have a root-cause case."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from linli.cases.models import Case
from linli.cases.queries.around import counted_cases, is_counted, occurrences, place_of, rule_of
from linli.cases.queries.kinds import catalogue
from linli.cases.queries.links import count_repeats, root_cases_of
from linli.cases.queries.visible import cases_visible_to
from linli.cases.rules import State
from linli.cases.rules.repeats import Cluster, Occurrence, RepeatRule, Verdict, clusters, judge
from linli.core.scope import within
from linli.staff.rules import Actor

MOST_SHOWN = 200


@dataclass(frozen=True)
class Place:
    """One place and what happened there."""

    rule: str
    kinds: tuple[str, ...]
    area_code: str
    address: str
    lon: float | None
    lat: float | None
    times: int
    reports: int
    first_at: dt.datetime
    last_at: dt.datetime
    newest: UUID
    verdict: Verdict


@dataclass(frozen=True)
class RootCase:
    """An open root-cause case with how many reports are linked to it."""

    id: UUID
    number: str
    title: str
    state: str
    area_code: str
    unit_code: str
    reported_at: dt.datetime
    due_at: dt.datetime | None
    lon: float | None
    lat: float | None
    reports: int


@dataclass(frozen=True)
class SamePlace:
    """What a case's page says of its place: how often it happened there, and the root-cause case, if there is one."""

    times: int
    reports: int
    days: int
    verdict: Verdict
    root: UUID | None


def find_places(actor: Actor, *, area_code: str, at: dt.datetime) -> list[Place]:
    """Find the places under an area that are to be proposed, the busiest first, within what this person may see."""
    found: list[Place] = []
    for rule, here in _by_rule(actor, area_code, at).items():
        found += [_place(cluster, rule) for cluster in clusters(here, rule)]
    ranked = sorted(found, key=lambda place: (-place.times, -place.reports, str(place.newest)))
    return _without_linked(ranked)[:MOST_SHOWN]


def open_roots(actor: Actor, *, area_code: str) -> list[RootCase]:
    """List the open root-cause cases under an area, the one that is due first on top."""
    kinds = sorted({rule.root_cause for rule in catalogue().repeats.values()})
    cases = cases_visible_to(actor).filter(within("area_code", [area_code]), is_open=True, kind_code__in=kinds)
    held = list(cases.order_by("due_at", "id")[:MOST_SHOWN])
    counts = count_repeats(case.pk for case in held)
    return [_root(case, counts.get(case.pk, 0)) for case in held]


def same_place(actor: Actor, case: Case) -> SamePlace | None:
    """Say how often a case's kind happened at its place, among what this person may see; None where it is not counted."""
    rule = rule_of(case.kind_code)
    if rule is None or not is_counted(case):
        return None
    cluster = place_of(case, rule, cases=_counted_for(actor))
    roots = _open_roots(root_cases_of(UUID(one.key) for one in cluster.members).values())
    count = cluster.times
    return SamePlace(count, len(cluster.members), rule.window.days, judge(rule, count), next(iter(roots), None))


def _by_rule(actor: Actor, area_code: str, at: dt.datetime) -> dict[RepeatRule, list[Occurrence]]:
    """Sort what happened under an area into the rules it is counted by, each within its own window."""
    rules = catalogue().repeats
    longest = max((rule.window for rule in rules.values()), default=dt.timedelta())
    seen = _counted_for(actor).filter(within("area_code", [area_code]), reported_at__range=(at - longest, at))
    found = defaultdict[RepeatRule, list[Occurrence]](list)
    for one in occurrences(seen.filter(kind_code__in=sorted(rules))):
        rule = rules[one.kind_code]
        if one.at >= at - rule.window:
            found[rule].append(one)
    return found


def _counted_for(actor: Actor) -> QuerySet[Case]:
    return counted_cases() if actor.is_system else counted_cases() & cases_visible_to(actor)


def _place(cluster: Cluster, rule: RepeatRule) -> Place:
    count, centre = cluster.times, cluster.centre
    return Place(
        rule=rule.code,
        kinds=tuple(sorted({one.kind_code for one in cluster.members})),
        area_code=centre.area_code,
        address=centre.address,
        lon=centre.lon,
        lat=centre.lat,
        times=count,
        reports=len(cluster.members),
        first_at=cluster.members[0].at,
        last_at=cluster.members[-1].at,
        newest=UUID(cluster.members[-1].key),
        verdict=judge(rule, count),
    )


def _without_linked(found: list[Place]) -> list[Place]:
    """Leave out the places whose newest report is linked to a root-cause case: somebody has decided about them."""
    linked = root_cases_of(place.newest for place in found)
    return [place for place in found if place.newest not in linked]


def _open_roots(case_ids: Iterable[UUID]) -> list[UUID]:
    wanted = sorted(set(case_ids))
    return list(Case.objects.filter(pk__in=wanted, is_open=True).values_list("pk", flat=True)) if wanted else []


def _root(case: Case, reports: int) -> RootCase:
    return RootCase(
        id=case.pk,
        number=case.number,
        title=case.title,
        state=State(case.state).value,
        area_code=case.area_code,
        unit_code=case.unit_code or case.proposed_unit,
        reported_at=case.reported_at,
        due_at=case.due_at,
        lon=case.lon_cgcs2000,
        lat=case.lat_cgcs2000,
        reports=reports,
    )
