"""The words that speak most for each kind: for phones, which suggest by words alone and hold no model."""

from collections.abc import Mapping

import numpy as np

from linli.cases.triage.features import grams, normalise
from linli.cases.triage.model import NONE_OF_THESE, Model
from linli.cases.triage.shapes import Floats

MOST_WORDS = 8  # more words agree less: those further down speak for several kinds


def strongest_words(model: Model, *, most: int = MOST_WORDS) -> Mapping[str, tuple[str, ...]]:
    """Give for each kind the dictionary words that speak for it more than for any other, the strongest first."""
    words = sorted(word for word in model.words if len(word) > 1)
    if not words:
        return {}
    spoken = np.stack([_spoken(model, word) for word in words])
    above = spoken - spoken.mean(axis=1, keepdims=True)
    best = spoken.argmax(axis=1)
    found: dict[str, tuple[str, ...]] = {}
    for place, kind in enumerate(model.kinds):
        if kind == NONE_OF_THESE:
            continue
        order = np.argsort(-above[:, place], kind="stable")[:most]
        found[kind] = tuple(words[one] for one in order if best[one] == place and above[one, place] > 0)
    return found


def _spoken(model: Model, word: str) -> Floats:
    """Add up how much a word's n-grams speak for each kind; a single character stands in many words and counts half."""
    total = np.zeros(len(model.kinds), dtype=np.float32)
    for gram in grams(normalise(word)):
        place = model.vocabulary.get(gram)
        if place is not None:
            total += model.speaks[place] * model.rarity[place] * (1.0 if len(gram) > 1 else 0.5)
    return total
