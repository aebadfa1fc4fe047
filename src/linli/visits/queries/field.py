"""What a worker's phone holds of visits, of the worker's own grids alone.

The coming fortnight, what is overdue, and what was agreed with each household the last time, for a visit nobody planned.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max, Q, QuerySet, Sum
from django.utils import timezone

from linli.core.scope import within
from linli.core.secrets import unseal
from linli.core.statements import Kept, as_text, kept, select_rows
from linli.staff.rules import Actor, Permission
from linli.visits.models import Visit
from linli.visits.queries.naming import programme_name, purpose_name
from linli.visits.queries.visible import contents_open_to, open_visits, visits_visible_to
from linli.visits.queries.whom import whom_of
from linli.visits.rules import FIELD_DAYS, VisitState

_AT_ONCE = 1_000


@dataclass(frozen=True)
class LastVisit:
    """The visit before: on which day, and what was agreed."""

    on: str
    agreed: str


@dataclass(frozen=True)
class FieldVisit:
    """One visit as the phone shows it; ids and days are texts, what is empty is ''."""

    id: str
    area: str
    household: str
    resident: str
    dwelling: str
    address: str
    whom: str
    purpose: str
    purpose_name: str
    programme: str
    programme_name: str
    why: str
    due_on: str
    planned_on: str
    state: str
    last: LastVisit | None
    tries: int
    v: int


def field_visits(actor: Actor, *, on: dt.date, prefixes: Iterable[str] | None = None) -> Sequence[FieldVisit]:
    """List the visits of a worker's grids, or of some of them: planned within a fortnight, and overdue; whom masked.

    All of them, in four queries for each thousand. What was agreed the last time goes to whoever makes visits in that
    grid, and to nobody else.
    """
    soon = Q(planned_on__lte=on + dt.timedelta(days=FIELD_DAYS)) | Q(due_on__lt=on)
    here = within("area_code", prefixes) if prefixes is not None else Q()
    rows = list(open_visits(actor, Permission.VISITS_MAKE).filter(here, soon).order_by("planned_on", "id"))
    return tuple(
        one for some in batched(rows, _AT_ONCE, strict=False) for one in _worded(some, contents_open_to(actor))
    )


def _worded(rows: Sequence[Visit], readable: QuerySet[Visit]) -> Iterator[FieldVisit]:
    whom, last = whom_of(rows), last_made(rows, among=readable)
    return (
        FieldVisit(
            id=str(row.pk), area=row.area_code, household=_text(row.household_id), resident=_text(row.resident_id),
            dwelling=_text(row.dwelling_id), address=whom.address(row), whom=whom.name(row), purpose=row.purpose_code,
            purpose_name=purpose_name(row.purpose_code), programme=row.programme_code,
            programme_name=programme_name(row.programme_code) if row.programme_code else "",
            why=unseal(row.why_sealed), due_on=row.due_on.isoformat(), planned_on=row.planned_on.isoformat(),
            state=row.state, last=_told(last.get(key_of(row))), tries=row.tries, v=row.version,
        )
        for row in rows
    )  # fmt: skip


def agreed_marks(actor: Actor, prefixes: tuple[str, ...]) -> Mapping[object, tuple[str, int]]:
    """Mark each household visited in some grids with what changes whenever words agreed there may have; one query.

    Only what this person's posts let them visit; a member's own visits are not the household's.
    """
    question = _marks_question(prefixes, actor.prefixes(Permission.VISITS_MAKE), connection.vendor)
    found = select_rows(question.sql, question.values, ()) if question else []
    return {home: (str(newest), versions) for home, newest, versions in found}


def agreed_last(actor: Actor, households: Iterable[UUID]) -> Mapping[UUID, LastVisit]:
    """Say what was agreed with households on the newest visit to each, where anything was; one query."""
    here = _of_households(visits_visible_to(actor, Permission.VISITS_MAKE)).filter(household_id__in=list(households))
    columns = here.order_by("made_at", "id").values_list("household_id", "made_at", "agreed_sealed")
    newest = {home: (at, sealed) for home, at, sealed in columns if home and at}
    return {home: _last(at, sealed) for home, (at, sealed) in newest.items() if sealed}


@lru_cache(maxsize=256)
def _marks_question(prefixes: tuple[str, ...], allowed: tuple[str, ...], _vendor: str) -> Kept | None:
    here = Visit.objects.filter(within("area_code", prefixes), within("area_code", allowed))
    rows: QuerySet[Visit, Any] = _of_households(here).order_by().values_list(as_text("household_id"))  # Any: a tuple
    return kept(rows.annotate(newest=Max("made_at"), versions=Sum("version")))


def _of_households(rows: QuerySet[Visit]) -> QuerySet[Visit]:
    return rows.filter(state=VisitState.MADE.value, resident_id=None, household_id__isnull=False)


type Key = tuple[UUID | None, UUID | None, UUID | None, str]


def last_made(rows: Iterable[Visit], *, among: QuerySet[Visit]) -> dict[Key, Visit]:
    """Find the newest visit made to each of the same people, those of a resident apart from those of the household.

    Only among those whose content the reader may use, and each programme by itself: what was agreed under one is for
    nothing else. A door behind which nobody is registered stands for itself: who is registered there later is told
    nothing of it.
    """
    wanted = list(rows)
    keys = {key_of(row) for row in wanted}
    residents = {resident for resident, _household, _door, _programme in keys if resident}
    households = {household for _resident, household, _door, _programme in keys if household}
    doors = {door for _resident, _household, door, _programme in keys if door}
    made = among.filter(state=VisitState.MADE.value).order_by()
    found: dict[Key, Visit] = {}
    about = Q(resident_id__in=residents) | Q(household_id__in=households, resident_id=None)
    if doors:  # found within their grids: the dwelling has no index of its own
        areas = {row.area_code for row in wanted if row.dwelling_id in doors}
        about |= Q(dwelling_id__in=doors, area_code__in=areas, household_id=None, resident_id=None)
    same = ("resident_id", "household_id", "dwelling_id", "programme_code")
    grouped = made.filter(about).values_list(*same).annotate(newest=Max("made_at"))
    moments = {at for *_same, at in grouped}
    for row in made.filter(about, made_at__in=moments) if moments else ():
        key = key_of(row)
        if key not in found or _made(found[key]) < _made(row):
            found[key] = row
    return found


def key_of(row: Visit) -> Key:
    """Say who was visited, and under which programme."""
    if row.resident_id:
        return (row.resident_id, None, None, row.programme_code)
    door = None if row.household_id else row.dwelling_id
    return (None, row.household_id, door, row.programme_code)


def _made(row: Visit) -> dt.datetime:
    assert row.made_at is not None  # noqa: S101 the store sees to it
    return row.made_at


def _told(row: Visit | None) -> LastVisit | None:
    if row is None:
        return None
    return _last(_made(row), row.agreed_sealed)


def _last(at: dt.datetime, sealed: str) -> LastVisit:
    return LastVisit(timezone.localdate(at).isoformat(), unseal(sealed))


def _text(key: UUID | None) -> str:
    return str(key) if key else ""
