"""What anybody who may read a running case adds to it, by noun."""

from linli.cases import actions
from linli.cases.api.steps.taking import Taker

STEPS: dict[str, Taker] = {
    "notes": lambda key, body, command: actions.add_note(key, command=command, text=body.text),
}
