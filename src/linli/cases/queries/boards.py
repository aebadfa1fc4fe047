"""What the boards show beside their piles: what is late by unit, a unit's colleagues, open orders and action items."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Min, Q

from linli.cases.models import ActionItem, SupervisionOrder, Task
from linli.cases.queries.visible import cases_known_to
from linli.cases.rules import DISPUTES, joint
from linli.core.scope import within
from linli.staff import queries as staff
from linli.staff.rules import Actor, Permission, Role

MOST_UNITS = 30
MOST_SHOWN = 200


@dataclass(frozen=True)
class LateUnit:
    """How many of a unit's open cases have run out, and since when the oldest."""

    unit_code: str
    late: int
    oldest_due_at: dt.datetime


@dataclass(frozen=True)
class Colleague:
    """What one colleague has in hand; for the head of the unit, never for others (safeguards)."""

    name: str
    in_hand: int
    late: int


@dataclass(frozen=True)
class OpenOrder:
    """A supervision order that waits for its answer."""

    case_id: UUID
    number: str
    title: str
    area_code: str
    is_confidential: bool
    kind_code: str
    text: str
    unit_code: str
    due_at: dt.datetime
    by_name: str
    at: dt.datetime

    def is_late(self, at: dt.datetime) -> bool:
        """Say whether its time is over."""
        return self.due_at < at


@dataclass(frozen=True)
class OpenItem:
    """An action item that is still to be done."""

    case_id: UUID
    number: str
    area_code: str
    is_confidential: bool
    kind_code: str
    text: str
    unit_code: str
    due_on: dt.date

    def is_late(self, today: dt.date) -> bool:
        """Say whether its day is over."""
        return self.due_on < today


def late_by_unit(actor: Actor, *, at: dt.datetime, most: int = MOST_UNITS) -> list[LateUnit]:
    """Count what is late with each unit among the cases this actor may know of, the longest list first."""
    late = cases_known_to(actor).filter(is_open=True, due_at__lt=at).exclude(unit_code="").order_by()
    counted = late.values("unit_code").annotate(late=Count("pk"), oldest=Min("due_at")).order_by("-late", "unit_code")
    return [LateUnit(row["unit_code"], row["late"], row["oldest"]) for row in counted[:most]]


def colleagues_at_work(actor: Actor, *, at: dt.datetime) -> list[Colleague]:
    """Count what each colleague has in hand, for whoever heads the unit; nobody else is told."""
    units = sorted(post.unit_code for post in actor.posts if post.role is Role.UNIT_HEAD and post.unit_code)
    if not units:
        return []
    held = Task.objects.filter(unit_code__in=units, state=joint.ACCEPTED, handler_id__isnull=False, ended_at=None)
    counted = (
        held.order_by().values_list("handler_id").annotate(held=Count("pk"), late=Count("pk", filter=Q(due_at__lt=at)))
    )
    rows = [(handler, in_hand, late) for handler, in_hand, late in counted if handler is not None]
    names = staff.names_of(handler for handler, _in_hand, _late in rows)
    found = [Colleague(names.get(handler, ""), in_hand, late) for handler, in_hand, late in rows]
    return sorted(found, key=lambda one: one.name)


def open_orders(actor: Actor, *, own_only: bool = False, most: int = MOST_SHOWN) -> list[OpenOrder]:
    """List the orders that wait for an answer, what is due first first: of one's units, or of one's area too."""
    waiting = SupervisionOrder.objects.filter(answered_at=None, case__is_open=True)
    found = waiting.filter(_for(actor, own_only=own_only)).order_by("due_at", "id")
    columns = (
        "case_id", "case__number", "case__title", "case__area_code", "case__is_confidential", "case__kind_code", "text", "unit_code", "due_at",
        "by_name", "at",
    )  # fmt: skip
    return [OpenOrder(*row) for row in found.values_list(*columns)[:most]]


def open_items(actor: Actor, *, own_only: bool = False, most: int = MOST_SHOWN) -> list[OpenItem]:
    """List the action items still to be done, what is due first first: of one's units, or of one's area too."""
    waiting = ActionItem.objects.filter(done_at=None, case__is_open=True)
    found = waiting.filter(_for(actor, own_only=own_only)).order_by("due_on", "id")
    columns = (
        "case_id",
        "case__number",
        "case__area_code",
        "case__is_confidential",
        "case__kind_code",
        "text",
        "unit_code",
        "due_on",
    )
    return [OpenItem(*row) for row in found.values_list(*columns)[:most]]


def _for(actor: Actor, *, own_only: bool) -> Q:
    works = (Permission.CASES_HANDLE, Permission.CASES_DISPATCH, Permission.CASES_FILE)
    found = Q(pk__in=())
    if actor.unit_codes and any(actor.may_anywhere(permission) for permission in works):
        found |= Q(unit_code__in=sorted(actor.unit_codes))
    if own_only:
        return found
    open_ones = within("case__area_code", actor.prefixes(Permission.CASES_VIEW)) & Q(case__is_confidential=False)
    secret = within("case__area_code", actor.prefixes(Permission.CASES_CONFIDENTIAL))
    return found | open_ones | (secret & Q(case__is_confidential=True, case__kind_code__startswith=DISPUTES))
