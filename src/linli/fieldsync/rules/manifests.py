"""A manifest in few bytes: which rows of which parts a phone holds, each with a mark of its version."""

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from pydantic_core import to_json

MARK_BYTES = 8
_UUID_BYTES = 16
_UUID_LETTERS = 36
_PRESS_LEVEL = 6

type Held = Mapping[str, Mapping[str, bytes]]  # part → id → mark of the version


def mark_of(salt: str, version: object) -> bytes:
    """Reduce a version to a few bytes; the salt stands for all that changes every row of a part."""
    return hashlib.blake2b(salt.encode() + to_json(version), digest_size=MARK_BYTES).digest()


def mark_of_part(salt: str, versions: Sequence[object]) -> str:
    """Reduce all versions of a part to one mark: where it is the same, nothing of the part has changed."""
    return hashlib.blake2b(salt.encode() + to_json(versions), digest_size=16).hexdigest()


def packed(held: Held) -> bytes:
    """Write a manifest: a head of names and counts, then the ids, then the marks."""
    head: dict[str, list[object]] = {}
    ids, marks = bytearray(), bytearray()
    for part, rows in sorted(held.items()):
        keys, texts = _sorted(rows)
        head[part] = [len(keys), texts]
        for key in keys:
            ids += UUID(key).bytes
        for key in (*keys, *texts):
            marks += rows[key]
    told = json.dumps(head, separators=(",", ":"), ensure_ascii=False).encode()
    return zlib.compress(len(told).to_bytes(4) + told + bytes(ids) + bytes(marks), _PRESS_LEVEL)


def unpacked(content: bytes) -> dict[str, dict[str, bytes]]:
    """Read a manifest as it was written."""
    body = zlib.decompress(content)
    end = 4 + int.from_bytes(body[:4])
    head: dict[str, tuple[int, list[str]]] = json.loads(body[4:end])
    id_at, mark_at = end, end + _UUID_BYTES * sum(count for count, _texts in head.values())
    held: dict[str, dict[str, bytes]] = {}
    for part, (count, texts) in head.items():
        keys = [str(UUID(bytes=body[at : at + _UUID_BYTES])) for at in _steps(id_at, count, _UUID_BYTES)]
        id_at += count * _UUID_BYTES
        ids = (*keys, *texts)
        marks = [body[at : at + MARK_BYTES] for at in _steps(mark_at, len(ids), MARK_BYTES)]
        mark_at += len(ids) * MARK_BYTES
        held[part] = dict(zip(ids, marks, strict=True))
    return held


def _steps(start: int, count: int, size: int) -> range:
    return range(start, start + count * size, size)


def _sorted(rows: Iterable[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Tell ids that are UUIDs in their usual form from those that are words or codes."""
    keys, texts = list[str](), list[str]()
    for key in sorted(rows):
        (keys if len(key) == _UUID_LETTERS and key.count("-") == 4 and _is_usual(key) else texts).append(key)
    return keys, texts


def _is_usual(key: str) -> bool:
    try:
        return str(UUID(key)) == key
    except ValueError:
        return False
