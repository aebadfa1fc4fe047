"""Supervision orders (督办): a superior orders a unit to see to a case by a time; the unit answers.

A case under an open order is marked in every list, and is not closed before the order is answered.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from linli.cases import errors, rules
from linli.cases.actions.recording import begin, find_for_step, find_for_unit, record
from linli.cases.facts import OrderGiven
from linli.cases.models import Case, SupervisionOrder
from linli.cases.queries.joint import may_answer
from linli.cases.queries.kinds import catalogue
from linli.cases.rules import StepName, clocks, joint
from linli.core.facts import announce
from linli.staff import queries as staff
from linli.staff.queries import UnitRow
from linli.staff.rules import Command

CENTRES = frozenset({"supervision", "command"})


@dataclass(frozen=True)
class NewOrder:
    """What is ordered of which unit, until when."""

    text: str
    unit_code: str
    due_at: dt.datetime


@transaction.atomic
def give_order(case_id: UUID, *, command: Command, order: NewOrder) -> Case:
    """Order a unit that has a part in the case, or a centre of its place, to see to it."""
    if (first := begin(command, StepName.ORDER, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.ORDER, command)
    unit, said = staff.unit_named(order.unit_code or case.unit_code), rules.check_reason(order.text, field="text")
    _check_unit(case, unit)
    if order.due_at <= command.at:
        raise errors.DueInPast(field="due_at")
    limit = joint.limit_until(order.due_at, at=command.at)
    started = clocks.written({_clock(command.id): clocks.start(command.at, limit=limit, calendar=catalogue().calendar)})
    record(case, StepName.ORDER, command, note=f"{unit.name}：{said}", is_ordered=True, clocks=started)
    given = SupervisionOrder.objects.create(
        id=command.id, case=case, text=said, unit_code=unit.code, due_at=order.due_at, by=command.by.key[:40],
        by_name=command.by.name[:40], at=command.at,
    )  # fmt: skip
    announce(OrderGiven(case_id=str(case.pk), order_id=str(given.pk), unit_code=unit.code))
    return case


@transaction.atomic
def answer_order(case_id: UUID, *, command: Command, order_id: UUID, answer: str) -> Case:
    """Answer an order for one's unit; whoever may give orders at the place can also end one, with words."""
    if (first := begin(command, StepName.ANSWER_ORDER, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_unit(case_id, StepName.ANSWER_ORDER, command)
    order = SupervisionOrder.objects.select_for_update().filter(pk=order_id, case=case).first()
    if order is None:
        raise errors.OrderUnknown
    if not may_answer(order.unit_code, command.by, case.area_code):
        raise errors.NoPartHere
    if order.answered_at is not None:
        raise errors.OrderAnswered
    said = rules.check_result(answer)
    is_last = not case.orders.filter(answered_at=None).exclude(pk=order.pk).exists()
    changes: dict[str, object] = {"is_ordered": False} if is_last else {}
    record(case, StepName.ANSWER_ORDER, command, note=said, clocks=_finished(case, order, at=command.at), **changes)
    order.answer, order.answered_by, order.answered_at = said, command.by.name[:40], command.at
    order.save(update_fields=["answer", "answered_by", "answered_at"])
    return case


def _check_unit(case: Case, unit: UnitRow) -> None:
    has_part = unit.code in {case.unit_code, *case.co_units}
    is_centre = unit.kind in CENTRES and case.area_code.startswith(unit.area_code)
    if not has_part and not is_centre:
        raise errors.OrderUnitOutside(field="unit", unit=unit.name)


def _finished(case: Case, order: SupervisionOrder, *, at: dt.datetime) -> dict[str, dict[str, object]]:
    name, kept = _clock(order.pk), clocks.read(case.clocks)
    return (
        clocks.written({name: clocks.finish(kept[name], at=at, calendar=catalogue().calendar)}) if name in kept else {}
    )


def _clock(order_id: UUID) -> str:
    return f"{clocks.ORDER}:{order_id}"
