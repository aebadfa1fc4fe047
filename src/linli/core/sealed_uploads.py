"""Uploaded files that wait to be imported: sealed piece by piece, so that what they say lies nowhere in the clear."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from linli.core.errors import LinliError
from linli.core.secrets import seal_bytes, unseal_bytes

ENDING = ".sealed"
_PIECE = 4_000_000
_LENGTH = 4  # bytes that say how long the next piece is


def keep_sealed(path: Path, chunks: Iterable[bytes], *, most_bytes: int, too_large: LinliError) -> int:
    """Seal an uploaded file and say how long it is; one that is too large is refused and leaves nothing behind."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    size = 0
    with path.open("wb") as file:
        for piece in _pieces(chunks):
            size += len(piece)
            if size > most_bytes:
                break
            file.write(framed(seal_bytes(piece)))
    if size > most_bytes:
        path.unlink()
        raise too_large
    return size


def opened(path: Path) -> Iterator[bytes]:
    """Unseal a file piece by piece; one that is gone raises FileNotFoundError."""
    for piece in sealed_pieces(path):
        yield unseal_bytes(piece)


def sealed_pieces(path: Path) -> Iterator[bytes]:
    """Walk the pieces of a file as they are sealed."""
    with path.open("rb") as file:
        while head := file.read(_LENGTH):
            yield file.read(int.from_bytes(head))


def framed(piece: bytes) -> bytes:
    """Put its length before a sealed piece."""
    return len(piece).to_bytes(_LENGTH) + piece


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        if len(waiting) >= _PIECE:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)
