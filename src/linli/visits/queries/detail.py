"""One visit as its page shows it: dates for all who may know of it, what was said for who visits in that grid."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from linli.core.secrets import unseal
from linli.staff.rules import Actor
from linli.visits.models import Visit, VisitRecord, VoiceNote
from linli.visits.queries.field import key_of, last_made
from linli.visits.queries.lists import VisitRow, visit_rows
from linli.visits.queries.visible import contents_open_to, is_still_wanted, may_read_content, visit_for
from linli.visits.rules import StepName

_TOLD = (StepName.CANCEL.value, StepName.MOVE.value)  # reasons, not what was said at the door


@dataclass(frozen=True)
class HistoryLine:
    """One line of a visit's history."""

    name: str
    at: dt.datetime
    by_name: str
    note: str
    planned_on: str


@dataclass(frozen=True)
class Matter:
    """A matter of the visit and the case it became."""

    case_id: UUID
    number: str


@dataclass(frozen=True)
class Content:
    """What only who visits in the grid reads."""

    why: str
    talked: str
    agreed: str
    receipt_name: str
    last_on: dt.date | None
    last_agreed: str
    voices: Sequence[VoiceNote]


@dataclass(frozen=True)
class VisitDetail:
    """A visit as this person may see it."""

    visit: Visit
    row: VisitRow
    content: Content | None
    is_over: bool  # of a programme that the resident no longer takes part in: nobody reads what was said any more
    matters: Sequence[Matter]
    history: Sequence[HistoryLine]


def visit_detail(actor: Actor, visit_id: UUID, *, on: dt.date) -> VisitDetail:
    """Read a visit; a fixed number of queries."""
    visit = visit_for(actor, visit_id)
    reads = may_read_content(actor, visit)
    return VisitDetail(
        visit=visit,
        row=visit_rows([visit], on=on)[0],
        content=_content(actor, visit) if reads else None,
        is_over=not reads and not is_still_wanted(visit),
        matters=tuple(Matter(one.case_id, one.number) for one in visit.follow_ups.order_by("place")),
        history=tuple(_line(one, reads=reads) for one in visit.records.order_by("seq")),
    )


def voice_for(actor: Actor, visit_id: UUID, note_id: UUID) -> VoiceNote | None:
    """Find a voice note for somebody who may hear it."""
    visit = visit_for(actor, visit_id)
    return visit.voices.filter(pk=note_id).first() if may_read_content(actor, visit) else None


def _content(actor: Actor, visit: Visit) -> Content:
    before = last_made([visit], among=contents_open_to(actor)).get(key_of(visit))
    if before is not None and before.pk == visit.pk:
        before = None
    return Content(
        why=unseal(visit.why_sealed),
        talked=unseal(visit.talked_sealed),
        agreed=unseal(visit.agreed_sealed),
        receipt_name=unseal(visit.receipt_name_sealed),
        last_on=timezone.localdate(before.made_at) if before and before.made_at else None,
        last_agreed=unseal(before.agreed_sealed) if before else "",
        voices=tuple(visit.voices.order_by("added_at")),
    )


def _line(one: VisitRecord, *, reads: bool) -> HistoryLine:
    note = unseal(one.note_sealed) if reads or one.name in _TOLD else ""
    return HistoryLine(one.name, one.at, one.by_name, note, str(one.changes.get("planned_on", "")))
