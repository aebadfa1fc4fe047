"""How much of a form was asked before: of the register, and by other forms."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from linli.forms.rules.binding import ATTRIBUTES

__all__ = ["MOST_CHOICES", "Measured", "Question", "asked_of", "compare", "sameness"]

MOST_CHOICES = 40_000  # of all questions: they are read whenever a phone asks which forms are open

_NOT_SAID = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Question:
    """One question as its form asks it: where it stands, what kind of answer, its words, and what of the register it is."""

    path: str
    name: str
    kind: str  # text, int, decimal, date, time, dateTime, select, selects, geopoint, file, note, hidden, group, repeat
    labels: Mapping[str, str] = field(default_factory=dict)
    attribute: str = ""
    required: bool = False
    conditional: bool = False
    readonly: bool = False
    choices: tuple[tuple[str, Mapping[str, str]], ...] = ()
    constraint: str = ""
    repeat: str = ""  # path of the repeat it stands in

    @property
    def is_asked(self) -> bool:
        """Say whether somebody has to answer it: no heading, note, computed or hidden value."""
        return self.kind not in {"note", "hidden", "group", "repeat"} and not self.readonly

    @property
    def is_closed(self) -> bool:
        """Say whether an answer can only be a field of the register or one of the choices: no words, number or file."""
        return self.attribute in ATTRIBUTES or self.kind in {"select", "selects"}

    @property
    def is_known(self) -> bool:
        """Say whether the register holds the answer already."""
        return self.is_asked and self.attribute in ATTRIBUTES


@dataclass(frozen=True)
class Measured:
    """How many questions a form asks, how many the register answers already, how many other open forms ask as well."""

    asked: int
    known: int
    elsewhere: int
    twice: tuple[tuple[str, str], ...] = ()  # path of the question, code of the other form


def asked_of(questions: Iterable[Question]) -> list[Question]:
    """Give the questions that somebody has to answer."""
    return [one for one in questions if one.is_asked]


def compare(questions: Sequence[Question], others: Mapping[str, Sequence[Question]]) -> Measured:
    """Count what was asked before: the same field of the register, or the same words in any language."""
    asked = asked_of(questions)
    marks = {code: {mark for one in asked_of(theirs) for mark in sameness(one)} for code, theirs in others.items()}
    twice = [
        (one.path, code)
        for one in asked
        for code, theirs in sorted(marks.items())
        if any(mark in theirs for mark in sameness(one))
    ]
    paths = {path for path, _code in twice}
    return Measured(len(asked), sum(one.is_known for one in asked), len(paths), tuple(twice))


def sameness(one: Question) -> set[str]:
    """Give what makes two questions the same: the field they fill, or their words without blanks and signs."""
    found = {f"said:{said}" for text in one.labels.values() if (said := _plain(text))}
    return found | ({f"register:{one.attribute}"} if one.attribute else set())


def _plain(text: str) -> str:
    return _NOT_SAID.sub("", unicodedata.normalize("NFKC", text)).casefold()
