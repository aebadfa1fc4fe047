"""Measures how well triage suggests, on texts it has not learnt from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from linli.cases.triage.answers import Suggests


@dataclass(frozen=True)
class Evaluation:
    """How often the best guess is right, how often triage answers, and how often its silence was right."""

    texts: int
    accuracy: float
    macro_f1: float
    coverage: float
    answered_accuracy: float
    withheld: int
    withheld_rightly: float
    mean_confidence: float


def evaluate(model: Suggests, texts: Sequence[str], kinds: Sequence[str]) -> Evaluation:
    """Compare suggestions with the kinds people gave; accuracy and macro-F1 count every best guess, shown or not."""
    pairs = [(kind, model.suggest(text)) for text, kind in zip(texts, kinds, strict=True)]
    right = [suggestion.best_guess == kind for kind, suggestion in pairs]
    answered = [suggestion.kind_code == kind for kind, suggestion in pairs if suggestion.kind_code is not None]
    silent = [hit for hit, (_kind, suggestion) in zip(right, pairs, strict=True) if suggestion.kind_code is None]
    return Evaluation(
        texts=len(pairs),
        accuracy=_share(right),
        macro_f1=_macro_f1([(kind, suggestion.best_guess) for kind, suggestion in pairs]),
        coverage=len(answered) / len(pairs) if pairs else 0.0,
        answered_accuracy=_share(answered),
        withheld=len(silent),
        withheld_rightly=_share([not hit for hit in silent]),
        mean_confidence=sum(suggestion.confidence for _kind, suggestion in pairs) / len(pairs) if pairs else 0.0,
    )


def _macro_f1(pairs: Sequence[tuple[str, str | None]]) -> float:
    """Average F1 over the kinds that occur, each counting the same."""
    given, guessed = Counter(kind for kind, _guess in pairs), Counter(guess for _kind, guess in pairs)
    hits = Counter(kind for kind, guess in pairs if kind == guess)
    scores = [2 * hits[kind] / (given[kind] + guessed[kind]) for kind in given]
    return sum(scores) / len(scores) if scores else 0.0


def _share(answers: Sequence[bool]) -> float:
    return sum(answers) / len(answers) if answers else 0.0
