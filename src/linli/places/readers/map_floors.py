"""How many floors a building has, as maps write it: 18, 18层, 十八层, 地上18层; or by its height."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from linli.core.numerals import with_arabic
from linli.places.readers.map_fields import field_of

METRES_A_FLOOR = 3.0
_MOST_FLOORS, _HIGHEST_M = 200, 1000.0  # nothing higher stands on earth
_NUMBER = re.compile(r"[-−]?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Floors:
    """The floors of a building, whether anything told them, and what was written where no number can be had from it."""

    count: int = 1
    are_known: bool = False
    unread: str = ""


def floors_of(tags: Mapping[str, str]) -> Floors:
    """Count the floors of a building, from its height where they are not told."""
    said, height = field_of(tags, "floors"), field_of(tags, "height")
    if 0 < (number := _number(said)) <= _MOST_FLOORS:
        return Floors(max(1, round(number)), are_known=True)
    unread = said if said.strip("0") else ""
    if 0 < (height_m := _number(height)) <= _HIGHEST_M:
        return Floors(min(max(1, round(height_m / METRES_A_FLOOR)), _MOST_FLOORS), are_known=True, unread=unread)
    return Floors(unread=unread or (height if height.strip("0.") else ""))


def _number(text: str) -> float:
    text = with_arabic(text.partition("地上")[2] or text)  # cellars may be told before
    found = _NUMBER.search(text)
    return float(found[0].replace("−", "-")) if found else 0.0
