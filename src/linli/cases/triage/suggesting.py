"""Puts the learned model and the catalogue's keywords together, and lines up what there is to learn from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from linli.cases.triage.answers import THRESHOLD, Guess, Source, Suggestion, Suggests
from linli.cases.triage.cold_start import KeywordIndex, index_keywords
from linli.cases.triage.model import Model
from linli.cases.triage.strongest import strongest_words

__all__ = [
    "THRESHOLD",
    "Guess",
    "Source",
    "Suggester",
    "Suggestion",
    "Suggests",
    "TrainingRows",
    "make_suggester",
    "training_rows",
]

ENOUGH_KINDS = 5
ENOUGH_TEXTS = 200
CORRECTION_WEIGHT = 3.0


@dataclass(frozen=True, eq=False)
class Suggester:
    """Suggests by what was learnt where that is enough, else by keywords."""

    model: Model | None
    keywords: KeywordIndex

    def suggest(self, text: str) -> Suggestion:
        """Suggest a kind; without a kind the answer is "don't know", with the nearest guesses beside it."""
        by_words = self.keywords.suggest(text)
        if self.model is None or not self._knows_enough(self.model):
            return by_words
        learned = self.model.suggest(text)
        if learned.kind_code is not None or self._may_not_add(by_words):
            return learned
        return by_words

    def strongest(self) -> Mapping[str, tuple[str, ...]]:
        """Give the words that were learnt to speak most for each kind; none before enough was learnt."""
        if self.model is None or not self._knows_enough(self.model):
            return {}
        return strongest_words(self.model)

    def _knows_enough(self, model: Model) -> bool:
        kinds = {kind for kinds in self.keywords.kinds_of.values() for kind in kinds} or set(model.texts)
        return len(model.texts) >= min(ENOUGH_KINDS, len(kinds)) and sum(model.texts.values()) >= ENOUGH_TEXTS

    def _may_not_add(self, by_words: Suggestion) -> bool:
        """Let keywords speak after the model only for kinds it could not learn yet."""
        return by_words.kind_code is None or self.model is None or self.model.knows(by_words.kind_code)


class TrainingRows(NamedTuple):
    """What `train` takes: texts, their kinds, their weights."""

    texts: list[str]
    kinds: list[str]
    weights: list[float]


def make_suggester(model: Model | None, keywords: Mapping[str, Iterable[str]]) -> Suggester:
    """Make a suggester from the stored model, if there is one, and each kind's keywords."""
    return Suggester(model, index_keywords(keywords))


def training_rows(filed: Iterable[tuple[str, str, str]]) -> TrainingRows:
    """Line up (text, suggested kind, right kind), the oldest first; a correction counts more than an agreement.

    The suggested kind is empty where triage said nothing: the row counts once.
    """
    rows = TrainingRows([], [], [])
    for text, suggested, right in filed:
        rows.texts.append(text)
        rows.kinds.append(right)
        rows.weights.append(CORRECTION_WEIGHT if suggested and suggested != right else 1.0)
    return rows
