"""Open what was said on a visit: a reading that is kept, so that everybody it is about sees who looked (safeguards, rule 3)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.register.actions.recording import Reading, keep_reading_of_the_day
from linli.register.catalogue import declared
from linli.register.queries.whom import people_of
from linli.staff.rules import Actor
from linli.visits import errors
from linli.visits.actions.voices import read_voice
from linli.visits.models import Visit
from linli.visits.queries.detail import VisitDetail, visit_detail, voice_for
from linli.visits.queries.naming import purpose_name

WORDS = ("visit-words",)
VOICE = ("visit-voice",)


@dataclass(frozen=True)
class Heard:
    """A voice note as it is played."""

    media_type: str
    sound: bytes


def read_visit(visit_id: UUID, *, by: Actor, at: dt.datetime) -> VisitDetail:
    """Give a visit's page; where words of the visit are on it, keep that they were read."""
    found = visit_detail(by, visit_id, on=timezone.localdate(at))
    if _has_words(found):
        _keep(found.visit, WORDS, by=by, at=at)
    return found


def hear_voice(visit_id: UUID, note_id: UUID, *, by: Actor, at: dt.datetime) -> Heard:
    """Open a voice note of a visit and keep that it was heard."""
    note = voice_for(by, visit_id, note_id)
    if note is None:
        raise errors.VisitNotFound
    sound = read_voice(note)
    _keep(note.visit, VOICE, by=by, at=at)
    return Heard(note.media_type, sound)


def _has_words(found: VisitDetail) -> bool:
    said = found.content
    if said is None:
        return False
    words = (said.why, said.talked, said.agreed, said.receipt_name, said.last_agreed)
    return any((*words, *(line.note for line in found.history)))


@transaction.atomic
def _keep(visit: Visit, fields: Sequence[str], *, by: Actor, at: dt.datetime) -> None:
    reading = Reading(
        people_of([visit]), fields, _purpose(visit), "page", visit.area_code, purpose_name(visit.purpose_code)
    )
    keep_reading_of_the_day(reading, by=by, at=at)


def _purpose(visit: Visit) -> str:
    """Give the purpose of the programme that a visit belongs to; others are made by whoever keeps the register there."""
    programme = declared().programmes.get(visit.programme_code)
    return programme.purpose if programme else "register"
