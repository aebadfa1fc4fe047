"""What makes one matter of several cases, by noun."""

from linli.cases.api.steps.taking import Taker

STEPS: dict[str, Taker] = {}
