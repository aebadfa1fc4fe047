"""Delegate: hand one's unit's task to a colleague, who has it from then on."""

from uuid import UUID

from django.db import transaction

from linli.cases import errors
from linli.cases.actions.handlers import active_unit, person_for
from linli.cases.actions.recording import begin, find_for_step, record
from linli.cases.facts import TaskDelegated
from linli.cases.models import Case, Task
from linli.cases.rules import State, StepName
from linli.core.facts import announce
from linli.staff.rules import Actor, Command


@transaction.atomic
def delegate_task(case_id: UUID, *, command: Command, handler_id: UUID, note: str = "") -> Case:
    """Hand the unit's open task to a colleague of the same unit; to who stands in, when the colleague is away."""
    if (first := begin(command, StepName.DELEGATE, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.DELEGATE, command)
    task = _task(case, command.by)
    person_id, name = person_for(active_unit(task.unit_code), handler_id, at=command.at)
    if task.handler_id == person_id:
        raise errors.DelegatedToOneself(field="handler")
    is_worked_on = task.is_lead and case.state == State.HANDLING
    said = "：".join(part for part in (name, note.strip()) if part)
    record(case, StepName.DELEGATE, command, note=said, **({"handled_by": str(person_id)} if is_worked_on else {}))
    Task.objects.filter(pk=task.pk).update(handler_id=person_id)
    announce(TaskDelegated(str(case.pk), task.unit_code, str(person_id)))
    return case


def _task(case: Case, by: Actor) -> Task:
    """Find the open task of one of the person's units, the leading one first."""
    task = case.tasks.filter(unit_code__in=by.unit_codes, ended_at=None).order_by("-is_lead", "assigned_at").first()
    if task is None:
        raise errors.TaskMissing
    return task
