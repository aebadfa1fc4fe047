"""Of which size grids are, by the numbers of the catalogue: bands, grades from counts, and what was stated beside what is counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

_M2_PER_KM2 = 1_000_000.0
_STATED_SHARE = 0.1  # stated and counted figures this far apart do not agree
COMMUNITY_DIGITS = 12
DEDICATED = "dedicated"


class SizeOf(StrEnum):
    """What a size is of."""

    GRID = "grid"
    WORKER = "worker"


class Measure(StrEnum):
    """What is counted."""

    HOUSEHOLDS = "households"
    PEOPLE = "people"
    WORKLOAD = "workload"
    AREA_KM2 = "area-km2"


_BY_GRADE = frozenset({Measure.HOUSEHOLDS, Measure.PEOPLE})


@dataclass(frozen=True)
class SizeRule:
    """A band in which a figure should lie; an end that is None is open."""

    code: str
    name: str
    of: SizeOf
    measure: Measure
    low: float | None
    high: float | None

    def missed(self, value: float | None, *, band: float = 1.0) -> "Miss | None":
        """Note a figure outside the band with the ends that counted; None for one that fits, or that is not known."""
        factor = band if self.measure in _BY_GRADE else 1.0
        low, high = (None if end is None else end * factor for end in (self.low, self.high))
        if value is None or ((low is None or value >= low) and (high is None or value <= high)):
            return None
        return Miss(self, value, low, high)


@dataclass(frozen=True)
class GradeRule:
    """From which intensity of work a grade is suggested, and what it does to the bands of households and people."""

    code: str
    from_intensity: float
    band: float


@dataclass(frozen=True)
class Statement:
    """What a plan or a report says of an area."""

    area_code: str
    source: str
    grids: int | None = None
    households: int | None = None
    people: int | None = None
    households_per_grid: float | None = None
    people_per_grid: float | None = None


@dataclass(frozen=True)
class GridCounts:
    """A grid in counts. `care_load` is its households weighted by care, `workload` that with ground and components."""

    code: str
    name: str
    kind: str = "basic"
    grade: str = "B"
    households: int = 0
    people: int = 0
    dwellings: int = 0
    components: int = 0
    facilities: int = 0
    buildings: int = 0
    led_buildings: int = 0  # with a building head (楼栋长)
    area_m2: float | None = None
    care_load: float = 0.0
    workload: float = 0.0
    is_counted: bool = (
        True  # the register has households of its community: none here is none, not that nobody entered any
    )

    @property
    def community_code(self) -> str:
        """The community it lies in."""
        return self.code[:COMMUNITY_DIGITS]

    @property
    def is_basic(self) -> bool:
        """Say whether sizes and loads are held against it: a school or a hospital has no households to level."""
        return self.kind != DEDICATED


@dataclass(frozen=True)
class Miss:
    """A figure outside its band."""

    rule: SizeRule
    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Disagreement:
    """A stated figure beside what it should be: by the statement's own numbers, or by what is counted."""

    what: str  # grids, households, people, households-per-grid, people-per-grid
    stated: float
    expected: float
    is_counted: bool


def mean_intensity(grids: Iterable[GridCounts]) -> float | None:
    """Give the care load of one household, on average over the basic grids; None without households."""
    basic = [one for one in grids if one.is_basic]
    households = sum(one.households for one in basic)
    return sum(one.care_load for one in basic) / households if households else None


def suggested_grade(counts: GridCounts, grades: Sequence[GradeRule], *, mean: float | None) -> str:
    """Suggest a grade from counts alone: how much care a household of the grid is owed beside the average of all."""
    if not (mean and counts.households and counts.is_basic):
        return ""
    intensity = counts.care_load / counts.households / mean
    return next((grade.code for grade in grades if intensity >= grade.from_intensity), "")


def disagreements(stated: Statement, grids: Sequence[GridCounts]) -> tuple[Disagreement, ...]:
    """Hold a statement against its own arithmetic and against what is counted of its area."""
    mine = [one for one in grids if one.code.startswith(stated.area_code)]
    counted = (("grids", stated.grids, len(mine)), *_sums(stated, mine))
    own = (
        ("households-per-grid", stated.households_per_grid, _share(stated.households, stated.grids)),
        ("people-per-grid", stated.people_per_grid, _share(stated.people, stated.grids)),
    )
    found = [(what, said, expected, False) for what, said, expected in own]
    found += [(what, said, expected, True) for what, said, expected in counted]
    return tuple(
        Disagreement(what, said, expected, is_counted)
        for what, said, expected, is_counted in found
        if said is not None and expected is not None and not _agrees(said, expected)
    )


def value_of(counts: GridCounts, measure: Measure) -> float | None:
    """Give a figure of a grid; None where it is not known: people, households and their work where nobody was entered."""
    if measure is Measure.AREA_KM2:
        return None if counts.area_m2 is None else counts.area_m2 / _M2_PER_KM2
    return float(getattr(counts, measure.value)) if counts.is_counted else None


def grid_misses(counts: GridCounts, sizes: Iterable[SizeRule], *, band: float = 1.0) -> tuple[Miss, ...]:
    """List the sizes that a basic grid misses; its grade widens or narrows the bands of households and people."""
    if not counts.is_basic:
        return ()
    found = (size.missed(value_of(counts, size.measure), band=band) for size in sizes)
    return tuple(miss for miss in found if miss is not None)


def _sums(stated: Statement, mine: Sequence[GridCounts]) -> tuple[tuple[str, int | None, int | None], ...]:
    is_counted = all(one.is_counted for one in mine)
    return (
        ("households", stated.households, sum(one.households for one in mine) if is_counted else None),
        ("people", stated.people, sum(one.people for one in mine) if is_counted else None),
    )


def _share(whole: int | None, parts: int | None) -> float | None:
    return whole / parts if whole is not None and parts else None


def _agrees(stated: float, expected: float) -> bool:
    return abs(stated - expected) <= _STATED_SHARE * max(abs(stated), abs(expected))
