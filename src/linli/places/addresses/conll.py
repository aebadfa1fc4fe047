"""Tagged addresses, one word and its tag a line and a blank line between addresses, and how well a parser does on them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from linli.places.addresses.parts import Part
from linli.places.errors import TaggedLineWrong

Span = tuple[int, int, str]
OUTSIDE = "O"
_KNOWN = frozenset(part.value for part in Part)


@dataclass(frozen=True)
class Tagged:
    """An address as somebody tagged it: its words and the tag of each (`B-road`, `I-road`, `O`)."""

    words: tuple[str, ...]
    tags: tuple[str, ...]

    @property
    def text(self) -> str:
        """The address as it was written."""
        return "".join(self.words)


@dataclass(frozen=True)
class Score:
    """How many pieces there are, how many were found, and how many of these are right."""

    tagged: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """Which share of the pieces found is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Which share of the tagged pieces is found."""
        return self.right / self.tagged if self.tagged else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (self.tagged + self.found) if self.tagged + self.found else 0.0


def read_tagged(path: Path) -> list[Tagged]:
    """Read a file of tagged addresses."""
    found: list[Tagged] = []
    words: list[str] = []
    tags: list[str] = []
    for number, line in enumerate([*path.read_text(encoding="utf-8-sig").splitlines(), ""], 1):
        if line.strip():
            word, tag = _word_and_tag(line, number)
            words.append(word)
            tags.append(tag)
        elif words:
            found.append(Tagged(tuple(words), tuple(tags)))
            words, tags = [], []
    return found


def _word_and_tag(line: str, number: int) -> tuple[str, str]:
    word, _blank, tag = line.strip().rpartition(" ")
    mark, _dash, name = tag.partition("-")
    name = name.lower()
    if tag == OUTSIDE and word:
        return word, tag
    if not word or mark not in ("B", "I") or name not in _KNOWN:
        raise TaggedLineWrong(number=number, line=line[:40])
    return word, f"{mark}-{name}"


def spans_of(tags: Sequence[str]) -> list[Span]:
    """Give the pieces that tags mark: first word, end, kind."""
    found: list[Span] = []
    for place, tag in enumerate(tags):
        mark, _dash, name = tag.partition("-")
        if mark == "I" and found and found[-1][1] == place and found[-1][2] == name:
            found[-1] = (found[-1][0], place + 1, name)
        elif name:
            found.append((place, place + 1, name))
    return found


def score(pairs: Iterable[tuple[Sequence[Span], Sequence[Span]]]) -> dict[str, Score]:
    """Count right pieces (same place, same kind) by kind; '' holds all of them."""
    tagged: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for should, does in pairs:
        for counts, spans in ((tagged, should), (found, does), (right, set(should) & set(does))):
            counts.update(_names(spans))
    return {name: Score(tagged[name], found[name], right[name]) for name in sorted({*tagged, *found})}


def _names(spans: Iterable[Span]) -> Iterator[str]:
    for _start, _end, name in spans:
        yield name
        yield ""
