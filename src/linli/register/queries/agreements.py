"""Assessments and sharing agreements as the desk reads them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from linli.core.errors import NotAllowed
from linli.core.personal_data import LegalBasis
from linli.core.scope import within
from linli.register import errors
from linli.register.catalogue import PurposeDeclaration, declared
from linli.register.models import Consent, Enrolment, Handover, ImpactAssessment, Residency, Resident, SharingAgreement
from linli.register.queries.consents import rows_of
from linli.register.queries.purposes import PurposeRow, digest_of, purposes_register
from linli.register.rules.consents import ConsentState
from linli.register.rules.purposes import Answer
from linli.staff.rules import Actor, Permission

READERS = (Permission.PURPOSES_KEEP, Permission.PEOPLE_QUERY)


class Standing(StrEnum):
    """How an assessment or an agreement stands on a day."""

    DRAFT = "draft"
    IN_FORCE = "in-force"
    NOT_YET = "not-yet"
    EXPIRED = "expired"
    ENDED = "ended"  # revoked, or ended early
    OUTDATED = "outdated"  # the purpose was changed since


@dataclass(frozen=True)
class AnswerRow:
    """One question with its answer, as drafted."""

    code: str
    part: str
    asked: str
    hint: str
    answer: Answer | None


def check_reads_purposes(actor: Actor) -> None:
    """Refuse whoever neither keeps purposes nor asks over people."""
    if not any(actor.may_anywhere(permission) for permission in READERS):
        raise NotAllowed


def purpose_row(code: str) -> PurposeRow:
    """Find a declared purpose with whether it is open."""
    for row in purposes_register():
        if row.purpose.code == code:
            return row
    raise errors.PurposeUnknown(field="purpose", purpose=code)


def assessments_of(purpose_code: str) -> Sequence[ImpactAssessment]:
    """List the assessments of a purpose, the newest first."""
    return tuple(ImpactAssessment.objects.filter(purpose_code=purpose_code).order_by("-id"))


def assessment_for(actor: Actor, assessment_id: UUID, *, lock: bool = False) -> ImpactAssessment:
    """Find an assessment for somebody who may read the register of purposes."""
    check_reads_purposes(actor)
    rows = ImpactAssessment.objects.select_for_update() if lock else ImpactAssessment.objects.all()
    found = rows.filter(pk=assessment_id).first()
    if found is None:
        raise errors.AssessmentNotFound
    return found


def assessment_standing(row: ImpactAssessment, *, on: dt.date) -> Standing:
    """Say how an assessment stands."""
    purpose = declared().purposes.get(row.purpose_code)
    if row.revoked_at is not None:
        return Standing.ENDED
    if purpose is None or row.purpose_digest not in ("", digest_of(purpose)):
        return Standing.OUTDATED
    if row.signed_at is None:
        return Standing.DRAFT
    return Standing.IN_FORCE if row.review_by is not None and row.review_by >= on else Standing.EXPIRED


def answers_of(row: ImpactAssessment) -> Mapping[str, Answer]:
    """Give what was answered, by question."""
    return {code: Answer(one["yes"], one["why"]) for code, one in row.answers.items()}


def answer_rows(row: ImpactAssessment) -> Sequence[AnswerRow]:
    """List the questions as they were asked when the assessment was drafted, with the answers."""
    known = declared().questions
    return tuple(
        AnswerRow(
            code,
            one.get("part", ""),
            str(known[code].name) if code in known else one["asked"],
            str(known[code].hint) if code in known else "",
            Answer(one["yes"], one["why"]),
        )
        for code, one in row.answers.items()
    )


def agreements_visible_to(actor: Actor) -> QuerySet[SharingAgreement]:
    """Select the agreements over people of one's area, the newest first."""
    prefixes = [prefix for permission in READERS for prefix in actor.prefixes(permission)]
    return SharingAgreement.objects.filter(within("area_code", prefixes)).order_by("-id")


def agreement_for(actor: Actor, agreement_id: UUID, *, lock: bool = False) -> SharingAgreement:
    """Find an agreement within the scope of a post."""
    rows = agreements_visible_to(actor)
    found = (rows.select_for_update() if lock else rows).filter(pk=agreement_id).first()
    if found is None:
        raise errors.AgreementNotFound
    return found


def agreement_standing(row: SharingAgreement, *, on: dt.date) -> Standing:
    """Say how an agreement stands."""
    if row.ended_at is not None:
        return Standing.ENDED
    if row.signed_at is None:
        return Standing.DRAFT
    if on < row.since:
        return Standing.NOT_YET
    return Standing.IN_FORCE if on <= row.until else Standing.EXPIRED


def handovers_of(agreement: SharingAgreement) -> Sequence[Handover]:
    """List what was handed over under an agreement, the newest first."""
    return tuple(agreement.handovers.order_by("-id"))


def outside_agreement(
    agreement: SharingAgreement, purpose: PurposeDeclaration, resident_ids: Iterable[UUID], *, on: dt.date
) -> set[UUID]:
    """Name who may not be handed over: without a home in the agreement's area, or, where it rests on consent, without one."""
    asked = set(resident_ids)
    homes = Residency.objects.filter(
        within("area_code", [agreement.area_code]), until=None, resident_id=OuterRef("pk")
    )  # fmt: skip
    here = Resident.objects.filter(Exists(homes), pk__in=asked, merged_into=None).values_list("pk", flat=True)
    allowed = set(here)
    if purpose.basis is LegalBasis.CONSENT:
        allowed &= _agreed(purpose, allowed, on)
    return asked - allowed


def enrolled_in(agreement: SharingAgreement, programme_code: str) -> Sequence[UUID]:
    """List who takes part in a programme in the agreement's area: what a hand-over can be drawn from."""
    here = Enrolment.objects.filter(within("area_code", [agreement.area_code]), until=None)
    return tuple(
        here.filter(programme_code=programme_code).order_by("resident_id").values_list("resident_id", flat=True)
    )


def _agreed(purpose: PurposeDeclaration, ids: Iterable[UUID], on: dt.date) -> set[UUID]:
    rows = list(
        Consent.objects.filter(
            purpose_code=purpose.code, resident__in=list(ids), withdrawn_at=None
        ).select_related("resident")
    )  # fmt: skip
    shown = {row.id: row.state for row in rows_of(rows, on=on)}
    return {row.resident_id for row in rows if shown.get(row.pk) is ConsentState.IN_FORCE}
