"""Check back, close, open again, void: an independent person looks before a case ends."""

from uuid import UUID

from django.db import transaction

from linli.cases import errors, rules
from linli.cases.actions import changes
from linli.cases.actions.handing_off import end_hand_off
from linli.cases.actions.recording import begin, find_for_step, find_reported, record
from linli.cases.facts import CaseClosed, CaseReopened
from linli.cases.models import Case, Task
from linli.cases.rules import StepName
from linli.core.facts import announce
from linli.staff.rules import Command

OUTCOMES = ("solved", "explained", "not-fixable")


@transaction.atomic
def pass_check(case_id: UUID, *, command: Command, note: str = "") -> Case:
    """Find on the spot that what the unit answered is true."""
    if (first := begin(command, StepName.PASS_CHECK, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.PASS_CHECK, command)
    record(case, StepName.PASS_CHECK, command, note=note.strip(), checked_at=command.at)
    return case


@transaction.atomic
def fail_check(case_id: UUID, *, command: Command, reason: str) -> Case:
    """Find that it is not done: the order goes back to the unit as rework, its clock running on."""
    if (first := begin(command, StepName.FAIL_CHECK, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.FAIL_CHECK, command)
    said = rules.check_reason(reason)
    record(case, StepName.FAIL_CHECK, command, note=said, **changes.failed(case))
    changes.order_again(case, reason=said, at=command.at).save(force_insert=True)
    return case


@transaction.atomic
def close_case(case_id: UUID, *, command: Command, outcome: str = "solved", note: str = "") -> Case:
    """Decide that the case is done."""
    if (first := begin(command, StepName.CLOSE, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.CLOSE, command)
    if outcome not in OUTCOMES:
        raise errors.OutcomeUnknown(field="outcome", outcome=outcome[:40])
    if outcome == "not-fixable":
        rules.check_reason(note, field="note")
    ended = changes.closed(outcome=outcome, by=command.by.key[:40], at=command.at)
    record(case, StepName.CLOSE, command, note=note.strip(), **ended)
    announce(CaseClosed(case_id=str(case.pk), kind_code=case.kind_code))
    return case


@transaction.atomic
def reopen_case(case_id: UUID, *, command: Command, reason: str, tracked: bool = False) -> Case:
    """Open a closed case again: by the resident who reported it (who holds the tracking code) or by supervision."""
    if (first := begin(command, StepName.REOPEN, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_reported(case_id, StepName.REOPEN) if tracked else find_for_step(case_id, StepName.REOPEN, command)
    rules.check_reopen(case.closed_at or command.at, command.at)
    said, closed_by = rules.check_reason(reason), case.closed_by
    record(case, StepName.REOPEN, command, note=said, **changes.reopened(case))
    announce(CaseReopened(case_id=str(case.pk), kind_code=case.kind_code, closed_by=closed_by))
    return case


@transaction.atomic
def void_case(case_id: UUID, *, command: Command, reason: str) -> Case:
    """Cancel a case that was filed by mistake, with the reason."""
    if (first := begin(command, StepName.VOID, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.VOID, command)
    said = rules.check_reason(reason)
    Task.objects.filter(case=case, ended_at=None).update(state="ended", ended_at=command.at)
    end_hand_off(case, at=command.at)
    record(case, StepName.VOID, command, note=said, **changes.voided(reason=said, at=command.at))
    announce(CaseClosed(case_id=str(case.pk), kind_code=case.kind_code))
    return case
