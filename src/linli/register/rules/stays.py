"""In which homes somebody belonged when: what other rooms wrote of a household in that time may be about them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Stay:
    """That somebody belonged to a household, from a day to a day."""

    since: dt.date
    until: dt.date | None = None

    def meets(self, first: dt.date, last: dt.date) -> bool:
        """Say whether it was so on one of some days; the day of moving counts for both homes."""
        return self.since <= last and (self.until is None or first <= self.until)


def stays_told(told: Iterable[Sequence[str]]) -> Mapping[UUID, Sequence[Stay]]:
    """Read the homes of a fact (household, first day, end or '' while it lasts), by household."""
    found: dict[UUID, list[Stay]] = {}
    for household, since, until in told:
        stay = Stay(dt.date.fromisoformat(since), dt.date.fromisoformat(until) if until else None)
        found.setdefault(UUID(household), []).append(stay)
    return found
