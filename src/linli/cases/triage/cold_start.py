"""Suggests a kind from the catalogue's keywords, for the time before enough cases are closed to learn from."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from linli.cases.triage.answers import OTHERS_SHOWN, THRESHOLD, Guess, Source, Suggestion
from linli.cases.triage.features import normalise

MODEST = 0.8  # the most a list of words may claim
DOUBT = 0.35  # how much evidence is still missing: one clear word gives 0.59, two 0.68
REASONS_SHOWN = 4


@dataclass(frozen=True, eq=False)
class KeywordIndex:
    """The words of each kind, and for how many kinds each word stands."""

    kinds_of: Mapping[str, tuple[str, ...]]
    threshold: float = THRESHOLD

    def suggest(self, text: str) -> Suggestion:
        """Suggest the kind whose words the text uses most; without a word of any kind, do not guess."""
        plain = normalise(text)
        hits = {word: kinds for word, kinds in self.kinds_of.items() if word in plain}
        found: dict[str, list[str]] = defaultdict(list)
        for word in _outermost(hits):
            for kind in hits[word]:
                found[kind].append(word)
        return self._best(found) if found else Suggestion(None, 0.0)

    def _best(self, found: Mapping[str, list[str]]) -> Suggestion:
        points = {kind: sum(self._points(word) for word in words) for kind, words in found.items()}
        squares = sum(value**2 for value in points.values())
        ranked = sorted(points, key=lambda kind: (-points[kind], kind))
        guesses = [Guess(kind, _confidence(points[kind], squares)) for kind in ranked[: OTHERS_SHOWN + 1]]
        reason = tuple(sorted(found[ranked[0]], key=self._points, reverse=True)[:REASONS_SHOWN])
        best = Suggestion(ranked[0], guesses[0].confidence, reason, tuple(guesses[1:]), Source.KEYWORDS)
        return best if best.confidence >= self.threshold else best.withheld()

    def _points(self, word: str) -> float:
        """Count longer words more, and a word of several kinds less."""
        return math.sqrt(len(word) / 2) / len(self.kinds_of[word])


def index_keywords(keywords: Mapping[str, Iterable[str]], *, threshold: float = THRESHOLD) -> KeywordIndex:
    """Make an index from each kind's words; one-character words are left out, they stand in too many others."""
    kinds_of: dict[str, set[str]] = defaultdict(set)
    for kind, words in keywords.items():
        for word in words:
            if len(plain := normalise(word)) > 1:
                kinds_of[plain].add(kind)
    return KeywordIndex({word: tuple(sorted(kinds)) for word, kinds in sorted(kinds_of.items())}, threshold)


def _outermost(words: Iterable[str]) -> list[str]:
    """Leave out words that stand inside a longer found word: "井盖" inside "雨水井盖"."""
    listed = sorted(words, key=len, reverse=True)
    return [word for place, word in enumerate(listed) if not any(word in longer for longer in listed[:place])]


def _confidence(points: float, squares: float) -> float:
    """Weigh how far the kind stands out from the others by how much speaks for it at all."""
    return MODEST * (points**2 / squares) * (points / (points + DOUBT))
