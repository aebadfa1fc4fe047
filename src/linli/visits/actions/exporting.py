"""Take a list of visits out of the house: for a purpose, and written where the residents read it."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from linli.register.actions.recording import Reading, keep_reading
from linli.register.queries.purposes import Use, purpose_for
from linli.register.queries.whom import people_of
from linli.staff.rules import Actor
from linli.visits import errors
from linli.visits.queries.lists import Filters, VisitRow, every_visit, select_visits

MOST_EXPORTED = 100_000
FIELDS = ("name", "address", "visit")


def take_list(filters: Filters, *, by: Actor, at: dt.datetime, purpose: str, said: str = "") -> Sequence[VisitRow]:
    """Give a whole list of visits for a stated purpose, masked; everybody in it can read who took it, of a household each member."""
    purpose_for(purpose, use=Use.ASKING)
    on = timezone.localdate(at)
    if (count := select_visits(by, filters, on=on).count()) > MOST_EXPORTED:
        raise errors.TooManyVisits(count=count, most=MOST_EXPORTED)
    rows = list(every_visit(by, filters, on=on))
    reading = Reading(people_of(rows), FIELDS, purpose, "export", filters.area_code, said.strip())
    if rows:
        with transaction.atomic():
            keep_reading(reading, by=by, at=at)
    return rows
