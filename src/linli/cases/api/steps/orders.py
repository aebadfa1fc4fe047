"""What superiors order, by noun."""

from linli.cases.api.steps.taking import Taker

STEPS: dict[str, Taker] = {}
