"""How well triage names the kind of real messages, and how fast; beside a plain n-gram model on the same splits.

    python -m benchmarks.triage [--data ../shared/data/citizen-messages-cn] [--splits 6]

Learns from 80 % of each kind and is asked about the other 20 %. The split goes by the hash of the text; variants of one
message (same row number, or same opening) stay on one side. The data may not be copied into this repository.
"""

import csv
import gzip
import hashlib
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import click
from benchmarks.shapes import Row, at_least, at_most, told
from rich.console import Console
from rich.table import Table

from linli.cases.triage.duplicates import Report, likely_duplicates
from linli.cases.triage.evaluation import Evaluation, evaluate
from linli.cases.triage.learning import train
from linli.cases.triage.model import Model

HELD_SHARE = 0.2
OPENING = 40
THRESHOLDS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
CANDIDATES = 200
_SHARED = Path(os.environ.get("LINLI_SHARED", Path(__file__).resolve().parents[2] / "shared"))
DATA = _SHARED / "data" / "citizen-messages-cn"
FILE = "labelled_fulltext.csv.gz"


class Message(NamedTuple):
    """One labelled message."""

    row_no: str
    text: str
    kind: str


class Split(NamedTuple):
    """What is learnt, and what is asked."""

    learnt: list[Message]
    held: list[Message]


class Outcome(NamedTuple):
    """One split: the model, what the plain one got, how long learning took."""

    model: Model
    held: list[Message]
    found: Evaluation
    plain: tuple[float, float]
    train_s: float


def run(repeats: int = 5) -> list[Row]:
    """Give the figures as rows of `linli bench`."""
    if not (DATA / FILE).exists():
        return [told("triage", 0, "messages", note=f"no data at {DATA}: nothing measured")]
    outcomes = [_outcome(read(DATA), str(seed or "")) for seed in range(repeats)]
    return list(_rows(outcomes))


def read(data: Path) -> list[Message]:
    """Read the labelled full texts."""
    with gzip.open(data / FILE, "rt", encoding="utf-8") as file:
        return [Message(row["row_no"], row["text"], row["label"]) for row in csv.DictReader(file)]


def split(messages: Sequence[Message], seed: str) -> Split:
    """Hold back a fifth of each kind by the hash of the text, with all variants of a message on one side."""
    held: set[str] = set()
    for kind in sorted({message.kind for message in messages}):
        own = [group for group in _variants(messages) if group[0].kind == kind]
        wanted = HELD_SHARE * sum(len(group) for group in own)
        taken = 0
        for group in sorted(own, key=lambda group: min(_mark(message.text, seed) for message in group)):
            if taken >= wanted:
                break
            held.update(message.text for message in group)
            taken += len(group)
    return Split(
        [message for message in messages if message.text not in held],
        [message for message in messages if message.text in held],
    )


