"""What somebody asks to have deleted goes from visits as well: what was said, who signed, the voice notes (PIPL art. 47)."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from linli.core.secrets import unseal
from linli.register.rules.stays import Stay
from linli.staff.rules import SYSTEM, Command
from linli.visits.actions.forgetting import delete_voices
from linli.visits.actions.recording import ending, record
from linli.visits.models import Visit, VisitRecord, VoiceNote
from linli.visits.queries.naming import REASONS
from linli.visits.queries.visible import OPEN_STATES
from linli.visits.rules import StepName, VisitState

RECORD_ERASED = "record-erased"
_NO_WORDS = {"why_sealed": "", "talked_sealed": "", "agreed_sealed": ""}
_NO_RECEIPT = {"receipt_how": "", "receipt_name_sealed": "", "receipt_at": None, "receipt_known": False}


type Homes = Mapping[UUID, Sequence[Stay]]


@transaction.atomic
def erase_words(resident_ids: Collection[UUID], homes: Homes, *, at: dt.datetime) -> int:
    """Delete what was said on visits to people whose records were deleted; say how many. Again does no harm.

    A visit to a whole household in their time loses its words too, for the others as well: what was said at one table
    of whom cannot be told apart, and those who go on living there can be asked again. That somebody came, when and what
    for, stays: under a number that nobody bears, and of a household its own. An open visit to a deleted record is
    called off; one to a household that others belong to stays to be made.
    """
    for row in _open(resident_ids):
        command = Command(uuid5(row.pk, RECORD_ERASED), SYSTEM, at)
        record(row, StepName.CANCEL, command, note=RECORD_ERASED, changes=ending(VisitState.CANCELLED, command))
    own = list(Visit.objects.select_for_update().filter(resident_id__in=resident_ids).values_list("pk", flat=True))
    shared = _of_households(homes, timezone.localdate(at))
    _forget_words([*own, *shared])
    Visit.objects.filter(pk__in=own).update(household_id=None, dwelling_id=None)
    return len(own) + len(shared)


def _open(resident_ids: Collection[UUID]) -> Sequence[Visit]:
    rows = Visit.objects.select_for_update().filter(resident_id__in=resident_ids, state__in=OPEN_STATES)
    return list(rows.order_by("pk"))


def _of_households(homes: Homes, today: dt.date) -> list[UUID]:
    """Find the visits to whole households between whose planning and whose end somebody belonged to them."""
    rows = Visit.objects.select_for_update().filter(household_id__in=homes, resident_id=None).order_by("pk")
    found = list(rows.values_list("pk", "household_id", "made_at", "ended_at", "due_on"))
    planned = _planned([pk for pk, *_rest in found])
    return [
        pk
        for pk, home, made_at, ended_at, due_on in found
        if home
        and any(stay.meets(_first(planned.get(pk), made_at, due_on), _day(ended_at) or today) for stay in homes[home])
    ]


def _planned(visit_ids: Sequence[UUID]) -> dict[UUID, dt.date]:
    """Say on which day each was planned: the day of its first line."""
    rows = VisitRecord.objects.filter(visit__in=visit_ids, name=StepName.PLAN.value).values_list("visit_id", "at")
    return {pk: timezone.localdate(at) for pk, at in rows}


def _first(planned_on: dt.date | None, made_at: dt.datetime | None, due_on: dt.date) -> dt.date:
    days = [day for day in (planned_on, _day(made_at)) if day is not None]
    return min(days) if days else due_on


def _day(at: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(at) if at is not None else None


def _forget_words(visit_ids: Sequence[UUID]) -> None:
    """Empty rows and the lines of their history; what the house itself gave as a reason stays. Phones take notice."""
    Visit.objects.filter(pk__in=visit_ids).update(**_NO_WORDS, **_NO_RECEIPT, version=F("version") + 1)
    lines = VisitRecord.objects.filter(visit__in=visit_ids)
    own_reasons = [one.pk for one in lines.exclude(note_sealed="") if unseal(one.note_sealed) not in REASONS]
    lines.filter(pk__in=own_reasons).update(note_sealed="")
    lines.update(before_sealed="", after_sealed="")
    delete_voices(list(VoiceNote.objects.filter(visit__in=visit_ids).values_list("pk", flat=True)))
