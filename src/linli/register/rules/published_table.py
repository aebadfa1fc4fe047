"""The one table of people that goes public: areas by ages, by sex, by who is registered. Every published page is a part of it.

Ages are told to the last day that counted for school, so that the years in which children begin are parts of the bands.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from linli.register.rules.ages import BANDS, BEGINS_AT, Band, Stage, band_of
from linli.register.rules.small_cells import Cell, Sums, published

ALL, HOME, GUEST, AWAY, HOUSEHOLDS = "all", "home", "guest", "away", "households"
SEXES = ("female", "male")
_BY_YEAR = BANDS[:3]  # the bands whose single years are told too: those of school
_UNBORN = -1  # not born yet on the day to which ages are told
_LENGTHS = (12, 9, 6, 4, 2)


@dataclass(frozen=True)
class PeopleCount:
    """How many people of one sex and age live in a community, and whether they are registered where they live."""

    area_code: str
    sex: str
    age: int
    registered: bool
    count: int


@dataclass(frozen=True)
class HomeCount:
    """How many are registered in a community and live elsewhere, and how many households it has."""

    area_code: str
    away: int
    households: int


def by_sex(band: Band, sex: str) -> str:
    """Name the column of a band and a sex."""
    return f"{band.code} {sex}"


def by_year(age: int) -> str:
    """Name the column of a single year of age."""
    return f"aged {age}"


def column_of_school(stage: Stage, year: int, *, told_in: int) -> str:
    """Name the column of those who begin in a year; ages are told to the school day of the year `told_in`."""
    return by_year(BEGINS_AT[stage] - (year - told_in))


def column_sums() -> Sums:
    """Say how the columns add up: everybody into bands and by registration, a band by sex, the youngest bands by year."""
    ways: dict[str, tuple[tuple[str, ...], ...]] = {ALL: (tuple(band.code for band in BANDS), (HOME, GUEST))}
    for band in BANDS:
        ways[band.code] = (tuple(by_sex(band, sex) for sex in SEXES),)
    for band in _BY_YEAR:
        ways[band.code] += (tuple(map(by_year, _years(band))),)
    return Sums(ways)


def row_sums(codes: Iterable[str], *, parents: Mapping[str, str]) -> Sums:
    """Say how the areas add up, from the rows that people were counted in to the tops of the tree."""
    below: dict[str, set[str]] = {}
    waiting = list(codes)
    while waiting:
        code = waiting.pop()
        above = parents[code] if parents.get(code) in parents else _above(code, parents)
        if above and code not in below.get(above, ()):
            below.setdefault(above, set()).add(code)
            waiting.append(above)
    return Sums({above: (tuple(sorted(parts)),) for above, parts in below.items()})


def row_of(area_code: str) -> str:
    """Name the row of a community; who is in none, but somewhere in a wider area, stands in a row beside its parts."""
    return area_code if len(area_code) == _LENGTHS[0] else f"{area_code}*"


def table_of(people: Sequence[PeopleCount], homes: Sequence[HomeCount], *, rows: Sums) -> dict[Cell, int]:
    """Count people into every cell of the table, and up to the top."""
    cells: dict[Cell, int] = {}

    def add(area_code: str, columns: Iterable[str], count: int) -> None:
        for row in rows.up_from(area_code):
            for column in columns:
                cells[row, column] = cells.get((row, column), 0) + count

    for one in people:
        add(row_of(one.area_code), _columns(one), one.count)
    for home in homes:
        add(row_of(home.area_code), (AWAY,), home.away)
        add(row_of(home.area_code), (HOUSEHOLDS,), home.households)
    return {cell: count for cell, count in cells.items() if count}


def published_table(
    people: Sequence[PeopleCount], homes: Sequence[HomeCount], *, parents: Mapping[str, str]
) -> dict[Cell, int | None]:
    """Make the table as it may go public: None for what is hidden, nothing for what is 0."""
    codes = {one.area_code for one in people} | {one.area_code for one in homes}
    rows = row_sums(map(row_of, codes), parents=parents)
    return published(table_of(people, homes, rows=rows), rows=rows, columns=column_sums())


def added_up(counts: Iterable[int | None]) -> int | None:
    """Add counts up; with a hidden one the sum is hidden too."""
    told = list(counts)
    return None if None in told else sum(count or 0 for count in told)


def _columns(one: PeopleCount) -> tuple[str, ...]:
    band = band_of(one.age)
    single = (by_year(max(one.age, _UNBORN)),) if band in _BY_YEAR else ()
    return (ALL, HOME if one.registered else GUEST, band.code, by_sex(band, one.sex), *single)


def _years(band: Band) -> range:
    first = _UNBORN if band.first == 0 else band.first
    return range(first, (band.last or 0) + 1)


def _above(code: str, parents: Mapping[str, str]) -> str:
    digits = code.rstrip("*")
    found = (digits[:length] for length in _LENGTHS if length < len(code) and digits[:length] != code)
    return next((one for one in found if one in parents), "")
