"""Chance that repeats: every part of the town has its own dice, thrown alike for the same seed."""

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from uuid import UUID

_FIRST_MS = 1_577_836_800_000  # 2020-01-01: ids of the town are ordered like real ones, and the same every time


def dice(seed: int, part: str) -> random.Random:
    """Give the dice of one part of the town."""
    return random.Random(f"linli:{seed}:{part}")  # noqa: S311 a town to look at, no secret


def ids(seed: int, part: str) -> Iterator[UUID]:
    """Give ids one after the other: UUIDv7 in form, fixed by the seed."""
    thrown = dice(seed, f"ids:{part}")
    base = thrown.getrandbits(20)
    number = 0
    while True:
        millisecond = _FIRST_MS + base + number
        yield UUID(
            int=(millisecond << 80) | (7 << 76) | (thrown.getrandbits(12) << 64) | (2 << 62) | thrown.getrandbits(62)
        )
        number += 1


class Choice[T]:
    """A weighted choice made many times."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self._values: Sequence[T] = list(weights)
        self._upto = list(accumulate(weights.values()))

    def throw(self, thrown: random.Random) -> T:
        """Choose one value."""
        return thrown.choices(self._values, cum_weights=self._upto)[0]


def shared_out(total: int, weights: Sequence[float]) -> list[int]:
    """Share a whole number out by weight, so that the shares add up to it exactly."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights] if whole else [0.0] * len(weights)
    shares = [int(share) for share in exact]
    by_rest = sorted(range(len(shares)), key=lambda place: (shares[place] - exact[place], place))
    for place in by_rest[: total - sum(shares)] if whole else []:
        shares[place] += 1
    return shares
