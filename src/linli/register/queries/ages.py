"""How old the people of an area are, by sex and part; and how many children begin kindergarten and school."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from linli.places import queries as places
from linli.register.models import PublishedTable
from linli.register.queries.counting import count_births, count_people_by_age
from linli.register.queries.seeing import digits_of_parts
from linli.register.rules.ages import BANDS, SCHOOL_DAY, Band, Stage, band_of, births_of, school_years
from linli.register.rules.published_table import (
    ALL,
    SEXES,
    PeopleCount,
    added_up,
    by_sex,
    column_of_school,
)

# Widths of the columns of parts: children, of working age, elders, the very old.
GROUPS: Mapping[str, tuple[int, int | None]] = {
    "0-14": (0, 14),
    "15-59": (15, 59),
    "60+": (60, None),
    "80+": (80, None),
}


@dataclass(frozen=True)
class AgeRow:
    """One band of ages; a count that is hidden is None."""

    band: Band
    female: int | None
    male: int | None
    both: int | None


@dataclass(frozen=True)
class AreaAges:
    """One part of an area by wide groups of ages."""

    code: str
    name: str
    total: int | None
    groups: tuple[int | None, ...]


@dataclass(frozen=True)
class AgesTable:
    """Everything the page of ages shows."""

    area_code: str
    area_name: str
    on: dt.date
    is_published: bool
    total: int | None
    rows: tuple[AgeRow, ...]
    parts: tuple[AreaAges, ...]


@dataclass(frozen=True)
class SchoolYear:
    """Those who begin in one autumn."""

    stage: Stage
    year: int


@dataclass(frozen=True)
class AreaSchools:
    """One part of an area with its beginners, in the order of the table's years."""

    code: str
    name: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True)
class SchoolsTable:
    """Everything the page of school ages shows; `day` is the one by which the age is reached."""

    area_code: str
    area_name: str
    is_published: bool
    day: tuple[int, int]
    years: tuple[SchoolYear, ...]
    total: tuple[int | None, ...]
    parts: tuple[AreaSchools, ...]


def exact_ages(area_code: str, *, on: dt.date) -> AgesTable:
    """Count the people of an area by age on a day, sex and part."""
    people = count_people_by_age(area_code, on=on, digits=digits_of_parts(area_code))
    cells: Counter[tuple[str, str]] = Counter()
    parts: Counter[tuple[str, str]] = Counter()
    for one in people:
        _count(cells, parts, one)
    found = {part for part, _ in parts}
    return AgesTable(
        area_code, places.area_name(area_code), on, is_published=False, total=sum(one.count for one in people),
        rows=tuple(_row(band, cells) for band in BANDS),
        parts=tuple(
            AreaAges(code, name, parts[code, ALL], tuple(parts[code, group] for group in GROUPS))
            for code, name in _parts(area_code, found)
        ),
    )  # fmt: skip


def published_ages(table: PublishedTable, area_code: str) -> AgesTable:
    """Give the published ages of an area."""
    cells = table.cells.get(area_code, {})
    rows = tuple(_published_row(band, cells) for band in BANDS)
    parts = tuple(_published_part(table, code, name) for code, name in _parts(area_code, set()) if len(code) <= 12)
    name = places.area_name(area_code)
    return AgesTable(area_code, name, table.ages_on, True, cells.get(ALL, 0), rows, parts)  # noqa: FBT003 a field


def exact_schools(area_code: str, *, today: dt.date, day: tuple[int, int] = SCHOOL_DAY) -> SchoolsTable:
    """Count the children of an area by stage, the autumn in which they begin, and part."""
    years = _years(today, day)
    windows = {f"{one.stage.value} {one.year}": births_of(one.stage, one.year, day=day) for one in years}
    counted = count_births(area_code, windows, digits=digits_of_parts(area_code))
    parts = [
        AreaSchools(code, name, tuple(counted.get((code, window), 0) for window in windows))
        for code, name in _parts(area_code, {code for code, _ in counted})
    ]
    total = tuple(sum(count for (_, name), count in counted.items() if name == window) for window in windows)
    return SchoolsTable(area_code, places.area_name(area_code), False, day, years, total, tuple(parts))  # noqa: FBT003 a field


def published_schools(table: PublishedTable, area_code: str, *, today: dt.date) -> SchoolsTable:
    """Give the published school ages of an area."""
    years = _years(today, SCHOOL_DAY)
    columns = [column_of_school(one.stage, one.year, told_in=table.ages_on.year) for one in years]

    def counts(code: str) -> tuple[int | None, ...]:
        cells = table.cells.get(code, {})
        return tuple(cells.get(column, 0) for column in columns)

    parts = tuple(AreaSchools(code, name, counts(code)) for code, name in _parts(area_code, set()) if len(code) <= 12)
    name = places.area_name(area_code)
    return SchoolsTable(area_code, name, True, SCHOOL_DAY, years, counts(area_code), parts)  # noqa: FBT003 a field


def _count(cells: Counter[tuple[str, str]], parts: Counter[tuple[str, str]], one: PeopleCount) -> None:
    cells[band_of(one.age).code, one.sex] += one.count
    parts[one.area_code, ALL] += one.count
    for group, (first, last) in GROUPS.items():
        if first <= max(one.age, 0) and (last is None or one.age <= last):
            parts[one.area_code, group] += one.count


def _row(band: Band, cells: Mapping[tuple[str, str], int]) -> AgeRow:
    female, male = (cells.get((band.code, sex), 0) for sex in SEXES)
    return AgeRow(band, female, male, female + male)


def _published_row(band: Band, cells: Mapping[str, int | None]) -> AgeRow:
    female, male = (cells.get(by_sex(band, sex), 0) for sex in SEXES)
    return AgeRow(band, female, male, cells.get(band.code, 0))


def _published_part(table: PublishedTable, code: str, name: str) -> AreaAges:
    cells = table.cells.get(code, {})
    groups = tuple(
        added_up(
            cells.get(band.code, 0) for band in BANDS if first <= band.first and (last is None or band.first <= last)
        )
        for first, last in GROUPS.values()
    )
    return AreaAges(code, name, cells.get(ALL, 0), groups)


def _parts(area_code: str, counted: set[str]) -> list[tuple[str, str]]:
    """List the parts of an area by code, and what people were counted in that is none of them."""
    below = {area.code: area.name for area in places.children(area_code)}
    others = {code: places.area_name(code) for code in counted - below.keys()}
    return sorted((below | others).items())


def _years(today: dt.date, day: tuple[int, int]) -> tuple[SchoolYear, ...]:
    return tuple(SchoolYear(stage, year) for stage in Stage for year in school_years(today, stage=stage, day=day))


def rows_of(table: AgesTable) -> Sequence[tuple[str, int | None, int | None, int | None]]:
    """Give the bands as plain rows: band, women, men, both."""
    return tuple((row.band.code, row.female, row.male, row.both) for row in table.rows)
