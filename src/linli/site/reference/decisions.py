"""The index of decisions, written from the decisions themselves."""

import re
from pathlib import Path

from linli.site.reference.markdown import table

_HEAD = """# Decisions

What was decided when, and why; written when undoing would hurt. A decision is superseded by a later one, not rewritten.
This list is written by `python -m linli.site.reference`.

"""
_TITLE = re.compile(r"^# (\d+)\. (.+)$", re.MULTILINE)
_FIELD = r"^- {name}: (.+)$"


def decisions_index(directory: Path) -> str:
    """Write the index of the decisions in a directory."""
    return _HEAD + table(("No.", "Decision", "Date", "Status"), [_row(file) for file in decision_files(directory)])


def decision_files(directory: Path) -> list[Path]:
    """List the decisions, oldest first."""
    return sorted(directory.glob("[0-9][0-9][0-9][0-9]-*.md"))


def _row(file: Path) -> tuple[str, ...]:
    text = file.read_text(encoding="utf-8")
    found = _TITLE.search(text)
    number, title = found.groups() if found else ("", file.stem)
    return number, f"[{title}]({file.name})", _field("Date", text), _field("Status", text)


def _field(name: str, text: str) -> str:
    found = re.search(_FIELD.format(name=name), text, re.MULTILINE)
    return found[1] if found else ""
