"""A learned model: suggests a kind for a text with its reason. Needs NumPy only; fitting is in `learning`."""

import json
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from linli.cases.triage import storing
from linli.cases.triage.answers import OTHERS_SHOWN, THRESHOLD, Guess, Source, Suggestion
from linli.cases.triage.features import grams, normalise, weigh
from linli.cases.triage.fitting import Calibration, Linear, chances
from linli.cases.triage.reasons import telling_words
from linli.cases.triage.shapes import Floats, Sparse

NONE_OF_THESE = ""  # pools all kinds with too few texts: never suggested
LEAST_KNOWN = 0.25  # share of the text's n-grams that must be known


@dataclass(frozen=True, eq=False)
class Model:
    """What was learnt: the n-grams, one separator a kind, and the scale that makes scores into chances."""

    kinds: tuple[str, ...]
    texts: dict[str, int]
    vocabulary: dict[str, int]
    rarity: Floats
    linear: Linear
    calibration: Calibration
    words: frozenset[str]
    threshold: float = THRESHOLD

    def suggest(self, text: str) -> Suggestion:
        """Suggest the likeliest kind, or say "don't know" below the threshold."""
        plain = normalise(text)
        counted = grams(plain)
        row = weigh(counted, self.vocabulary, self.rarity)
        if row.places.size == 0 or row.places.size < LEAST_KNOWN * len(counted):
            return Suggestion(None, 0.0)
        best, *rest = self._guesses(row)
        named = tuple(guess for guess in (best, *rest) if guess.kind_code != NONE_OF_THESE)[: OTHERS_SHOWN + 1]
        if best.kind_code == NONE_OF_THESE or best.confidence < self.threshold:
            return Suggestion(None, named[0].confidence, others=named[:OTHERS_SHOWN], source=Source.LEARNED)
        reason = telling_words(plain, self._speaking(row, counted, best.kind_code), self.words)
        return Suggestion(best.kind_code, best.confidence, reason, named[1:], Source.LEARNED)

    def knows(self, kind_code: str) -> bool:
        """Say whether this kind had enough texts to be learnt."""
        return kind_code in self.texts

    def with_threshold(self, threshold: float) -> "Model":
        """Make the same model that says "don't know" sooner or later."""
        return replace(self, threshold=threshold)

    def save(self, path: Path) -> None:
        """Write the model to a file; the old file stays until the new one is whole."""
        storing.write(path, _packed(self))

    @classmethod
    def load(cls, path: Path) -> "Model":
        """Read a model; raise ModelUnreadable for a damaged, foreign or older file."""
        return _unpacked(storing.read(path))

    @property
    def speaks(self) -> Floats:
        """How much each n-gram speaks for each kind."""
        return self._products

    def _guesses(self, row: Sparse) -> list[Guess]:
        lengths = np.sqrt(row.values**2 @ self._squares[row.places])
        scores = (row.values @ self._products[row.places]) / np.maximum(lengths, 1e-9) + self.linear.offsets
        likely = chances(scores, self.calibration)
        order = np.argsort(-likely, kind="stable")[: OTHERS_SHOWN + 2]
        return [Guess(self.kinds[place], float(likely[place])) for place in order]

    def _speaking(self, row: Sparse, counted: Counter[str], kind_code: str) -> dict[str, float]:
        """Say how much each occurrence of an n-gram speaks for the kind."""
        parts = row.values * self._products[row.places, self.kinds.index(kind_code)]
        told = dict(zip(row.places.tolist(), parts.tolist(), strict=True))
        spoken = ((gram, count, told.get(self.vocabulary.get(gram, -1), 0.0)) for gram, count in counted.items())
        return {gram: part / count for gram, count, part in spoken if part}

    @cached_property
    def _products(self) -> Floats:
        return (self.linear.ratios.astype(np.float32) * self.linear.coefficients).astype(np.float32)

    @cached_property
    def _squares(self) -> Floats:
        return self.linear.ratios.astype(np.float32) ** 2


def _packed(model: Model) -> dict[str, Floats | str]:
    about = {
        "kinds": model.kinds,
        "texts": model.texts,
        "scale": model.calibration.scale,
        "power": model.calibration.power,
        "threshold": model.threshold,
    }
    return {
        "about": json.dumps(about, ensure_ascii=False),
        "vocabulary": "\n".join(sorted(model.vocabulary, key=model.vocabulary.__getitem__)),
        "words": "\n".join(sorted(model.words)),
        "rarity": model.rarity,
        "ratios": model.linear.ratios,
        "coefficients": model.linear.coefficients,
        "offsets": model.linear.offsets,
        "shifts": model.calibration.shifts,
    }


def _unpacked(parts: storing.Parts) -> Model:
    about = json.loads(parts.text("about"))
    return Model(
        kinds=tuple(about["kinds"]),
        texts=about["texts"],
        vocabulary={gram: place for place, gram in enumerate(parts.text("vocabulary").split("\n"))},
        rarity=parts.row("rarity"),
        linear=Linear(parts.row("ratios"), parts.row("coefficients"), parts.row("offsets")),
        calibration=Calibration(float(about["scale"]), float(about["power"]), parts.row("shifts")),
        words=frozenset(parts.text("words").split("\n")),
        threshold=float(about["threshold"]),
    )
