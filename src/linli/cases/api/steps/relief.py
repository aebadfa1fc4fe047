"""What stops or lengthens a unit's clock, by noun."""

from linli.cases.api.steps.taking import Taker

STEPS: dict[str, Taker] = {}
