"""Signs of life of an import of a map: told beside the database, for its one transaction shows nothing until it ends.

The process that works on an import holds a file; the system lets go of it when the process ends, however it ends.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO
from uuid import UUID

from linli.places.importing.map_uploads import held_path, sign_path

_TELL_SECONDS = 0.5
_TRIES, _PAUSE_SECONDS = 20, 0.1  # whoever only looks whether the file is held holds it for a moment


class Signs:
    """Tells how far an import is, twice a second at most, and every new step at once."""

    def __init__(self, import_id: UUID) -> None:
        self._path, self._told, self._step = sign_path(import_id), 0.0, ""

    def tell(self, step: str, **more: int | str) -> None:
        """Tell which step is under way, and how far."""
        now = time.monotonic()
        if step == self._step and now - self._told < _TELL_SECONDS:
            return
        self._told, self._step = now, step
        part = self._path.with_suffix(".part")
        part.write_text(json.dumps({"step": step, **more}), encoding="utf-8")
        os.replace(part, self._path)


@contextmanager
def holding(import_id: UUID) -> Iterator[Signs | None]:
    """Work on an import as the only one; None where another process does already."""
    path = held_path(import_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("w") as file:
        if not _held(file):
            yield None
            return
        try:
            signs = Signs(import_id)
            signs.tell("begun")
            yield signs
        finally:
            forget_signs(import_id)


def forget_signs(import_id: UUID) -> None:
    """Take away what an earlier process told of an import."""
    sign_path(import_id).unlink(missing_ok=True)
    held_path(import_id).unlink(missing_ok=True)


def is_held(import_id: UUID) -> bool:
    """Say whether a living process works on an import."""
    try:
        with held_path(import_id).open() as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def told_of(import_id: UUID) -> Mapping[str, int | str]:
    """Read how far an import is; nothing is told of one that waits."""
    try:
        told: dict[str, int | str] = json.loads(sign_path(import_id).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return told


def _held(file: IO[str]) -> bool:
    for _attempt in range(_TRIES):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PAUSE_SECONDS)
        else:
            return True
    return False
