"""Judicial confirmation: the joint application within thirty days, and what the court decided (art. 33)."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from linli.mediation import errors
from linli.mediation.actions.recording import begin, check_day, find_for_step, record
from linli.mediation.models import CourtMatter, Mediation
from linli.mediation.rules import CourtDecision, StepName, check_text
from linli.staff.rules import Command


@transaction.atomic
def ask_court(mediation_id: UUID, *, command: Command, court: str, on: dt.date) -> Mediation:
    """Keep that the parties applied together for confirmation, within the window."""
    if begin(command, StepName.COURT, answer=mediation_id) is not None:
        return Mediation.objects.get(pk=mediation_id)
    mediation = find_for_step(mediation_id, StepName.COURT, command)
    day = check_day(on, mediation, command)
    if mediation.effective_on is not None and day < mediation.effective_on:
        raise errors.DayWrong(field="on")
    if mediation.court_until is not None and day > mediation.court_until:
        raise errors.WindowOver(last=mediation.court_until)
    CourtMatter.objects.update_or_create(
        mediation=mediation,
        defaults={
            "court": check_text(court, field="court")[:80],
            "asked_on": day,
            "decision": CourtDecision.WAITING.value,
        },
    )
    record(mediation, StepName.COURT, command, court_asked_on=day)
    return mediation


@transaction.atomic
def record_decision(
    mediation_id: UUID, *, command: Command, decision: CourtDecision, on: dt.date, number: str = ""
) -> Mediation:
    """Keep what the court decided: confirmed and enforceable, not confirmed, or withdrawn."""
    if begin(command, StepName.COURT, answer=mediation_id) is not None:
        return Mediation.objects.get(pk=mediation_id)
    mediation = find_for_step(mediation_id, StepName.COURT, command)
    matter = CourtMatter.objects.filter(mediation=mediation).first()
    if matter is None:
        raise errors.CourtNotAsked
    matter.decision, matter.number = decision.value, number.strip()[:60]
    matter.decided_on = check_day(on, mediation, command)
    matter.save(update_fields=["decision", "decided_on", "number"])
    record(mediation, StepName.COURT, command)
    return mediation
