"""Formulas of the figures (CJ/T 292, GB/T 30428.4 as practised): plain numbers in, plain numbers out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figures:
    """The figures of one area or kind in a period."""

    code: str
    name: str
    received: int = 0
    filed: int = 0
    dispatched: int = 0
    due: int = 0
    closed: int = 0
    in_time: int = 0
    closing_rate: float | None = None
    on_time_rate: float | None = None
    patrol_rate: float | None = None
    mean_hours: float | None = None
    rework_rate: float | None = None
    satisfied_rate: float | None = None
    came_back_rate: float | None = None


def rate(part: int, whole: int) -> float | None:
    """Divide; nothing due gives no rate rather than 0 or 1."""
    return round(part / whole, 4) if whole else None


def mean(pairs: list[tuple[float, int]]) -> float | None:
    """Join means with their weights into one."""
    weight = sum(count for _, count in pairs)
    return sum(value * count for value, count in pairs) / weight if weight else None
