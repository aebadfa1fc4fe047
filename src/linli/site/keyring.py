"""The installation's secrets: made once, kept under LINLI_DATA in a file only its owner reads; new sealing keys come in front."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict

from linli.core.secrets import mark_of

FILE = "keys.json"


class Keys(TypedDict):
    """What signs, what seals (newest first), what hashes for search."""

    secret: str
    keys: list[str]
    hash_key: str


def read_or_make(directory: Path) -> Keys:
    """Read the installation's keys, making them at the first start."""
    file = directory / FILE
    try:
        return read(file)
    except FileNotFoundError:
        directory.mkdir(parents=True, exist_ok=True)
    made = Keys(secret=secrets.token_urlsafe(50), keys=[secrets.token_urlsafe(32)], hash_key=secrets.token_urlsafe(32))
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was quicker
        return read(file)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump(made, out)
    return made


def read(file: Path) -> Keys:
    """Read a key file."""
    kept: Keys = json.loads(file.read_text(encoding="utf-8"))
    return kept


def add_key(directory: Path) -> Keys:
    """Put a new sealing key in front of the others; they go on opening what they sealed."""
    with _alone(directory) as kept:
        marks = {mark_of(key).lower() for key in kept["keys"]}
        new = secrets.token_urlsafe(32)
        while mark_of(new).lower() in marks:  # some stores compare the beginnings of texts without regard to case
            new = secrets.token_urlsafe(32)
        return _write(directory, {**kept, "keys": [new, *kept["keys"]]})


def retire_old(directory: Path, *, newest: str) -> Keys:
    """Take out every sealing key but the newest; nothing when another one has come in front meanwhile."""
    with _alone(directory) as kept:
        return _write(directory, {**kept, "keys": [newest]}) if kept["keys"][0] == newest else kept


@contextmanager
def _alone(directory: Path) -> Iterator[Keys]:
    """Read the keys while no other process changes them."""
    with (directory / "keys.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield read(directory / FILE)


def _write(directory: Path, keys: Keys) -> Keys:
    """Replace the key file at once: no reader ever sees half of it, and no crash leaves half of it."""
    part = directory / f"{FILE}.part"
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump(keys, out)
        out.flush()
        os.fsync(out.fileno())
    os.replace(part, directory / FILE)
    return keys
