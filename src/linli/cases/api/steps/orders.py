"""What superiors order, by noun."""

from uuid import UUID

from linli.cases import actions
from linli.cases.api.schemas import StepIn
from linli.cases.api.steps.taking import Taker, needed
from linli.cases.models import Case
from linli.staff.rules import Command


def _order(case_id: UUID, body: StepIn, command: Command) -> Case:
    order = actions.NewOrder(body.text, body.unit, needed(body.due_at, "due_at"))
    return actions.give_order(case_id, command=command, order=order)


STEPS: dict[str, Taker] = {
    "order": _order,
    "order-answer": lambda key, body, command: actions.answer_order(
        key, command=command, order_id=needed(body.order, "order"), answer=body.text
    ),
}
