"""The installation's secrets: made once, kept under LINLI_DATA in a file only its owner reads."""

import json
import os
import secrets
from pathlib import Path
from typing import TypedDict


class Keys(TypedDict):
    """What signs, what seals (newest first), what hashes for search."""

    secret: str
    keys: list[str]
    hash_key: str


def read_or_make(directory: Path) -> Keys:
    """Read the installation's keys, making them at the first start."""
    file = directory / "keys.json"
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
