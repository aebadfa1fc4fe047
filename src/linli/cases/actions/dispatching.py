"""Dispatch: the command centre sends a case to the unit that answers for it."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from linli.cases import errors
from linli.cases.actions import changes
from linli.cases.actions.recording import Command, begin, find_for_step, record
from linli.cases.facts import CaseDispatched
from linli.cases.models import Case
from linli.cases.queries.kinds import kind_of
from linli.cases.queries.owners import owner_of
from linli.cases.rules import StepName
from linli.core.facts import announce
from linli.staff import queries as staff


@transaction.atomic
def dispatch_case(case_id: UUID, *, command: Command, unit_code: str = "", note: str = "") -> Case:
    """Send a filed case to a unit, the duty's owner unless another is named, and start the unit's clock."""
    if (first := begin(command, StepName.DISPATCH, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.DISPATCH, command)
    unit, rule = _unit_and_rule(case, unit_code, at=command.at)
    record(case, StepName.DISPATCH, command, note=note.strip() or rule, **changes.dispatched(case, unit, at=command.at))
    changes.order_for(case, rule=rule, at=command.at).save(force_insert=True)
    announce(CaseDispatched(case_id=str(case.pk), unit_code=case.unit_code))
    return case


def _unit_and_rule(case: Case, unit_code: str, *, at: dt.datetime) -> tuple[str, str]:
    kind = kind_of(case)
    owner = owner_of(case, kind, at=at) if kind else None
    if unit_code and not (owner and owner.unit_code == unit_code):
        return staff.unit_named(unit_code).code, ""
    if owner is None:
        raise errors.OwnerUnknown
    return owner.unit_code, owner.rule
