"""How rows of the store reach the snapshot: by DuckDB's scanner of that store, or through Django's own connection."""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection

from linli.register.asking.filling import Scan
from linli.register.asking.sources import Wanted
from linli.register.errors import SnapshotFailed

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_CHUNK = 50_000
_FUNCTIONS = {"postgresql": "postgres_query", "sqlite": "sqlite_query"}
_WHEELS = {"postgresql": "duckdb_extension_postgres_scanner", "sqlite": "duckdb_extension_sqlite_scanner"}
_MOST_SECONDS = 1_800


def scan_of_store() -> Scan | None:
    """Say how DuckDB reads this store; None where no scanner is installed, or where rows are in a transaction it cannot see."""
    extension = _extension(_WHEELS.get(connection.vendor, ""))
    if extension is None or connection.in_atomic_block or not _is_on_disk():
        return None
    attach = _postgresql() if connection.vendor == "postgresql" else _sqlite()
    return Scan(str(extension), attach, _FUNCTIONS[connection.vendor])


def read_by_cursor(snapshot: "DuckDBPyConnection", wanted: Wanted) -> None:
    """Read rows through Django's connection: slower, sees the present transaction, needs no scanner."""
    types = ", ".join(f"{name} {sort}" for name, sort in wanted.types.items())
    snapshot.execute(f"create temp table {wanted.table} ({types})")
    casts = ", ".join(f"cast({name} as {sort})" for name, sort in wanted.types.items())
    for chunk in _chunks(wanted):
        snapshot.register("chunk", _arrow(wanted, chunk))
        snapshot.execute(f"insert into {wanted.table} select {casts} from chunk")  # noqa: S608 our own names
        snapshot.unregister("chunk")


def fill_in_child(path: Path, wanted: Sequence[Wanted], scan: Scan) -> None:
    """Make a whole snapshot of SQLite in a process of its own (two SQLite libraries in one undo each other's locks)."""
    told = {
        "path": str(path),
        "scan": asdict(scan),
        "wanted": [{"table": one.table, "sql": one.sql, "types": dict(one.types)} for one in wanted],
    }
    done = subprocess.run(
        [sys.executable, "-m", "linli.register.asking.filling"],
        input=json.dumps(told), text=True, capture_output=True, timeout=_MOST_SECONDS, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )  # fmt: skip
    if done.returncode:
        raise SnapshotFailed(why=done.stderr.strip().rpartition("\n")[2][:200])


def mark_text(mark: int) -> str:
    """Write a time-ordered id as this store writes ids."""
    digits = f"{mark:032x}"
    if connection.vendor == "sqlite":
        return digits
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _extension(wheel: str) -> Path | None:
    found = importlib.util.find_spec(wheel) if wheel else None
    places = found.submodule_search_locations if found else None
    return next((path for place in places or () for path in Path(place).rglob("*.duckdb_extension")), None)


def _is_on_disk() -> bool:
    return connection.vendor != "sqlite" or not connection.is_in_memory_db()  # type: ignore[attr-defined]  # SQLite's own


def _postgresql() -> str:
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415 an installation on SQLite needs no such driver

    params = connection.get_connection_params()
    wanted = ("host", "port", "user", "password", "dbname", "sslmode", "sslrootcert", "service")
    told = make_conninfo(**{name: params[name] for name in wanted if params.get(name)})
    return f"{_text(told)} as store (type postgres, read_only)"


def _sqlite() -> str:
    return f"{_text(str(connection.settings_dict['NAME']))} as store (type sqlite, read_only)"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _chunks(wanted: Wanted) -> Iterator[list[tuple[object, ...]]]:
    with connection.cursor() as cursor:
        cursor.execute(wanted.sql)
        while rows := cursor.fetchmany(_CHUNK):
            yield rows


def _arrow(wanted: Wanted, rows: list[tuple[object, ...]]) -> object:
    import pyarrow  # noqa: PLC0415 heavy

    columns = zip(*rows, strict=True)
    told = {name: _plain(column) for name, column in zip(wanted.types, columns, strict=True)}
    return pyarrow.table(told)


def _plain(column: Sequence[object]) -> list[str | None]:
    return [None if value is None else str(value) for value in column]
