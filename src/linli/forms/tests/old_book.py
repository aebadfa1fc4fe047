"""An old `.xls` workbook, written byte by byte: BIFF 8 records in a compound file, as offices' programs wrote them until 2007."""

import struct
from collections.abc import Mapping, Sequence

_SECTOR = 512
_LEAST = 4096  # a smaller stream would lie in another table
_END, _FAT, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def old_book(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """Write sheets of texts."""
    pages = [_page(rows) for rows in sheets.values()]
    names = [name.encode("utf-16-le") for name in sheets]
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1996, 0, 6))
    at = len(head) + sum(len(name) + 12 for name in names) + 4
    for name, page in zip(names, pages, strict=True):
        head += _record(0x0085, struct.pack("<IHBB", at, 0, len(name) // 2, 1) + name)
        at += len(page)
    return _compound(head + _record(0x000A) + b"".join(pages))


def _page(rows: Sequence[Sequence[str]]) -> bytes:
    cells = [
        _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text
    ]
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1996, 0, 6))
    return head + b"".join(cells) + _record(0x000A)


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _compound(stream: bytes) -> bytes:
    size = max(_LEAST, -(-len(stream) // _SECTOR) * _SECTOR)
    count = size // _SECTOR
    table = [_FAT, _END, *range(3, count + 2), _END]
    fat = struct.pack(f"<{_SECTOR // 4}I", *table, *[_FREE] * (_SECTOR // 4 - len(table)))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, _LEAST, _END, 0, _END, 0) + struct.pack("<109I", 0, *[_FREE] * 108)
    entries = _entry("Root Entry", 5, child=1, start=_END, size=0) + _entry("Workbook", 2, child=-1, start=2, size=size)
    return head + fat + entries + bytes(_SECTOR - len(entries)) + stream.ljust(size, b"\0")


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    said = (name + "\0").encode("utf-16-le")
    head = said.ljust(64, b"\0") + struct.pack("<HBBiii", len(said), kind, 1, -1, -1, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
