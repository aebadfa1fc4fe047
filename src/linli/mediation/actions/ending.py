"""Ends without agreement: withdrawn, failed with the other ways told, or referred with everybody's consent."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from linli.core.secrets import unseal
from linli.mediation import errors
from linli.mediation.actions.applying import Application, PartyEntry, apply_for_mediation
from linli.mediation.actions.recording import begin, day_of, find_for_step, record
from linli.mediation.models import Mediation, Party, Referral
from linli.mediation.models.sealed import pack, unpack
from linli.mediation.queries.register import committee_named
from linli.mediation.rules import OTHER_WAYS, PartyKind, ReferralKind, Side, StepName, check_text
from linli.mediation.rules.words import Source
from linli.staff.rules import Command


@dataclass(frozen=True)
class ReferralEntry:
    """Where a dispute is taken on: a kind of mediation, the body, and for people's mediation its committee."""

    kind: ReferralKind
    body: str = ""
    committee: str = ""
    reason: str = ""


@transaction.atomic
def withdraw_mediation(mediation_id: UUID, *, command: Command, reason: str) -> Mediation:
    """End it because a party wants to stop, at any time (art. 23); the other ways are told."""
    return _end(mediation_id, StepName.WITHDRAW, command, reason)


@transaction.atomic
def fail_mediation(mediation_id: UUID, *, command: Command, reason: str) -> Mediation:
    """End it because no agreement comes about; the parties are told of arbitration, administrative and court ways (art. 26)."""
    return _end(mediation_id, StepName.FAIL, command, reason)


@transaction.atomic
def refer_mediation(
    mediation_id: UUID, *, command: Command, entry: ReferralEntry, agreed_by: Collection[UUID]
) -> Mediation:
    """Hand the dispute on to another way of mediation, or to a committee above, with every party's consent (四调对接)."""
    if begin(command, StepName.REFER, answer=mediation_id) is not None:
        return Mediation.objects.get(pk=mediation_id)
    mediation = find_for_step(mediation_id, StepName.REFER, command)
    parties = list(mediation.parties.order_by("place"))
    if not {party.pk for party in parties} <= set(agreed_by):
        raise errors.ConsentMissing
    above = committee_named(entry.committee) if entry.kind is ReferralKind.PEOPLE else None
    Referral.objects.create(
        mediation=mediation,
        kind=entry.kind.value,
        body=above.name if above else check_text(entry.body, field="body")[:80],
        committee_code=above.code if above else "",
        consents={str(party.pk): str(day_of(command)) for party in parties},
        reason_sealed=pack(text=check_text(entry.reason, field="reason")),
        at=command.at,
    )
    record(mediation, StepName.REFER, command, **_kept_by(mediation, command))
    if above is not None:
        _begin_above(mediation, above.code, command)
    return mediation


def _end(mediation_id: UUID, name: StepName, command: Command, reason: str) -> Mediation:
    if begin(command, name, answer=mediation_id) is not None:
        return Mediation.objects.get(pk=mediation_id)
    mediation = find_for_step(mediation_id, name, command)
    said = check_text(reason, field="reason")
    record(mediation, name, command, note=said, ways_told=list(OTHER_WAYS), **_kept_by(mediation, command))
    return mediation


def _kept_by(mediation: Mediation, command: Command) -> dict[str, Any]:  # Any: changed columns
    """Name a keeper of what ends before it was registered."""
    if mediation.keeper_name:
        return {}
    return {"keeper_id": command.by.account_id, "keeper_name": command.by.name[:40]}


def _begin_above(mediation: Mediation, committee: str, command: Command) -> None:
    """Open the dispute before the committee above, which asks the parties for their consent anew."""
    content = unpack(mediation.content_sealed)
    application = Application(
        text=content["text"],
        wish=content.get("wish", ""),
        committee=committee,
        parties=[_entry(party) for party in mediation.parties.order_by("place")],
        kind_code=mediation.kind_code,
        source=Source.BELOW,
        referred_by=str(mediation.committee),
        case_id=mediation.case_id,
        from_mediation=mediation.pk,
    )
    own = Command(uuid5(command.id, "mediation above"), command.by, command.at)
    apply_for_mediation(application, command=own)


def _entry(party: Party) -> PartyEntry:
    details = unpack(party.details_sealed)
    return PartyEntry(
        side=Side(party.side),
        kind=PartyKind(party.kind),
        name=unseal(party.name_sealed),
        phone=unseal(party.phone_sealed),
        id_number=unseal(party.id_number_sealed),
        address=details.get("address", ""),
        representative=details.get("representative", ""),
    )
