"""Steps by their noun: POST /cases/{id}/closure closes; one file for each axis of work, one table of them all."""

from uuid import UUID

from linli.cases.api.schemas import StepIn
from linli.cases.api.steps import anybody, command, joint, links, orders, relief, supervision, unit
from linli.cases.api.steps.taking import Taker
from linli.cases.models import Case
from linli.core.errors import NotFound
from linli.staff.rules import Command

STEPS: dict[str, Taker] = {
    **supervision.STEPS, **command.STEPS, **unit.STEPS, **relief.STEPS, **joint.STEPS, **orders.STEPS, **links.STEPS,
    **anybody.STEPS,
}  # fmt: skip


def take_step(noun: str, case_id: UUID, body: StepIn, command: Command) -> Case:
    """Take the step of that noun."""
    if noun not in STEPS:
        raise NotFound
    return STEPS[noun](case_id, body, command)
