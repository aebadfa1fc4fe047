"""In which states forms, filled forms and values for the register stand."""

from enum import StrEnum

__all__ = ["OF_PEOPLE", "FormState", "SubmissionState", "Target", "WriteBackState", "state_of"]


class Target(StrEnum):
    """What a form is about."""

    HOUSEHOLD = "household"
    PERSON = "person"
    PLACE = "place"
    NONE = "none"


OF_PEOPLE = (Target.HOUSEHOLD.value, Target.PERSON.value)


class FormState(StrEnum):
    """Whether a form may be asked."""

    DRAFT = "draft"
    ADMITTED = "admitted"
    WITHDRAWN = "withdrawn"


class SubmissionState(StrEnum):
    """How far a filled form came."""

    RECEIVED = "received"  # nothing in it differs from the register
    IN_REVIEW = "in-review"
    TAKEN = "taken"  # everything in it was decided on
    REPLACED = "replaced"  # a mended one came
    ERASED = "erased"  # its answers were deleted as somebody they were about asked


class WriteBackState(StrEnum):
    """What was decided about one value."""

    WAITING = "waiting"
    TAKEN = "taken"
    KEPT = "kept"  # the register stays as it is
    CONFLICT = "conflict"  # the register has changed since: somebody has to look again
    REPLACED = "replaced"


OVER = frozenset({SubmissionState.REPLACED, SubmissionState.ERASED})
OPEN = frozenset({WriteBackState.WAITING, WriteBackState.CONFLICT})


def state_of(write_backs: list[str]) -> SubmissionState:
    """Say how a filled form stands by the states of its values."""
    if not write_backs:
        return SubmissionState.RECEIVED
    if any(WriteBackState(one) in OPEN for one in write_backs):
        return SubmissionState.IN_REVIEW
    return SubmissionState.TAKEN
