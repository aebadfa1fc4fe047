"""Impact assessments (PIPL arts. 55-56): drafted by one, signed by another; the signature opens a sensitive purpose."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation

from linli.core.errors import NotAllowed
from linli.core.ids import new_id
from linli.register import errors
from linli.register.actions.recording import begin
from linli.register.actions.signing import note_signed
from linli.register.catalogue import declared
from linli.register.models import ImpactAssessment
from linli.register.queries.agreements import (
    Standing,
    answers_of,
    assessment_for,
    assessment_standing,
    check_reads_purposes,
    purpose_row,
)
from linli.register.queries.purposes import digest_of
from linli.register.rules.purposes import (
    DEFAULT_REVIEW_YEARS,
    Answer,
    check_answers,
    check_assessment_ends,
    check_fit,
    check_other_signs,
    later,
)
from linli.staff.rules import Command, Permission


@transaction.atomic
def draft_assessment(purpose_code: str, answers: Mapping[str, Answer], *, command: Command) -> ImpactAssessment:
    """Write down the answers to every question about a purpose as it is declared today."""
    check_reads_purposes(command.by)
    purpose, made = purpose_row(purpose_code).purpose, new_id()
    if first := begin(command, "draft-assessment", answer=made):
        return ImpactAssessment.objects.get(pk=first)
    check_answers(answers, questions=_questions())
    row = ImpactAssessment.objects.create(
        pk=made, purpose_code=purpose_code, answers=_kept(answers), purpose_digest=digest_of(purpose),
        drafted_by=command.by.key[:40], drafted_by_name=command.by.name[:40], drafted_at=command.at,
    )  # fmt: skip
    _note(command, row, "assessment-drafted")
    return row


@transaction.atomic
def sign_assessment(assessment_id: UUID, *, command: Command, review_by: dt.date | None = None) -> ImpactAssessment:
    """Sign an assessment in which everything is met, for a year unless another day within three is given."""
    row = _to_keep(assessment_id, command)
    if begin(command, "sign-assessment", answer=assessment_id):
        return row
    today = timezone.localdate(command.at)
    standing = assessment_standing(row, on=today)
    if standing is Standing.OUTDATED:
        raise errors.AssessmentOutdated
    if standing is not Standing.DRAFT:
        raise errors.AlreadySigned
    check_other_signs(drafted_by=row.drafted_by, signed_by=command.by.key)
    check_fit(answers_of(row), questions=_questions())
    ends = review_by or later(today, months=12 * DEFAULT_REVIEW_YEARS)
    check_assessment_ends(ends, today=today)
    row.signed_by, row.signed_by_name = command.by.key[:40], command.by.name[:40]
    row.signed_at, row.review_by = command.at, ends
    row.save(update_fields=["signed_by", "signed_by_name", "signed_at", "review_by"])
    _note(command, row, "assessment-signed")
    return row


@transaction.atomic
def revoke_assessment(assessment_id: UUID, *, command: Command) -> ImpactAssessment:
    """Take an assessment back: a draft is laid aside; a signed one opens its purpose no longer."""
    row = _to_keep(assessment_id, command)
    if begin(command, "revoke-assessment", answer=assessment_id):
        return row
    if row.revoked_at is not None:
        raise errors.AlreadySigned
    row.revoked_at = command.at
    row.save(update_fields=["revoked_at"])
    _note(command, row, "assessment-revoked")
    return row


def _to_keep(assessment_id: UUID, command: Command) -> ImpactAssessment:
    row = assessment_for(command.by, assessment_id, lock=True)
    if not command.by.may_anywhere(Permission.PURPOSES_KEEP):
        raise NotAllowed
    return row


def _questions() -> Mapping[str, str]:
    return {code: str(one.name) for code, one in declared().questions.items()}


def _kept(answers: Mapping[str, Answer]) -> dict[str, object]:
    """Keep each answer beside its question as it was put, so that the paper can be read when the questions change."""
    with translation.override("zh-hans"):
        return {
            code: {
                "part": one.part, "asked": str(one.name), "yes": answers[code].yes, "why": answers[code].why.strip()
            }
            for code, one in declared().questions.items()
        }  # fmt: skip


def _note(command: Command, row: ImpactAssessment, act: str) -> None:
    note_signed(command, act, kind="assessment", subject_id=row.pk, purpose=row.purpose_code)
