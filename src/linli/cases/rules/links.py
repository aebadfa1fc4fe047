"""How cases belong together, and when one may be merged into another."""

from dataclasses import dataclass
from enum import StrEnum

from linli.cases import errors
from linli.cases.rules.course import OPEN, State

MOST_AT_ONCE = 50  # cases merged, split off or linked by one command


class LinkKind(StrEnum):
    """What the first case is to the second: its duplicate, split off it, related, or one of its repeats."""

    DUPLICATE = "duplicate"
    SPLIT = "split"
    RELATED = "related"
    ROOT_CAUSE = "root-cause"


@dataclass(frozen=True)
class Mergeable:
    """What deciding about a merge needs to know of a case."""

    key: str
    state: State
    is_confidential: bool
    is_merged: bool


def check_merge(main: Mergeable, duplicate: Mergeable) -> None:
    """Refuse a merge into itself, into what is ended or merged, and between open and confidential cases.

    Whoever reported a merged case follows the other one from then on: neither may open what the other one keeps closed.
    """
    if main.key == duplicate.key:
        raise errors.DuplicateOfItself(field="duplicate_number")
    if main.is_merged or main.state not in OPEN:
        raise errors.MainEnded(field="number")
    if main.is_confidential != duplicate.is_confidential:
        raise errors.ConfidentialApart(field="number")


def check_related(one: str, other: str) -> None:
    """Refuse to link a case with itself."""
    if one == other:
        raise errors.LinkedToItself(field="number")


def check_number(count: int) -> None:
    """Refuse to move none or more cases at once than a person has looked at."""
    if not 1 <= count <= MOST_AT_ONCE:
        raise errors.TooManyAtOnce(field="number", most=MOST_AT_ONCE)
