"""Codes of new grids: three digits after the community's twelve, from west to east and north to south, none given twice."""

import math
from collections.abc import Collection, Sequence

from linli.grids import errors

_MOST = 999
_COMMUNITY_DIGITS = 12


def new_codes(
    community_code: str, points_m: Sequence[tuple[float, float]], *, taken: Collection[str]
) -> tuple[str, ...]:
    """Give each point (x east, y north) its code: row by row from the north, each row from the west; free numbers, lowest first.

    A number that any grid of the community ever had, closed ones too, is not given again.
    """
    used = {int(code[_COMMUNITY_DIGITS:]) for code in taken if _is_grid_of(community_code, code)}
    free = [number for number in range(1, _MOST + 1) if number not in used]
    if len(free) < len(points_m):
        raise errors.NoNumberLeft(area_code=community_code)
    codes = [""] * len(points_m)
    for place, number in zip(reading_order(points_m), free, strict=False):
        codes[place] = f"{community_code}{number:03d}"
    return tuple(codes)


def reading_order(points_m: Sequence[tuple[float, float]]) -> list[int]:
    """Order points as a page is read: rows of equal height from the north, within a row from the west."""
    if not points_m:
        return []
    north = max(y for _x, y in points_m)
    height = north - min(y for _x, y in points_m)
    width = max(x for x, _y in points_m) - min(x for x, _y in points_m)
    rows = _rows(len(points_m), width, height)
    step = height / rows or 1.0

    def place(index: int) -> tuple[int, float, float]:
        x, y = points_m[index]
        return min(int((north - y) / step), rows - 1), x, -y

    return sorted(range(len(points_m)), key=place)


def _rows(count: int, width: float, height: float) -> int:
    """Choose so many rows that a cell of the page is about as high as wide."""
    if not width:
        return count
    return max(1, min(count, round(math.sqrt(count * height / width))))


def _is_grid_of(community_code: str, code: str) -> bool:
    return len(code) == _COMMUNITY_DIGITS + 3 and code.startswith(community_code)
