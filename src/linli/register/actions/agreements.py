"""Sharing agreements: named fields of an area's people to one receiver for one purpose; every hand-over is told to each of them."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.core.commands import CommandIdReused
from linli.core.errors import NotAllowed
from linli.core.ids import new_id
from linli.register import errors
from linli.register.actions.recording import Reading, begin, keep_reading
from linli.register.actions.signing import note_signed
from linli.register.models import Handover, SharingAgreement
from linli.register.queries.agreements import (
    Standing,
    agreement_for,
    agreement_standing,
    outside_agreement,
    purpose_row,
)
from linli.register.queries.person_values import Value, values_for
from linli.register.queries.purposes import Use, purpose_for
from linli.register.rules.purposes import (
    NewAgreement,
    check_agreement,
    check_agreement_runs,
    check_other_signs,
    check_within_agreement,
)
from linli.staff.rules import Command, Permission


@dataclass(frozen=True)
class PersonRow:
    """What is handed over of one resident, by the names of the agreed fields."""

    resident_id: UUID
    values: Mapping[str, Value]


@transaction.atomic
def draft_agreement(new: NewAgreement, *, command: Command) -> SharingAgreement:
    """Draft an agreement; only fields that the purpose names can stand in it."""
    made = new_id()
    if not any(command.by.may(one, new.area_code) for one in (Permission.PURPOSES_KEEP, Permission.PEOPLE_QUERY)):
        raise NotAllowed
    if first := begin(command, "draft-agreement", answer=made):
        return SharingAgreement.objects.get(pk=first)
    purpose = purpose_row(new.purpose_code).purpose
    check_agreement(new, attributes=purpose.attributes, purpose_name=str(purpose.name))
    if SharingAgreement.objects.filter(code=new.code.strip()).exists():
        raise errors.AgreementCodeTaken(field="code", number=new.code)
    row = SharingAgreement.objects.create(
        pk=made, code=new.code.strip(), area_code=new.area_code, receiver=new.receiver.strip(),
        purpose_code=new.purpose_code, basis=new.basis.strip(), fields=list(new.fields), since=new.since, until=new.until,
        drafted_by=command.by.key[:40], drafted_by_name=command.by.name[:40], drafted_at=command.at,
    )  # fmt: skip
    _note(command, row, "agreement-drafted")
    return row


@transaction.atomic
def sign_agreement(agreement_id: UUID, *, command: Command) -> SharingAgreement:
    """Sign an agreement that somebody else drafted; its purpose must be open."""
    row = _to_keep(agreement_id, command)
    if begin(command, "sign-agreement", answer=agreement_id):
        return row
    if row.signed_at is not None or row.ended_at is not None:
        raise errors.AlreadySigned
    check_other_signs(drafted_by=row.drafted_by, signed_by=command.by.key)
    purpose_for(row.purpose_code, use=Use.SHARING)
    row.signed_by, row.signed_by_name, row.signed_at = command.by.key[:40], command.by.name[:40], command.at
    row.save(update_fields=["signed_by", "signed_by_name", "signed_at"])
    _note(command, row, "agreement-signed")
    return row


@transaction.atomic
def end_agreement(agreement_id: UUID, *, command: Command) -> SharingAgreement:
    """End an agreement before its day, or lay a draft aside: nothing is handed over under it any more."""
    row = _to_keep(agreement_id, command)
    if begin(command, "end-agreement", answer=agreement_id):
        return row
    if row.ended_at is not None:
        raise errors.AlreadySigned
    row.ended_at = command.at
    row.save(update_fields=["ended_at"])
    _note(command, row, "agreement-ended")
    return row


@transaction.atomic
def hand_over(agreement_id: UUID, *, command: Command, rows: Sequence[PersonRow]) -> Handover:
    """Record that people's agreed fields go to the receiver; each of them reads it in their own log (PIPL art. 23).

    Refused with a field, a day or a person outside the agreement. The caller sends the rows on only when this has returned.
    """
    agreement = _to_hand_over(agreement_id, command)
    made, fields = new_id(), _check(agreement, command, rows)
    if first := begin(command, "hand-over", answer=made):
        return _the_same(Handover.objects.get(pk=first), rows)
    handover = Handover.objects.create(
        pk=made, agreement=agreement, at=command.at, by=command.by.key[:40], by_name=command.by.name[:40],
        count=len(rows), fields=fields, digest=_digest(rows),
    )  # fmt: skip
    told = f"{agreement.code} {agreement.receiver}"
    people = [row.resident_id for row in rows]
    reading = Reading(people, fields, agreement.purpose_code, "share", agreement.area_code, told)
    keep_reading(reading, by=command.by, at=command.at)
    return handover


def hand_over_residents(
    agreement_id: UUID, resident_ids: Iterable[UUID], *, command: Command
) -> tuple[Handover, Sequence[PersonRow]]:
    """Put together the agreed fields of some residents and hand them over; give what goes into the file."""
    agreement = _to_hand_over(agreement_id, command)
    today, purpose_code = timezone.localdate(command.at), agreement.purpose_code
    found = values_for(resident_ids, agreement.fields, on=today, purpose_code=purpose_code)
    rows = tuple(PersonRow(pk, values) for pk, values in found.items())
    return hand_over(agreement_id, command=command, rows=rows), rows


def _check(agreement: SharingAgreement, command: Command, rows: Sequence[PersonRow]) -> list[str]:
    today = timezone.localdate(command.at)
    if agreement_standing(agreement, on=today) in (Standing.DRAFT, Standing.ENDED):
        raise errors.NotSigned
    check_agreement_runs(on=today, since=agreement.since, until=agreement.until)
    if not rows:
        raise errors.NobodyToHandOver
    purpose = purpose_for(agreement.purpose_code, use=Use.SHARING)
    fields = list(dict.fromkeys(name for row in rows for name in row.values))
    check_within_agreement(fields, agreed=[name for name in agreement.fields if name in purpose.attributes])
    outside = outside_agreement(agreement, purpose, [row.resident_id for row in rows], on=today)
    if outside:
        raise errors.PersonOutsideAgreement(count=len(outside))
    return fields


def _the_same(first: Handover, rows: Sequence[PersonRow]) -> Handover:
    """Let a repeat have what the first time handed over, and nothing that nobody is told of."""
    if first.digest != _digest(rows):
        raise CommandIdReused
    return first


def _to_keep(agreement_id: UUID, command: Command) -> SharingAgreement:
    row = agreement_for(command.by, agreement_id, lock=True)
    if not command.by.may(Permission.PURPOSES_KEEP, row.area_code):
        raise NotAllowed
    return row


def _to_hand_over(agreement_id: UUID, command: Command) -> SharingAgreement:
    row = agreement_for(command.by, agreement_id)
    if not command.by.may(Permission.PEOPLE_EXPORT, row.area_code):
        raise NotAllowed
    return row


def _digest(rows: Sequence[PersonRow]) -> str:
    """Give the digest of what was handed over: the rows themselves are not kept."""
    said = [[str(row.resident_id), {name: str(value) for name, value in row.values.items()}] for row in rows]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _note(command: Command, row: SharingAgreement, act: str) -> None:
    note_signed(
        command, act, kind="agreement", subject_id=row.pk, purpose=row.purpose_code, area_code=row.area_code
    )  # fmt: skip
