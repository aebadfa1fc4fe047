"""Workflows as programs see them: their phases, their steps and what each declared step asks; and taking one."""

from uuid import UUID

from ninja import Schema
from pydantic import Field

from linli.cases import actions
from linli.cases.catalogue.workflows import FieldDeclaration, StepDeclaration, WorkflowDeclaration
from linli.cases.models import Case
from linli.cases.queries.kinds import catalogue
from linli.core.sent import Sent
from linli.staff.rules import Command


class AdvanceIn(Sent):
    """What a declared step needs: its answers by the codes of its fields."""

    id: UUID | None = Field(None, description="Id of this command, made by the sender. A repeat gets the first answer.")
    answers: dict[str, str | int | float | bool | None] = Field(default_factory=dict)


class ChoiceOut(Schema):
    """A value that may be chosen."""

    code: str
    name: str


class FieldOut(Schema):
    """A field that a step asks for."""

    code: str
    name: str
    takes: str
    required: bool
    hint: str
    choices: list[ChoiceOut]


class PhaseOut(Schema):
    """A phase of a workflow, and the stage all workflows share at which it stands."""

    code: str
    name: str
    stage: str
    limit: str
    clock: str


class StepOut(Schema):
    """A step of a workflow: what it does, where it starts and leads, who may take it, what it asks."""

    code: str
    name: str
    does: str
    starts: list[str]
    to: list[str]
    may: list[str]
    by: str
    fields: list[FieldOut]


class WorkflowOut(Schema):
    """A workflow in force."""

    code: str
    version: str
    name: str
    about: str
    phases: list[PhaseOut]
    steps: list[StepOut]


def advance(case_id: UUID, step: str, body: AdvanceIn, command: Command) -> Case:
    """Take a declared step."""
    return actions.advance_case(case_id, step=step, command=command, answers=body.answers)


def workflows_out() -> list[dict[str, object]]:
    """List the workflows in force."""
    return [_workflow(one) for one in catalogue().workflows.values()]


def _workflow(workflow: WorkflowDeclaration) -> dict[str, object]:
    return {
        "code": workflow.code, "version": workflow.version, "name": str(workflow.name), "about": str(workflow.about),
        "phases": [
            {"code": one.code, "name": str(one.name), "stage": one.stage.value, "limit": one.limit, "clock": one.clock}
            for one in workflow.phase
        ],
        "steps": [_step(step, workflow) for step in workflow.step],
    }  # fmt: skip


def _step(step: StepDeclaration, workflow: WorkflowDeclaration) -> dict[str, object]:
    starts = step.starts(workflow.phase)
    return {
        "code": step.code, "name": str(step.name or ""), "does": step.effect.value,
        "starts": [phase.code for phase in workflow.phase if phase.code in starts], "to": list(step.to),
        "may": [permission.value for permission in step.may], "by": step.by.value,
        "fields": [_field(field) for field in step.fields],
    }  # fmt: skip


def _field(field: FieldDeclaration) -> dict[str, object]:
    return {
        "code": field.code, "name": str(field.name), "takes": field.takes.value, "required": field.required,
        "hint": str(field.hint or ""), "choices": [{"code": one.code, "name": str(one.name)} for one in field.choices],
    }  # fmt: skip
