"""Applications: taken down, registered under the committee's next number, or declined."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from linli.core.codes import is_credit_code, is_id_number, is_phone
from linli.core.ids import new_id
from linli.core.secrets import keyed_hash, seal
from linli.mediation import errors, rules
from linli.mediation.actions.casework import check_dispute, dispute_of, report_dispute, tell_case
from linli.mediation.actions.recording import begin, day_of, find_for_step, opening_record, record
from linli.mediation.models import Committee, CommitteeYear, Mediation, Party
from linli.mediation.models.sealed import pack
from linli.mediation.queries.register import committee_named
from linli.mediation.rules import OTHER_WAYS, ConsentHow, PartyKind, Phase, Side, StepName, check_text
from linli.mediation.rules.words import Source
from linli.staff.rules import Command, Permission

USUAL_DAYS = 30


@dataclass(frozen=True)
class PartyEntry:
    """A party as it is taken down."""

    side: Side
    name: str
    kind: PartyKind = PartyKind.PERSON
    phone: str = ""
    id_number: str = ""
    address: str = ""
    representative: str = ""


@dataclass(frozen=True)
class Application:
    """A dispute brought before a committee, by a party, by the committee itself, or by another body."""

    text: str
    committee: str
    parties: Sequence[PartyEntry] = ()
    kind_code: str = ""
    wish: str = ""
    area_code: str = ""
    address: str = ""
    source: Source = Source.PARTY
    referred_by: str = ""
    case_id: UUID | None = None
    is_public: bool = False
    from_mediation: UUID | None = None


@transaction.atomic
def apply_for_mediation(application: Application, *, command: Command, mediation_id: UUID | None = None) -> Mediation:
    """Take an application down: the dispute as a case of its own, or a case that is there already."""
    key = mediation_id or new_id()
    if (first := begin(command, StepName.APPLY, answer=key)) is not None:
        return Mediation.objects.get(pk=first)
    committee = committee_named(application.committee)
    text = check_text(application.text, field="text")
    _check_parties(application.parties)
    case = _case(application, committee, text, command)
    if not command.by.may(Permission.CASES_CONFIDENTIAL, case[2]) and application.from_mediation is None:
        raise errors.MediationStepNotAllowed
    if Mediation.objects.filter(case_id=case[0], is_running=True).exists():
        raise errors.AlreadyMediated
    mediation = _opened(application, committee, case, command, key)
    for place, entry in enumerate(application.parties, start=1):
        _store_party(mediation, entry, place=place, command=command, applied=_applies(application, entry))
    opening_record(mediation, command)
    tell_case(mediation, StepName.APPLY, command)
    return mediation


def _opened(
    application: Application, committee: Committee, case: tuple[UUID, str, str, str], command: Command, key: UUID
) -> Mediation:
    case_id, number, area_code, kind_code = case
    return Mediation.objects.create(
        id=key,
        case_id=case_id,
        case_number=number,
        committee=committee,
        unit_code=committee.unit_code,
        area_code=area_code,
        kind_code=kind_code,
        source=application.source.value,
        referred_by=application.referred_by.strip()[:80],
        content_sealed=pack(
            text=application.text.strip(), wish=application.wish.strip(), address=application.address.strip()
        ),
        is_public=application.is_public,
        applied_at=command.at,
        keeper_id=None if application.from_mediation else command.by.account_id,  # who took it down may go on with it
        from_mediation=application.from_mediation,
        version=1,
    )


def _case(application: Application, committee: Committee, text: str, command: Command) -> tuple[UUID, str, str, str]:
    if application.case_id is not None:
        case_id, number, area_code, kind_code, _text = dispute_of(application.case_id, command.by)
        return case_id, number, area_code, application.kind_code or kind_code
    check_dispute(application.kind_code)
    area = application.area_code or committee.area_code
    found = report_dispute(
        text, kind_code=application.kind_code, source=application.source, area_code=area,
        address=application.address, command=command,
    )  # fmt: skip
    return (*found, application.kind_code)


def _applies(application: Application, entry: PartyEntry) -> bool:
    """Whoever applies has said yes by it."""
    return application.source is Source.PARTY and entry.side is Side.APPLICANT


def _check_parties(parties: Sequence[PartyEntry]) -> None:
    sides = {entry.side for entry in parties if entry.name.strip()}
    if not {Side.APPLICANT, Side.RESPONDENT} <= sides:
        raise errors.PartiesTooFew(field="respondent_name")
    for entry in parties:
        _check_party(entry)


def _check_party(entry: PartyEntry) -> None:
    if not entry.name.strip():
        raise errors.TextNeeded(field=f"{entry.side.value}_name")
    if entry.phone and not is_phone(entry.phone):
        raise errors.PartyPhoneInvalid(field=f"{entry.side.value}_phone")
    known = is_id_number if entry.kind is PartyKind.PERSON else is_credit_code
    if entry.id_number and not known(entry.id_number.strip().upper()):
        raise errors.PartyIdInvalid(field=f"{entry.side.value}_id_number")


def _store_party(mediation: Mediation, entry: PartyEntry, *, place: int, command: Command, applied: bool) -> Party:
    phone = entry.phone.replace(" ", "")
    return Party.objects.create(
        mediation=mediation,
        place=place,
        side=entry.side.value,
        kind=entry.kind.value,
        name_sealed=seal(entry.name.strip()[:80]),
        phone_sealed=seal(phone),
        phone_hash=keyed_hash(phone),
        id_number_sealed=seal(entry.id_number.strip().upper()),
        details_sealed=pack(address=entry.address.strip(), representative=entry.representative.strip()),
        has_representative=bool(entry.representative.strip()),
        consent="yes" if applied else "",
        consent_how=ConsentHow.APPLICATION.value if applied else "",
        consent_on=day_of(command) if applied else None,
        notified_on=day_of(command) if applied else None,
    )


@transaction.atomic
def add_party(mediation_id: UUID, *, command: Command, entry: PartyEntry) -> Mediation:
    """Add a party before the talks begin: another who is part of the dispute, or a third one (第三人)."""
    if begin(command, StepName.ADD_PARTY, answer=mediation_id) is not None:
        return Mediation.objects.get(pk=mediation_id)
    mediation = find_for_step(mediation_id, StepName.ADD_PARTY, command)
    _check_party(entry)
    _store_party(mediation, entry, place=mediation.parties.count() + 1, command=command, applied=False)
    record(mediation, StepName.ADD_PARTY, command)
    return mediation


@transaction.atomic
def accept_mediation(mediation_id: UUID, *, command: Command, days: int = USUAL_DAYS) -> Mediation:
    """Accept and register: the committee's next number of the year, and its keeper; about a month to settle it."""
    if begin(command, StepName.ACCEPT, answer=mediation_id) is not None:
        return Mediation.objects.get(pk=mediation_id)
    mediation = find_for_step(mediation_id, StepName.ACCEPT, command)
    year, number = _next_number(mediation.committee_id, command)
    record(
        mediation,
        StepName.ACCEPT,
        command,
        year=year,
        number=number,
        accepted_at=command.at,
        due_on=day_of(command) + dt.timedelta(days=days),
        keeper_id=command.by.account_id,
        keeper_name=command.by.name[:40],
        **_when_all_agreed(mediation, command),
    )
    return mediation


