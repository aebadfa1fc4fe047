"""The words of a text that spoke most for a kind, shown to a person beside the suggestion."""

from collections import defaultdict
from itertools import pairwise

from linli.cases.triage.words import spans

MOST_SHOWN = 4
LEAST_SHARE = 0.25  # of what the strongest word says


def telling_words(plain: str, speaking: dict[str, float], words: frozenset[str]) -> tuple[str, ...]:
    """Name the words whose characters spoke most for the kind, the strongest first."""
    letters = _by_letter(plain, speaking)
    said: dict[str, float] = defaultdict(float)
    for start, end in spans(plain, words):
        said[plain[start:end]] += sum(letters[start:end])
    ranked = sorted(said, key=lambda word: (-said[word], plain.index(word)))
    least = LEAST_SHARE * said[ranked[0]] if ranked else 0.0
    return tuple(word for word in ranked[:MOST_SHOWN] if said[word] > 0 and said[word] >= least)


def _by_letter(plain: str, speaking: dict[str, float]) -> list[float]:
    """Share what each n-gram says among its characters."""
    letters = [speaking.get(letter, 0.0) for letter in plain]
    for place, pair in enumerate(map("".join, pairwise(plain))):
        half = speaking.get(pair, 0.0) / 2
        letters[place] += half
        letters[place + 1] += half
    return letters
