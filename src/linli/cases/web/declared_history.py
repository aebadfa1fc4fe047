"""What a history says of the steps a workflow declares: their names, and the answers under the names of their fields.

Each line is read in the workflow the case ran in when it was written: a case that changed its lane keeps the words of before.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.cases.catalogue.workflows import FieldDeclaration, StepDeclaration, WorkflowDeclaration
from linli.cases.models import CaseRecord
from linli.cases.queries.kinds import workflow_declared
from linli.cases.rules import TO, Answer, Lane, StepName
from linli.cases.web.advance_forms import choice_name
from linli.core.errors import LinliError
from linli.core.moments import to_the_minute


@dataclass(frozen=True)
class DeclaredLine:
    """One line of a history that a workflow gives its words; the text of a step with an action of its own is told elsewhere."""

    title: str
    text: str | None


def declared_lines(records: list[CaseRecord]) -> dict[int, DeclaredLine]:
    """Word the lines of steps that a workflow names, by their place in the history."""
    lane, version = Lane.DISPATCH.value, ""
    found: dict[int, DeclaredLine] = {}
    for record in records:
        lane = str(record.changes.get("lane", lane))
        version = str(record.changes.get("workflow_version", version))
        workflow = _workflow(lane, version)
        step = workflow.step_named(record.name) if workflow else None
        if workflow and step and step.name:
            text = _said(record.changes, step, workflow) if step.effect is StepName.ADVANCE else None
            found[record.seq] = DeclaredLine(str(step.name), text)
    return found


def _workflow(lane: str, version: str) -> WorkflowDeclaration | None:
    try:
        return workflow_declared(lane, version)
    except LinliError:
        return None


def _said(changes: Mapping[str, object], step: StepDeclaration, workflow: WorkflowDeclaration) -> str:
    return "\n".join(
        _("%(name)s：%(answer)s") % {"name": name, "answer": answer}
        for name, answer in _answers(changes, step, workflow)
    )


def _answers(
    changes: Mapping[str, object], step: StepDeclaration, workflow: WorkflowDeclaration
) -> Iterator[tuple[str, str]]:
    answers = changes.get("answers")
    given = {TO: changes.get("phase", ""), **(answers if isinstance(answers, Mapping) else {})}
    for field in step.fields:
        value = given.get(field.code, "")
        if value not in {"", None}:
            yield str(field.name), answer_said(field, value, workflow)


def answer_said(field: FieldDeclaration, value: object, workflow: WorkflowDeclaration) -> str:
    """Say an answer for people: a choice by its name, a moment in the tenant's zone."""
    if field.takes is Answer.CHOICE:
        return choice_name(field, str(value), workflow)
    if field.takes is Answer.YES_NO:
        return _("是") if value else _("否")
    if field.takes is Answer.TIME:
        return to_the_minute(dt.datetime.fromisoformat(str(value)))
    return str(value)
