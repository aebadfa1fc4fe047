"""How the snapshot's tables are made in DuckDB from rows read elsewhere; also the program of a child process.

SQLite is read through DuckDB's scanner in a process of its own: the scanner brings a second SQLite library, and two of
them in one process undo each other's file locks. So this module imports nothing of the house but `sources`.
"""

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

from linli.register.asking.sources import Wanted

MOST_CHANGED = 0.2  # of all homes; beyond it everything is read anew
MEMORY = "4GB"
type Reader = Callable[["DuckDBPyConnection", Wanted], None]


class TooMuchChanged(Exception):
    """A delta cannot bring the snapshot up to date: it is made anew."""


@dataclass(frozen=True)
class Scan:
    """Where DuckDB's scanner reads: the extension's file, what to attach, and its function that runs a query there."""

    extension: str
    attach: str
    function: str


def scanning(scan: Scan) -> Callable[["DuckDBPyConnection"], Reader]:
    """Give a reader that goes through a scanner extension."""

    def opened(snapshot: "DuckDBPyConnection") -> Reader:
        snapshot.execute(f"load {_text(scan.extension)}")
        snapshot.execute(f"attach {scan.attach}")

        def read(snapshot: "DuckDBPyConnection", wanted: Wanted) -> None:
            source = f"{scan.function}('store', {_text(wanted.sql)})"
            snapshot.execute(f"create temp table {wanted.table} as select {_casts(wanted)} from {source}")  # noqa: S608 our own SQL

        return read

    return opened


def open_new(path: str) -> "DuckDBPyConnection":
    """Open a snapshot's file for writing."""
    import duckdb  # noqa: PLC0415 heavy

    return duckdb.connect(path, config={"memory_limit": MEMORY, "preserve_insertion_order": "true"})


def fill(snapshot: "DuckDBPyConnection", wanted: Iterable[Wanted], read: Reader) -> None:
    """Make the snapshot's tables from everything, sorted by area."""
    for one in wanted:
        read(snapshot, one)
    snapshot.execute(_SIZES)
    snapshot.execute(_SEVERAL)
    snapshot.execute(f"create table people as {_PEOPLE} order by n.area_code, n.household_id")
    snapshot.execute(f"create table enrolments as {_ENROLMENTS} order by n.programme_code, n.resident_id")
    snapshot.execute("create table counts_then as select homes, enrolled from counts")


def mend(snapshot: "DuckDBPyConnection", wanted: Iterable[Wanted], read: Reader) -> None:
    """Replace what changed: every home and enrolment of the people touched, and the sizes of those homes.

    It refuses when rows are missing: then everything is read anew.
    """
    for one in wanted:
        read(snapshot, one)
    _check_size(snapshot)
    before = _one(snapshot, "select count(*) from people"), _one(snapshot, "select count(*) from enrolments")
    snapshot.execute(_AFFECTED)
    for table in ("people", "enrolments"):
        snapshot.execute(f"delete from {table} where resident_id in (select id from touched)")  # noqa: S608 as named
    snapshot.execute(_SIZES_ANEW)
    snapshot.execute(_SEVERAL)
    snapshot.execute(f"insert into people {_PEOPLE} order by n.area_code, n.household_id")
    snapshot.execute(f"insert into enrolments {_ENROLMENTS}")
    if _one(snapshot, f"select count(*) from people p, sizes s where {_OTHER_SIZE}"):  # noqa: S608 our own SQL
        snapshot.execute(_MEND_SIZES)
    _check_counts(snapshot, before)


_PEOPLE = """
select n.*, null::date as died_on, coalesce(s.size, 0)::smallint as household_size,
       n.lives and s.size = 1 as alone, m.resident_id is null as single_home
from new_people n left join sizes s on s.household_id = n.household_id
left join several m on m.resident_id = n.resident_id"""
_ENROLMENTS = "select n.* from new_enrolments n"
_SIZES = (
    "create temp table sizes as select household_id, count(*) as size from new_people where lives group by household_id"
)
_SEVERAL = "create temp table several as select resident_id from new_people group by resident_id having count(*) > 1"
_AFFECTED = """
create temp table affected as
select household_id from people where resident_id in (select id from touched) union select household_id from new_people"""
_SIZES_ANEW = """
create temp table sizes as select household_id, count(*) filter (where lives) as size from (
    select household_id, lives from people where household_id in (select household_id from affected)
    union all select household_id, lives from new_people) group by household_id"""
_OTHER_SIZE = "s.household_id = p.household_id and s.size <> p.household_size"
_MEND_SIZES = f"""
update people as p set household_size = s.size, alone = p.lives and s.size = 1 from sizes s where {_OTHER_SIZE}"""  # noqa: S608 as above


def _check_size(snapshot: "DuckDBPyConnection") -> None:
    changed, rows = (_one(snapshot, f"select count(*) from {table}") for table in ("new_people", "people"))  # noqa: S608 as named
    if changed > MOST_CHANGED * rows:
        raise TooMuchChanged


def _check_counts(snapshot: "DuckDBPyConnection", before: tuple[int, int]) -> None:
    """Refuse a delta that does not add up: rows were deleted without a word, or kept for longer than the look back."""
    told = snapshot.execute("select n.homes - t.homes, n.enrolled - t.enrolled from counts n, counts_then t").fetchone()
    now = _one(snapshot, "select count(*) from people"), _one(snapshot, "select count(*) from enrolments")
    if told != (now[0] - before[0], now[1] - before[1]):
        raise TooMuchChanged
    snapshot.execute("create or replace table counts_then as select homes, enrolled from counts")


def _casts(wanted: Wanted) -> str:
    return ", ".join(f"cast({name} as {sort}) as {name}" for name, sort in wanted.types.items())


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _one(snapshot: "DuckDBPyConnection", sql: str) -> int:
    row = snapshot.execute(sql).fetchone()
    return row[0] if row else 0


def _child(told: Mapping[str, object]) -> None:
    """Fill a new snapshot as another process asks."""
    scan = Scan(**told["scan"])  # type: ignore[arg-type]  # what the asking process wrote
    wanted = [Wanted(**one) for one in told["wanted"]]  # type: ignore[attr-defined]  # as above
    with open_new(str(told["path"])) as snapshot:
        fill(snapshot, wanted, scanning(scan)(snapshot))


if __name__ == "__main__":
    _child(json.load(sys.stdin))
