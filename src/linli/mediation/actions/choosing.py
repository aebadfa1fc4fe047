"""Who mediates: proposed by a party or the committee, answered by every party, stepping back where there is an interest."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction

from linli.core.secrets import unseal
from linli.mediation import errors, rules
from linli.mediation.actions.recording import begin, day_of, find_for_step, party_of, record
from linli.mediation.models import Choice, Mediation
from linli.mediation.models.sealed import pack
from linli.mediation.queries.register import mediator_with
from linli.mediation.rules import PartyKind, Phase, Relation, StepName, check_text
from linli.mediation.rules.choosing import choice_state, relation_found
from linli.staff.rules import Command

_BEFORE = {"standing": errors.MediatorProposed, "proposed": errors.MediatorProposed}


@transaction.atomic
def propose_mediator(
    mediation_id: UUID,
    *,
    command: Command,
    mediator_id: UUID,
    proposed_by: str = "committee",
    relation: tuple[Relation, str] = (Relation.NONE, ""),
    written_by: Collection[UUID] = (),
) -> Mediation:
    """Propose a mediator of the register with what is declared of interests; one with an interest needs all in writing."""
    if begin(command, StepName.PROPOSE, answer=mediation_id) is not None:
        return Mediation.objects.get(pk=mediation_id)
    mediation = find_for_step(mediation_id, StepName.PROPOSE, command)
    mediator = mediator_with(mediator_id)
    rules.check_in_term(mediator.facts, on=day_of(command))
    _check_not_before(mediation, mediator_id)
    parties = {party.pk: party for party in mediation.parties.all()}
    organisations = [unseal(one.name_sealed) for one in parties.values() if one.kind == PartyKind.ORGANISATION]
    found = relation_found(relation[0], employer=mediator.employer, organisations=organisations)
    rules.check_choice(found, parties=list(parties), written_by=written_by)
    choice = Choice.objects.create(
        mediation=mediation,
        mediator=mediator,
        proposed_by=proposed_by[:12],
        relation=found.value,
        relation_sealed=pack(text=relation[1].strip()),
        answers={str(key): {"answer": "yes", "how": "written"} for key in written_by if key in parties},
        at=command.at,
    )
    _settle(mediation, choice, command, name=StepName.PROPOSE)
    return mediation


@transaction.atomic
def answer_choice(mediation_id: UUID, *, command: Command, choice_id: UUID, answers: Mapping[UUID, bool]) -> Mediation:
    """Keep what parties say to a proposed mediator; one rejection is enough (arts. 19, 23)."""
    if begin(command, StepName.ANSWER, answer=mediation_id) is not None:
        return Mediation.objects.get(pk=mediation_id)
    mediation = find_for_step(mediation_id, StepName.ANSWER, command)
    choice = _choice(mediation, choice_id)
    for party_id, accepts in answers.items():
        party = party_of(mediation, party_id)
        choice.answers[str(party.pk)] = {"answer": "yes" if accepts else "no", "on": str(day_of(command))}
    _settle(mediation, choice, command, name=StepName.ANSWER)
    return mediation


@transaction.atomic
def step_back(mediation_id: UUID, *, command: Command, choice_id: UUID, reason: str) -> Mediation:
    """Let a mediator step back, by their own will or on request; without another one the parties choose anew."""
    if begin(command, StepName.STEP_BACK, answer=mediation_id) is not None:
        return Mediation.objects.get(pk=mediation_id)
    mediation = find_for_step(mediation_id, StepName.STEP_BACK, command)
    choice, said = _choice(mediation, choice_id), check_text(reason, field="reason")
    choice.state = "stepped-back"
    choice.save(update_fields=["state"])
    _follow(mediation, command, name=StepName.STEP_BACK, note=said)
    return mediation


def _choice(mediation: Mediation, choice_id: UUID) -> Choice:
    try:
        return mediation.choices.get(pk=choice_id, state__in=["proposed", "standing"])
    except (ObjectDoesNotExist, ValidationError):
        raise errors.MediatorUnknown(field="choice") from None


def _check_not_before(mediation: Mediation, mediator_id: UUID) -> None:
    before = mediation.choices.filter(mediator_id=mediator_id).first()
    if before is not None:
        raise _BEFORE.get(before.state, errors.MediatorRejected)


def _settle(mediation: Mediation, choice: Choice, command: Command, *, name: StepName) -> None:
    said = [str(one["answer"]) for one in choice.answers.values()]
    choice.state = choice_state(said, parties=mediation.parties.count())
    choice.save(update_fields=["answers", "state"])
    _follow(mediation, command, name=name)


def _follow(mediation: Mediation, command: Command, *, name: StepName, note: str = "") -> None:
    """Say where the mediation stands now that the mediators are these."""
    has_mediator = mediation.choices.filter(state="standing").exists()
    phase = Phase(mediation.phase)
    if has_mediator and phase is Phase.CONSENTED:
        phase = Phase.CHOSEN
    elif not has_mediator:
        phase = Phase.CONSENTED
    record(mediation, name, command, note=note, phase=phase, has_mediator=has_mediator)