@transaction.atomic
def decline_mediation(mediation_id: UUID, *, command: Command, reason: str) -> Mediation:
    """Decline what cannot be mediated, with the reason and the other ways."""
    if begin(command, StepName.DECLINE, answer=mediation_id) is not None:
        return Mediation.objects.get(pk=mediation_id)
    mediation = find_for_step(mediation_id, StepName.DECLINE, command)
    said = check_text(reason, field="reason")
    record(
        mediation,
        StepName.DECLINE,
        command,
        note=said,
        ways_told=list(OTHER_WAYS),
        keeper_id=command.by.account_id,
        keeper_name=command.by.name[:40],
    )
    return mediation


def _when_all_agreed(mediation: Mediation, command: Command) -> dict[str, Any]:  # Any: changed columns
    """Where every party has applied together, all have agreed already."""
    phase = rules.consent_phase(mediation.parties.values_list("consent", flat=True))
    return {"phase": phase, "consented_at": command.at} if phase is Phase.CONSENTED else {}


def _next_number(committee_code: str, command: Command) -> tuple[int, int]:
    """Take the next number; a change that fails gives it back, so that none is left out."""
    year = day_of(command).year
    CommitteeYear.objects.get_or_create(committee_id=committee_code, year=year)
    series = CommitteeYear.objects.select_for_update().get(committee_id=committee_code, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return year, series.last
