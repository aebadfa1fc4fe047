"""Chance that repeats: dice for each day and each case, and ids that follow from them."""

import datetime as dt
import random
from uuid import UUID

from linli.site.sampletown.chance import dice


class Dice:
    """The dice of one day or one case, thrown alike for the same seed and key."""

    def __init__(self, seed: int, key: str) -> None:
        self.thrown = dice(seed, f"simulation:{key}")

    def __call__(self, share: float) -> bool:
        """Let something happen in a share of all throws; every call is one throw, whatever the share."""
        return self.thrown.random() < share

    def between(self, least: float, most: float) -> float:
        """Throw a number, all alike likely."""
        return least + (most - least) * self.thrown.random()

    def one_of[T](self, values: "tuple[T, ...] | list[T]") -> T:
        """Choose one value."""
        return values[int(self.thrown.random() * len(values))]

    def new_id(self, at: dt.datetime) -> UUID:
        """Make an id in the form of UUIDv7, ordered by the simulated time."""
        millisecond = int(at.timestamp() * 1000)
        low = (self.thrown.getrandbits(12) << 64) | (2 << 62) | self.thrown.getrandbits(62)
        return UUID(int=(millisecond << 80) | (7 << 76) | low)


def poisson_like(mean: float, thrown: random.Random) -> int:
    """Throw how many come when so many are expected (normal approximation; small means by waiting times)."""
    if mean > 30:
        return max(round(thrown.gauss(mean, mean**0.5)), 0)
    count, waited = 0, thrown.expovariate(1.0)
    while waited < mean:
        count += 1
        waited += thrown.expovariate(1.0)
    return count
