"""Check back, close, open again, void: an independent person looks before a case ends."""

from uuid import UUID

from django.db import transaction

from linli.cases import errors, rules
from linli.cases.actions.clocks import due_of
from linli.cases.actions.recording import Command, begin, find_for_step, record
from linli.cases.catalogue.shapes import Stage
from linli.cases.facts import CaseClosed
from linli.cases.models import Case, Task
from linli.cases.queries.kinds import kind_of
from linli.cases.rules import StepName
from linli.core.facts import announce
from linli.staff.rules import Permission


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
    changes = {"reworks": case.reworks + 1, "responded_at": None, "due_at": case.handling_due_at}
    record(case, StepName.FAIL_CHECK, command, note=said, **changes)
    Task.objects.create(
        case=case, unit_code=case.unit_code, state="accepted", assigned_at=command.at, accepted_at=command.at,
        due_at=case.handling_due_at, note=said,
    )  # fmt: skip
    return case


@transaction.atomic
def close_case(case_id: UUID, *, command: Command, outcome: str = "solved", note: str = "") -> Case:
    """Decide that the case is done."""
    if (first := begin(command, StepName.CLOSE, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.CLOSE, command)
    if outcome not in OUTCOMES:
        raise errors.ReasonMissing(field="outcome")
    if outcome == "not-fixable":
        rules.check_reason(note, field="note")
    record(case, StepName.CLOSE, command, note=note.strip(), closed_at=command.at, outcome=outcome, due_at=None)
    announce(CaseClosed(case_id=str(case.pk), kind_code=case.kind_code))
    return case


OUTCOMES = ("solved", "explained", "not-fixable")


@transaction.atomic
def reopen_case(case_id: UUID, *, command: Command, reason: str, tracked: bool = False) -> Case:
    """Open a closed case again: by the resident who reported it (who holds the tracking code) or by supervision."""
    if (first := begin(command, StepName.REOPEN, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = Case.objects.select_for_update().filter(pk=case_id).first()
    if case is None or not (tracked or command.by.may(Permission.CASES_FILE, case.area_code) or command.by.is_system):
        raise errors.CaseNotFound
    if case.state not in rules.STEPS[StepName.REOPEN].starts or case.closed_at is None:
        raise errors.WrongState
    rules.check_reopen(case.closed_at, command.at)
    said = rules.check_reason(reason)
    due = due_of(kind_of(case), Stage.DISPATCH, start=command.at, area_code=case.area_code)
    changes = {
        "reopens": case.reopens + 1, "closed_at": None, "outcome": "", "unit_code": "", "due_at": due, "score": None,
        "proposed_unit": case.unit_code or case.proposed_unit, "responded_at": None, "checked_at": None,
    }  # fmt: skip
    record(case, StepName.REOPEN, command, note=said, **changes)
    return case


@transaction.atomic
def void_case(case_id: UUID, *, command: Command, reason: str) -> Case:
    """Cancel a case that was filed by mistake, with the reason."""
    if (first := begin(command, StepName.VOID, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.VOID, command)
    said = rules.check_reason(reason)
    Task.objects.filter(case=case, ended_at=None).update(state="ended", ended_at=command.at)
    record(case, StepName.VOID, command, note=said, result=said, outcome="voided", closed_at=command.at, due_at=None)
    return case
