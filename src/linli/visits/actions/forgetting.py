"""When visits go: two years after they were made or called off, with their history and their voice notes."""

import datetime as dt

from django.db.models import Q, QuerySet

from linli.core.retention import Keys, Rule, every_field
from linli.visits.actions.voices import path_of
from linli.visits.models import FollowUp, Visit, VisitRecord, VoiceNote


def _over(before: dt.date) -> QuerySet[Visit]:
    """Visits that ended before a day, and those long due that nobody made or called off."""
    return Visit.objects.filter(Q(ended_at__date__lt=before) | Q(ended_at=None, due_on__lt=before))


def _records(before: dt.date) -> QuerySet[VisitRecord]:
    return VisitRecord.objects.filter(visit__in=_over(before).values("pk"))


def _voices(before: dt.date) -> QuerySet[VoiceNote]:
    return VoiceNote.objects.filter(visit__in=_over(before).values("pk"))


def delete_voices(keys: Keys) -> None:
    """Delete voice notes with their files; a file that another visit holds too stays."""
    gone = set(VoiceNote.objects.filter(pk__in=keys).values_list("sha256", flat=True))
    VoiceNote.objects.filter(pk__in=keys).delete()
    held = set(VoiceNote.objects.filter(sha256__in=gone).values_list("sha256", flat=True))
    for sha256 in gone - held:
        path_of(sha256).unlink(missing_ok=True)


def _delete_visits(keys: Keys) -> None:
    """Delete visits with the numbers of their follow-ups; the cases go by their own time."""
    FollowUp.objects.filter(visit__in=keys).delete()
    Visit.objects.filter(pk__in=keys).delete()


RULES: tuple[Rule, ...] = (
    Rule("visits.VisitRecord", every_field("visits.VisitRecord"), _records),
    Rule("visits.VoiceNote", every_field("visits.VoiceNote"), _voices, forget=delete_voices),
    Rule("visits.Visit", every_field("visits.Visit"), _over, forget=_delete_visits),
)
