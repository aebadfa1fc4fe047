"""Files that belong to rows: written whole or not at all, and last of all where a change of many steps may still be refused.

A row that is rolled back leaves no file behind, and no row is stored without its file: within `files_last` files are
written just before the commit. What a killed process leaves half written lies in one folder and is swept.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.conf import settings

from linli.core.ids import new_id

HALF_WRITTEN = "half-written"
SWEEP_AFTER_SECONDS = 3_600
_waiting: ContextVar[dict[Path, bytes] | None] = ContextVar("files waiting for the end of a change", default=None)


def keep_file(target: Path, content: bytes) -> None:
    """Keep a file under the media folder; one that is there already is the same, as its name comes from its content."""
    if (waiting := _waiting.get()) is not None:
        waiting[target] = content
        return
    _write(target, content)


@contextmanager
def files_last() -> Iterator[None]:
    """Hold files back until the end of the block, which should be the end of its transaction; none is written if it fails.

    A block within another one leaves its files to that one, as a transaction within another does.
    """
    if _waiting.get() is not None:
        yield
        return
    waiting: dict[Path, bytes] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for target, content in waiting.items():
        _write(target, content)


def sweep_half_written() -> int:
    """Delete what killed processes left half written; say how many."""
    swept = 0
    before = time.time() - SWEEP_AFTER_SECONDS
    for part in _folder().glob("*.part"):
        if part.stat().st_mtime < before:
            part.unlink(missing_ok=True)
            swept += 1
    return swept


def _write(target: Path, content: bytes) -> None:
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    _folder().mkdir(parents=True, exist_ok=True)
    part = _folder() / f"{new_id()}.part"
    try:
        part.write_bytes(content)
        os.replace(part, target)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _folder() -> Path:
    """Say where half-written files lie: on the same disk as the whole ones, so that renaming is one step."""
    return Path(settings.LINLI_MEDIA) / HALF_WRITTEN
