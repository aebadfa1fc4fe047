"""People counted out of the snapshot, by area, sex and age: numbers, nobody by name."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from linli.core.scope import after
from linli.register.asking.snapshot import connect, fresh_snapshot
from linli.register.rules.ages import Births
from linli.register.rules.birthdays import born_by
from linli.register.rules.people import OLDEST_YEARS
from linli.register.rules.published_table import HomeCount, PeopleCount

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def count_people_by_age(area_code: str, *, on: dt.date, digits: int) -> Sequence[PeopleCount]:
    """Count who lives under an area by its parts (codes of so many digits), sex, age on a day and registration."""
    with connect(fresh_snapshot()) as snapshot:
        _bring_ages(snapshot, on)
        rows = snapshot.execute(_BY_AGE, {**_scope(area_code), "digits": digits}).fetchall()
    return tuple(PeopleCount(*row) for row in rows)


def count_homes(area_code: str, *, digits: int) -> Sequence[HomeCount]:
    """Count households, and who is registered but lives elsewhere, by the parts of an area."""
    with connect(fresh_snapshot()) as snapshot:
        rows = snapshot.execute(_HOMES, {**_scope(area_code), "digits": digits}).fetchall()
    return tuple(HomeCount(*row) for row in rows)


def count_births(area_code: str, windows: Mapping[str, Births], *, digits: int) -> Mapping[tuple[str, str], int]:
    """Count who lives under an area by its parts and by windows of birth dates, each named."""
    with connect(fresh_snapshot()) as snapshot:
        snapshot.execute("create temp table windows (name varchar, first date, last date)")
        snapshot.executemany(
            "insert into windows values (?, ?, ?)", [(name, one.first, one.last) for name, one in windows.items()]
        )
        rows = snapshot.execute(_BY_WINDOW, {**_scope(area_code), "digits": digits}).fetchall()
    return {(part, name): count for part, name, count in rows}


def _bring_ages(snapshot: "DuckDBPyConnection", on: dt.date) -> None:
    snapshot.execute("create temp table ages (born_by date, age integer)")
    rows = [(born_by(on, years=years), years) for years in range(OLDEST_YEARS + 2)]
    snapshot.executemany("insert into ages values (?, ?)", rows)


def _scope(area_code: str) -> dict[str, object]:
    return {"first": area_code, "behind": after(area_code) or "~"}


_WITHIN = "p.area_code >= $first and p.area_code < $behind"
# Who was not born yet on the day has no row among the ages: -1.
_BY_AGE = f"""
select p.area_code[:$digits] as part, p.sex, coalesce(a.age, -1) as age, p.registered, count(*)
from people p asof left join ages a on p.born_on <= a.born_by
where p.lives and {_WITHIN}
group by all order by all"""  # noqa: S608 our own text
_HOMES = f"""
select p.area_code[:$digits] as part, count(*) filter (where p.registered and not p.lives),
       count(distinct p.household_id) filter (where p.lives)
from people p where {_WITHIN}
group by part order by part"""  # noqa: S608 our own text
_BY_WINDOW = f"""
select p.area_code[:$digits] as part, w.name, count(*)
from people p join windows w on p.born_on between w.first and w.last
where p.lives and {_WITHIN}
group by all order by all"""  # noqa: S608 our own text
