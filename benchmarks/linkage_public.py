"""Linkage on public sets of invented people with known duplicates: Febrl 1-3 and Splink's fake 1000.

    python -m benchmarks.linkage_public [--data ../shared/data]

They are English names and addresses, so the comparisons here are their own; blocking, expectation maximisation, random u
and scoring are Splink's, as in the register. Trained on each set without its labels; precision, recall and F1 are counted
over all true pairs. The data may not be copied into this repository.
"""

import csv
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import click
from benchmarks.shapes import Row, told
from rich.console import Console
from rich.table import Table as Screen

from linli.register.linking.engines import DuckEngine

_SHARED = Path(os.environ.get("LINLI_SHARED", Path(__file__).resolve().parents[2] / "shared"))
DATA = _SHARED / "data"
LIKELY = 0.5
Record = dict[str, str | None]


@dataclass(frozen=True)
class Set:
    """A public set: its records, who is truly whom, and how it is compared."""

    name: str
    records: Sequence[Record]
    person: Callable[[str], str]
    comparisons: Callable[[], list[Any]]
    blocking: Sequence[tuple[str, ...]]
    sessions: Sequence[tuple[str, ...]]


def run(repeats: int = 1) -> list[Row]:  # noqa: ARG001 the sets are small and the answer is always the same
    """Give the figures as rows of `linli bench`."""
    found = list(sets(DATA))
    if not found:
        return [told("public linkage sets", 0, "sets", note=f"no data at {DATA}: nothing measured")]
    return [row for one in found for row in _rows(one)]


def sets(data: Path) -> Iterator[Set]:
    """Read the sets that are there."""
    for number in (1, 2, 3):
        path = data / "linkage-febrl" / f"dataset{number}.csv"
        if path.is_file():
            yield Set(f"Febrl {number}", _febrl(path), lambda pk: pk.split("-")[1], _of_febrl, _FEBRL, _FEBRL_SESSIONS)
    path = data / "linkage-fake1000" / "fake_1000.csv"
    if path.is_file():
        records = _fake(path)
        person = {str(record["unique_id"]): str(record["cluster"]) for record in records}
        yield Set("fake 1000", records, person.__getitem__, _of_fake, _FAKE, _FAKE_SESSIONS)


def measure(one: Set) -> tuple[float, float, float]:
    """Train on a set without its labels, link it, and give precision, recall and F1 over all true pairs."""
    found = _linked(one)
    groups: dict[str, list[str]] = {}
    for record in one.records:
        groups.setdefault(one.person(str(record["unique_id"])), []).append(str(record["unique_id"]))
    true = {frozenset(pair) for group in groups.values() for pair in combinations(group, 2)}
    right = len(found & true)
    precision, recall = right / max(1, len(found)), right / max(1, len(true))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _linked(one: Set) -> set[frozenset[str]]:
    from splink import SettingsCreator, block_on  # noqa: PLC0415 heavy

    settings = SettingsCreator(
        link_type="dedupe_only", comparisons=one.comparisons(),
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in one.blocking],
    )  # fmt: skip
    engine = DuckEngine()
    try:
        engine.take("people", {name: [record[name] for record in one.records] for name in one.records[0]})
        linker = engine.linker(("people",), settings)
        rules = [block_on(*rule) for rule in one.blocking[:2]]
        linker.training.estimate_probability_two_random_records_match(rules, recall=0.8)
        linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
        for session in one.sessions:
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(*session))
        scored = linker.inference.predict(threshold_match_probability=LIKELY, warning_mode="never")
        pairs = engine.columns(f"select unique_id_l, unique_id_r from {scored.physical_name}")  # noqa: S608 Splink's own name
        return {frozenset(pair) for pair in zip(pairs["unique_id_l"], pairs["unique_id_r"], strict=True)}
    finally:
        engine.close()


_FEBRL = (
    ("soc_sec_id",), ("given_name", "surname"), ("surname", "date_of_birth"), ("given_name", "date_of_birth"),
    ("postcode", "date_of_birth"), ("address_1", "postcode"), ("surname", "given_name", "postcode"), ("address_1", "suburb"),
    ("date_of_birth", "state"),
)  # fmt: skip
_FEBRL_SESSIONS = (("date_of_birth",), ("given_name", "surname"))
_FAKE = (
    ("email",), ("first_name", "surname"), ("surname", "dob"), ("first_name", "dob"), ("dob", "city"), ("surname", "city"),
    ("first_name", "city"), ("substr(email, 1, 5)", "substr(dob, 1, 4)"), ("dob",),
)  # fmt: skip
_FAKE_SESSIONS = (("first_name", "surname"), ("dob",), ("email",))


def _of_febrl() -> list[Any]:
    from splink import comparison_library as cl  # noqa: PLC0415 heavy

    names = [cl.JaroWinklerAtThresholds(name, [0.9, 0.75]) for name in ("given_name", "surname", "address_1", "suburb")]
    numbers = [cl.DamerauLevenshteinAtThresholds(name, [1, 2]) for name in ("date_of_birth", "soc_sec_id")]
    return [*names, *numbers, cl.DamerauLevenshteinAtThresholds("postcode", [1]), cl.ExactMatch("street_number")]


def _of_fake() -> list[Any]:
    from splink import comparison_library as cl  # noqa: PLC0415 heavy

    names = [cl.JaroWinklerAtThresholds(name, [0.9, 0.7]) for name in ("first_name", "surname")]
    return [
        *names,
        cl.DamerauLevenshteinAtThresholds("dob", [1, 2]),
        cl.ExactMatch("city"),
        cl.JaroWinklerAtThresholds("email", [0.88]),
    ]


def _febrl(path: Path) -> list[Record]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, skipinitialspace=True))
    return [
        {"unique_id": row.pop("rec_id").strip(), **{name: _cell(value) for name, value in row.items()}} for row in rows
    ]


def _fake(path: Path) -> list[Record]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: _cell(value) for name, value in row.items()} for row in csv.DictReader(file)]


def _cell(value: str | None) -> str | None:
    return (value or "").strip() or None


def _rows(one: Set) -> Iterator[Row]:
    precision, recall, f1 = measure(one)
    note = f"{len(one.records):,} records, p >= {LIKELY}, all true pairs counted"
    for name, value in (("precision", precision), ("recall", recall), ("F1", f1)):
        yield told(f"{one.name}, {name}", 100 * value, "%", note=note)


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=DATA, show_default=True)
def main(data: Path) -> None:
    """Print the table."""
    console = Console()
    screen = Screen("set", "records", "precision", "recall", "F1", title="Public sets")
    for one in sets(data):
        figures = measure(one)
        screen.add_row(one.name, f"{len(one.records):,}", *(f"{figure:.4f}" for figure in figures))
    console.print(screen)


if __name__ == "__main__":
    main()
