"""Ages: the bands of the census, and the birthdays between which children begin kindergarten and school."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from linli.register.rules.birthdays import born_by

BAND_YEARS = 5
OLDEST_BAND = 85  # the last band is open
SCHOOL_DAY = (8, 31)  # month and day by which an age must be reached; a city may have another


class Stage(StrEnum):
    """What children begin at an age."""

    KINDERGARTEN = "kindergarten"
    PRIMARY = "primary"  # Compulsory Education Law, art. 11: the year in which a child is six
    JUNIOR = "junior"


BEGINS_AT = {Stage.KINDERGARTEN: 3, Stage.PRIMARY: 6, Stage.JUNIOR: 12}


@dataclass(frozen=True)
class Band:
    """A band of ages, both ends included; the open one has no end."""

    first: int
    last: int | None

    @property
    def code(self) -> str:
        """Name the band: 0-4, 85+."""
        return f"{self.first}+" if self.last is None else f"{self.first}-{self.last}"


BANDS = tuple(
    [Band(first, first + BAND_YEARS - 1) for first in range(0, OLDEST_BAND, BAND_YEARS)] + [Band(OLDEST_BAND, None)]
)


@dataclass(frozen=True)
class Births:
    """The birth dates of those who begin in a year, both ends included."""

    first: dt.date
    last: dt.date


def band_of(age: int) -> Band:
    """Find the band of an age; who is not born yet on the day counts with the youngest."""
    return BANDS[min(max(age, 0) // BAND_YEARS, len(BANDS) - 1)]


def births_of(stage: Stage, year: int, *, day: tuple[int, int] = SCHOOL_DAY) -> Births:
    """Give the birth dates of the children who begin in the autumn of a year: of age by that day, not a year earlier."""
    age = BEGINS_AT[stage]
    by, before = dt.date(year, *day), dt.date(year - 1, *day)
    return Births(born_by(before, years=age) + dt.timedelta(days=1), born_by(by, years=age))


def school_years(today: dt.date, *, stage: Stage, day: tuple[int, int] = SCHOOL_DAY) -> tuple[int, ...]:
    """List the years whose beginners are all born by now, from the next autumn on; of the longest stage no more than six."""
    first = today.year if today <= dt.date(today.year, *day) else today.year + 1
    return tuple(year for year in range(first, first + 6) if births_of(stage, year, day=day).last <= today)


def school_day_before(today: dt.date, *, day: tuple[int, int] = SCHOOL_DAY) -> dt.date:
    """Give the last day past on which ages counted for school: the day to which published ages are told."""
    this = dt.date(today.year, *day)
    return this if this <= today else dt.date(today.year - 1, *day)
