"""Scoring a list against the register: bring likely pairs together, open the ID numbers of those alone, weigh, keep the best.

The tables live in memory and go with the connection. `unseal` is asked only for residents whom another rule than the ID
number brought together with a row whose number differs.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from math import log2
from typing import Any, NamedTuple

from linli.register.linking.engines import DuckEngine, Engine, Kept
from linli.register.linking.normalising import short_id_number
from linli.register.linking.weighing import COMPARISONS, NULL, Weights, settings_for

Columns = Mapping[str, Sequence[str | None]]  # of COLUMNS
Unseal = Callable[[Sequence[str]], Mapping[str, str]]  # ids of residents → their ID numbers
Progress = Callable[[str], None]

LIKELIHOOD_KEPT = 0.01
LEAST_TOLD = 0.005  # bits
MOST_KEPT = 3  # candidates of one row
SHARE_DOUBLE = 0.01  # of a register's records, as registers go


class Part(NamedTuple):
    """What one comparison said of a pair, and what it weighs in bits."""

    name: str
    level: str  # '' where a value is missing
    bits: float


class ScoredPair(NamedTuple):
    """A row of the list (or a resident) and a resident, how likely they are one person, and why."""

    left: str
    right: str
    probability: float
    bits: float
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Order:
    """How a job is scored: the weights, the engine, what is told on the way, and the least probability kept."""

    weights: Weights
    engine: str = "duckdb"
    is_within: bool = False
    kept_from: float = LIKELIHOOD_KEPT
    most_kept: int = MOST_KEPT
    progress: Progress = field(default=lambda _step: None)


def score(left: Columns, right: Columns, order: Order, *, unseal: Unseal) -> list[ScoredPair]:
    """Score a list (left) against the register (right); within the register, `left` is not looked at."""
    with closing(open_engine(order.engine)) as engine:
        return _score(engine, left, right, order, unseal)


def prior_of(people: int, order: Order) -> float:
    """Say how likely two records are one person before anything is compared: most of a list is in the register, once."""
    share = 2 * SHARE_DOUBLE if order.is_within else order.weights.share_found
    return min(0.5, share / max(1, people))


def open_engine(name: str) -> Engine:
    """Open the engine that LINLI_LINKAGE names."""
    if name == "spark":
        from linli.register.linking.spark import SparkEngine  # noqa: PLC0415 an optional extra

        return SparkEngine()
    return DuckEngine()


def _score(engine: Engine, left: Columns, right: Columns, order: Order, unseal: Unseal) -> list[ScoredPair]:
    sides = {"people": right} if order.is_within else {"list": left, "people": right}
    prior = prior_of(len(right["unique_id"]), order)
    settings = settings_for(weights=order.weights, prior=prior, is_within=order.is_within)
    order.progress("blocking")
    for name, columns in sides.items():
        engine.take(name, columns)
    pairs = engine.block(tuple(sides), settings)
    order.progress("unsealing")
    _open_numbers(engine, order, unseal)
    order.progress("scoring")
    found = engine.weigh(
        tuple(sides), settings, pairs, Kept(order.kept_from, order.most_kept, order.weights.levels["name"]["exact"][1])
    )
    return list(_pairs(found, order.weights, log2(prior / (1 - prior))))


def _open_numbers(engine: Engine, order: Order, unseal: Unseal) -> None:
    """Give the differing ID numbers of pairs that came together otherwise, so that a slip of the pen is known as one."""
    people = engine.differing(is_within=order.is_within)
    numbers = unseal(people)
    opened = [pk for pk in people if numbers.get(pk)]
    engine.open_numbers(
        {
            "unique_id": opened,
            "id_number": [numbers[pk] for pk in opened],
            "id_short": [short_id_number(numbers[pk]) or None for pk in opened],
        }
    )


def _pairs(found: Mapping[str, list[Any]], weights: Weights, prior_bits: float) -> Iterator[ScoredPair]:
    prior = Part("prior", "", round(prior_bits, 3))
    by_number = {name: _parts(name, weights) for name in COMPARISONS}
    parts = [[by_number[name][gamma] for gamma in found[f"gamma_{name}"]] for name in COMPARISONS]
    heads = zip(found["left_id"], found["right_id"], found["match_probability"], found["match_weight"], strict=True)
    for head, rarity, said in zip(heads, found["mw_tf_adj_name"], zip(*parts, strict=True), strict=True):
        rare = (Part("rarity", said[0].level, round(rarity, 3)),) if abs(rarity) > LEAST_TOLD else ()
        yield ScoredPair(*head, (prior, said[0], *rare, *said[1:]))


def _parts(name: str, weights: Weights) -> dict[int, Part]:
    """Give what each outcome of a comparison weighs, by Splink's number for it."""
    levels = COMPARISONS[name]
    told = {
        len(levels) - 1 - at: Part(name, level, round(weights.bits(name, level), 3)) for at, level in enumerate(levels)
    }
    return told | {NULL: Part(name, "", 0.0)}
