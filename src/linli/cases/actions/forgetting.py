"""When cases forget who reported them, whom they were about and what was spoken: two years after they were closed."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from linli.cases.actions.voices import VOICE, voice_path
from linli.cases.models import Attachment, Case, CaseSubject, Reporter
from linli.core.retention import Keys, Rule, every_field

VOICES_DAYS = 730  # as whoever reported is kept


def forget_asked_values(resident_ids: Collection[UUID], *, field: str = "") -> int:
    """Delete the new values that requests over some records ask for: of one field, or of all where none is named."""
    asked = CaseSubject.objects.filter(resident_id__in=resident_ids).exclude(value_sealed="")
    return (asked.filter(field=field) if field else asked).update(value_sealed="")


def _ended(before: dt.date) -> Q:
    """Cases that ended before a day; one that was voided or declined has no day of closing but that of its report."""
    ended = Case.objects.annotate(ended_at=Coalesce("closed_at", "reported_at"))
    return Q(case__in=ended.filter(is_open=False, ended_at__date__lt=before).values("pk"))


def _reporters(before: dt.date) -> QuerySet[Reporter]:
    return Reporter.objects.filter(_ended(before))


def _subjects(before: dt.date) -> QuerySet[CaseSubject]:
    return CaseSubject.objects.filter(_ended(before))


def _voices(before: dt.date) -> QuerySet[Attachment]:
    return Attachment.objects.filter(_ended(before), purpose=VOICE)


def _delete_voices(keys: Keys) -> None:
    """Delete recordings with what they hold; one that another case holds too stays."""
    gone = set(Attachment.objects.filter(pk__in=keys).values_list("sha256", "media_type"))
    Attachment.objects.filter(pk__in=keys).delete()
    held = set(
        Attachment.objects.filter(purpose=VOICE, sha256__in=[one for one, _type in gone]).values_list(
            "sha256", flat=True
        )
    )
    for sha256, media_type in gone:
        if sha256 not in held:
            voice_path(sha256, media_type).unlink(missing_ok=True)


RULES: tuple[Rule, ...] = (
    Rule("cases.Reporter", every_field("cases.Reporter"), _reporters),
    Rule("cases.CaseSubject", every_field("cases.CaseSubject"), _subjects),
    Rule("cases.Attachment", (), _voices, forget=_delete_voices, days_given=VOICES_DAYS),
)
