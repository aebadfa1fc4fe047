"""The agreement, the acts promised in it, and whether they were kept (People's Mediation Law arts. 28–31)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction

from linli.cases.queries.kinds import catalogue
from linli.mediation import errors, rules
from linli.mediation.actions.recording import begin, check_day, day_of, find_for_step, party_of, record
from linli.mediation.models import Agreement, Mediation, PromisedAct, VisitBack
from linli.mediation.models.sealed import pack
from linli.mediation.rules import AgreementText, CheckResult, Form, Phase, Signature, StepName, check_text
from linli.staff.rules import Command


@dataclass(frozen=True)
class ActEntry:
    """One thing a party promises to do by a day."""

    party_id: UUID
    text: str
    due_on: dt.date


@dataclass(frozen=True)
class AgreementEntry:
    """An agreement as it was reached: its parts, its form, who signed when."""

    text: AgreementText
    reached_on: dt.date
    form: Form = Form.WRITTEN
    signatures: Mapping[UUID, Signature] = field(default_factory=dict)
    mediator_on: dt.date | None = None
    sealed_on: dt.date | None = None
    acts: Sequence[ActEntry] = ()


@transaction.atomic
def reach_agreement(mediation_id: UUID, *, command: Command, entry: AgreementEntry) -> Mediation:
    """Keep an agreement; from the day it binds the thirty days for a joint application to the court run (art. 33)."""
    if begin(command, StepName.AGREE, answer=mediation_id) is not None:
        return Mediation.objects.get(pk=mediation_id)
    mediation = find_for_step(mediation_id, StepName.AGREE, command)
    text = rules.check_agreement(entry.text)
    effective = rules.effective_on(
        entry.form,
        reached_on=entry.reached_on,
        parties=list(mediation.parties.values_list("pk", flat=True)),
        signatures=entry.signatures,
        mediator_on=entry.mediator_on,
        sealed_on=entry.sealed_on,
    )
    for day in (entry.reached_on, effective):
        check_day(day, mediation, command)
    _store(mediation, entry, text, effective)
    window = rules.court_window(effective, is_working_day=catalogue().calendar.is_working_day)
    record(
        mediation,
        StepName.AGREE,
        command,
        agreed_at=command.at,
        effective_on=effective,
        court_until=window.last_day,
        next_act_on=next_act_on(mediation),
    )
    return mediation


def _store(mediation: Mediation, entry: AgreementEntry, text: AgreementText, effective: dt.date) -> None:
    Agreement.objects.create(
        mediation=mediation,
        form=entry.form.value,
        reached_on=entry.reached_on,
        effective_on=effective,
        content_sealed=pack(**asdict(text)),
        signatures={str(key): {"how": one.how, "on": str(one.on)} for key, one in entry.signatures.items()},
        mediator_on=entry.mediator_on,
        sealed_on=entry.sealed_on,
    )
    for place, act in enumerate(entry.acts, start=1):
        if act.due_on < entry.reached_on:
            raise errors.DayPast(field="acts")
        PromisedAct.objects.create(
            mediation=mediation,
            place=place,
            party=party_of(mediation, act.party_id),
            due_on=act.due_on,
            content_sealed=pack(text=check_text(act.text, field="acts")),
        )


@transaction.atomic
def check_act(
    mediation_id: UUID,
    *,
    command: Command,
    act_id: UUID,
    result: CheckResult,
    found: str = "",
    on: dt.date | None = None,
) -> Mediation:
    """Check back on a promised act and keep what was found (art. 31)."""
    if begin(command, StepName.CHECK_ACT, answer=mediation_id) is not None:
        return Mediation.objects.get(pk=mediation_id)
    mediation = find_for_step(mediation_id, StepName.CHECK_ACT, command)
    act = _act(mediation, act_id)
    if result is not CheckResult.DONE:
        found = check_text(found, field="found")
    act.result, act.checked_on = result.value, check_day(on or day_of(command), mediation, command)
    act.found_sealed = pack(found=found.strip())
    act.save(update_fields=["result", "checked_on", "found_sealed"])
    record(mediation, StepName.CHECK_ACT, command, next_act_on=next_act_on(mediation))
    return mediation


def _act(mediation: Mediation, act_id: UUID) -> PromisedAct:
    try:
        return mediation.acts.get(pk=act_id)
    except (ObjectDoesNotExist, ValidationError):
        raise errors.ActUnknown(field="act") from None


@transaction.atomic
def visit_back(
    mediation_id: UUID,
    *,
    command: Command,
    is_performed: bool,
    satisfied: int,
    went_to_court: bool = False,
    trouble: str = "",
) -> Mediation:
    """Keep what the parties say afterwards: performed, satisfied in five levels, a suit since, anything smouldering."""
    if begin(command, StepName.VISIT_BACK, answer=mediation_id) is not None:
        return Mediation.objects.get(pk=mediation_id)
    mediation = find_for_step(mediation_id, StepName.VISIT_BACK, command)
    if satisfied not in range(1, 6):
        raise errors.TextNeeded(field="satisfied")
    VisitBack.objects.create(
        mediation=mediation,
        on=day_of(command),
        is_performed=is_performed,
        satisfied=satisfied,
        went_to_court=went_to_court,
        content_sealed=pack(trouble=trouble.strip()),
    )
    record(mediation, StepName.VISIT_BACK, command)
    return mediation


def next_act_on(mediation: Mediation) -> dt.date | None:
    """Find the day of the next promised act that is not done."""
    left = mediation.acts.exclude(result=CheckResult.DONE.value).order_by("due_on")
    return left.values_list("due_on", flat=True).first()


def open_acts(mediation: Mediation) -> int:
    """Count the promised acts that are not done."""
    if Phase(mediation.phase) not in rules.AGREED_PHASES:
        return 0
    return mediation.acts.exclude(result=CheckResult.DONE.value).count()
