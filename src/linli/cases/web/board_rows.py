"""Lines of the boards beside cases: supervision orders, action items, cases of a day, and what is stuck."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases.queries.boards import OpenItem, OpenOrder
from linli.cases.queries.naming import names_for
from linli.cases.rules import is_dispute
from linli.cases.wording import Due, due_said
from linli.staff.rules import Actor, Permission


@dataclass(frozen=True)
class OrderLine:
    """An open supervision order."""

    url: str
    number: str
    title: str
    text: str
    unit: str
    by_name: str
    given_at: dt.datetime
    due_at: dt.datetime
    due: Due | None
    is_late: bool


@dataclass(frozen=True)
class ItemLine:
    """An action item still to be done."""

    url: str
    number: str
    text: str
    unit: str
    due_on: dt.date
    is_late: bool


def order_views(actor: Actor, rows: Sequence[OpenOrder], *, at: dt.datetime) -> list[OrderLine]:
    """Name and word open orders; of a confidential case nothing that tells what it is about."""
    names = names_for(row.unit_code for row in rows)
    return [
        OrderLine(
            url=reverse("cases:detail", args=[row.case_id]), number=row.number,
            title=row.title if _reads(actor, row) else _("保密事项"), text=row.text if _reads(actor, row) else "",
            unit=names.unit(row.unit_code), by_name=row.by_name, given_at=row.at, due_at=row.due_at,
            due=due_said(row.due_at, at=at), is_late=row.is_late(at),
        )
        for row in rows
    ]  # fmt: skip


def item_views(actor: Actor, rows: Sequence[OpenItem], *, at: dt.datetime) -> list[ItemLine]:
    """Name open action items."""
    names, today = names_for(row.unit_code for row in rows), timezone.localdate(at)
    return [
        ItemLine(
            url=reverse("cases:detail", args=[row.case_id]), number=row.number,
            text=row.text if _reads(actor, row) else _("保密事项"), unit=names.unit(row.unit_code), due_on=row.due_on,
            is_late=row.is_late(today),
        )
        for row in rows
    ]  # fmt: skip


def _reads(actor: Actor, row: OpenOrder | OpenItem) -> bool:
    """Say whether the actor may read what it is about: a confidential case's orders are for its readers and the unit."""
    if not row.is_confidential:
        return True
    by_unit = row.unit_code in actor.unit_codes and actor.may_anywhere(Permission.CASES_HANDLE)
    return by_unit or (is_dispute(row.kind_code) and actor.may(Permission.CASES_CONFIDENTIAL, row.area_code))
