"""Disputes that were reported and wait for a mediator to take them on."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from linli.cases.queries.kinds import catalogue
from linli.cases.queries.visible import cases_visible_to
from linli.mediation.models import Mediation
from linli.staff.rules import Actor, Permission

MOST = 30


@dataclass(frozen=True)
class WaitingDispute:
    """A reported dispute without a mediation."""

    case_id: UUID
    number: str
    title: str
    kind: str
    reported_at: dt.datetime


def disputes_waiting(actor: Actor) -> list[WaitingDispute]:
    """List the open disputes that the actor may read and that nobody mediates yet, the oldest first."""
    if not actor.may_anywhere(Permission.CASES_CONFIDENTIAL):
        return []
    kinds = {kind.code: str(kind.name) for kind in catalogue().kinds.values() if kind.group == "dispute"}
    taken = Mediation.objects.values("case_id")
    cases = cases_visible_to(actor).filter(is_open=True, kind_code__in=kinds).exclude(pk__in=taken)
    rows = cases.order_by("reported_at", "id").values_list("id", "number", "title", "kind_code", "reported_at")[:MOST]
    return [WaitingDispute(key, number, title, kinds[kind], at) for key, number, title, kind, at in rows]
