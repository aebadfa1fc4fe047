"""What triage answers: a kind with its reason and confidence, or "don't know" (no kind)."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

THRESHOLD = 0.5  # below it the best guess is wrong at least as often as it is right
OTHERS_SHOWN = 3


class Source(StrEnum):
    """Where a suggestion comes from."""

    LEARNED = "learned"
    KEYWORDS = "keywords"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Guess:
    """One possible kind and how likely it is."""

    kind_code: str
    confidence: float


@dataclass(frozen=True)
class Suggestion:
    """A kind, how sure triage is, and the words that made it think so; no kind means "don't know"."""

    kind_code: str | None
    confidence: float
    reason: tuple[str, ...] = ()
    others: tuple[Guess, ...] = ()
    source: Source = Source.NOTHING

    @property
    def best_guess(self) -> str | None:
        """Name the likeliest kind, also where triage is not sure enough to suggest it."""
        if self.kind_code is not None or not self.others:
            return self.kind_code
        return self.others[0].kind_code

    def withheld(self) -> "Suggestion":
        """Say "don't know" instead, and keep the guess among the others."""
        if self.kind_code is None:
            return self
        others = (Guess(self.kind_code, self.confidence), *self.others)
        return replace(self, kind_code=None, reason=(), others=others[:OTHERS_SHOWN])


class Suggests(Protocol):
    """Anything that suggests a kind for a text."""

    def suggest(self, text: str) -> Suggestion:
        """Suggest a kind, or say that it does not know."""
        ...
