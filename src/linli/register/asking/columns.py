"""Questions answered by the snapshot: city-wide, in a column store; its time is told with the answer."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from uuid import UUID

from linli.register.asking.compiling import Asked, Compiler, Dialect, Sql
from linli.register.asking.snapshot import connect
from linli.register.asking.tree import Node

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NAMES = {
    "person": "resident_id", "household": "household_id", "born-on": "born_on", "sex": "sex", "area": "area_code",
    "lives": "lives", "registered": "registered", "relation": "relation", "since": "since",
    "household-size": "household_size", "alone": "alone", "dwelling-use": "dwelling_use",
    "dwelling-state": "dwelling_state", "has-phone": "has_phone", "has-id-number": "has_id_number",
}  # fmt: skip
_DIALECT = Dialect(
    mark="?", columns=_NAMES, home_columns=_NAMES,
    home="select household_id from people where lives and {condition} group by household_id",
    is_listed=True,
    enrolled="""{person} in (select resident_id from enrolments where programme_code = {mark}
 and since <= {mark} and (until is null or until > {mark}))""",
    member="",
)  # fmt: skip
# Ids are read of those few alone who have several homes: of everybody they cost five times as much as the counting.
_COUNT = """with found as not materialized (select resident_id, single_home from people where {condition})
select (select count(*) from found where single_home)
     + (select count(distinct resident_id) from found where not single_home)"""
_HOMES_EACH = 4  # rows read ahead for each resident wanted: nobody has more homes than that on a page


@dataclass
class _Kept:
    """The snapshot this process has open, by which file it is."""

    lock: Lock = field(default_factory=Lock)
    mark: tuple[int, int] | None = None
    opened: "DuckDBPyConnection | None" = None


_kept = _Kept()


def count_columns(node: Node, asked: Asked, path: Path) -> int:
    """Count the residents a question finds."""
    sql = explained(node, asked)
    with reading(path) as snapshot:
        row = snapshot.execute(sql.text, list(sql.parameters)).fetchone()
    return int(row[0]) if row else 0


def page_columns(node: Node, asked: Asked, path: Path, *, after: UUID | None = None, limit: int = 50) -> list[UUID]:
    """Give the next residents a question finds, in the order of their ids, each once."""
    condition = Compiler(_DIALECT, asked).within_scope(node)
    beyond = Sql(" and resident_id > ?", (after,)) if after else Sql("")
    sql = f"select resident_id from people where {condition.text}{beyond.text} order by resident_id limit {limit * _HOMES_EACH}"  # noqa: S608 values are parameters
    with reading(path) as snapshot:
        rows = snapshot.execute(sql, [*condition.parameters, *beyond.parameters]).fetchall()
    return list(dict.fromkeys(row[0] for row in rows))[:limit]


def explained(node: Node, asked: Asked) -> Sql:
    """Give the SQL of the count, as it is sent."""
    condition = Compiler(_DIALECT, asked).within_scope(node)
    return Sql(_COUNT.format(condition=condition.text), condition.parameters)


@contextmanager
def reading(path: Path) -> "Iterator[DuckDBPyConnection]":
    """Lend a cursor on the snapshot as it stands now; the file stays open until another takes its place."""
    with _kept.lock:
        found = path.stat()
        mark = (found.st_ino, found.st_mtime_ns)
        if _kept.opened is None or _kept.mark != mark:
            if _kept.opened is not None:
                _kept.opened.close()
            _kept.opened, _kept.mark = connect(path), mark
        cursor = _kept.opened.cursor()
        cursor.execute("use snapshot")  # a cursor begins at the connection's own database
    try:
        yield cursor
    finally:
        cursor.close()


def milliseconds_since(start: float) -> float:
    """Say how long something took, from a reading of `time.perf_counter`."""
    return (time.perf_counter() - start) * 1000
