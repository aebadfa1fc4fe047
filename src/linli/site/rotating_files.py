"""Sealed files on the disk and their keys: papers of mediation are sealed texts, uploads waiting for import are sealed in pieces."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from linli.core.ids import new_id
from linli.core.resealing import Resealed, resealed
from linli.core.sealed_uploads import framed, sealed_pieces
from linli.core.sealing_keys import sealing_keys
from linli.core.secrets import SealBroken, is_sealed_anew, mark_of, seal_bytes, unseal_bytes
from linli.places.importing.map_uploads import FOLDER as MAPS
from linli.register.importing.uploads import FOLDER as PEOPLE

ENDING = "*.sealed"
_LENGTH = 4  # bytes that say how long the next piece of an upload is
_START = 4


def old_files() -> Iterator[Path]:
    """Find the sealed files that the newest key has not sealed."""
    for path in sorted(Path(settings.LINLI_MEDIA).rglob(ENDING)):
        with path.open(encoding="ascii") as file:
            if not is_sealed_anew(file.read(_LENGTH + _START)):
                yield path
    yield from old_uploads()


def old_uploads() -> Iterator[Path]:
    """Find the uploads that the newest key has not sealed."""
    newest = mark_of(sealing_keys()[0]).encode()
    waiting = (path for folder in (PEOPLE, MAPS) for path in (Path(settings.LINLI_DATA) / folder).glob(ENDING))
    for path in sorted(waiting):
        with path.open("rb") as file:
            head = file.read(_LENGTH + _START)
        if head and head[_LENGTH:] != newest:
            yield path


def reseal_files() -> Resealed:
    """Seal every file anew that needs it; each is replaced at once."""
    count, uploads = Resealed(), set(old_uploads())
    for path in old_files():
        if path in uploads:
            anew = _upload(path, count)
        else:
            anew = resealed(path.read_text(encoding="ascii"), count).encode()
        part = path.with_suffix(f".{new_id()}.part")
        part.touch(mode=0o600)
        part.write_bytes(anew)
        os.replace(part, path)
    return count


def _upload(path: Path, count: Resealed) -> bytes:
    try:
        pieces = [seal_bytes(unseal_bytes(piece)) for piece in sealed_pieces(path)]
    except SealBroken:
        count.broken += 1
        return path.read_bytes()
    count.done += 1
    return b"".join(map(framed, pieces))
