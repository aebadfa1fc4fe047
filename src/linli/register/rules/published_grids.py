"""Households of grids as they go public: parts of the communities of the one published table, told under its terms.

A community's count that is hidden hides those of its grids. One that is told is a sum that everybody knows: so beside each
small grid as many others are hidden as it takes that each may have been another number. Households that lie in no grid are
never told, and count as one more part.
"""

from collections.abc import Iterable, Mapping

from linli.register.rules.published_table import HOUSEHOLDS, HomeCount
from linli.register.rules.small_cells import WIDTH, is_small

COMMUNITY_DIGITS, GRID_DIGITS = 12, 15


def published_grids(
    homes: Iterable[HomeCount], table: Mapping[tuple[str, str], int | None], *, grids: Iterable[str]
) -> dict[str, int | None]:
    """Give the households of each grid, None for what is hidden; a grid without any is told as 0 beside told ones."""
    counts = {one.area_code: one.households for one in homes}
    parts: dict[str, dict[str, int]] = {}
    for grid in sorted({*grids, *(code for code in counts if len(code) == GRID_DIGITS)}):
        parts.setdefault(grid[:COMMUNITY_DIGITS], {})[grid] = counts.get(grid, 0)
    found: dict[str, int | None] = {}
    for community, of_grids in parts.items():
        hidden = hidden_parts(of_grids, whole=table.get((community, HOUSEHOLDS), 0))
        found |= {grid: None if grid in hidden else count for grid, count in of_grids.items()}
    return found


def hidden_parts(parts: Mapping[str, int], *, whole: int | None) -> frozenset[str]:
    """Choose which parts of a whole are hidden; the rest of the whole lies in no part and is never told."""
    if whole is None:
        return frozenset(parts)
    rest = whole - sum(parts.values())
    hidden = {part for part, count in parts.items() if is_small(count)}
    if not hidden and not is_small(rest):
        return frozenset()
    least = 2 if hidden else 1
    others = sorted((count, part) for part, count in parts.items() if count and part not in hidden)
    while len(hidden) < least or not _is_wide(parts, hidden):
        if not others:
            return frozenset(parts)
        hidden.add(others.pop(0)[1])
    return frozenset(hidden)


def _is_wide(parts: Mapping[str, int], hidden: set[str]) -> bool:
    """Say whether each hidden part may be any of enough numbers, even to who takes it that every household lies in a grid."""
    return sum(parts[part] for part in hidden) - len(hidden) >= WIDTH
