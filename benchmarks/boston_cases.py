"""Three months of a city's cases as published: read, put on a town of our own, and counted directly from the file.

Boston's open data of summer 2015 (../shared/data/cases-311-boston; it is not copied into this repository). Nothing here asks
Linli: the figures it is compared with are counted from the rows alone.
"""

import csv
import datetime as dt
import gzip
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

_SHARED = Path(os.environ.get("LINLI_SHARED", Path(__file__).resolve().parents[2] / "shared"))
FILE = _SHARED / "data" / "cases-311-boston" / "boston_2015_jun_aug.csv.gz"
WITHOUT_POINT = (42.3594, -71.0587)  # where the publisher puts what has no address: the middle of the city
EAST = 192.0  # degrees by which the city is moved along its parallel into China's frame: every distance stays
DISTRICT = "990211"
WEST, SOUTH, SIDE = -71.19995, 42.21995, 0.01  # five more decimals than a point has: none lies on a border
COLUMNS, ROWS = 22, 19
BLOCK = 5  # squares along the side of a street
HALF = dt.datetime(2015, 7, 16)  # noqa: DTZ001 the file has no zone
# A reason that says "duplicate", however it is spelt, and the numbers of other cases named in it.
_MARK = re.compile(r"dup[il]{1,3}[ica]", re.IGNORECASE)
_WHEN = re.compile(r"\d{4}-\d\d-\d\d [\d:.]+")
_NUMBER = re.compile(r"(?<!\d)\d{6,12}(?!\d)")
_PREFIX = "10100"  # people write the last seven digits


@dataclass(frozen=True)
class CityCase:
    """One row: what Linli takes in, and what the department said at the end."""

    id: str
    opened: dt.datetime
    due: dt.datetime | None
    closed: dt.datetime | None
    type: str
    address: str
    point: tuple[float, float] | None  # longitude and latitude, moved
    reason: str

    @property
    def area_code(self) -> str:
        """The square it lies in; what has no point lies nowhere, at the root."""
        return DISTRICT if self.point is None else square_of(*self.point)


@dataclass(frozen=True)
class Marks:
    """Which cases were closed as duplicates, and of which other case, where a reason names one of the file."""

    marked: frozenset[str]
    without_number: int
    number_elsewhere: int
    pairs: frozenset[tuple[str, str]]  # the earlier one, the later one


@dataclass(frozen=True)
class Counted:
    """What was received, due, closed and in time in a period: the terms of Linli's figures, counted from the rows."""

    received: int
    due: int
    closed: int
    in_time: int


def read_cases(path: Path = FILE) -> list[CityCase]:
    """Read the rows in the order in which they came."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        cases = [_case(row) for row in csv.DictReader(file)]
    return sorted(cases, key=lambda case: (case.opened, case.id))


def ends_before_it_begins(case: CityCase) -> bool:
    """Say whether a row contradicts itself: Linli hands such rows back, so they are left out on both sides."""
    return case.closed is not None and case.closed < case.opened


def read_marks(cases: Sequence[CityCase]) -> Marks:
    """Read which cases were closed as duplicates, from what the departments wrote in their own words."""
    when = {case.id: (case.opened, case.id) for case in cases}
    marked, pairs, bare, elsewhere = set(), set(), 0, 0
    for case in cases:
        if not _MARK.search(case.reason):
            continue
        marked.add(case.id)
        numbers = _NUMBER.findall(_WHEN.sub("", case.reason))
        named = {key for number in numbers for key in (number, _PREFIX + number) if key in when and key != case.id}
        bare += not numbers
        elsewhere += bool(numbers) and not named
        for other in named:
            first, then = sorted((case.id, other), key=lambda key: when[key])
            pairs.add((first, then))
    return Marks(frozenset(marked), bare, elsewhere, frozenset(pairs))


def count(cases: Iterable[CityCase], *, start: dt.datetime, end: dt.datetime) -> Counted:
    """Count directly: each case is due once, when it was closed in time, else at its limit (CJ/T 292)."""
    received = due = closed = in_time = 0
    for case in cases:
        received += start <= case.opened < end
        if case.due is None:
            continue
        if case.closed is not None and case.closed <= case.due:
            counts = start <= case.closed < end
            in_time += counts
        else:
            counts = start <= case.due < end
        due += counts
        closed += counts and case.closed is not None and case.closed < end
    return Counted(received, due, closed, in_time)


def square_of(lon: float, lat: float) -> str:
    """Name the square of the lattice that a moved point lies in."""
    column, row = int((lon - EAST - WEST) / SIDE), int((lat - SOUTH) / SIDE)
    return code_of(column, row)


def code_of(column: int, row: int) -> str:
    """Name a square: its street (a block of squares), its community and its one grid."""
    return f"{street_of(column, row)}{1 + (row % BLOCK) * BLOCK + column % BLOCK:03d}001"


def street_of(column: int, row: int) -> str:
    """Name the block of squares that a square lies in."""
    return f"{DISTRICT}{1 + (row // BLOCK) * (COLUMNS // BLOCK + 1) + column // BLOCK:03d}"


def _case(row: dict[str, str]) -> CityCase:
    point = (float(row["lat"]), float(row["lon"])) if row["lat"] else WITHOUT_POINT
    moved = None if point == WITHOUT_POINT else (round(point[1] + EAST, 4), point[0])
    return CityCase(
        id=row["case_id"],
        opened=dt.datetime.fromisoformat(row["opened"]),
        due=_moment(row["target"]),
        closed=_moment(row["closed"]),
        type=row["type"],
        address=row["location"].strip(),
        point=moved,
        reason=row["closure_reason"],
    )


def _moment(text: str) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
