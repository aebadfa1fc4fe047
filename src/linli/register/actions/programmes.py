"""Taking part in a programme: with consent or by law, always with an end; renewed by a person, never ended by a machine alone."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.core.ids import new_id
from linli.core.personal_data import LegalBasis
from linli.register import errors
from linli.register.actions.recording import Change, begin, keep, values_of
from linli.register.catalogue import ProgrammeDeclaration, declared
from linli.register.models import Consent, Enrolment, Resident
from linli.register.queries.consents import consent_in_force
from linli.register.queries.programmes import enrolments_visible_to, programme_named
from linli.register.queries.purposes import Use, purpose_for
from linli.register.queries.visible import area_of, resident_for
from linli.register.rules.purposes import check_review, later
from linli.staff.rules import Command, Permission

CONSENT_WITHDRAWN = "consent-withdrawn"
_KEPT = ("programme_code", "consent_id", "basis", "since", "review_by", "until", "ended_because")


@dataclass(frozen=True)
class NewEnrolment:
    """Into which programme, on which basis where it is not consent, and when it is looked at again."""

    programme_code: str
    basis: str = ""
    review_by: dt.date | None = None


@transaction.atomic
def enrol(resident_id: UUID, new: NewEnrolment, *, command: Command) -> Enrolment:
    """Let a resident take part in a programme; its purpose must be open, its consent in force, its end set."""
    made = new_id()
    if first := begin(command, "enrol", answer=made):
        return Enrolment.objects.get(pk=first)
    resident = resident_for(command.by, resident_id, Permission.PEOPLE_EDIT, lock=True)
    programme, today = programme_named(new.programme_code), timezone.localdate(command.at)
    if Enrolment.objects.filter(resident=resident, programme_code=programme.code, until=None).exists():
        raise errors.AlreadyEnrolled(programme=str(programme.name))
    consent, basis = _ground(resident, programme, new.basis, on=today)
    review_by = new.review_by or later(today, months=programme.months)
    check_review(review_by, today=today, months=programme.months)
    row = Enrolment.objects.create(
        pk=made, area_code=area_of(resident_id), resident=resident, programme_code=programme.code, consent=consent,
        basis=basis, since=today, review_by=review_by,
    )  # fmt: skip
    keep(command, _change(row, "enrolled", {}))
    return row


@transaction.atomic
def renew_enrolment(enrolment_id: UUID, *, command: Command, review_by: dt.date | None = None) -> Enrolment:
    """Let an enrolment go on until the next review; the consent must be in force to the newest notice."""
    row = _locked(enrolment_id, command)
    if begin(command, "renew-enrolment", answer=enrolment_id):
        return row
    _check_open(row)
    programme, today = programme_named(row.programme_code), timezone.localdate(command.at)
    consent, _basis = _ground(row.resident, programme, row.basis, on=today)
    until = review_by or later(today, months=programme.months)
    check_review(until, today=today, months=programme.months)
    before = values_of(row, _KEPT)
    row.review_by, row.consent, row.area_code = until, consent, area_of(row.resident_id) or row.area_code
    row.save(update_fields=["review_by", "consent", "area_code"])
    keep(command, _change(row, "renewed", before))
    return row


@transaction.atomic
def end_enrolment(enrolment_id: UUID, *, command: Command, reason: str) -> Enrolment:
    """End an enrolment because it was asked for, the need has gone, or the right has."""
    row = _locked(enrolment_id, command)
    if begin(command, "end-enrolment", answer=enrolment_id):
        return row
    _check_open(row)
    keep(command, _ended(row, on=timezone.localdate(command.at), because="ended"), reason=reason)
    return row


def end_enrolments_without_consent(consent: Consent, *, command: Command) -> int:
    """End at once what rests on a consent that was taken back; say how many."""
    codes = [one.code for one in declared().programmes.values() if one.purpose == consent.purpose_code]
    rows = Enrolment.objects.select_for_update().filter(
        resident=consent.resident_id, programme_code__in=codes, until=None, consent__isnull=False
    )
    today = timezone.localdate(command.at)
    changes = [_ended(row, on=today, because=CONSENT_WITHDRAWN) for row in rows]
    keep(command, *changes)
    return len(changes)


def _ground(
    resident: Resident, programme: ProgrammeDeclaration, basis: str, *, on: dt.date
) -> tuple[Consent | None, str]:
    """Find on what an enrolment rests: the consent in force, or the law or decision."""
    purpose = purpose_for(programme.purpose, use=Use.ENROLLING)
    if purpose.basis is not LegalBasis.CONSENT:
        return None, (basis.strip() or purpose.law)[:200]
    consent = consent_in_force(resident.pk, purpose, on=on)
    if consent is None:
        raise errors.ConsentMissing(purpose=str(purpose.name))
    return consent, basis.strip()[:200]


def _locked(enrolment_id: UUID, command: Command) -> Enrolment:
    rows = enrolments_visible_to(command.by, Permission.PEOPLE_EDIT).select_for_update(of=("self",))
    row = rows.filter(pk=enrolment_id).first()
    if row is None:
        raise errors.EnrolmentNotFound
    return row


def _check_open(row: Enrolment) -> None:
    if row.until is not None:
        raise errors.EnrolmentEnded


def _ended(row: Enrolment, *, on: dt.date, because: str) -> Change:
    before = values_of(row, _KEPT)
    row.until, row.ended_because = max(on, row.since), because
    row.save(update_fields=["until", "ended_because"])
    return _change(row, because, before)


def _change(row: Enrolment, act: str, before: dict[str, object]) -> Change:
    after = values_of(row, _KEPT)
    return Change("enrolment", row.pk, act, before, after, area_code=row.area_code, resident_id=row.resident_id)
