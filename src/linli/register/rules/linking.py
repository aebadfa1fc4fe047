"""What holds for a reconciliation: who decides what, when a second person looks, how long the copy may stay."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from linli.register import errors

WITHIN_PURPOSE = "same-person"  # the one purpose for which the register is held against itself
MOST_ROWS = 500_000
LONGEST_REASON = 200


class JobState(StrEnum):
    """How far a reconciliation is."""

    WAITING = "waiting"
    RUNNING = "running"
    REVIEW = "review"
    FAILED = "failed"
    DESTROYED = "destroyed"


class Decision(StrEnum):
    """What a person says of a pair; `OTHER`: another candidate of the same row was found to be the one."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    OTHER = "other"


ASKED = frozenset({Decision.SAME, Decision.DIFFERENT, Decision.UNSURE})


class Against(StrEnum):
    """Which finding may speak against the person: it needs a second pair of eyes before anybody uses it."""

    NONE = "none"
    SAME = "same"
    DIFFERENT = "different"
    BOTH = "both"


class Band(StrEnum):
    """How likely a pair is one person: by the two thresholds of its job."""

    CERTAIN = "certain"
    REVIEW = "review"
    NONE = "none"


@dataclass(frozen=True)
class Thresholds:
    """From which probability a pair is all but certain, and from which it is worth looking at."""

    certain: float = 0.99
    review: float = 0.05

    def band(self, probability: float) -> Band:
        """Say in which band a pair lies."""
        if probability >= self.certain:
            return Band.CERTAIN
        return Band.REVIEW if probability >= self.review else Band.NONE


def check_thresholds(thresholds: Thresholds) -> None:
    """Refuse thresholds that are no probabilities, or stand the wrong way round."""
    if not 0 < thresholds.review < thresholds.certain < 1:
        raise errors.LinkageThresholdsWrong(field="certain")


def check_kept(destroy_by: dt.date, *, today: dt.date, days: int) -> None:
    """Refuse to keep the copy longer than its purpose allows (PIPL art. 19: the shortest time needed)."""
    latest = today + dt.timedelta(days=days)
    if not today <= destroy_by <= latest:
        raise errors.LinkageKeptTooLong(field="destroy_by", latest=latest, days=days)


def check_decision(decision: str, reason: str) -> Decision:
    """Refuse a decision that is none of the three, or has no reason."""
    if decision not in ASKED:
        raise errors.LinkageDecisionUnknown(field="decision")
    if not reason.strip():
        raise errors.LinkageReasonMissing(field="reason")
    return Decision(decision)


def speaks_against(decision: str, against: str) -> bool:
    """Say whether a decision may speak against the person (PIPL art. 24: never by a machine alone)."""
    return against == Against.BOTH.value or decision == against


def check_second_look(decided_by: str, looks_again: str) -> None:
    """Refuse a second look by whoever decided."""
    if decided_by == looks_again:
        raise errors.LinkageSecondLookOwn
