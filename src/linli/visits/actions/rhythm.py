"""Plan the visits that fall due by the declared care classes and rhythms: any number of times, each visit once.

Who is visited follows from present enrolments, and for every household from a feature an area has switched on; how often,
from time alone. Nothing here knows of workers.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import batched
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from linli.cases.queries.kinds import catalogue
from linli.core.installation import installation
from linli.places import queries as places
from linli.places.rules import Level
from linli.register.queries.whom import OpenEnrolment, homes_of, households_standing, open_enrolments
from linli.staff.rules import SYSTEM, Actor, Command, Permission
from linli.visits import errors
from linli.visits.actions.recording import plan_line
from linli.visits.catalogue import CareDeclaration, RhythmDeclaration, declared
from linli.visits.models import Visit, VisitRecord
from linli.visits.queries.visible import OPEN_STATES
from linli.visits.rules import FIELD_DAYS, Due, Every, Standing, missing_visits, period_on
from linli.visits.rules.periods import LONGEST

BATCH = 400


@dataclass
class Planned:
    """What a plan made, or would make: how many visits, by class and by day."""

    visits: int = 0
    by_class: Counter[str] = field(default_factory=Counter)
    by_day: Counter[dt.date] = field(default_factory=Counter)


@dataclass(frozen=True)
class Window:
    """Between which days visits are planned, and when this happens."""

    first: dt.date
    last: dt.date
    command: Command

    def missing(self, every: Every, standing: Standing, *, seen: Iterable[dt.date]) -> list[Due]:
        """List the visits to plan in it, on working days of the house: its holidays off, its make-up days on."""
        works = catalogue().calendar.is_working_day
        return missing_visits(every, standing, first=self.first, last=self.last, seen=seen, is_working_day=works)


def plan_due(area_code: str, *, first: dt.date, last: dt.date, command: Command, dry: bool = False) -> Planned:
    """Plan what falls due in an area between two days; what is there already stays as it is."""
    window, made = window_of(area_code, first=first, last=last, command=command), Planned()
    for care in declared().care.values():
        for batch in batched(open_enrolments([area_code], [care.programme]), BATCH):
            _keep(_for_enrolments(care, batch, window), care.code, window, made, dry=dry)
    for rhythm in declared().rhythms.values():
        for homes in batched(_households(rhythm, area_code), BATCH):
            _keep(_for_households(rhythm, homes, window), rhythm.code, window, made, dry=dry)
    return made


def window_of(area_code: str, *, first: dt.date, last: dt.date, command: Command) -> Window:
    """Say between which days an area is planned; refuse who may not plan there, and days that cannot be planned."""
    if not command.by.may(Permission.VISITS_PLAN, area_code):
        raise errors.VisitNotAllowed
    today = timezone.localdate(command.at)
    if last < first or last - first > LONGEST or last < today:
        raise errors.PeriodWrong(field="to")
    return Window(max(first, today), last, command)


def plan_ahead(at: dt.datetime, *, by: Actor = SYSTEM) -> Planned:
    """Plan the coming fortnight of the whole installation: the nightly work."""
    today, root = timezone.localdate(at), installation().root_code
    last = today + dt.timedelta(days=FIELD_DAYS)
    return plan_due(root, first=today, last=last, command=Command(uuid5(NAMESPACE_URL, f"visits {today}"), by, at))


def visit_of_key(plan_key: str) -> UUID:
    """Give the id of the visit that a rule plans: the same each time, so that it is planned once."""
    return uuid5(NAMESPACE_URL, f"linli visit {plan_key}")


def store_planned(visits: Sequence[Visit], command: Command) -> list[Visit]:
    """Store visits a rule has planned with their first lines, and give these; those that stand already are left as they are."""
    ids = [visit.pk for visit in visits]
    with transaction.atomic():
        known = set(Visit.objects.filter(pk__in=ids).values_list("pk", flat=True))
        new = [visit for visit in visits if visit.pk not in known]
        Visit.objects.bulk_create(new, ignore_conflicts=True)
        VisitRecord.objects.bulk_create([plan_line(visit, command) for visit in new], ignore_conflicts=True)
    return new


def _keep(visits: Iterable[Visit], code: str, window: Window, made: Planned, *, dry: bool) -> None:
    found = list(visits)
    if found and not dry:
        found = store_planned(found, window.command)
    made.visits += len(found)
    made.by_class[code] += len(found)
    made.by_day.update(visit.planned_on for visit in found)


def _for_enrolments(care: CareDeclaration, batch: Sequence[OpenEnrolment], window: Window) -> Iterator[Visit]:
    homes = homes_of(one.resident_id for one in batch)
    ids = [one.id for one in batch]
    begins = period_on(care.every, window.first).begins_on
    seen = _seen("enrolment_id", ids, begins)
    for one in batch:
        home = homes.get(one.resident_id)
        if home is None:
            continue
        standing = Standing(one.since, one.review_by, one.id.int)
        for due in window.missing(care.every, standing, seen=seen.get(one.id, ())):
            yield _visit(
                f"care:{care.code}:{one.id}:{due.period.begins_on}", due, area_code=home.area_code,
                household_id=home.household_id, dwelling_id=home.dwelling_id, resident_id=one.resident_id,
                enrolment_id=one.id, programme_code=care.programme, purpose_code=care.purpose,
            )  # fmt: skip


def _for_households(
    rhythm: RhythmDeclaration, batch: Sequence[tuple[UUID, str, UUID, dt.date]], window: Window
) -> Iterator[Visit]:
    begins = period_on(rhythm.every, window.first).begins_on
    seen = _seen("household_id", [pk for pk, *_rest in batch], begins)
    for pk, area_code, dwelling_id, since in batch:
        standing = Standing(since, None, pk.int)
        for due in window.missing(rhythm.every, standing, seen=seen.get(pk, ())):
            yield _visit(
                f"rhythm:{rhythm.code}:{pk}:{due.period.begins_on}", due, area_code=area_code, household_id=pk,
                dwelling_id=dwelling_id, purpose_code=rhythm.purpose,
            )  # fmt: skip


def _visit(plan_key: str, due: Due, **facts: object) -> Visit:
    key = visit_of_key(plan_key)
    return Visit(id=key, plan_key=plan_key, due_on=due.period.ends_on, planned_on=due.planned_on, **facts)


def _seen(column: str, ids: Sequence[UUID], since: dt.date) -> dict[UUID, list[dt.date]]:
    """List the days on which somebody is visited anyway, planned or made; one query."""
    recent = Q(due_on__gte=since) | Q(planned_on__gte=since) | Q(made_at__date__gte=since)
    rows = Visit.objects.filter(recent, **{f"{column}__in": ids})
    found: dict[UUID, list[dt.date]] = {}
    for pk, state, key, due_on, planned_on, made_at in rows.values_list(
        column, "state", "plan_key", "due_on", "planned_on", "made_at"
    ):
        days = found.setdefault(pk, [])
        if made_at is not None:
            days.append(timezone.localdate(made_at))
        elif state in OPEN_STATES:
            days.append(planned_on)
        if key:  # its period is taken care of, also where the visit was called off
            days.append(due_on)
    return found


def _households(rhythm: RhythmDeclaration, area_code: str) -> Iterator[tuple[UUID, str, UUID, dt.date]]:
    """Walk the households of the communities that have switched a rhythm on."""
    tree = places.area_tree()
    own = [tree.by_code[area_code]] if area_code in tree.by_code else []
    grids = [one.code for one in (*own, *tree.under(area_code)) if one.level is Level.GRID]
    on = [code for code in grids if places.has_feature(code, rhythm.feature)]
    if on:
        yield from households_standing(on)
