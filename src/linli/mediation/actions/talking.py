"""Sessions, inquiries, and more time where both sides want it."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.mediation import errors
from linli.mediation.actions.recording import begin, day_of, find_for_step, record
from linli.mediation.models import Investigation, Mediation, Session
from linli.mediation.models.sealed import pack
from linli.mediation.rules import SessionMode, SessionOutcome, StepName, check_text
from linli.staff.rules import Command


@dataclass(frozen=True)
class SessionEntry:
    """One talk as it is written down."""

    text: str
    present: str
    where: str
    held_at: dt.datetime
    mode: SessionMode = SessionMode.IN_PERSON
    outcome: SessionOutcome = SessionOutcome.GOES_ON


@transaction.atomic
def hold_session(mediation_id: UUID, *, command: Command, entry: SessionEntry) -> Mediation:
    """Write down a session, in one room or remote: time, place or link, who was there, what was said (art. 27)."""
    if begin(command, StepName.SIT, answer=mediation_id) is not None:
        return Mediation.objects.get(pk=mediation_id)
    mediation = find_for_step(mediation_id, StepName.SIT, command)
    _check_moment(entry.held_at, mediation, command, field="held_at")
    Session.objects.create(
        mediation=mediation,
        place=mediation.sessions.count() + 1,
        mode=entry.mode.value,
        held_at=entry.held_at,
        where=check_text(entry.where, field="where")[:200],
        outcome=entry.outcome.value,
        content_sealed=pack(
            text=check_text(entry.text, field="text"), present=check_text(entry.present, field="present")
        ),
    )
    record(mediation, StepName.SIT, command)
    return mediation


@transaction.atomic
def note_inquiry(
    mediation_id: UUID, *, command: Command, text: str, whom: str, where: str, at: dt.datetime | None = None
) -> Mediation:
    """Write down an inquiry into the facts: when, where, of whom, what was said."""
    if begin(command, StepName.INVESTIGATE, answer=mediation_id) is not None:
        return Mediation.objects.get(pk=mediation_id)
    mediation = find_for_step(mediation_id, StepName.INVESTIGATE, command)
    _check_moment(at or command.at, mediation, command, field="at")
    content = pack(text=check_text(text, field="text"), whom=check_text(whom, field="whom"), where=where.strip()[:200])
    Investigation.objects.create(mediation=mediation, at=at or command.at, content_sealed=content)
    record(mediation, StepName.INVESTIGATE, command)
    return mediation


@transaction.atomic
def lengthen(mediation_id: UUID, *, command: Command, until: dt.date, reason: str) -> Mediation:
    """Give the talks more time where all parties agree to it (Shenzhen rule: 30 days unless agreed otherwise)."""
    if begin(command, StepName.LENGTHEN, answer=mediation_id) is not None:
        return Mediation.objects.get(pk=mediation_id)
    mediation = find_for_step(mediation_id, StepName.LENGTHEN, command)
    if until <= max(day_of(command), mediation.due_on or day_of(command)):
        raise errors.DayPast(field="until")
    record(
        mediation, StepName.LENGTHEN, command, note=check_text(reason, field="reason"), due_on=until, is_lengthened=True
    )
    return mediation


def _check_moment(moment: dt.datetime, mediation: Mediation, command: Command, *, field: str) -> None:
    """Refuse a moment before the day of the application or ahead; a talk on the spot is often written down after it."""
    if timezone.localdate(moment) < timezone.localdate(mediation.applied_at) or moment > command.at:
        raise errors.DayWrong(field=field)
