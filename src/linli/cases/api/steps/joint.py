"""What units that are called in do, by noun."""

from linli.cases.api.steps.taking import Taker

STEPS: dict[str, Taker] = {}
