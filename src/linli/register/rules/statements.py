"""What a source's word on a field means for the record: it agrees, it fills what was empty, or somebody has to look."""

from enum import StrEnum

# A phone is kept because its owner agreed (PIPL art. 13): nobody else's list fills it in.
BY_CONSENT = frozenset({"phone"})
OWN_WORD = frozenset(
    {"self", "guardian", "doorstep", "counter"}
)  # sources in which the person, or who acts for them, speaks


class Verdict(StrEnum):
    """What becomes of a word."""

    AGREES = "agrees"
    FILLS = "fills"
    DIFFERS = "differs"


def verdict(said: str, stands: str, *, field: str, source: str) -> Verdict:
    """Hold what a source says against what is written."""
    if said == stands:
        return Verdict.AGREES
    if stands or (field in BY_CONSENT and source not in OWN_WORD):
        return Verdict.DIFFERS
    return Verdict.FILLS
