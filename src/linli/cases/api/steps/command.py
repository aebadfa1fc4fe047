"""What the command centre does, by noun."""

from linli.cases import actions
from linli.cases.api.steps.taking import Taker

STEPS: dict[str, Taker] = {
    "dispatch": lambda key, body, command: actions.dispatch_case(
        key, command=command, unit_code=body.unit, note=body.text
    ),
    "recall": lambda key, body, command: actions.take_back(key, command=command, reason=body.reason),
}
