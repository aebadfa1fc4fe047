"""What the unit or the worker on the spot does, by noun."""

from uuid import UUID

from linli.cases import actions, errors
from linli.cases.api.schemas import StepIn
from linli.cases.api.steps.taking import Taker


def _handler(body: StepIn) -> UUID:
    if body.handler is None:
        raise errors.HandlerMissing(field="handler")
    return body.handler


STEPS: dict[str, Taker] = {
    "acceptance": lambda key, _body, command: actions.accept_task(key, command=command),
    "return": lambda key, body, command: actions.return_task(
        key, command=command, reason=body.reason, reason_code=body.reason_code
    ),
    "delegation": lambda key, body, command: actions.delegate_task(
        key, command=command, handler_id=_handler(body), note=body.text
    ),
    "answer": lambda key, body, command: actions.respond(
        key, command=command, result=body.result, despite=body.despite
    ),
    "settlement": lambda key, body, command: actions.settle_on_spot(
        key, command=command, result=body.result, kind_code=body.kind
    ),
}
