"""What the command centre does, by noun."""

from linli.cases import actions
from linli.cases.api.steps.taking import Taker

STEPS: dict[str, Taker] = {
    "dispatch": lambda key, body, command: actions.dispatch_case(
        key,
        command=command,
        unit_code=body.unit,
        note=body.text,
        to=actions.SentTo(handler_id=body.handler, component_code=body.component),
    ),
    "ruling": lambda key, body, command: actions.rule_case(
        key, command=command, ruling=actions.NewRuling(body.unit, body.reason, body.area)
    ),
    "recall": lambda key, body, command: actions.take_back(key, command=command, reason=body.reason),
}
