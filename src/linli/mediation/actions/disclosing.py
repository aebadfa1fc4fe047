"""Reading a party's clear name, phone and ID number for a stated purpose; the reading is kept (safeguards, rule 3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from linli.core.secrets import unseal
from linli.mediation.actions.recording import party_of
from linli.mediation.models import Disclosure, Mediation
from linli.mediation.models.sealed import unpack
from linli.mediation.queries.visible import mediation_read_by
from linli.mediation.rules import check_text
from linli.staff.rules import Command


@dataclass(frozen=True)
class PartyContact:
    """A party's clear values."""

    party_id: UUID
    name: str
    phone: str
    id_number: str
    address: str
    representative: str


@transaction.atomic
def disclose_party(mediation_id: UUID, *, command: Command, party_id: UUID | str, purpose: str) -> PartyContact:
    """Show a party's clear values to a reader of the mediation who says what for."""
    mediation = mediation_read_by(command.by, mediation_id)
    party, said = party_of(mediation, party_id), check_text(purpose, field="purpose")
    keep_reading(mediation, [party.pk], command=command, purpose=said)
    details = unpack(party.details_sealed)
    return PartyContact(
        party_id=party.pk,
        name=unseal(party.name_sealed),
        phone=unseal(party.phone_sealed),
        id_number=unseal(party.id_number_sealed),
        address=details.get("address", ""),
        representative=details.get("representative", ""),
    )


@transaction.atomic
def disclose_dossier(mediation_id: UUID, *, command: Command, paper: str) -> Mediation:
    """Open the dossier's papers, which name every party in full; the reading is kept for each of them."""
    mediation = mediation_read_by(command.by, mediation_id)
    keep_reading(
        mediation, mediation.parties.values_list("pk", flat=True), command=command, purpose=f"dossier: {paper}"
    )
    return mediation


def keep_reading(mediation: Mediation, parties: Iterable[UUID], *, command: Command, purpose: str) -> None:
    """Write into the disclosure log who read which party's values, when and what for."""
    Disclosure.objects.bulk_create(
        Disclosure(
            mediation=mediation,
            party_id=party_id,
            purpose=purpose[:200],
            by=command.by.key[:40],
            by_name=command.by.name[:40],
            at=command.at,
        )
        for party_id in parties
    )
