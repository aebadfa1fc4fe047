"""How many households a grid is said to have in public: the published count, as long as the grid is the one that was counted."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from linli.places.queries.by_area import reshaped_since
from linli.register.queries.published_households import published_households


@dataclass(frozen=True)
class PublicHouseholds:
    """The month of the counts, and the count of each grid; None where it is hidden, no entry where there is none."""

    month: dt.date | None = None
    by_grid: Mapping[str, int | None] = field(default_factory=dict)


def public_households() -> PublicHouseholds:
    """Give the newest published counts without those of grids that came or were redrawn since."""
    told = published_households()
    if told.made_on is None:
        return PublicHouseholds()
    changed = reshaped_since(told.made_on)
    return PublicHouseholds(told.month, {code: count for code, count in told.by_grid.items() if code not in changed})
