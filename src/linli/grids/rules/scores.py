"""The figures of a whole plan, added up from those of its communities: so an edit of one need not look at the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from linli.grids.rules.plans import PlannedGrid

type Figures = Mapping[str, float | None]

BASIC = "basic"
BETWEEN_M = "between_m"  # of a part's score: metres of border between its grids
_SUMMED = (
    "grids", "oversize", "households", "workload", "broken", "bridged", "inside_m", "compounds_cut", "cost", BETWEEN_M,
)  # fmt: skip


@dataclass(frozen=True)
class PartFigures:
    """The figures of one community: its score, and its grids."""

    score: Figures
    grids: Sequence[PlannedGrid]

    @property
    def balanced(self) -> int:
        """How many grids count for balance."""
        return sum(map(_counts, self.grids))


def whole_score(parts: Sequence[PartFigures]) -> dict[str, float | None]:
    """Put the scores of communities together: sums, the worst, and means weighted by what they are means of."""
    known = [one for one in parts if one.score]
    if not known:
        return {}
    whole: dict[str, float | None] = {name: sum(_of(one, name) for one in known) for name in _SUMMED}
    whole["worst_deviation"] = max(_of(one, "worst_deviation") for one in known)
    for name in ("mean_deviation", "share_within_tolerance", "share_in_band"):
        whole[name] = _mean(known, name, [one.balanced for one in known])
    whole["compactness"] = _mean(known, "compactness", [_of(one, "grids") for one in known])
    whole["street_share"] = _mean(known, "street_share", [_of(one, BETWEEN_M) for one in known])
    whole["walk_m"] = _mean(known, "walk_m", [_of(one, "households") for one in known])
    moved = [one.score["moved_households"] for one in known if one.score.get("moved_households") is not None]
    whole["moved_households"] = sum(value or 0.0 for value in moved) if moved else None
    whole["worst_from_city"] = worst_from_all([grid for one in known for grid in one.grids])
    return whole


def worst_from_all(grids: Sequence[PlannedGrid]) -> float | None:
    """Say how far the grid furthest from the mean workload of all grids that count for balance is from it."""
    loads = [one.workload for one in grids if _counts(one)]
    mean = sum(loads) / len(loads) if loads else 0.0
    return max(abs(load / mean - 1) for load in loads) if mean else None


def _counts(grid: PlannedGrid) -> bool:
    """Say whether balance is about a grid: neither a dedicated place nor a building too large for any grid."""
    return grid.kind == BASIC and not grid.is_oversize


def _of(part: PartFigures, name: str) -> float:
    return part.score.get(name) or 0.0


def _mean(parts: Sequence[PartFigures], name: str, weights: Sequence[float]) -> float | None:
    """Give the weighted mean of what is known; None where nobody knows it."""
    known = [
        (value, weight)
        for part, weight in zip(parts, weights, strict=True)
        if (value := part.score.get(name)) is not None
    ]
    total = sum(weight for _value, weight in known)
    if not total:
        return known[0][0] if known else None
    return sum(value * weight for value, weight in known) / total
