"""The file a model lies in: a line with version and checksum, then plain arrays. Reading it never executes anything."""

import hashlib
import io
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linli.cases.triage.shapes import Floats

VERSION = 1
_NAME = b"LINLI-TRIAGE"
_LARGEST_BYTES = 200_000_000


class ModelUnreadable(ValueError):
    """The file is not a model of this version, or it is damaged: train again."""


@dataclass(frozen=True)
class Parts:
    """The named parts of a model file."""

    arrays: Mapping[str, Floats]

    def row(self, name: str) -> Floats:
        """Give an array of numbers."""
        return self.arrays[name]

    def text(self, name: str) -> str:
        """Give a text."""
        return self.arrays[name].tobytes().decode()


def write(path: Path, parts: Mapping[str, Floats | str]) -> None:
    """Write the parts to a new file beside the old one, then put it in its place."""
    body = io.BytesIO()
    arrays: dict[str, Any] = {name: _array(part) for name, part in parts.items()}  # NumPy types its options by name
    np.savez_compressed(body, **arrays)
    head = b"%s %d %s\n" % (_NAME, VERSION, hashlib.sha256(body.getvalue()).hexdigest().encode())
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    with fresh.open("wb") as file:
        file.write(head + body.getvalue())
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def read(path: Path) -> Parts:
    """Read the parts of a file after its version and checksum proved right."""
    if path.stat().st_size > _LARGEST_BYTES:
        raise ModelUnreadable(path)
    head, _end, body = path.read_bytes().partition(b"\n")
    if head.split(b" ") != [_NAME, b"%d" % VERSION, hashlib.sha256(body).hexdigest().encode()]:
        raise ModelUnreadable(path)
    try:
        with np.load(io.BytesIO(body), allow_pickle=False) as arrays:
            return Parts({name: arrays[name] for name in arrays.files})
    except (ValueError, zipfile.BadZipFile) as damage:
        raise ModelUnreadable(path) from damage


def _array(part: Floats | str) -> NDArray[Any]:
    return np.frombuffer(part.encode(), dtype=np.uint8) if isinstance(part, str) else part
