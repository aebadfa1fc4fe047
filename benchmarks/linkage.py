"""Reconciliation: a list of 200,000 against a register of 1,000,000, with planted errors and the shipped weights.

    python -m benchmarks.linkage [--people 1000000] [--rows 200000] [--spark]

The people are invented (register/linking/invented.py); which row means whom is known, so precision and recall are counted.
Best match of each row. `--spark` scores a small job (20,000 x 4,000) on DuckDB and on local Spark and compares the pairs.
"""

import resource
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import click
from benchmarks.shapes import Row, at_least, at_most, told
from rich.console import Console
from rich.table import Table as Screen

from linli.register.linking.invented import HARD, Flaws, Listed, invent_list, invent_people
from linli.register.linking.samples import sample_list, sample_people
from linli.register.linking.scoring import Order, ScoredPair, score
from linli.register.linking.tables import Table
from linli.register.linking.weighing import saved_weights

PEOPLE, ROWS, SHARE_FOUND = 1_000_000, 200_000, 0.8
LIKELY, CERTAIN = 0.5, 0.99
BUDGET_S, LEAST_PRECISION, LEAST_RECALL = 10.0, 0.9992, 0.9976
HARD_PRECISION, HARD_RECALL = 0.9994, 0.980


@dataclass(frozen=True)
class Scored:
    """One job: what was found, the wall, and the processor's seconds."""

    pairs: list[ScoredPair]
    wall_s: float
    cpu_s: float


def run(repeats: int = 5) -> list[Row]:
    """Give the figures as rows of `linli bench`."""
    return list(_rows(PEOPLE, ROWS, repeats=min(repeats, 3)))


def measure(left: Table, right: Table, numbers: Mapping[str, str], *, engine: str = "duckdb") -> Scored:
    """Score a list with the shipped weights."""
    order = Order(saved_weights(), engine=engine)
    wall, cpu = time.perf_counter(), time.process_time()
    pairs = score(left, right, order, unseal=_unsealing(numbers))
    return Scored(pairs, time.perf_counter() - wall, time.process_time() - cpu)


def precision_and_recall(pairs: Sequence[ScoredPair], truth: Sequence[int], *, least: float) -> tuple[float, float]:
    """Count how many of the answers are right, and how many of the people in the register were found; best match of a row."""
    best: dict[str, ScoredPair] = {}
    for pair in pairs:
        if pair.probability >= least and (pair.left not in best or pair.bits > best[pair.left].bits):
            best[pair.left] = pair
    right = sum(int(pair.right) == truth[int(row)] for row, pair in best.items())
    return right / max(1, len(best)), right / max(1, sum(one >= 0 for one in truth))


def _unsealing(numbers: Mapping[str, str]) -> Callable[[Sequence[str]], Mapping[str, str]]:
    return lambda wanted: {pk: numbers[pk] for pk in wanted}


def _rows(people_count: int, row_count: int, *, repeats: int) -> Iterator[Row]:
    people = invent_people(people_count)
    right = sample_people(people)
    numbers = {pk: number or "" for pk, number in zip(right["unique_id"], right["id_hash"], strict=True) if pk}
    found = int(row_count * SHARE_FOUND)
    size = f"{people_count:,} x {row_count:,}"
    for name, flaws in (("linkage", Flaws()), ("linkage, hard list", HARD)):
        listed = invent_list(people, found=found, strangers=row_count - found, flaws=flaws)
        start = time.perf_counter()
        left = sample_list(listed)
        read_s = time.perf_counter() - start
        scored = [measure(left, right, numbers) for _ in range(repeats if flaws != HARD else 1)]
        yield from _figures(name, size, scored, listed, is_hard=flaws == HARD)
        yield told(f"{name}, list read into one spelling", read_s, "s", note=f"{row_count:,} rows")


def _figures(name: str, size: str, scored: Sequence[Scored], listed: Listed, *, is_hard: bool) -> Iterator[Row]:
    wall = statistics.median(one.wall_s for one in scored)
    cpu = statistics.median(one.cpu_s for one in scored)
    note = f"{size}, shipped weights; {cpu:.1f} CPU-s, median of {len(scored)}, {len(scored[0].pairs):,} pairs kept"
    yield at_most(name, BUDGET_S, wall, "s", note=note)
    precision, recall = precision_and_recall(scored[0].pairs, listed.truth, least=LIKELY)
    least = (HARD_PRECISION, HARD_RECALL) if is_hard else (LEAST_PRECISION, LEAST_RECALL)
    yield at_least(f"{name}, precision", 100 * least[0], 100 * precision, "%", note="p >= 0.5")
    yield at_least(f"{name}, recall", 100 * least[1], 100 * recall, "%", note="p >= 0.5")
    precision, recall = precision_and_recall(scored[0].pairs, listed.truth, least=CERTAIN)
    yield told(f"{name}, precision of the certain", 100 * precision, "%", note="p >= 0.99")
    yield told(f"{name}, recall of the certain", 100 * recall, "%", note="p >= 0.99")
    peak_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    yield told(f"{name}, memory", peak_gb, "GB", note="peak of the process, both tables included")


def compare_with_spark(people_count: int = 20_000, row_count: int = 4_000) -> tuple[Scored, Scored, int]:
    """Score one small job on both engines; say how many pairs differ in whom they join or in weight."""
    people = invent_people(people_count)
    found = int(row_count * SHARE_FOUND)
    listed = invent_list(people, found=found, strangers=row_count - found)
    left, right = sample_list(listed), sample_people(people)
    numbers = {pk: number or "" for pk, number in zip(right["unique_id"], right["id_hash"], strict=True) if pk}
    duck, spark = (measure(left, right, numbers, engine=engine) for engine in ("duckdb", "spark"))
    return duck, spark, len(_plain(duck.pairs) ^ _plain(spark.pairs))


def _plain(pairs: Sequence[ScoredPair]) -> set[tuple[str, str, float]]:
    return {(pair.left, pair.right, round(pair.bits, 4)) for pair in pairs}


@click.command()
@click.option("--people", type=click.IntRange(1_000), default=PEOPLE, show_default=True)
@click.option("--rows", type=click.IntRange(100), default=ROWS, show_default=True)
@click.option("--repeats", type=click.IntRange(1), default=3, show_default=True)
@click.option("--spark", is_flag=True, help="Compare DuckDB and local Spark over a small job.")
def main(people: int, rows: int, repeats: int, spark: bool) -> None:  # noqa: FBT001 click
    """Print the table."""
    console = Console()
    if spark:
        duck, other, differing = compare_with_spark()
        console.print(
            f"DuckDB {len(duck.pairs):,} pairs in {duck.wall_s:.1f} s; Spark {len(other.pairs):,} in {other.wall_s:.1f} s"
        )
        console.print(f"pairs that differ: {differing}")
        raise SystemExit(1 if differing else 0)
    screen = Screen("what", "measured", "budget", "unit", "note", title="Reconciliation")
    for row in _rows(people, rows, repeats=repeats):
        budget = "" if row.budget is None else f"{row.budget:g}"
        screen.add_row(row.name, f"{row.measured:.3f}", budget, row.unit, row.note, style="" if row.ok else "red")
    console.print(screen)


if __name__ == "__main__":
    main()
