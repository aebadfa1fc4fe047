"""A linear-chain conditional random field over the words of addresses: scores, the best tags, and how sure they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Model:
    """Weights of features (rows) for tags (columns), of one tag after another, and of first tags."""

    tags: tuple[str, ...]
    rows: Mapping[str, int]
    weights: Floats
    after: Floats
    first: Floats

    def scores(self, features: Sequence[Sequence[str]]) -> Floats:
        """Score every tag for every word."""
        rows = self.rows
        known = [[rows[name] for name in names if name in rows] for names in features]
        return np.array([self.weights[places].sum(axis=0) for places in known], dtype=np.float32)


def best_path(scores: Floats, model: Model) -> list[int]:
    """Find the best sequence of tags (Viterbi)."""
    back = np.empty(scores.shape, dtype=np.int16)
    so_far = scores[0] + model.first
    for place in range(1, len(scores)):
        ways = so_far[:, None] + model.after
        back[place] = ways.argmax(axis=0)
        so_far = ways[back[place], np.arange(ways.shape[1])] + scores[place]
    path = [int(so_far.argmax())]
    for place in range(len(scores) - 1, 0, -1):
        path.append(int(back[place, path[-1]]))
    return path[::-1]


def marginals(scores: Floats, model: Model) -> Floats:
    """Give the probability of every tag for every word."""
    ahead, behind = np.empty_like(scores), np.empty_like(scores)
    after = np.exp(model.after)
    ahead[0] = scores[0] + model.first
    for place in range(1, len(scores)):
        top = ahead[place - 1].max()
        ahead[place] = np.log(np.exp(ahead[place - 1] - top) @ after + 1e-30) + top + scores[place]
    behind[-1] = 0.0
    for place in range(len(scores) - 2, -1, -1):
        sums = behind[place + 1] + scores[place + 1]
        top = sums.max()
        behind[place] = np.log(after @ np.exp(sums - top) + 1e-30) + top
    both = ahead + behind
    shares = np.exp(both - both.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True), dtype=np.float32)


def least_sure(scores: Floats, path: Sequence[int], model: Model) -> float:
    """Give the probability of the least certain tag on a path."""
    shares = marginals(scores, model)
    return float(min(shares[place, tag] for place, tag in enumerate(path)))


def impossible(tags: Sequence[str]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Mark what cannot be: a piece that goes on without having begun, after another tag or at the start."""
    count = len(tags)
    after, first = np.zeros((count, count), dtype=bool), np.zeros(count, dtype=bool)
    for place, tag in enumerate(tags):
        if tag.startswith("I-"):
            first[place] = True
            after[:, place] = [before[2:] != tag[2:] for before in tags]
    return after, first


def save(model: Model, path: Path) -> None:
    """Write a model to a file, half-precision weights and no code in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new.npz")
    names = sorted(model.rows, key=model.rows.__getitem__)
    np.savez_compressed(
        fresh,
        tags=np.array(model.tags),
        names=np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
        weights=model.weights.astype(np.float16),
        after=model.after,
        first=model.first,
    )
    fresh.replace(path)


def load(path: Path) -> Model:
    """Read a model from a file."""
    with np.load(path, allow_pickle=False) as stored:
        names = stored["names"].tobytes().decode().split("\n")
        return Model(
            tags=tuple(map(str, stored["tags"])),
            rows={name: row for row, name in enumerate(names)},
            weights=stored["weights"].astype(np.float32),
            after=stored["after"].astype(np.float32),
            first=stored["first"].astype(np.float32),
        )
