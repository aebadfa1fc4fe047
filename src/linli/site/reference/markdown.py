"""Small pieces of Markdown, and texts of the code in a chosen language."""

from collections.abc import Iterable, Sequence

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext

ENGLISH, CHINESE = "en", "zh-hans"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; cells may hold anything but line breaks."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def code(text: str) -> str:
    """Set a word as code; nothing stays nothing."""
    return f"`{text}`" if text else ""


def in_english(text: str | Promise | None) -> str:
    """Give a text of the code in English where it has been translated; Chinese is what all texts begin as."""
    return _said(text, ENGLISH)


def in_chinese(text: str | Promise | None) -> str:
    """Give a text of the code in Simplified Chinese."""
    return _said(text, CHINESE)


def _said(text: str | Promise | None, language: str) -> str:
    if not text:
        return ""
    with translation.override(CHINESE):
        msgid = str(text)
    with translation.override(language):
        return gettext(msgid)


def first_sentence(doc: str | None) -> str:
    """Give the first paragraph of a docstring in one line."""
    return " ".join((doc or "").strip().split("\n\n")[0].split())
