"""Monthly statistics by the fifteen dispute types of people's mediation: plain counts in, plain tables out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

SMALL = 10
# The order of the printed table (a city's month: Huangshi, August 2016).
TYPES = (
    "family", "neighbour", "house-site", "contract", "business", "damages", "land-forest", "relocation", "pollution",
    "labour", "consumer", "medical", "traffic", "property-service", "other",
)  # fmt: skip
# The finer kinds of the catalogue, by the type they are counted under.
_UNDER = {
    "leak": "neighbour", "noise": "neighbour", "parking": "neighbour", "pet": "neighbour", "lift-installation": "neighbour",
    "lease": "house-site", "shared-space": "property-service", "campus": "other",
}  # fmt: skip


@dataclass(frozen=True)
class TypeRow:
    """One type in a month; a count that is not told is None."""

    type: str
    accepted: int | None
    settled: int | None


@dataclass(frozen=True)
class MonthTable:
    """A month's table: a row for each type, what was settled, and what was settled on the day it came."""

    rows: tuple[TypeRow, ...]
    accepted: int | None
    settled: int | None
    same_day: int | None
    settled_rate: float | None
    same_day_rate: float | None


def type_of(kind_code: str) -> str:
    """Find the type that a kind of dispute is counted under; what the table has no row for is other."""
    name = kind_code.removeprefix("dispute.")
    found = _UNDER.get(name, name)
    return found if found in TYPES else "other"


def rate(part: int, whole: int) -> float | None:
    """Divide; nothing accepted gives no rate."""
    return round(part / whole, 4) if whole else None


def month_table(counted: Mapping[str, tuple[int, int, int]]) -> MonthTable:
    """Put a month together from (accepted, settled, settled the same day) by kind of dispute."""
    sums = {name: [0, 0, 0] for name in TYPES}
    for kind_code, counts in counted.items():
        row = sums[type_of(kind_code)]
        for place, count in enumerate(counts):
            row[place] += count
    accepted, settled, same_day = (sum(row[place] for row in sums.values()) for place in range(3))
    return MonthTable(
        rows=tuple(TypeRow(name, row[0], row[1]) for name, row in sums.items()),
        accepted=accepted,
        settled=settled,
        same_day=same_day,
        settled_rate=rate(settled, accepted),
        same_day_rate=rate(same_day, accepted),
    )


def published(table: MonthTable) -> MonthTable:
    """Make the form that may go public: no count from 1 to 9, and none that the others would give away (rule 9).

    Rows tell how many were accepted; what was settled is told in sum alone, where neither it nor its rest is small.
    """
    hidden = _hidden([(row.type, row.accepted or 0) for row in table.rows])
    rows = tuple(TypeRow(row.type, None if row.type in hidden else row.accepted, None) for row in table.rows)
    if _is_small(table.accepted or 0):
        return replace(
            table, rows=rows, accepted=None, settled=None, same_day=None, settled_rate=None, same_day_rate=None
        )
    whole = table.accepted or 0
    settled = _told_of(table.settled or 0, whole)
    same_day = _told_of(table.same_day or 0, whole)
    return replace(
        table,
        rows=rows,
        settled=settled,
        same_day=same_day,
        settled_rate=None if settled is None else table.settled_rate,
        same_day_rate=None if same_day is None else table.same_day_rate,
    )


def _is_small(count: int) -> bool:
    return 0 < count < SMALL


def _told_of(part: int, whole: int) -> int | None:
    return None if _is_small(part) or _is_small(whole - part) else part


def _hidden(counts: Iterable[tuple[str, int]]) -> frozenset[str]:
    """Hide the small counts, and the next smallest ones until what is hidden could be told by nobody from the sum."""
    listed = sorted(((count, name) for name, count in counts if count), key=lambda one: one)
    hidden = [one for one in listed if _is_small(one[0])]
    if not hidden:
        return frozenset()
    for one in listed[len(hidden) :]:
        if len(hidden) >= 2 and sum(count for count, _name in hidden) >= SMALL:
            break
        hidden.append(one)
    return frozenset(name for _count, name in hidden)
