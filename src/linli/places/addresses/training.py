"""Train the field of `crf` on tagged addresses: maximum likelihood by AdaGrad over small batches."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from linli.places.addresses.conll import Tagged
from linli.places.addresses.crf import Floats, Model, impossible
from linli.places.addresses.features import features_of
from linli.places.addresses.gazetteer import Gazetteer

Ints = NDArray[np.int64]
Look = Callable[[Sequence[str]], Sequence[Sequence[str]]]
_BAR = np.float32(-1e4)


@dataclass(frozen=True)
class Course:
    """How to train.

    Rounds over the addresses, addresses at a time, step, pull to zero, how often a feature must be seen, which share of
    the features an address is learnt without each time.
    """

    rounds: int = 6
    batch: int = 16
    step: float = 0.1
    pull: float = 5e-4
    seen: int = 1
    drop: float = 0.3
    seed: int = 4


@dataclass
class _Field:
    """The weights while they are learnt, with the squares that AdaGrad divides by and the running sums for averaging."""

    weights: Floats
    after: Floats
    first: Floats

    def __post_init__(self) -> None:
        self.squares = [np.full_like(part, 1e-3) for part in (self.weights, self.after, self.first)]


def train(
    addresses: Sequence[Tagged],
    gazetteer: Gazetteer,
    course: Course | None = None,
    *,
    look: Look | None = None,
    on_round: Callable[[int, Model], None] | None = None,
) -> Model:
    """Learn the weights from tagged addresses."""
    course = course or Course()
    see = look or (lambda words: features_of(words, gazetteer))
    seen = [see(address.words) for address in addresses]
    tags = tuple(sorted({tag for address in addresses for tag in address.tags}))
    rows = _rows(seen, course.seen)
    lessons = _Lessons(seen, [[tags.index(tag) for tag in one.tags] for one in addresses], rows)
    field = _begin(tags, len(rows))
    chance = np.random.default_rng(course.seed)
    sums = [np.zeros_like(part) for part in (field.weights, field.after, field.first)]
    for number in range(course.rounds):
        for batch in lessons.batches(course, chance):
            _learn(field, batch, course)
        for total, part in zip(sums, (field.weights, field.after, field.first), strict=True):
            total += part
        if on_round:
            on_round(number, _mean(tags, rows, sums, number + 1))
    return _lean(_mean(tags, rows, sums, course.rounds))


def _mean(tags: tuple[str, ...], rows: dict[str, int], sums: Sequence[Floats], rounds: int) -> Model:
    weights, after, first = (total / np.float32(rounds) for total in sums)
    return Model(tags, rows, weights, after, first)


def _rows(seen: Sequence[Sequence[Sequence[str]]], least: int) -> dict[str, int]:
    counts = Counter(name for address in seen for names in address for name in names)
    return {name: row for row, name in enumerate(sorted(name for name, count in counts.items() if count >= least))}


def _begin(tags: Sequence[str], features: int) -> _Field:
    no_after, no_first = impossible(tags)
    count = len(tags)
    return _Field(
        np.zeros((features, count), dtype=np.float32),
        np.where(no_after, _BAR, 0.0).astype(np.float32),
        np.where(no_first, _BAR, 0.0).astype(np.float32),
    )


@dataclass(frozen=True)
class _Batch:
    """Addresses of about one length: their features as a matrix, their tags, which words there are."""

    matrix: csr_matrix
    tags: Ints
    there: NDArray[np.bool_]


class _Lessons:
    """All addresses in a form that is quick to take batches from."""

    def __init__(
        self, seen: Sequence[Sequence[Sequence[str]]], tags: Sequence[Sequence[int]], rows: dict[str, int]
    ) -> None:
        self._columns = [[[rows[name] for name in names if name in rows] for names in address] for address in seen]
        self._tags = tags
        self._count = len(rows)

    def batches(self, course: Course, chance: np.random.Generator) -> Iterator[_Batch]:
        lengths = np.array([len(tags) for tags in self._tags]) + chance.uniform(0, 3, len(self._tags))
        order = np.argsort(lengths)
        groups = [order[start : start + course.batch] for start in range(0, len(order), course.batch)]
        for place in chance.permutation(len(groups)):
            yield self._batch(groups[place], course.drop, chance)

    def _batch(self, chosen: Ints, drop: float, chance: np.random.Generator) -> _Batch:
        longest = max(len(self._tags[one]) for one in chosen)
        there = np.zeros((len(chosen), longest), dtype=bool)
        tags = np.zeros((len(chosen), longest), dtype=np.int64)
        starts, columns = [0], []
        for line, one in enumerate(chosen):
            there[line, : len(self._tags[one])] = True
            tags[line, : len(self._tags[one])] = self._tags[one]
            for names in self._columns[one]:
                columns.extend(names)
                starts.append(len(columns))
        ones = (chance.random(len(columns), dtype=np.float32) >= drop).astype(np.float32) / np.float32(1 - drop)
        shape = (len(starts) - 1, self._count)
        return _Batch(csr_matrix((ones, np.array(columns), np.array(starts)), shape=shape), tags, there)


def _learn(field: _Field, batch: _Batch, course: Course) -> None:
    """Take one step: towards the tags as given, away from what the field expects."""
    used, places = np.unique(batch.matrix.indices, return_inverse=True)
    small = csr_matrix((batch.matrix.data, places, batch.matrix.indptr), shape=(batch.matrix.shape[0], len(used)))
    lines, longest = batch.there.shape
    count = field.weights.shape[1]
    scores = np.zeros((lines, longest, count), dtype=np.float32)
    scores[batch.there] = small @ field.weights[used]
    wrong, wrong_after, wrong_first = _slope(field, batch, scores)
    slope = np.asarray(small.T @ wrong[batch.there]) / lines
    squares = field.squares[0]
    slope += course.pull * field.weights[used]
    squares[used] += slope**2
    field.weights[used] -= course.step * slope / np.sqrt(squares[used])
    for part, held, push in (
        (field.after, field.squares[1], wrong_after),
        (field.first, field.squares[2], wrong_first),
    ):
        push = np.where(part <= _BAR / 2, 0.0, push / lines + course.pull * np.maximum(part, _BAR / 2))
        held += push**2
        part -= course.step * push / np.sqrt(held)


def _slope(field: _Field, batch: _Batch, scores: Floats) -> tuple[Floats, Floats, Floats]:
    """Give expected minus given counts: of tags by word, of pairs of tags, of first tags."""
    longest, count = scores.shape[1:]
    there = batch.there
    after = np.exp(field.after)
    ahead = np.empty_like(scores)
    behind = np.zeros_like(scores)
    ahead[:, 0] = scores[:, 0] + field.first
    for place in range(1, longest):
        top = ahead[:, place - 1].max(axis=1, keepdims=True)
        step = np.log(np.exp(ahead[:, place - 1] - top) @ after + 1e-30) + top + scores[:, place]
        ahead[:, place] = np.where(there[:, place, None], step, ahead[:, place - 1])
    for place in range(longest - 2, -1, -1):
        sums = behind[:, place + 1] + scores[:, place + 1]
        top = sums.max(axis=1, keepdims=True)
        step = np.log(np.exp(sums - top) @ after.T + 1e-30) + top
        behind[:, place] = np.where(there[:, place + 1, None], step, 0.0)
    top = ahead[:, -1].max(axis=1, keepdims=True)
    whole = (np.log(np.exp(ahead[:, -1] - top).sum(axis=1, keepdims=True)) + top)[:, :, None]
    wrong = np.where(there[:, :, None], np.exp(np.minimum(ahead + behind - whole, 0.0)), 0.0)
    expected_first = wrong[:, 0].sum(axis=0)
    pairs = np.zeros((count, count), dtype=np.float32)
    for place in range(1, longest):
        on = there[:, place]
        coming, going = ahead[on, place - 1], scores[on, place] + behind[on, place]
        tops = coming.max(axis=1, keepdims=True), going.max(axis=1, keepdims=True)
        scale = np.exp(np.minimum(tops[0] + tops[1] - whole[on, 0], 60.0))
        pairs += ((np.exp(coming - tops[0]) * scale).T @ np.exp(going - tops[1])) * after
    line, column = np.nonzero(there)
    wrong[line, column, batch.tags[line, column]] -= 1.0
    both = there[:, 1:]
    np.subtract.at(pairs, (batch.tags[:, :-1][both], batch.tags[:, 1:][both]), 1.0)
    np.subtract.at(expected_first, batch.tags[:, 0], 1.0)
    return wrong.astype(np.float32), pairs, expected_first


def _lean(model: Model, *, least: float = 0.02) -> Model:
    """Leave out features that weigh nothing."""
    names = sorted(model.rows, key=model.rows.__getitem__)
    heavy = np.flatnonzero(np.abs(model.weights).max(axis=1) >= least)
    return Model(
        model.tags,
        {names[row]: place for place, row in enumerate(heavy)},
        model.weights[heavy],
        model.after,
        model.first,
    )
