"""Turns a text into what the learner counts: its characters and pairs of neighbouring characters."""

import re
import unicodedata
from collections import Counter
from itertools import pairwise

import numpy as np

from linli.cases.triage.shapes import Floats, Indexes, Sparse, as_floats, as_indexes

LONGEST = 2000  # characters read of a text: what it is about is said by then
HEAD = 150  # characters of the opening, learnt from a second time: people come to the point early

_MASKED = re.compile(r"〈[^〉]*〉|<[a-z]+>")
_LINK = re.compile(r"(https?://|www\.)[\x21-\x7e]+")
_NUMBER = re.compile(r"\d+(\.\d+)?")


def normalise(text: str) -> str:
    """Bring a text to one form: full and half width, case, links, masked numbers and figures alike."""
    whole = text[: 2 * LONGEST].encode(errors="ignore").decode()  # half a surrogate pair cannot be stored
    plain = unicodedata.normalize("NFKC", whole).lower()
    plain = _LINK.sub(" ", _MASKED.sub(" ", plain))
    return " ".join(_NUMBER.sub("0", plain).split())[:LONGEST]


def grams(plain: str) -> Counter[str]:
    """Count the characters and pairs of neighbouring characters of a normalised text."""
    counted = Counter(plain)
    counted.update(map("".join, pairwise(plain)))
    return Counter({gram: count for gram, count in counted.items() if " " not in gram})


def known_grams(counted: Counter[str], vocabulary: dict[str, int]) -> tuple[Indexes, Floats]:
    """Give the places of the n-grams the vocabulary knows, and how often each occurs."""
    known = [(vocabulary[gram], count) for gram, count in counted.items() if gram in vocabulary]
    return as_indexes([place for place, _count in known]), as_floats([count for _place, count in known])


def weigh(counted: Counter[str], vocabulary: dict[str, int], rarity: Floats) -> Sparse:
    """Weigh the known n-grams: rare ones more, repeated ones a little more, long texts no more than short ones."""
    places, counts = known_grams(counted, vocabulary)
    values = (1 + np.log(counts)) * rarity[places]
    length = float(np.sqrt(values @ values))
    return Sparse(places, values / length if length else values)
