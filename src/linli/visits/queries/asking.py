"""Open cases whose kind asks for a visit and whose home nobody knows yet: a person chooses whom to visit."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from linli.cases.queries.visible import cases_visible_to
from linli.core.scope import within
from linli.staff.rules import Actor, Permission
from linli.visits.catalogue import declared
from linli.visits.models import Visit

MOST = 20
DAYS = 30


@dataclass(frozen=True)
class AskingCase:
    """A case that asks for a visit."""

    id: UUID
    number: str
    title: str
    address: str
    area_code: str
    purpose: str
    event: str
    due_on: dt.date


def cases_asking(actor: Actor, *, on: dt.date) -> Sequence[AskingCase]:
    """List the recent open cases in the actor's areas that ask for a visit and have none; two queries."""
    kinds = {kind: event for event in declared().events.values() for kind in event.kinds}
    here = within("area_code", actor.prefixes(Permission.VISITS_PLAN))
    since = on - dt.timedelta(days=DAYS)
    rows = cases_visible_to(actor).filter(
        here, kind_code__in=list(kinds), is_open=True, is_confidential=False, reported_at__date__gte=since
    )
    columns = ("id", "number", "title", "address", "area_code", "kind_code", "reported_at")
    found = list(rows.order_by("-reported_at").values_list(*columns)[: MOST * 5])
    visited = set(Visit.objects.filter(case_id__in=[row[0] for row in found]).values_list("case_id", flat=True))
    asking = []
    for pk, number, title, address, area, kind, at in found:
        if pk not in visited:
            event = kinds[kind]
            due = timezone.localdate(at) + dt.timedelta(days=event.within_days)
            asking.append(AskingCase(pk, number, title, address, area, event.purpose, str(event.name), due))
    return tuple(asking[:MOST])
