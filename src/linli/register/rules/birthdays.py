"""Birthdays: how old somebody is on a day, and who has completed so many years by it."""

import datetime as dt


def born_by(on: dt.date, *, years: int) -> dt.date:
    """Give the latest birth date of those who have completed so many years on a day.

    Who was born on 29 February has done so on the last day of February (Civil Code, art. 202).
    """
    year = on.year - years
    if (on.month, on.day) == (2, 28) and not _leaps(on.year) and _leaps(year):
        return dt.date(year, 2, 29)
    if (on.month, on.day) == (2, 29) and not _leaps(year):
        return dt.date(year, 2, 28)
    return on.replace(year=year)


def age_on(born_on: dt.date, on: dt.date) -> int:
    """Count the years somebody has completed on a day."""
    years = on.year - born_on.year
    return years if born_on <= born_by(on, years=years) else years - 1


def _leaps(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
