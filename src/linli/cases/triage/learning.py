"""Learns kinds from texts that people filed: `train` gives a Model. Same rows, same model; nothing is random."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from linli.cases.triage import fitting
from linli.cases.triage.features import HEAD, grams, normalise, weigh
from linli.cases.triage.fitting import Calibration, Linear, Matrix
from linli.cases.triage.model import NONE_OF_THESE, Model
from linli.cases.triage.shapes import Floats, Indexes, as_floats, as_indexes
from linli.cases.triage.words import find_words

LEAST_TEXTS = 5  # of one kind
MOST_ROWS = 20_000
MOST_GRAMS = 100_000
MOST_NUMBERS = 4_000_000  # n-grams times kinds: keeps the file below 20 MB
FOLDS = 5
ONE_FOLD_FROM = 6_000  # rows from which one held-out part is enough to calibrate on


class TooLittleToLearn(ValueError):
    """Fewer than two kinds have enough texts."""


class Rows(NamedTuple):
    """The texts learnt from, each with the number of its kind and its weight."""

    plain: list[str]
    kinds: Indexes
    weights: Floats


class Features(NamedTuple):
    """The n-grams counted, how rare each is, and the texts and their openings as rows."""

    vocabulary: dict[str, int]
    rarity: Floats
    texts: Matrix
    openings: Matrix


def train(texts: Sequence[str], kinds: Sequence[str], *, weights: Sequence[float] | None = None) -> Model:
    """Learn from texts and the kinds people gave them; a correction is one more row with a higher weight.

    Give the oldest first: where there are too many, the newest of each kind are kept.
    """
    given = list(zip(texts, kinds, weights or [1.0] * len(texts), strict=True))
    names, rows = _chosen(given)
    features = _features(rows, count=len(names))
    linear = _fitted(features, rows, np.arange(len(rows.plain)), count=len(names))
    calibration = _calibrated(features, rows, count=len(names))
    return Model(
        kinds=names,
        texts={name: count for name, count in zip(names, np.bincount(rows.kinds).tolist(), strict=True) if name},
        vocabulary=features.vocabulary,
        rarity=features.rarity,
        linear=Linear(
            linear.ratios.astype(np.float16), linear.coefficients.astype(np.float16), linear.offsets.astype(np.float32)
        ),
        calibration=calibration._replace(shifts=calibration.shifts.astype(np.float32)),
        words=find_words(rows.plain),
    )


def _chosen(given: Iterable[tuple[str, str, float]]) -> tuple[tuple[str, ...], Rows]:
    """Drop empty texts, pool kinds with too few, and keep the newest of each kind where there are too many."""
    by_kind: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for text, kind, weight in given:
        plain = normalise(text)
        if plain and kind and weight > 0:
            by_kind[kind].append((plain, weight))
    pooled = [row for kind in sorted(by_kind) if len(by_kind[kind]) < LEAST_TEXTS for row in by_kind[kind]]
    kept = {kind: rows for kind, rows in by_kind.items() if len(rows) >= LEAST_TEXTS}
    if len(kept) < 2:
        raise TooLittleToLearn(len(kept))
    if len(pooled) >= LEAST_TEXTS:
        kept[NONE_OF_THESE] = pooled
    names = tuple(sorted(kept))
    most = fair_share([len(kept[name]) for name in names], MOST_ROWS)
    listed = [(*row, place) for place, name in enumerate(names) for row in kept[name][-most:]]
    return names, Rows(
        [row[0] for row in listed], as_indexes([row[2] for row in listed]), as_floats([row[1] for row in listed])
    )


def fair_share(sizes: Sequence[int], total: int) -> int:
    """Find how many rows each kind may keep at most, so that all together stay within the total."""
    left, waiting = total, len(sizes)
    for size in sorted(sizes):
        if size * waiting > left:
            return max(LEAST_TEXTS, left // waiting)
        left, waiting = left - size, waiting - 1
    return max(sizes)


def _features(rows: Rows, *, count: int) -> Features:
    seen = Counter(gram for plain in rows.plain for gram in grams(plain))
    common = sorted((gram for gram, texts in seen.items() if texts > 1), key=lambda gram: (-seen[gram], gram))
    vocabulary = {gram: place for place, gram in enumerate(common[: min(MOST_GRAMS, MOST_NUMBERS // count)])}
    rarity = _rarity(vocabulary, seen, len(rows.plain))
    # Counted a second time: keeping every text's counts would take more memory than all the rest.
    texts = [weigh(grams(plain), vocabulary, rarity) for plain in rows.plain]
    openings = [weigh(grams(plain[:HEAD]), vocabulary, rarity) for plain in rows.plain]
    return Features(vocabulary, rarity, fitting.stack(texts, len(vocabulary)), fitting.stack(openings, len(vocabulary)))


def _rarity(vocabulary: dict[str, int], seen: Counter[str], texts: int) -> Floats:
    return as_floats(np.log((1 + texts) / (1 + as_floats([seen[gram] for gram in vocabulary]))) + 1)


def _fitted(features: Features, rows: Rows, part: Indexes, *, count: int) -> Linear:
    """Fit on a part of the texts, as if no n-gram were known that this part has only once."""
    texts = features.texts[part]
    both = fitting.only_columns(fitting.above(texts, features.openings[part]), fitting.rows_with(texts) > 1)
    kinds, weights = np.concatenate([rows.kinds[part]] * 2), np.concatenate([rows.weights[part]] * 2)
    return fitting.fit(both, kinds, weights, count=count)


def _calibrated(features: Features, rows: Rows, *, count: int) -> Calibration:
    """Score texts by models that have not seen them, and fit the chances to what they got right."""
    folds = _folds(rows)
    scores, truth = [], []
    for fold in range(1 if len(rows.plain) >= ONE_FOLD_FROM else FOLDS):
        held = np.flatnonzero(folds == fold)
        linear = _fitted(features, rows, np.flatnonzero(folds != fold), count=count)
        for matrix in (features.texts, features.openings):
            scores.append(fitting.score(matrix[held], linear))
            truth.append(rows.kinds[held])
    return fitting.calibrate(np.concatenate(scores), np.concatenate(truth))


def _folds(rows: Rows) -> Indexes:
    """Deal the texts of each kind out by their hash; the same text lies in one fold only."""
    marks = [hashlib.sha256(plain.encode()).hexdigest() for plain in rows.plain]
    dealt: Counter[int] = Counter()
    fold_of: dict[str, int] = {}
    for mark, kind in sorted(zip(marks, rows.kinds.tolist(), strict=True)):
        if mark not in fold_of:
            fold_of[mark] = dealt[kind] % FOLDS
            dealt[kind] += 1
    return as_indexes([fold_of[mark] for mark in marks])
