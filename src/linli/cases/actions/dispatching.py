"""Dispatch: the command centre sends a case to the unit that answers for it, to a person there, and to who works beside it."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import transaction

from linli.cases import errors
from linli.cases.actions import changes
from linli.cases.actions.handlers import active_unit, person_for
from linli.cases.actions.joining import Call, join_case
from linli.cases.actions.recording import begin, find_for_step, record
from linli.cases.facts import CaseDispatched
from linli.cases.models import Case
from linli.cases.queries.kinds import kind_of
from linli.cases.queries.owners import owner_of
from linli.cases.queries.returned import units_that_returned
from linli.cases.rules import StepName
from linli.core.facts import announce
from linli.core.statements import insert_row
from linli.places.queries import find_component
from linli.staff.queries import UnitRow
from linli.staff.rules import Command


@dataclass(frozen=True)
class SentTo:
    """To whom a case goes beside its unit: a person there, units called in, and the component it is about."""

    handler_id: UUID | None = None
    co_units: tuple[str, ...] = ()
    asks: str = ""
    component_code: str = ""


UNIT_ALONE = SentTo()


@transaction.atomic
def dispatch_case(
    case_id: UUID, *, command: Command, unit_code: str = "", note: str = "", to: SentTo = UNIT_ALONE
) -> Case:
    """Send a filed case to a unit, the one that answers for it unless another is named, and start the unit's clock.

    Units to work beside it are called in with the same click, as their own line of the history.
    """
    if (first := begin(command, StepName.DISPATCH, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.DISPATCH, command)
    about = _about(case, to.component_code)
    unit, rule = _unit_and_rule(case, unit_code, at=command.at)
    handler_id, said = _person(unit, to, note=note.strip(), at=command.at)
    record(
        case,
        StepName.DISPATCH,
        command,
        note=said or rule,
        **about,
        **changes.dispatched(case, unit.code, at=command.at),
    )
    order = changes.order_for(case, rule=rule, at=command.at)
    order.handler_id = handler_id
    insert_row(order)
    announce(CaseDispatched(str(case.pk), case.unit_code, str(handler_id or "")))
    return _call_in(case, to, command) if to.co_units else case


def _about(case: Case, component_code: str) -> changes.Changes:
    """Keep the component that the dispatcher names."""
    if component_code in {"", case.component_code}:
        return {}
    case.component_code = find_component(component_code).pk
    return {"component_code": case.component_code}


def _unit_and_rule(case: Case, unit_code: str, *, at: dt.datetime) -> tuple[UnitRow, str]:
    kind = kind_of(case)
    owner = owner_of(case, kind, at=at, leaving_out=units_that_returned(case)) if kind else None
    if unit_code and not (owner and owner.unit_code == unit_code):
        return active_unit(unit_code), ""
    if owner is None:
        raise errors.OwnerUnknown
    return active_unit(owner.unit_code), owner.rule


def _person(unit: UnitRow, to: SentTo, *, note: str, at: dt.datetime) -> tuple[UUID | None, str]:
    if to.handler_id is None:
        return None, note
    handler_id, name = person_for(unit, to.handler_id, at=at)
    return handler_id, "：".join(part for part in (name, note) if part)


def _call_in(case: Case, to: SentTo, command: Command) -> Case:
    call = Call(units=to.co_units, asks=to.asks)
    return join_case(case.pk, command=Command(uuid5(command.id, StepName.JOIN), command.by, command.at), call=call)
