"""Advance: take a step that a workflow declares and that needs no code: ask, keep the answers, go on to the next phase."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from linli.cases import errors, rules
from linli.cases.actions.recording import begin, find_for_step, record
from linli.cases.models import Case
from linli.cases.queries.kinds import step_of
from linli.cases.rules import NOTE, TO, Step, StepName
from linli.staff.rules import Command


@transaction.atomic
def advance_case(case_id: UUID, *, step: str, command: Command, answers: Mapping[str, object]) -> Case:
    """Take a declared step: keep what it asks for, and go to the phase it leads to, or to the one chosen in the field "to"."""
    if (first := begin(command, f"{StepName.ADVANCE}.{step[:20]}", answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, step, command)
    declared = step_of(case, step)
    if declared.does is not StepName.ADVANCE:
        raise errors.StepHasOwnForm
    said = rules.check_answers(declared.asks, answers)
    phase, note = str(said.pop(TO, "")), str(said.pop(NOTE, ""))
    changes: dict[str, object] = {"phase": phase} if phase else {}
    if kept := _kept(case, declared, said):
        changes["answers"] = kept
    record(case, step, command, note=note, **changes)
    return case


def _kept(case: Case, step: Step, said: dict[str, object]) -> dict[str, object]:
    """What was said, and nothing where an earlier answer was not given again."""
    asked = {one.name for one in step.asks}
    return dict.fromkeys(sorted(asked & case.answers.keys()), "") | said
