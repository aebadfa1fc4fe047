"""The snapshot: what city-wide questions, rolls and reconciliation read, so that they neither wait for the store nor hold it up.

One DuckDB file, readable by this installation alone, sorted by area, with no sealed value and no membership. It is made
anew in a file beside it and put in its place by one rename: whoever reads the old one reads on, the next one opens the new.
Between whole rebuilds only what changed since is read, by household. A resident who was deleted is gone at the next refresh.
"""

import contextlib
import datetime as dt
import fcntl
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection
from django.utils import timezone

from linli.places import queries as places
from linli.register.asking import filling
from linli.register.asking.filling import TooMuchChanged
from linli.register.asking.reading import fill_in_child, mark_text, read_by_cursor, scan_of_store
from linli.register.asking.sources import changed_since, whole
from linli.register.errors import SnapshotFailed

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_AGE = dt.timedelta(minutes=10)
WHOLE_EVERY = dt.timedelta(hours=24)
LOOK_BACK = dt.timedelta(minutes=15)  # a change may be stored this long after its id was made
VERSION = 1
READING_MEMORY = "2GB"


@dataclass(frozen=True)
class Stamp:
    """What the snapshot says of itself: when it was read, when it was last whole, which areas it was sorted by."""

    read_at: str
    whole_at: str
    areas: str
    version: int
    loose: bool = False  # read inside a transaction: what it shows may never have been


def snapshot_path() -> Path:
    """Say where the snapshot stands."""
    return Path(settings.LINLI_DATA) / "snapshot" / "people.duckdb"


def fresh_snapshot(*, max_age: dt.timedelta = MOST_AGE, full: bool = False) -> Path:
    """Give a snapshot no older than asked, refreshed first where it is; `full` makes it wholly anew.

    Inside a transaction it is always made anew, from what the transaction sees, and nobody else takes it for fresh.
    """
    path = snapshot_path()
    if not full and _is_fresh(path, max_age):
        return path
    asked_at = timezone.now()
    with _alone(path.parent):
        if full or not _is_fresh(path, max(max_age, timezone.now() - asked_at)):
            _refresh(path, full=full)
    return path


def connect(path: Path, *, read_only: bool = True) -> "DuckDBPyConnection":
    """Open a snapshot as it stands now: a connection of its own, whatever others in this process have open."""
    import duckdb  # noqa: PLC0415 heavy

    opened = duckdb.connect(":memory:", config={"memory_limit": READING_MEMORY})
    opened.execute(f"attach '{str(path).replace("'", "''")}' as snapshot {'(read_only)' if read_only else ''}")
    opened.execute("use snapshot")
    return opened


def read_at(path: Path) -> dt.datetime:
    """Say when a snapshot was read."""
    stamp = _stamp(path)
    if stamp is None:
        raise SnapshotFailed(why=path.name)
    return dt.datetime.fromisoformat(stamp.read_at)


def drop_snapshot() -> None:
    """Remove the snapshot: after keys or data were taken away for good, and between tests."""
    folder = snapshot_path().parent
    if folder.is_dir():
        with _alone(folder):
            for file in folder.glob("people*"):
                file.unlink(missing_ok=True)


def _is_fresh(path: Path, max_age: dt.timedelta) -> bool:
    stamp = _stamp(path)
    if stamp is None or stamp.loose or connection.in_atomic_block:
        return False
    return timezone.now() - dt.datetime.fromisoformat(stamp.read_at) <= max_age and stamp.areas == _areas()


def _refresh(path: Path, *, full: bool) -> None:
    made = path.with_name(f"people-{uuid4().hex}.duckdb")
    try:
        stamp = None if full or not _is_mendable(path) else _mended(path, made)
        stamp = stamp or _make(made)
        made.chmod(0o600)
        made.replace(path)
        _put_beside(path, stamp)
    finally:
        for left in path.parent.glob(f"{made.stem}*"):
            left.unlink(missing_ok=True)


def _make(made: Path) -> Stamp:
    now = timezone.now().isoformat()
    stamp = Stamp(now, now, _areas(), VERSION, loose=connection.in_atomic_block)
    scan = scan_of_store()
    if scan is not None and connection.vendor == "sqlite":
        fill_in_child(made, whole(), scan)
        return stamp
    with _opened(made) as snapshot:
        filling.fill(snapshot, whole(), filling.scanning(scan)(snapshot) if scan else read_by_cursor)
    return stamp


def _is_mendable(path: Path) -> bool:
    stamp = _stamp(path)
    if stamp is None or stamp.loose or connection.in_atomic_block:
        return False
    old = timezone.now() - dt.datetime.fromisoformat(stamp.whole_at) > WHOLE_EVERY
    return not old and stamp.version == VERSION and stamp.areas == _areas()


def _mended(path: Path, made: Path) -> Stamp | None:
    """Copy the snapshot and bring the copy up to date; None where that is not possible."""
    before = _stamp(path)
    if before is None:
        return None
    shutil.copyfile(path, made)
    since = dt.datetime.fromisoformat(before.read_at) - LOOK_BACK
    wanted = changed_since(mark_text(int(since.timestamp() * 1000) << 80))
    stamp = Stamp(timezone.now().isoformat(), before.whole_at, before.areas, VERSION)
    scan = scan_of_store() if connection.vendor == "postgresql" else None
    try:
        with _opened(made) as snapshot:
            filling.mend(snapshot, wanted, filling.scanning(scan)(snapshot) if scan else read_by_cursor)
    except TooMuchChanged:
        made.unlink()
        return None
    return stamp


@contextlib.contextmanager
def _opened(made: Path) -> "Iterator[DuckDBPyConnection]":
    """Open a snapshot to write; what goes wrong there may tell how the store is reached, so it is not passed on."""
    import duckdb  # noqa: PLC0415 heavy

    try:
        with filling.open_new(str(made)) as snapshot:
            made.chmod(0o600)
            yield snapshot
    except duckdb.Error as error:
        raise SnapshotFailed(why=type(error).__name__) from None


def _areas() -> str:
    return str(places.areas_stamp() or UUID(int=0))


def _beside(path: Path) -> Path:
    return path.with_suffix(".json")


def _put_beside(path: Path, stamp: Stamp) -> None:
    """Keep the stamp in a small file beside it: looking there costs nothing."""
    told = _beside(path).with_name(f"people-{uuid4().hex}.json")
    told.write_text(json.dumps(asdict(stamp)))
    told.replace(_beside(path))


def _stamp(path: Path) -> Stamp | None:
    try:
        told = json.loads(_beside(path).read_text())
    except (FileNotFoundError, ValueError):
        return None
    return Stamp(**told) if path.is_file() else None


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one refresher work at a time, in whatever process or thread it is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "refresh.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


__all__ = ["MOST_AGE", "connect", "drop_snapshot", "fresh_snapshot", "read_at", "snapshot_path"]
