"""Which answers are checked back: all that carry a risk, and of the rest a sample that never falls under a floor.

The draw follows from the case and a key of the installation: nobody can choose it, guess it, or draw again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Risk:
    """What is known of an answer when it comes in."""

    group: str
    is_urgent: bool = False
    needs_pair: bool = False
    pair_verified: bool = False
    reworks: int = 0
    reopens: int = 0
    is_late: bool = False
    is_ordered: bool = False


@dataclass(frozen=True)
class Sampling:
    """How many answers are checked back: shares by group of kinds, what each risk adds, and the floor."""

    floor: float = 1.0
    shares: Mapping[str, float] = field(default_factory=dict)
    added: Mapping[str, float] = field(default_factory=dict)


def share_checked(risk: Risk, sampling: Sampling) -> float:
    """Work out the share of such answers that is checked back: 1 where a risk stands by itself."""
    if risk.is_urgent or risk.is_ordered or (risk.needs_pair and not risk.pair_verified):
        return 1.0
    base = sampling.shares.get(risk.group, 1.0)
    found = base + sum(
        sampling.added.get(name, 0.0) * weight
        for name, weight in (("rework", risk.reworks), ("reopen", risk.reopens), ("late", risk.is_late))
    )
    return min(max(found, sampling.floor), 1.0)


def is_drawn(share: float, *, draw: str) -> bool:
    """Say whether an answer is in the sample; `draw` is a keyed hash in hexadecimal digits."""
    return int(draw[:8], 16) < share * 16**8
