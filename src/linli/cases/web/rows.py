"""Lines of a list as the desk shows them: names instead of codes, due times in words, secrets left out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases.queries.lists import CaseRow
from linli.cases.queries.naming import Names, names_for
from linli.cases.rules import Lane, may_see
from linli.cases.wording import STATE_NAMES, Due, Word, due_said
from linli.staff.rules import Actor


@dataclass(frozen=True)
class RowView:
    """One line of a list, ready to be shown."""

    url: str
    number: str
    title: str
    kind: str
    area: str
    is_located: bool
    unit: str
    is_proposed: bool
    channel: str
    state: str
    state_name: Word
    is_urgent: bool
    reported: str
    due: Due | None
    reworks: int
    is_ordered: bool = False


def row_views(actor: Actor, rows: Sequence[CaseRow], *, at: dt.datetime) -> list[RowView]:
    """Name and word a page of rows; one query, for the units."""
    names = names_for(row.unit_code or row.proposed_unit for row in rows)
    base, at = reverse("cases:list"), timezone.localtime(at)
    return [_view(actor, row, names, base=base, at=at) for row in rows]


def _view(actor: Actor, row: CaseRow, names: Names, *, base: str, at: dt.datetime) -> RowView:
    open_to_read = not row.is_confidential or may_see(row.standing, actor)
    unit = row.unit_code or row.proposed_unit
    return RowView(
        url=f"{base}{row.id}/",
        number=row.number,
        title=row.title if open_to_read else _("保密事项"),
        kind=names.kind(row.kind_code) if open_to_read else "",
        area=names.area(row.area_code) if row.is_located else "",
        is_located=row.is_located,
        unit=names.unit(unit) if unit and open_to_read else "",
        is_proposed=not row.unit_code and bool(unit) and row.is_open,
        channel=names.channel(row.channel),
        state=row.state,
        state_name=STATE_NAMES.get(row.state, row.state),
        is_urgent=row.lane == Lane.URGENT and row.is_open,
        reported=f"{row.reported_at.astimezone(at.tzinfo):%m-%d %H:%M}",
        due=due_said(row.due_at, at=at) if row.is_open else None,
        reworks=row.reworks,
        is_ordered=row.is_ordered and row.is_open,
    )
