"""Open visits follow their people: who has moved, or whose grid was redrawn, is visited in whichever grid the home lies today.

One to a door goes to the household that has come to live behind it.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import batched
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from linli.core.bulk import insert_models, update_rows
from linli.core.secrets import seal
from linli.places import queries as places
from linli.register.queries.standing import standing_for
from linli.register.queries.whom import HomeOf, homes_behind, homes_of, homes_of_households
from linli.staff.rules import SYSTEM, Command
from linli.visits.actions.recording import opening_line
from linli.visits.models import Visit
from linli.visits.queries.visible import OPEN_STATES
from linli.visits.rules import StepName

BATCH = 400
MOVED_HOME, REDRAWN, MOVED_IN = "home-changed", "grid-redrawn", "home-registered"
RECORD_JOINED = "record-joined"
_FIELDS = ("area_code", "household_id", "dwelling_id")

type Home = tuple[str, UUID | None, UUID | None]


def follow_homes(at: dt.datetime, *, prefixes: Iterable[str] | None = None) -> int:
    """Take the open visits (of some areas, or all) along to where their people live now; say how many moved.

    Each move is a line in the visit's history. Again does no harm.
    """
    here = places.touched("area_code", prefixes) if prefixes is not None else Q()
    rows = Visit.objects.filter(here, state__in=OPEN_STATES).order_by("pk")
    kept = rows.only("resident_id", *_FIELDS)
    return sum(_follow_batch(batch, at) for batch in batched(list(kept), BATCH, strict=False))


def _follow_batch(batch: Sequence[Visit], at: dt.datetime, *, reason: str = "") -> int:
    """Move those of a batch whose people are elsewhere, in one transaction."""
    homes = _homes(batch, timezone.localdate(at))
    moving = {pk: home for pk, home in homes.items() if home is not None}
    differing = [one.pk for one in batch if one.pk in moving and moving[one.pk] != _home_of(one)]
    return _move(differing, moving, at, reason=reason) if differing else 0


def _homes(batch: Sequence[Visit], on: dt.date) -> Mapping[UUID, Home | None]:
    """Find where each visit goes today: to its resident's home, else its household's, else to who lives in its dwelling."""
    residents = homes_of(one.resident_id for one in batch if one.resident_id)
    households = homes_of_households(one.household_id for one in batch if one.household_id and not one.resident_id)
    bare = {one.dwelling_id for one in batch if one.dwelling_id and not one.household_id and not one.resident_id}
    dwellings = {one.id: one.area_code for one in places.places_of_dwellings(dwelling_ids=bare)} if bare else {}
    behind = homes_behind(bare, on=on) if bare else {}
    found: dict[UUID, Home | None] = {}
    for one in batch:
        if one.resident_id:
            found[one.pk] = _home(residents.get(one.resident_id))
        elif one.household_id:
            found[one.pk] = _home(households.get(one.household_id))
        elif one.dwelling_id in behind:
            found[one.pk] = _home(behind[one.dwelling_id])
        elif one.dwelling_id in dwellings:
            found[one.pk] = (dwellings[one.dwelling_id], None, one.dwelling_id)
    return found


def _home(home: HomeOf | None) -> Home | None:
    return (home.area_code, home.household_id, home.dwelling_id) if home else None


def _home_of(visit: Visit) -> Home:
    return visit.area_code, visit.household_id, visit.dwelling_id


def _reason(visit: Visit, home: Home) -> str:
    if home[1:] == (visit.household_id, visit.dwelling_id):
        return REDRAWN
    return MOVED_HOME if visit.household_id or visit.resident_id else MOVED_IN


def follow_records(resident_ids: Collection[UUID], *, at: dt.datetime) -> int:
    """Have visits to some records go to those that stand for them today, the open ones to where these live; say how many.

    The record a visit named first stays with it: when a merge is undone, it is that one's again.
    """
    about = Q(resident_id__in=resident_ids) | Q(named_id__in=resident_ids)
    rows = Visit.objects.filter(about).annotate(first_id=Coalesce("named_id", "resident_id"))
    firsts = dict(rows.values_list("pk", "first_id"))
    standing, moved = standing_for(firsts.values()), 0
    for first in set(firsts.values()):
        stands = standing.get(first, first)
        named = first if stands != first else None
        of_it = Visit.objects.filter(pk__in=[pk for pk, one in firsts.items() if one == first])
        moved += of_it.exclude(resident_id=stands).update(resident_id=stands, named_id=named, version=F("version") + 1)
    open_now = Visit.objects.filter(pk__in=list(firsts), state__in=OPEN_STATES).order_by("pk")
    for batch in batched(list(open_now.only("resident_id", *_FIELDS)), BATCH, strict=False):
        _follow_batch(batch, at, reason=RECORD_JOINED)
    return moved


@transaction.atomic
def _move(pks: Sequence[UUID], homes: Mapping[UUID, Home], at: dt.datetime, *, reason: str) -> int:
    """Change the rows and add the lines that say so; one that was made or moved meanwhile is left."""
    visits, lines = [], []
    for visit in Visit.objects.select_for_update().filter(pk__in=pks, state__in=OPEN_STATES).order_by("pk"):
        home = homes[visit.pk]
        if _home_of(visit) == home:
            continue
        note = reason or _reason(visit, home)
        command = Command(uuid5(visit.pk, f"{note} {visit.version}"), SYSTEM, at)
        visit.area_code, visit.household_id, visit.dwelling_id = home
        visit.version += 1
        line = opening_line(visit, StepName.MOVE, command, changes=dict(zip(_FIELDS, home, strict=True)))
        line.note_sealed = seal(note)
        visits.append(visit)
        lines.append(line)
    columns = (*_FIELDS, "version")
    update_rows(Visit, ("id", *columns), [(one.pk, *(getattr(one, name) for name in columns)) for one in visits])
    insert_models(lines)
    return len(visits)
