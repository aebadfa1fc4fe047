"""How wide words are when nobody can measure them: a Chinese letter is as wide as it is high, a Latin one about half."""

import unicodedata
from collections.abc import Iterator

_WIDE = frozenset("WF")
_NARROW = 0.56
_CLOSING = frozenset("、，。；：）”·")  # never the first letter of a line


def width_of(text: str, size: float) -> float:
    """Estimate how wide a text is at a size."""
    return sum(size if unicodedata.east_asian_width(letter) in _WIDE else size * _NARROW for letter in text)


def wrapped(text: str, *, width: float, size: float) -> list[str]:
    """Break a text into lines that fit; Latin words stay whole."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and piece[0] not in _CLOSING and width_of(line + piece.rstrip(), size) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> Iterator[str]:
    """Yield what may not be broken: one Chinese letter, or one word with the blank after it."""
    word = ""
    for letter in text:
        if unicodedata.east_asian_width(letter) in _WIDE:
            if word:
                yield word
            word = ""
            yield letter
        else:
            word += letter
            if letter.isspace():
                yield word
                word = ""
    if word:
        yield word
