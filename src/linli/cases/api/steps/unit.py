"""What the unit or the worker on the spot does, by noun."""

from linli.cases import actions
from linli.cases.api.steps.taking import Taker

STEPS: dict[str, Taker] = {
    "acceptance": lambda key, _body, command: actions.accept_task(key, command=command),
    "return": lambda key, body, command: actions.return_task(key, command=command, reason=body.reason),
    "answer": lambda key, body, command: actions.respond(key, command=command, result=body.result),
    "settlement": lambda key, body, command: actions.settle_on_spot(
        key, command=command, result=body.result, kind_code=body.kind
    ),
}
