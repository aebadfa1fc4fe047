"""Dispatch: the command centre sends a case to the unit that answers for it."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from linli.cases import errors
from linli.cases.actions.clocks import due_of
from linli.cases.actions.recording import Command, begin, find_for_step, record
from linli.cases.catalogue.shapes import Stage
from linli.cases.models import Case, Task
from linli.cases.queries.kinds import kind_of
from linli.cases.queries.owners import owner_for
from linli.cases.rules import StepName
from linli.staff import queries as staff


@transaction.atomic
def dispatch_case(case_id: UUID, *, command: Command, unit_code: str = "", note: str = "") -> Case:
    """Send a filed case to a unit, the duty's owner unless another is named, and start the unit's clock."""
    if (first := begin(command, StepName.DISPATCH, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.DISPATCH, command)
    unit, rule = _unit_and_rule(case, unit_code)
    handling = due_of(kind_of(case), Stage.HANDLING, start=command.at, area_code=case.area_code)
    Task.objects.create(
        case=case, unit_code=unit, state="waiting", rule=rule[:200], assigned_at=command.at, due_at=handling
    )
    changes = {
        "unit_code": unit, "dispatched_at": command.at, "handling_due_at": handling, "due_at": handling,
        "close_due_at": _close_due(case, handling), "handled_by": "", "accepted_at": None, "responded_at": None,
    }  # fmt: skip
    record(case, StepName.DISPATCH, command, note=note.strip() or rule, **changes)
    return case


def _unit_and_rule(case: Case, unit_code: str) -> tuple[str, str]:
    kind = kind_of(case)
    owner = owner_for(kind, case.area_code) if kind else None
    if unit_code and not (owner and owner.unit_code == unit_code):
        return staff.unit_named(unit_code).code, ""
    if owner is None:
        raise errors.OwnerUnknown
    return owner.unit_code, owner.rule


def _close_due(case: Case, handling: dt.datetime | None) -> dt.datetime | None:
    """The case is due to close when the unit's limit and then the check's have run out; reopened cases keep no grace."""
    if handling is None:
        return None
    return due_of(kind_of(case), Stage.CHECKING, start=handling, area_code=case.area_code)
