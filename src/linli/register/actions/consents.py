"""The consent ledger: a yes, a no and a withdrawal, each a record; a withdrawal ends the programme's use at once."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.core.ids import new_id
from linli.register import errors
from linli.register.actions.programmes import end_enrolments_without_consent
from linli.register.actions.recording import Reading, begin, keep_reading
from linli.register.actions.signing import note_signed
from linli.register.models import Consent, Guardianship, Resident
from linli.register.queries.consents import (
    REPLACED,
    consent_in_force,
    guardianship_for,
    last_no,
    newest_notice,
    open_consent,
    purpose_asked,
)
from linli.register.queries.visible import area_of, resident_for, resident_of_account
from linli.register.rules.consents import PARENT, Channel, check_consenter, check_may_ask, needs_guardian
from linli.staff.rules import Command, Permission


@dataclass(frozen=True)
class Asked:
    """How somebody was asked: over which channel, whether the guardian answered, whether the person came by themself."""

    channel: Channel
    by_guardian: bool = False
    on_own_wish: bool = False


@dataclass(frozen=True)
class _Answering:
    """Whose consent it is, and as whose guardian it was given."""

    resident: Resident
    guardianship: Guardianship | None


@transaction.atomic
def give_consent(resident_id: UUID, purpose_code: str, *, command: Command, asked: Asked) -> Consent:
    """Record a yes to a purpose, with the notice as it stands today; an older yes is replaced."""
    made = new_id()
    if first := begin(command, "give-consent", answer=made):
        return Consent.objects.get(pk=first)
    who = _answering(resident_id, command, asked)
    purpose, on = purpose_asked(purpose_code), _day(command)
    if consent_in_force(resident_id, purpose, on=on):
        raise errors.ConsentExists
    _check_asking(resident_id, purpose_code, command, asked)
    older = open_consent(resident_id, purpose_code)
    if older is not None:
        _take_back(older, at=command.at, by=REPLACED)
    consent = _record(made, who, purpose_code, command, asked)
    if older is not None:
        older.enrolment_set.filter(until=None).update(consent=consent)
    _note(command, "consent-given", resident_id, purpose_code)
    return consent


@transaction.atomic
def refuse_consent(resident_id: UUID, purpose_code: str, *, command: Command, asked: Asked) -> Consent:
    """Record a no: nobody asks again for a while; a yes that still held is taken back with it."""
    made = new_id()
    if first := begin(command, "refuse-consent", answer=made):
        return Consent.objects.get(pk=first)
    who = _answering(resident_id, command, asked)
    purpose_asked(purpose_code)
    older = open_consent(resident_id, purpose_code)
    if older is not None:
        _withdraw(older, command)
    consent = _record(made, who, purpose_code, command, asked, refused=True)
    _note(command, "consent-refused", resident_id, purpose_code)
    return consent


@transaction.atomic
def withdraw_consent(consent_id: UUID, *, command: Command) -> Consent:
    """Take a yes back, at any time and without a reason: what rests on it ends at once (PIPL art. 15)."""
    consent = Consent.objects.select_for_update(of=("self",)).select_related("resident").filter(pk=consent_id).first()
    if consent is None:
        raise errors.ConsentNotFound
    if begin(command, "withdraw-consent", answer=consent_id):
        return consent
    if _own_person(consent.resident_id, command) is None:
        resident_for(command.by, consent.resident_id, Permission.PEOPLE_EDIT)
    if consent.withdrawn_at is None:
        _withdraw(consent, command)
    return consent


@transaction.atomic
def read_consents(resident_id: UUID, *, command: Command) -> Resident:
    """Look at what a resident agreed to and takes part in; the resident reads that it was done."""
    resident = resident_for(command.by, resident_id)
    reading = Reading([resident_id], ("consents", "enrolments"), "register", "page", area_of(resident_id))
    keep_reading(reading, by=command.by, at=command.at)
    return resident


def _withdraw(consent: Consent, command: Command) -> None:
    _take_back(consent, at=command.at, by=command.by.key)
    end_enrolments_without_consent(consent, command=command)
    _note(command, "consent-withdrawn", consent.resident_id, consent.purpose_code)


def _answering(resident_id: UUID, command: Command, asked: Asked) -> _Answering:
    """Find whose consent it is, locked, and the guardian who may give it; a child's own is refused."""
    own = _own_person(resident_id, command)
    if own is None:
        if asked.channel is Channel.SELF:
            raise errors.ChannelUnknown(field="channel", channel=asked.channel.value)
        resident_for(command.by, resident_id, Permission.PEOPLE_EDIT)
    elif asked.channel is not Channel.SELF:
        raise errors.ChannelUnknown(field="channel", channel=asked.channel.value)
    resident = Resident.objects.select_for_update().get(pk=resident_id)
    on = _day(command)
    guardian_id = own.pk if own is not None and asked.by_guardian else None
    guardianship = guardianship_for(resident_id, on=on, guardian_id=guardian_id) if asked.by_guardian else None
    basis = guardianship.basis if guardianship else ""
    check_consenter(resident.born_on, on=on, by_guardian=asked.by_guardian, guardianship=basis)
    return _Answering(resident, guardianship)


def _own_person(resident_id: UUID, command: Command) -> Resident | None:
    """Give the resident behind the account when the matter is their own or their ward's; None for everybody else."""
    account = command.by.account_id
    person = resident_of_account(account) if account else None
    if person is None or person.pk == resident_id:
        return person
    return person if _speaks_for(person, resident_id, on=_day(command)) else None


def _speaks_for(guardian: Resident, ward_id: UUID, *, on: dt.date) -> bool:
    """Say whether somebody is the guardian today: a parent only until the child is 14."""
    guardianship = guardianship_for(ward_id, on=on, guardian_id=guardian.pk)
    if guardianship is None:
        return False
    return guardianship.basis != PARENT or needs_guardian(guardianship.ward.born_on, on)


def _check_asking(resident_id: UUID, purpose_code: str, command: Command, asked: Asked) -> None:
    own_wish = asked.on_own_wish or asked.channel is Channel.SELF
    check_may_ask(last_no(resident_id, purpose_code), on=_day(command), on_own_wish=own_wish)


def _record(
    pk: UUID, who: _Answering, purpose_code: str, command: Command, asked: Asked, *, refused: bool = False
) -> Consent:
    notice = newest_notice(purpose_asked(purpose_code), on=_day(command))
    return Consent.objects.create(
        pk=pk, resident=who.resident, purpose_code=purpose_code, notice_code=notice.code, notice_version=notice.version,
        given_at=command.at, guardianship_id=who.guardianship.pk if who.guardianship else None, channel=asked.channel.value,
        taken_by=command.by.key[:40], withdrawn_at=command.at if refused else None,
        withdrawn_by=command.by.key[:40] if refused else "",
    )  # fmt: skip


def _take_back(consent: Consent, *, at: dt.datetime, by: str) -> None:
    consent.withdrawn_at, consent.withdrawn_by = at, by[:40]
    consent.save(update_fields=["withdrawn_at", "withdrawn_by"])


def _note(command: Command, act: str, resident_id: UUID, purpose_code: str) -> None:
    note_signed(
        command, act, kind="resident", subject_id=resident_id, purpose=purpose_code, area_code=area_of(resident_id)
    )


def _day(command: Command) -> dt.date:
    return timezone.localdate(command.at)
