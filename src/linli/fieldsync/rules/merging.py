"""What becomes of one field that was changed on a phone while it may have been changed elsewhere.

The same examples are run here and on the phone: tests/vectors/merge.json.
"""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What becomes of the value from the phone."""

    TAKE = "take"
    NOTHING = "nothing"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Value:
    """A value as it stands: as it is, and as phones are shown it (masked where lists mask)."""

    clear: str
    shown: str

    @property
    def is_masked(self) -> bool:
        """Say whether phones are shown less than the value."""
        return self.shown != self.clear

    def is_shown_as(self, text: str) -> bool:
        """Say whether a phone that was shown this text has seen this value."""
        return text in {self.shown, self.clear}


def tidy(value: object) -> str:
    """Read a value as people mean it: nothing and blanks are the same."""
    return "" if value is None else str(value).strip()


def verdict(base: str, mine: str, theirs: Value) -> Verdict:
    """Take what nobody else changed; leave what both made the same; two different values are for a person to settle."""
    if mine in {theirs.clear, base}:
        return Verdict.NOTHING
    return Verdict.TAKE if theirs.is_shown_as(base) else Verdict.CONFLICT