def plain_model(learnt: Sequence[Message], held: Sequence[Message]) -> tuple[float, float]:
    """Give accuracy and macro-F1 of scikit-learn's TF-IDF of character 1-3-grams with a linear support vector machine."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 slow to import
    from sklearn.metrics import accuracy_score, f1_score  # noqa: PLC0415 as above
    from sklearn.svm import LinearSVC  # noqa: PLC0415 as above

    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 3))
    machine = LinearSVC(random_state=0).fit(vectors.fit_transform([m.text for m in learnt]), [m.kind for m in learnt])
    guessed = machine.predict(vectors.transform([m.text for m in held]))
    given = [m.kind for m in held]
    return float(accuracy_score(given, guessed)), float(f1_score(given, guessed, average="macro"))


def _variants(messages: Sequence[Message]) -> list[list[Message]]:
    """Group messages that share a row number or an opening."""
    group_of: dict[str, list[Message]] = {}
    for message in messages:
        known = {id(group_of[key]): group_of[key] for key in _keys(message) if key in group_of}
        group = [message, *(other for others in known.values() for other in others)]
        group_of.update({key: group for one in group for key in _keys(one)})
    return list({id(group): group for group in group_of.values()}.values())


def _keys(message: Message) -> list[str]:
    return [f"opening {message.text[:OPENING]}", *([f"row {message.row_no}"] if message.row_no else [])]


def _mark(text: str, seed: str) -> str:
    return hashlib.sha256((seed + text).encode()).hexdigest()


def _outcome(messages: Sequence[Message], seed: str) -> Outcome:
    learnt, held = split(messages, seed)
    start = time.process_time()
    model = train([message.text for message in learnt], [message.kind for message in learnt])
    train_s = time.process_time() - start
    return Outcome(model, held, _evaluated(model, held), plain_model(learnt, held), train_s)


def _evaluated(model: Model, held: Sequence[Message]) -> Evaluation:
    return evaluate(model, [message.text for message in held], [message.kind for message in held])


def _rows(outcomes: Sequence[Outcome]) -> Iterator[Row]:
    def mean(of: Callable[[Outcome], float]) -> float:
        return statistics.fmean(map(of, outcomes))

    note = f"mean of {len(outcomes)} splits, {len(outcomes[0].held)} texts held back in the first"
    yield at_least("triage accuracy", 0.89, mean(lambda one: one.found.accuracy), "share", note=note)
    yield at_least("triage macro-F1", 0.88, mean(lambda one: one.found.macro_f1), "share", note=note)
    yield told("plain 1-3-grams, accuracy", mean(lambda one: one.plain[0]), "share", note="same splits")
    yield told("plain 1-3-grams, macro-F1", mean(lambda one: one.plain[1]), "share", note="same splits")
    yield told("triage answers", mean(lambda one: one.found.coverage), "share", note="at the default threshold")
    yield told("right where it answers", mean(lambda one: one.found.answered_accuracy), "share")
    yield told("right to say it does not know", mean(lambda one: one.found.withheld_rightly), "share")
    yield told("confidence it states", mean(lambda one: one.found.mean_confidence), "share", note="near the accuracy")
    yield at_most("triage learns", 60, statistics.median(one.train_s for one in outcomes), "CPU-s")
    yield at_most("triage suggests", 10, _suggest_ms(outcomes[0]), "CPU-ms")
    yield at_most("triage model file", 20, _size_mb(outcomes[0].model), "MB")
    yield at_most(f"duplicates among {CANDIDATES}", 5, _duplicates_ms(outcomes[0].held), "CPU-ms")


def _suggest_ms(outcome: Outcome) -> float:
    outcome.model.suggest(outcome.held[0].text)
    start = time.process_time()
    for message in outcome.held:
        outcome.model.suggest(message.text)
    return (time.process_time() - start) * 1000 / len(outcome.held)


def _size_mb(model: Model) -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "model.triage")
        model.save(path)
        return path.stat().st_size / 1e6


def _duplicates_ms(held: Sequence[Message]) -> float:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    reports = [
        Report(str(place), at - timedelta(hours=place), message.text, message.kind, 121.5 + place * 1e-6, 29.9)
        for place, message in enumerate(held[: CANDIDATES + 1])
    ]
    likely_duplicates(reports[0], reports[1:])
    start = time.process_time()
    for _ in range(20):
        likely_duplicates(reports[0], reports[1:])
    return (time.process_time() - start) * 1000 / 20


def _screens(outcomes: Sequence[Outcome]) -> Iterator[Table]:
    rows = Table("what", "measured", "budget", "unit", "note", title="Triage")
    for row in _rows(outcomes):
        rows.add_row(
            row.name, f"{row.measured:.4g}", "" if row.budget is None else f"{row.budget:g}", row.unit, row.note
        )
    yield rows
    splits = Table("split", "accuracy", "macro-F1", "plain accuracy", "plain macro-F1", title="Each split")
    for place, one in enumerate(outcomes):
        figures = (one.found.accuracy, one.found.macro_f1, *one.plain)
        splits.add_row(str(place), *(f"{figure:.4f}" for figure in figures))
    yield splits
    yield _thresholds(outcomes)


def _thresholds(outcomes: Sequence[Outcome]) -> Table:
    screen = Table("threshold", "answered", "right of those", "withheld", "withheld rightly", title="By threshold")
    for threshold in THRESHOLDS:
        found = [_evaluated(one.model.with_threshold(threshold), one.held) for one in outcomes]
        withheld = sum(one.withheld for one in found)
        rightly = sum(one.withheld * one.withheld_rightly for one in found) / max(1, withheld)
        answered = statistics.fmean(one.coverage for one in found)
        right = statistics.fmean(one.answered_accuracy for one in found)
        screen.add_row(f"{threshold}", f"{answered:.3f}", f"{right:.4f}", str(withheld), f"{rightly:.3f}")
    return screen


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=DATA, show_default=True)
@click.option("--splits", type=click.IntRange(1), default=6, show_default=True)
def main(data: Path, splits: int) -> None:
    """Print the tables."""
    console = Console()
    if not (data / FILE).exists():
        console.print(f"There is no {FILE} in {data}: nothing measured. Name its folder with --data.")
        raise SystemExit(2)
    messages = read(data)
    for screen in _screens([_outcome(messages, str(seed or "")) for seed in range(splits)]):
        console.print(screen)


if __name__ == "__main__":
    main()
