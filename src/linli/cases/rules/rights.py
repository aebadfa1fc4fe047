"""The rights of a person over their data, each a kind of case with a clock (PIPL arts. 44-50)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from linli.cases.errors import rights as errors

MOST_VALUE, MOST_SAID = 200, 1_000


class Right(StrEnum):
    """What somebody may ask for."""

    SEE = "see"  # art. 45
    COPY = "copy"  # art. 45
    CORRECT = "correct"  # art. 46
    DELETE = "delete"  # art. 47
    EXPLAIN = "explain"  # art. 48
    WITHDRAW = "withdraw"  # art. 15
    OBJECT = "object"  # arts. 24, 44


KINDS: Mapping[Right, str] = {
    Right.SEE: "service.data-access",
    Right.COPY: "service.data-copy",
    Right.CORRECT: "service.data-correction",
    Right.DELETE: "service.data-deletion",
    Right.EXPLAIN: "service.data-explanation",
    Right.WITHDRAW: "service.data-withdrawal",
    Right.OBJECT: "service.data-objection",
}
# What may be corrected is a field; what may be deleted is a field that rests on consent, whom to call, or everything.
CORRECTED = ("name", "sex", "born_on", "id_number", "phone")
DELETED = ("phone", "contacts", "all")
OF_HEIRS = frozenset({Right.SEE, Right.COPY, Right.CORRECT, Right.DELETE})  # art. 49


@dataclass(frozen=True)
class RightRequest:
    """What somebody asks for: of themselves, of a ward, or as next of kin of somebody who has died."""

    right: Right
    resident_id: UUID | None = None
    field: str = ""
    value: str = ""
    said: str = ""
    died: str = ""  # whom an heir speaks for, and how they are related


def check_request(request: RightRequest) -> None:
    """Refuse a request that nobody could answer."""
    if request.died and request.right not in OF_HEIRS:
        raise errors.NotForHeirs(field="right")
    if request.resident_id is None and not request.died:
        raise errors.PersonMissing(field="person")
    if request.right is Right.CORRECT and (request.field not in CORRECTED or not request.value.strip()):
        raise errors.CorrectionMissing(field="value")
    if request.right is Right.DELETE and request.field not in DELETED:
        raise errors.DeletionMissing(field="field")
    if len(request.value) > MOST_VALUE or len(request.said) > MOST_SAID:
        raise errors.RequestTooLong(field="said", most=MOST_SAID)
