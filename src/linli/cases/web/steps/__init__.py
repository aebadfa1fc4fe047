"""What each step of the case page is called, which form it has and which action it calls: one file for each axis of work.

The page shows them in this order, what is aside last; a new step is one `StepSpec` in the file of its axis.
"""

from linli.cases.web.steps import (
    anybody,
    command,
    joint,
    links,
    orders,
    outside,
    relief,
    responsibility,
    supervision,
    unit,
)
from linli.cases.web.steps.spec import StepSpec

__all__ = ["SPECS", "StepSpec"]

_AXES = (
    supervision.SPECS, command.SPECS, responsibility.SPECS, unit.SPECS, relief.SPECS, joint.SPECS, orders.SPECS, links.SPECS, outside.SPECS, anybody.SPECS,
)  # fmt: skip
_ALL = [spec for axis in _AXES for spec in axis]
SPECS: dict[str, StepSpec] = {spec.noun: spec for spec in sorted(_ALL, key=lambda spec: spec.aside)}
