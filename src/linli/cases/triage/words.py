"""Words for a person to read: jieba finds them while learning; a stored list finds them again without jieba."""

import warnings
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

LONGEST_WORD = 8
MOST_WORDS = 30_000
MOST_TEXTS = 5_000
TEXT_HEAD = 500


def find_words(plain_texts: Sequence[str], *, least_texts: int = 2) -> frozenset[str]:
    """Find the dictionary words that several texts use; no word is guessed, so that names stay out."""
    cut = _cutter()
    seen: Counter[str] = Counter()
    for plain in _spread(plain_texts):
        seen.update({word for word in cut(plain[:TEXT_HEAD], HMM=False) if _is_word(word)})
    common = sorted(
        (word for word, texts in seen.items() if texts >= least_texts), key=lambda word: (-seen[word], word)
    )
    return frozenset(common[:MOST_WORDS])


def spans(plain: str, words: frozenset[str]) -> Iterable[tuple[int, int]]:
    """Find the known words of a text, longest first from left to right, as (start, end)."""
    start = 0
    while start < len(plain):
        end = next((end for end in _ends(plain, start) if plain[start:end] in words), None)
        if end is not None:
            yield start, end
        start = end or start + 1


def _ends(plain: str, start: int) -> range:
    return range(min(len(plain), start + LONGEST_WORD), start + 1, -1)


def _is_word(word: str) -> bool:
    return 2 <= len(word) <= LONGEST_WORD and all("\u4e00" <= letter <= "\u9fff" for letter in word)


def _spread(texts: Sequence[str]) -> Sequence[str]:
    step = max(1, -(-len(texts) // MOST_TEXTS))
    return texts[::step]


def _cutter() -> Any:  # jieba has no types
    """Give jieba's cutter with its own dictionary, not the cache it would read from a folder all may write to."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42 on Python 3.13
        tokenizer = import_module("jieba").Tokenizer()
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer.cut
