"""What anybody who may read a running case adds to it, by noun."""

from linli.cases import actions
from linli.cases.api.steps.taking import Taker

STEPS: dict[str, Taker] = {
    "notes": lambda key, body, command: actions.add_note(key, command=command, text=body.text),
    "help-request": lambda key, body, command: actions.ask_help(key, command=command, text=body.text),
    "receipt": lambda key, body, command: actions.confirm_receipt(
        key, command=command, how=body.how, name=body.name, code=body.code
    ),
}
