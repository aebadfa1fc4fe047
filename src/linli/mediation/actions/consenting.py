"""What the parties say to mediation, and who they are (People's Mediation Law arts. 3, 17, 23)."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from linli.core.codes import is_credit_code, is_id_number
from linli.core.secrets import seal
from linli.mediation import errors, rules
from linli.mediation.actions.recording import begin, check_day, day_of, find_for_step, party_of, record
from linli.mediation.models import Mediation
from linli.mediation.rules import OTHER_WAYS, ConsentHow, Phase, StepName
from linli.staff.rules import Command


@transaction.atomic
def record_consent(
    mediation_id: UUID,
    *,
    command: Command,
    party_id: UUID,
    agrees: bool,
    how: ConsentHow = ConsentHow.IN_PERSON,
    on: dt.date | None = None,
) -> Mediation:
    """Keep who agreed or refused, when and how, after being told of rights and duties; one refusal ends it (art. 17)."""
    if begin(command, StepName.CONSENT, answer=mediation_id) is not None:
        return Mediation.objects.get(pk=mediation_id)
    mediation = find_for_step(mediation_id, StepName.CONSENT, command)
    party = party_of(mediation, party_id)
    if party.consent:
        raise errors.ConsentGiven
    day = check_day(on or day_of(command), mediation, command)
    party.consent, party.consent_how, party.consent_on, party.notified_on = (
        ("yes" if agrees else "no"),
        how.value,
        day,
        day,
    )
    party.save(update_fields=["consent", "consent_how", "consent_on", "notified_on"])
    phase = rules.consent_phase(mediation.parties.values_list("consent", flat=True))
    record(mediation, StepName.CONSENT, command, **_changes(phase, command))
    return mediation


@transaction.atomic
def identify_party(mediation_id: UUID, *, command: Command, party_id: UUID, id_number: str = "") -> Mediation:
    """Keep that a party's identity paper was seen; the number, where it was given, lies sealed."""
    if begin(command, StepName.IDENTIFY, answer=mediation_id) is not None:
        return Mediation.objects.get(pk=mediation_id)
    mediation = find_for_step(mediation_id, StepName.IDENTIFY, command)
    party, number = party_of(mediation, party_id), id_number.strip().upper()
    if number and not (is_id_number(number) if party.kind == "person" else is_credit_code(number)):
        raise errors.PartyIdInvalid(field="id_number")
    if number:
        party.id_number_sealed = seal(number)
    party.identity_seen = True
    party.save(update_fields=["id_number_sealed", "identity_seen"])
    record(mediation, StepName.IDENTIFY, command)
    return mediation


def _changes(phase: Phase, command: Command) -> dict[str, Any]:  # Any: changed columns
    if phase is Phase.REFUSED:
        return {"phase": phase, "ways_told": list(OTHER_WAYS)}
    return {"phase": phase, "consented_at": command.at} if phase is Phase.CONSENTED else {}
