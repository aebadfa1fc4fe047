"""How much work a piece of ground gives a grid worker: households by class of care, ground to walk, things to look after.

Counts alone: a class says how often help is owed by time (field.md §6, F240), never who lives where.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

VACANT = "vacant"  # the class of dwellings in which nobody lives: they come on top of the households
_M2_PER_HECTARE = 10_000.0


@dataclass(frozen=True)
class Weights:
    """What one household of each class weighs, an ordinary one being 1, and what ground and components add."""

    by_care: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    ordinary: float = 1.0
    vacant: float = 0.3
    per_hectare: float = 0.0
    per_component: float = 0.0


def workload_of(
    households: float, care: Iterable[tuple[str, int]], area_m2: float, components: int, *, weights: Weights
) -> float:
    """Weigh households, each in one class, those of no class as ordinary ones; vacant dwellings, ground, components.

    More households in classes than there are (a list of yesterday) never make the ordinary ones negative.
    """
    loads, in_classes, vacant = 0.0, 0, 0
    for name, count in care:
        if name == VACANT:
            vacant += count
            continue
        loads += count * weights.by_care.get(name, weights.ordinary)
        in_classes += count
    loads += max(households - in_classes, 0.0) * weights.ordinary + vacant * weights.vacant
    return loads + area_m2 / _M2_PER_HECTARE * weights.per_hectare + components * weights.per_component
