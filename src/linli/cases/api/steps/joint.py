"""What units that are called in do, and what is agreed in the room of a joint case, by noun."""

from uuid import UUID

from linli.cases import actions
from linli.cases.api.schemas import StepIn
from linli.cases.api.steps.taking import Taker, needed
from linli.cases.models import Case
from linli.staff.rules import Command


def _call(case_id: UUID, body: StepIn, command: Command) -> Case:
    call = actions.Call(tuple(body.units), body.text, body.arrive_by, body.limit)
    return actions.join_case(case_id, command=command, call=call)


def _meet(case_id: UUID, body: StepIn, command: Command) -> Case:
    held = actions.Minutes(needed(body.held_at, "held_at"), body.text, body.place, body.present)
    return actions.hold_meeting(case_id, command=command, held=held)


def _plan(case_id: UUID, body: StepIn, command: Command) -> Case:
    plan = actions.Plan(body.text, body.unit, needed(body.due_on, "due_on"), body.meeting)
    return actions.plan_action(case_id, command=command, plan=plan)


STEPS: dict[str, Taker] = {
    "call": _call,
    "part-acceptance": lambda key, body, command: actions.co_accept(key, command=command, unit_code=body.unit),
    "part-return": lambda key, body, command: actions.co_return(
        key, command=command, reason=body.reason, unit_code=body.unit
    ),
    "part-answer": lambda key, body, command: actions.co_answer(
        key, command=command, result=body.result, unit_code=body.unit
    ),
    "arrival": lambda key, body, command: actions.arrive(key, command=command, unit_code=body.unit),
    "partner-rating": lambda key, body, command: actions.score_partner(
        key, command=command, of_unit=body.unit, score=body.score, text=body.text
    ),
    "meeting": _meet,
    "action": _plan,
    "action-done": lambda key, body, command: actions.finish_action(
        key, command=command, item_id=needed(body.item, "item"), result=body.result
    ),
}
