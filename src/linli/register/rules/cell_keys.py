"""Counts for people who may look at nobody: rounded cell by cell before anything is added up, always in the same way.

The people of an area are divided once and for all into the smallest cells there are: community, sex, five years of age,
living or registered there. Each cell is rounded to a multiple of ten, up or down, by a threshold of its own that only the
installation's key knows. Every count that is told is a sum of such rounded cells, so whatever is asked, added or taken
off, nothing comes out but rounded cells: there is no difference that a small cell could be recovered from, and no
second draw to take an average of. On average over the thresholds a rounded cell equals the cell.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping

BASE = 10
BAND_YEARS = 5
_STEPS = 2**32


def threshold(cell: Iterable[object], *, key: bytes) -> float:
    """Give a cell's own number between 0 and 1: the same for ever, and known to nobody without the key."""
    told = "\x1f".join(map(str, cell)).encode()
    drawn = hmac.new(key, b"cell\x1f" + told, hashlib.sha256).digest()
    return int.from_bytes(drawn[:4]) / _STEPS


def rounded(count: int, drawn: float) -> int:
    """Round a count to a ten: up when what is over the ten is more than the threshold's share of it."""
    whole, over = divmod(count, BASE)
    return BASE * (whole + (over / BASE > drawn))


def total(cells: Mapping[tuple[object, ...], int], *, key: bytes) -> int:
    """Add rounded cells up; empty ones count for nothing."""
    return sum(rounded(count, threshold(cell, key=key)) for cell, count in cells.items())
